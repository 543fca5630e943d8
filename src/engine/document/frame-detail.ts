// Engine. How sharp a small live frame is inside the page, and how bright its paper is. Pure.
import type { Point, Quad } from '../../shared/domain/geometry.ts';
import type { PlanePicture } from './page-plane.ts';
import { isInside } from './page-quad.ts';

export interface FrameDetail {
  /** Brightness that nine tenths of the page stay below, 0 to 255. */
  readonly paper: number;
  /** Share of points whose neighbourhood has the contrast of print. */
  readonly print: number;
  /**
   * Contrast of neighbouring pixels over contrast within 4 pixels, where the latter is highest; of the two directions the
   * worse one, since a hand that moves blurs along its way only.
   */
  readonly sharpness: number;
}

/** Contrast within 4 pixels that counts as print. */
const printContrast = 28;

export function detailOfFrame(
  { pixels, widthPx, heightPx, channels }: PlanePicture,
  quad: Quad,
): FrameDetail {
  const luma = (x: number, y: number): number => {
    const at = (y * widthPx + x) * channels;
    return (pixels[at]! * 77 + pixels[at + 1]! * 150 + pixels[at + 2]! * 29) >> 8;
  };
  // The rim belongs to the outline, which says nothing about print.
  const centre: Point = [
    quad.reduce((sum, [x]) => sum + x, 0) / 4,
    quad.reduce((sum, [, y]) => sum + y, 0) / 4,
  ];
  const inner = quad.map(
    ([x, y]): Point => [centre[0] + (x - centre[0]) * 0.9, centre[1] + (y - centre[1]) * 0.9],
  ) as Quad;
  const xs = inner.map(([x]) => x);
  const ys = inner.map(([, y]) => y);
  const left = Math.max(5, Math.floor(Math.min(...xs)));
  const right = Math.min(widthPx - 6, Math.ceil(Math.max(...xs)));
  const top = Math.max(5, Math.floor(Math.min(...ys)));
  const bottom = Math.min(heightPx - 6, Math.ceil(Math.max(...ys)));
  const counts = new Uint32Array(256);
  const level = new Contrasts();
  const upright = new Contrasts();
  let all = 0;
  let print = 0;
  for (let y = top; y < bottom; y += 3) {
    for (let x = left; x < right; x += 3) {
      if (!isInside(inner, [x, y])) continue;
      const here = luma(x, y);
      counts[here]! += 1;
      all += 1;
      const across = spread(luma(x - 4, y), luma(x - 2, y), here, luma(x + 2, y), luma(x + 4, y));
      const along = spread(luma(x, y - 4), luma(x, y - 2), here, luma(x, y + 2), luma(x, y + 4));
      level.add(across, Math.max(Math.abs(here - luma(x + 1, y)), Math.abs(here - luma(x - 1, y))));
      upright.add(along, Math.max(Math.abs(here - luma(x, y + 1)), Math.abs(here - luma(x, y - 1))));
      if (Math.max(across, along) > printContrast) print += 1;
    }
  }
  if (all === 0) return { paper: 0, print: 0, sharpness: 0 };
  let seen = 0;
  let paper = 0;
  while (paper < 255 && seen < 0.9 * all) seen += counts[paper++]!;
  return { paper, print: print / all, sharpness: Math.min(level.ratio(), upright.ratio()) };
}

const spread = (a: number, b: number, c: number, d: number, e: number): number =>
  Math.max(a, b, c, d, e) - Math.min(a, b, c, d, e);

/** Fine contrast over coarse contrast, of the sixteenth of the places with the most coarse contrast. */
class Contrasts {
  readonly #counts = new Uint32Array(256);
  readonly #fine = new Float64Array(256);
  #places = 0;

  add(coarse: number, fine: number): void {
    this.#counts[coarse]! += 1;
    this.#fine[coarse]! += fine;
    this.#places += 1;
  }

  ratio(): number {
    let left = Math.max(1, this.#places >> 4);
    let fine = 0;
    let coarse = 1;
    for (let contrast = 255; contrast > 0 && left > 0; contrast -= 1) {
      const count = this.#counts[contrast]!;
      if (count === 0) continue;
      const taken = Math.min(count, left);
      fine += (this.#fine[contrast]! / count) * taken;
      coarse += contrast * taken;
      left -= taken;
    }
    return fine / coarse;
  }
}
