// Engine. How well a page was photographed: sharpness, glare, light and resolution, each from 0 to 1.

import type { Box } from '../../shared/domain/geometry.ts';
import { clamp, toGrey } from '../image/pixels.ts';
import type { Raster } from '../image/raster.ts';
import { pagePxPerMm } from './page.ts';

export interface PageQuality {
  /** Fine detail over coarse detail of the rectified page, raw: 0.2 to 0.4 in focus. */
  readonly sharpness: number;
  /** Share of the page that is burnt out. */
  readonly glare: number;
  /** Where most of the glare is, pixels of the page; null where there is none to speak of. */
  readonly glareBox: Box | null;
  /** Brightness that 90 % of the page stays below, 0 to 255: the paper. */
  readonly paper: number;
  readonly pxPerMm: number;
  /** 1 is good; below 0.5 reading or matching suffers. */
  readonly components: Readonly<Record<'sharpness' | 'glare' | 'light' | 'resolution', number>>;
}

const cellMm = 4;

/** `page`: rectified, `pagePxPerMm`. `pxPerMm`: resolution of the photograph that it came from. */
export function judgePageQuality(page: Raster, pxPerMm: number): PageQuality {
  const grey = toGrey(page);
  const sharpness = detailOf(grey, page.widthPx, page.heightPx);
  const { share, box } = glareOf(page);
  const paper = percentile(grey, 0.9);
  return {
    sharpness,
    glare: share,
    glareBox: box,
    paper,
    pxPerMm,
    components: {
      sharpness: ramp(sharpness, sharpnessRange.low, sharpnessRange.high),
      // A lamp the size of a thumbnail is 2 % of a card.
      glare: 1 - ramp(share, 0.002, 0.04),
      light: ramp(paper, 30, 110),
      // OCR-B's strokes are 0.3 mm: at 3.3 px/mm they are one pixel, and read still.
      resolution: ramp(pxPerMm, 1.5, 5),
    },
  };
}

/** Measured on virtual photographs of specimens at 1280 x 720, sharp and with a defocus of 3 pixels. */
const sharpnessRange = { low: 0.06, high: 0.24 };

export const ramp = (value: number, low: number, high: number): number =>
  clamp((value - low) / (high - low), 0, 1);

/**
 * Contrast between points 0.3 mm apart over contrast between points 1.2 mm apart, of the sixteenth of the places with the most
 * contrast. Blur takes the first away long before the second; the print itself cancels out.
 */
function detailOf(grey: Uint8Array, widthPx: number, heightPx: number): number {
  const fine = Math.round(0.3 * pagePxPerMm);
  const coarse = Math.round(1.2 * pagePxPerMm);
  // By coarse contrast, 0 to 255: how many places, and the fine contrast of all of them.
  const counts = new Uint32Array(256);
  const fineSums = new Float64Array(256);
  let places = 0;
  const margin = coarse + 2;
  for (let y = margin; y < heightPx - margin; y += 4) {
    for (let x = margin; x < widthPx - margin; x += 4) {
      const at = y * widthPx + x;
      const near = Math.max(
        Math.abs(grey[at]! - grey[at + fine]!),
        Math.abs(grey[at]! - grey[at + fine * widthPx]!),
      );
      let low = 255;
      let high = 0;
      for (let step = -coarse; step <= coarse; step += 2) {
        const level = grey[at + step]!;
        const upright = grey[at + step * widthPx]!;
        low = Math.min(low, level, upright);
        high = Math.max(high, level, upright);
      }
      const contrast = Math.max(0, high - low);
      counts[contrast]! += 1;
      fineSums[contrast]! += near;
      places += 1;
    }
  }
  let left = Math.max(1, places >> 4);
  const sum = { fine: 0, coarse: 1 };
  for (let contrast = 255; contrast > 0 && left > 0; contrast -= 1) {
    const count = counts[contrast]!;
    if (count === 0) continue;
    const taken = Math.min(count, left);
    sum.fine += (fineSums[contrast]! / count) * taken;
    sum.coarse += contrast * taken;
    left -= taken;
  }
  return sum.fine / sum.coarse;
}

/**
 * Burnt-out places: all three channels at the top, in cells that are white throughout. White paper in a bright picture is
 * not glare, so where most of the page is near white only a cell that is wholly 254 or 255 counts.
 */
function glareOf({ rgb, widthPx, heightPx }: Raster): { share: number; box: Box | null } {
  const cell = cellMm * pagePxPerMm;
  let burnt = 0;
  let cells = 0;
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  for (let y = 0; y + cell <= heightPx; y += cell) {
    for (let x = 0; x + cell <= widthPx; x += cell) {
      let white = 0;
      let all = 0;
      for (let j = 2; j < cell; j += 4) {
        for (let i = 2; i < cell; i += 4) {
          const at = ((y + j) * widthPx + x + i) * 3;
          if (Math.min(rgb[at]!, rgb[at + 1]!, rgb[at + 2]!) >= 253) white += 1;
          all += 1;
        }
      }
      cells += 1;
      if (white / all < 0.85) continue;
      burnt += 1;
      left = Math.min(left, x);
      top = Math.min(top, y);
      right = Math.max(right, x + cell);
      bottom = Math.max(bottom, y + cell);
    }
  }
  const share = burnt / Math.max(1, cells);
  // A scan on pure white: not a lamp, which never covers a quarter of a page.
  if (burnt === 0 || share > 0.25) return { share: 0, box: null };
  return { share, box: { x: left, y: top, width: right - left, height: bottom - top } };
}

export function percentile(values: Uint8Array, share: number): number {
  const counts = new Uint32Array(256);
  for (const value of values) counts[value]! += 1;
  let seen = 0;
  for (let value = 0; value < 256; value += 1) {
    seen += counts[value]!;
    if (seen >= share * values.length) return value;
  }
  return 255;
}
