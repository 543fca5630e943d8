// Engine. Coaches whoever holds a document before the camera: one look at a small live frame, without any model.
import type { LiveFrame } from '../../shared/contract/contract.ts';
import type { DocumentGuidance, DocumentHint } from '../../shared/contract/guidance.ts';
import type { Point, Quad } from '../../shared/domain/geometry.ts';
import type { OpenCv } from '../image/opencv.ts';
import { findQuads, isInside, type QuadCandidate } from './page-quad.ts';
import { planesOf } from './picture-planes.ts';

/** Edges are looked for at this long side: 12 ms a frame on one core, and edges of a card survive. */
const searchSidePx = 320;
/** How clear an outline must be to count as a document. */
const clear = { support: 0.88, weakest: 0.6, area: 0.05 };
/** Where two or three sides are cut off, the ones that are left must be clearer. */
const clearWhenCut = 0.92;
/** Long side of the document over the frame's width: below it the MRZ has too few pixels in a 1280-pixel photograph. */
const nearEnough = 0.44;
const tooNear = 0.96;
/** Share of points inside with fine contrast: print has 0.1 and more, an empty desk, a wall or a screen that is off less. */
const leastPrint = 0.045;
const paperTooDark = 75;
const glareShare = 0.018;
/** See `measureInside`: virtual documents in focus 0.22 to 0.28, with a defocus of 1.3 pixels of the frame 0.17. */
const leastSharpness = 0.195;

export function guideDocument(cv: OpenCv, frame: LiveFrame): DocumentGuidance {
  const { widthPx, heightPx, rgba } = frame;
  const small = planesOf(rgba, widthPx, heightPx, 4, searchSidePx);
  const candidates = findQuads(cv, small.planes, small.widthPx, small.heightPx);
  const found = candidates.find((candidate) => isDocument(candidate));
  if (!found) return { hint: 'show_document', ready: false, quad: null, sharpness: 0 };
  const quad = found.quad.map(([x, y]): Point => [(x + 0.5) * small.scale, (y + 0.5) * small.scale]) as Quad;
  const inside = measureInside(frame, quad);
  if (inside.print < leastPrint) {
    return { hint: 'show_document', ready: false, quad: null, sharpness: inside.sharpness };
  }
  const hint = hintFor(frame, found, quad, inside);
  return { hint, ready: hint === 'hold_still', quad, sharpness: inside.sharpness };
}

function isDocument({ support, weakest, borderSides, area }: QuadCandidate): boolean {
  if (borderSides > 2) return false;
  if (borderSides > 0) return support >= clearWhenCut - 0.13 * borderSides && weakest >= 0.4 && area > 0.2;
  return support >= clear.support && weakest >= clear.weakest && area >= clear.area;
}

function hintFor(
  frame: LiveFrame,
  found: QuadCandidate,
  quad: Quad,
  { paper, burnt, sharpness }: Inside,
): DocumentHint {
  const sides = quad.map((corner, index) => distance(corner, quad[(index + 1) % 4]!));
  const long = Math.max(sides[0]! + sides[2]!, sides[1]! + sides[3]!) / 2;
  // A document that stands upright is as large as its height allows.
  if (found.borderSides === 0 && long < nearEnough * frame.widthPx) return 'move_closer';
  if (found.borderSides >= 2 || long > tooNear * frame.widthPx) return 'move_back';
  if (found.borderSides === 1 || quad.some((corner) => isAtEdge(frame, corner))) return 'whole_document';
  if (paper < paperTooDark) return 'too_dark';
  if (burnt > glareShare) return 'glare';
  if (sharpness < leastSharpness) return 'blurred';
  return 'hold_still';
}

const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);

const isAtEdge = ({ widthPx, heightPx }: LiveFrame, [x, y]: Point): boolean =>
  x < 0.008 * widthPx || y < 0.008 * heightPx || x > 0.992 * widthPx || y > 0.992 * heightPx;

interface Inside {
  /** Brightness that nine tenths stay below. */
  readonly paper: number;
  /** Share of burnt-out points. */
  readonly burnt: number;
  /** Share of points whose neighbourhood has the contrast of print. */
  readonly print: number;
  /** Contrast of neighbouring pixels over contrast within 4 pixels, where the latter is highest. */
  readonly sharpness: number;
}

function measureInside({ widthPx, heightPx, rgba }: LiveFrame, quad: Quad): Inside {
  const luma = (x: number, y: number): number => {
    const at = (y * widthPx + x) * 4;
    return (rgba[at]! * 77 + rgba[at + 1]! * 150 + rgba[at + 2]! * 29) >> 8;
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
  const contrasts: { near: number; wide: number }[] = [];
  let all = 0;
  let burnt = 0;
  let print = 0;
  for (let y = top; y < bottom; y += 3) {
    for (let x = left; x < right; x += 3) {
      if (!isInside(inner, [x, y])) continue;
      const here = luma(x, y);
      counts[here]! += 1;
      all += 1;
      const at = (y * widthPx + x) * 4;
      if (Math.min(rgba[at]!, rgba[at + 1]!, rgba[at + 2]!) >= 252) burnt += 1;
      const near = Math.max(Math.abs(here - luma(x + 1, y)), Math.abs(here - luma(x, y + 1)));
      const row = [luma(x - 4, y), luma(x - 2, y), here, luma(x + 2, y), luma(x + 4, y)];
      const column = [luma(x, y - 4), luma(x, y - 2), luma(x, y + 2), luma(x, y + 4)];
      const wide = Math.max(...row, ...column) - Math.min(...row, ...column);
      if (wide > 28) print += 1;
      contrasts.push({ near, wide });
    }
  }
  if (all === 0) return { paper: 0, burnt: 0, print: 0, sharpness: 0 };
  contrasts.sort((a, b) => b.wide - a.wide);
  const top16 = contrasts.slice(0, Math.max(1, contrasts.length >> 4));
  const near = top16.reduce((sum, value) => sum + value.near, 0);
  const wide = top16.reduce((sum, value) => sum + value.wide, 1);
  let seen = 0;
  let paper = 0;
  while (paper < 255 && seen < 0.9 * all) seen += counts[paper++]!;
  return { paper, burnt: burnt / all, print: print / all, sharpness: near / wide };
}
