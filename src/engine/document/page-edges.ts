// Engine. Puts the sides of a page that was found on a small picture onto the edges of the large one: the network sees
// 192 pixels across, a photograph has ten times as many.
import type { Point, Quad } from '../../shared/domain/geometry.ts';
import { fitSides, type Side } from './page-lines.ts';
import type { Picture } from './page-network.ts';
import { areaOf } from './page-quad.ts';

/** How far beside a side its edge may be, as a share of the page's size, and how far it usually is. */
const reach = 0.016;
const usual = 0.008;
const stepsEachWay = 16;
const samplesPerSide = 36;
/** A step in brightness that counts half; consistency along the side counts for more than contrast. */
const halfStep = 24;
/** Slopes that are tried: ends of a side this many steps apart. */
const slopes = [-8, -6, -4, -3, -2, -1, 0, 1, 2, 3, 4, 6, 8];
/** Mean strength along the best line below which a side stays where the network saw it. */
const leastStrength = 0.22;
/** A side this near to the picture's border, as a share of the page's size, ends there: a scan cut along the page. */
const borderReach = 0.012;

/** `quad` and the result in pixels of `picture`. */
export function sharpenQuad(picture: Picture, quad: Quad): Quad {
  const size = Math.sqrt(Math.abs(areaOf(quad)));
  if (size < 40) return quad;
  const stepPx = (reach * size) / stepsEachWay;
  const fitted = fitSides(quad, samplesPerSide, (side) =>
    edgeLine(picture, side, stepPx).map((offset) =>
      offset === null ? null : { offset: offset * stepPx, weight: 1 },
    ),
  );
  return ontoBorder(picture, fitted, borderReach * size);
}

/** For each place along the side, the edge's offset in steps outwards; `null` where none was seen. */
function edgeLine(picture: Picture, { places, along, outwards }: Side, stepPx: number): (number | null)[] {
  const width = 2 * stepsEachWay + 1;
  const strengths = places.map((at) => profile(picture, at, along, outwards, stepPx));
  const present = strengths.filter((strength) => strength !== null).length;
  if (present < samplesPerSide / 5) return places.map(() => null);
  let best = { score: 0, middle: 0, slope: 0, strength: 0 };
  for (const slope of slopes) {
    for (let middle = -stepsEachWay + 1; middle < stepsEachWay; middle += 1) {
      let sum = 0;
      for (let index = 0; index < samplesPerSide; index += 1) {
        const strength = strengths[index];
        if (!strength) continue;
        const place =
          Math.round(middle + (slope * (index - samplesPerSide / 2)) / samplesPerSide) + stepsEachWay;
        if (place >= 0 && place < width) sum += strength[place]!;
      }
      const strength = sum / present;
      const off = (Math.abs(middle) / stepsEachWay) * (reach / usual);
      const score = strength * Math.exp(-0.5 * off * off) * (1 - 0.015 * Math.abs(slope));
      if (score > best.score) best = { score, middle, slope, strength };
    }
  }
  if (best.strength < leastStrength) return places.map(() => null);
  return strengths.map((strength, index) => {
    if (!strength) return null;
    const guess = best.middle + (best.slope * (index - samplesPerSide / 2)) / samplesPerSide;
    let sum = 0;
    let moment = 0;
    for (let step = Math.round(guess) - 2; step <= Math.round(guess) + 2; step += 1) {
      const value = strength[step + stepsEachWay] ?? 0;
      sum += value * value;
      moment += value * value * step;
    }
    return sum < 0.02 ? null : moment / sum;
  });
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
