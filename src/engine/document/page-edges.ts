// Engine. Puts the sides of a page that was found on a small picture onto the edges of the large one: the network sees
// 192 pixels across, a photograph has ten times as many.
import type { Point, Quad } from '../../shared/domain/geometry.ts';
import { fitSides } from './page-lines.ts';
import type { Picture } from './page-network.ts';
import { areaOf } from './page-quad.ts';

/** How far beside a side its edge is looked for, as a share of the page's size: first as the network errs, then closer. */
const reaches = [0.03, 0.01];
const stepsEachWay = 16;
const usual = 0.5;
const leastStrength = 0.22;
/** A step in brightness that counts half; consistency along the side counts for more than contrast. */
const halfStep = 24;
/** A side this near to the picture's border, as a share of the page's size, ends there: a scan cut along the page. */
const borderReach = 0.012;

/** `quad` and the result in pixels of `picture`. */
export function sharpenQuad(picture: Picture, quad: Quad): Quad {
  const size = Math.sqrt(Math.abs(areaOf(quad)));
  if (size < 40) return quad;
  let sharp = quad;
  for (const reach of reaches) {
    const search = { reachPx: reach * size, stepsEachWay, usual, leastStrength };
    const stepPx = search.reachPx / stepsEachWay;
    sharp = fitSides(sharp, search, (place, along, outwards) =>
      profile(picture, place, along, outwards, stepPx),
    );
  }
  return ontoBorder(picture, sharp, borderReach * size);
}

/** Strength of the edge at each step along the normal, 0 to 1; `null` where the profile leaves the picture. */
function profile(
  picture: Picture,
  at: Point,
  along: Point,
  normal: Point,
  stepPx: number,
): Float32Array | null {
  const { pixels, widthPx, heightPx, channels } = picture;
  const count = 2 * stepsEachWay + 5;
  const values = new Float32Array(count * 3);
  for (let index = 0; index < count; index += 1) {
    const off = (index - stepsEachWay - 2) * stepPx;
    // Three neighbours along the side, so that grain of the ground does not count as an edge.
    for (let beside = -1; beside <= 1; beside += 1) {
      const x = Math.floor(at[0] + off * normal[0] + beside * 1.5 * stepPx * along[0]);
      const y = Math.floor(at[1] + off * normal[1] + beside * 1.5 * stepPx * along[1]);
      if (x < 0 || y < 0 || x >= widthPx || y >= heightPx) return null;
      const from = (y * widthPx + x) * channels;
      for (let channel = 0; channel < 3; channel += 1)
        values[index * 3 + channel]! += pixels[from + channel]! / 3;
    }
  }
  const strengths = new Float32Array(2 * stepsEachWay + 1);
  for (let index = 0; index < strengths.length; index += 1) {
    let change = 0;
    for (let channel = 0; channel < 3; channel += 1) {
      const value = (step: number) => values[(index + 2 + step) * 3 + channel]!;
      change = Math.max(change, Math.abs(value(1) + value(2) - value(-1) - value(-2)) / 2);
    }
    strengths[index] = change / (change + halfStep);
  }
  return strengths;
}

/** Sides that run along the picture's border within `reachPx` are put onto it. */
function ontoBorder({ widthPx, heightPx }: Picture, quad: Quad, reachPx: number): Quad {
  const snapped = quad.map((corner): [number, number] => [...corner]);
  for (let side = 0; side < 4; side += 1) {
    const ends = [snapped[side]!, snapped[(side + 1) % 4]!];
    for (const [axis, border] of [
      [0, 0],
      [0, widthPx],
      [1, 0],
      [1, heightPx],
    ] as const) {
      if (!ends.every((end) => Math.abs(end[axis] - border) <= reachPx)) continue;
      for (const end of ends) end[axis] = border;
    }
  }
  return snapped as Quad;
}
