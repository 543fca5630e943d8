// Engine. The maps that the page's network draws, a quarter of its input across: what is inside the page, where its
// outline is, what is covered.
import type { Point, Quad } from '../../shared/domain/geometry.ts';
import { type EdgeSearch, fitSides } from './page-lines.ts';
import { areaOf, isInside } from './page-quad.ts';

/** Pixels of the network's input for each cell: a constant of the recipe's page_model.py. */
export const mapStepPx = 4;
/**
 * How the sides are put onto the outline: the regression is off by up to a tenth of the page, the outline by a pixel or
 * two. Each fit turns the sides, so that the next can look closer.
 */
const outlineSearches: readonly EdgeSearch[] = [
  { reachPx: 18, stepsEachWay: 18, usual: 0.5, leastStrength: 0.12 },
  { reachPx: 8, stepsEachWay: 12, usual: 0.6, leastStrength: 0.12 },
  { reachPx: 5, stepsEachWay: 10, usual: 0.7, leastStrength: 0.12 },
];
const samplesPerSide = 28;
const seenFrom = 0.3;
export const coveredFrom = 0.5;

export interface Maps {
  readonly width: number;
  readonly height: number;
  readonly outline: Float32Array;
  readonly cover: Float32Array;
}

/** The maps are: inside the page, on its outline, covered. The first only helps in training. */
export const mapsOf = (values: Float32Array, width: number, height: number): Maps => ({
  width,
  height,
  outline: values.subarray(width * height, 2 * width * height),
  cover: values.subarray(2 * width * height, 3 * width * height),
});

export interface SideSight {
  /** Of the stretch inside the picture: the share that lies on an outline, 0 to 1. */
  readonly seen: number;
  /** The share that lies outside the picture. */
  readonly outside: number;
}

/** Moves each side onto the ridge of the outline beside it; pixels of the input. */
export function onOutline(rough: Quad, maps: Maps): Quad {
  let quad = rough;
  for (const search of outlineSearches) {
    const stepPx = search.reachPx / search.stepsEachWay;
    quad = fitSides(quad, search, (place, _, outwards) => {
      if (isOutside(maps, place)) return null;
      const strengths = new Float32Array(2 * search.stepsEachWay + 1);
      for (let index = 0; index < strengths.length; index += 1) {
        const off = (index - search.stepsEachWay) * stepPx;
        strengths[index] = outlineAt(maps, place[0] + off * outwards[0], place[1] + off * outwards[1]);
      }
      return strengths;
    });
  }
  return quad;
}

const isOutside = ({ width, height }: Maps, [x, y]: Point): boolean =>
  x < -1 || y < -1 || x > width * mapStepPx + 1 || y > height * mapStepPx + 1;

/** Bilinear, in pixels of the input; 0 outside the picture. */
export function outlineAt({ width, height, outline }: Maps, x: number, y: number): number {
  const column = x / mapStepPx - 0.5;
  const row = y / mapStepPx - 0.5;
  if (column < -0.5 || row < -0.5 || column > width - 0.5 || row > height - 0.5) return 0;
  const left = Math.max(0, Math.min(width - 2, Math.floor(column)));
  const top = Math.max(0, Math.min(height - 2, Math.floor(row)));
  const u = Math.max(0, Math.min(1, column - left));
  const v = Math.max(0, Math.min(1, row - top));
  const at = top * width + left;
  return (
    (outline[at]! * (1 - u) + outline[at + 1]! * u) * (1 - v) +
    (outline[at + width]! * (1 - u) + outline[at + width + 1]! * u) * v
  );
}

export function sideSight(quad: Quad, side: number, maps: Maps): SideSight {
  const from = quad[side]!;
  const to = quad[(side + 1) % 4]!;
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]) || 1;
  const normal: Point = [-(to[1] - from[1]) / length, (to[0] - from[0]) / length];
  let outside = 0;
  let seen = 0;
  for (let index = 0; index < samplesPerSide; index += 1) {
    const t = (index + 0.5) / samplesPerSide;
    const x = from[0] + (to[0] - from[0]) * t;
    const y = from[1] + (to[1] - from[1]) * t;
    if (isOutside(maps, [x, y])) {
      outside += 1;
      continue;
    }
    const near = [-2, 0, 2].map((step) => outlineAt(maps, x + step * normal[0], y + step * normal[1]));
    if (Math.max(...near) >= seenFrom) seen += 1;
  }
  const inside = samplesPerSide - outside;
  return { seen: inside === 0 ? 0 : seen / inside, outside: outside / samplesPerSide };
}

/** Of the nearest place of the map; 0 outside the picture. */
export function coverAt({ width, height, cover }: Maps, x: number, y: number): number {
  const [column, row] = [Math.floor(x / mapStepPx), Math.floor(y / mapStepPx)];
  return column < 0 || row < 0 || column >= width || row >= height ? 0 : cover[row * width + column]!;
}

export function coverOf(quad: Quad, { width, height, cover }: Maps): { share: number; at: Point | null } {
  let page = 0;
  let covered = 0;
  let sumX = 0;
  let sumY = 0;
  if (Math.abs(areaOf(quad)) < 1) return { share: 0, at: null };
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const at: Point = [(column + 0.5) * mapStepPx, (row + 0.5) * mapStepPx];
      if (!isInside(quad, at)) continue;
      page += 1;
      if (cover[row * width + column]! < coveredFrom) continue;
      covered += 1;
      sumX += at[0];
      sumY += at[1];
    }
  }
  if (covered === 0) return { share: 0, at: null };
  return { share: covered / page, at: [sumX / covered, sumY / covered] };
}
