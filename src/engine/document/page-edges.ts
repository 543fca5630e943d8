// Engine. Puts the sides of a page that was found on a small picture onto the edges of the large one: the network sees
// 192 pixels across, a photograph has ten times as many.
import type { Point, Quad } from '../../shared/domain/geometry.ts';
import { clamp } from '../image/pixels.ts';
import { withBands } from './page-bands.ts';
import { fitSides } from './page-lines.ts';
import type { Picture } from './page-network.ts';
import { cardSize, dataPageSize } from './page-pose.ts';
import { areaOf } from './page-quad.ts';

/**
 * How far beside a side its edge is looked for, as a share of the page's size: first as the network errs, then closer.
 * Far away only edges count that lie where the network saw an outline; near by the strongest does.
 */
const searches = [
  { reach: 0.12, stepsEachWay: 30, usual: 0.8, leastStrength: 0.1, onOutline: true },
  { reach: 0.03, stepsEachWay: 16, usual: 0.6, leastStrength: 0.1, onOutline: true },
  { reach: 0.01, stepsEachWay: 16, usual: 0.5, leastStrength: 0.22, onOutline: false },
] as const;
/** A step in brightness that counts half; consistency along the side counts for more than contrast. */
const halfStep = 16;
/**
 * A side this far inside the picture's border, or outside it, as shares of the page's size, ends there: a scan cut along the
 * page. Outside there is no edge that would tell better.
 */
const borderReach = { inside: 0.012, outside: 0.045 };
/** Pages smaller than this have no edges to speak of. */
const leastSizePx = 40;

/** `quad` and the result in pixels of `picture`; `outlineAt`: probability that the outline passes there. */
export function sharpenQuad(picture: Picture, quad: Quad, outlineAt: (at: Point) => number): Quad {
  const size = Math.sqrt(Math.abs(areaOf(quad)));
  if (size < leastSizePx) return quad;
  const settle = (rough: Quad, { reach, onOutline, ...search }: (typeof searches)[number]): Quad => {
    const reachPx = reach * size;
    const stepPx = reachPx / search.stepsEachWay;
    return fitSides(rough, { ...search, reachPx }, (place, along, outwards) => {
      const line = { place, along, outwards, stepPx, stepsEachWay: search.stepsEachWay };
      return profile(picture, line, onOutline ? outlineAt : null);
    });
  };
  const plainest = searches.reduce(settle, quad);
  const whole = withBands(picture, plainest, [cardSize, dataPageSize]);
  const sharp = whole === plainest ? plainest : settle(whole, searches[2]);
  return ontoBorder(picture, sharp, size);
}

interface Across {
  readonly place: Point;
  readonly along: Point;
  readonly outwards: Point;
  readonly stepPx: number;
  readonly stepsEachWay: number;
}

/** Strength of the edge at each step outwards, 0 to 1; `null` where the place lies outside the picture. */
function profile(
  { pixels, widthPx, heightPx, channels }: Picture,
  { place, along, outwards, stepPx, stepsEachWay }: Across,
  outlineAt: ((at: Point) => number) | null,
): Float32Array | null {
  if (place[0] < -1 || place[1] < -1 || place[0] > widthPx + 1 || place[1] > heightPx + 1) return null;
  const count = 2 * stepsEachWay + 5;
  const values = new Float32Array(count * 3);
  for (let index = 0; index < count; index += 1) {
    const off = (index - stepsEachWay - 2) * stepPx;
    // Three neighbours along the side, so that grain of the ground does not count as an edge.
    for (let beside = -1.5; beside <= 1.5; beside += 1.5) {
      const x = Math.floor(place[0] + off * outwards[0] + beside * stepPx * along[0]);
      const y = Math.floor(place[1] + off * outwards[1] + beside * stepPx * along[1]);
      const from = (clamp(y, 0, heightPx - 1) * widthPx + clamp(x, 0, widthPx - 1)) * channels;
      for (let channel = 0; channel < 3; channel += 1) {
        values[index * 3 + channel]! += pixels[from + channel]! / 3;
      }
    }
  }
  const strengths = new Float32Array(2 * stepsEachWay + 1);
  for (let index = 0; index < strengths.length; index += 1) {
    let change = 0;
    for (let channel = 0; channel < 3; channel += 1) {
      const value = (step: number) => values[(index + 2 + step) * 3 + channel]!;
      change = Math.max(change, Math.abs(value(1) + value(2) - value(-1) - value(-2)) / 2);
    }
    const off = (index - stepsEachWay) * stepPx;
    const outline = outlineAt?.([place[0] + off * outwards[0], place[1] + off * outwards[1]]) ?? 1;
    strengths[index] = (outline * change) / (change + halfStep);
  }
  return strengths;
}

/** Sides that run along the picture's border are put onto it. */
function ontoBorder({ widthPx, heightPx }: Picture, quad: Quad, sizePx: number): Quad {
  const snapped = quad.map((corner): [number, number] => [...corner]);
  for (let side = 0; side < 4; side += 1) {
    const ends = [snapped[side]!, snapped[(side + 1) % 4]!];
    for (const [axis, border, outwards] of [
      [0, 0, -1],
      [0, widthPx, 1],
      [1, 0, -1],
      [1, heightPx, 1],
    ] as const) {
      const beyond = ends.map((end) => (outwards * (end[axis] - border)) / sizePx);
      if (beyond.some((by) => by < -borderReach.inside || by > borderReach.outside)) continue;
      for (const end of ends) end[axis] = border;
    }
  }
  return snapped as Quad;
}
