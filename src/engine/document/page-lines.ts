// Engine. Straight sides through what was measured beside them, and the corners where they meet. Card corners are round
// and fingers cover others, so a corner is never looked for itself.
import type { Point, Quad } from '../../shared/domain/geometry.ts';
import { type Line, meet, type Profile, throughRidges } from './ridge-line.ts';

/** How the edge of a side is looked for, beside where it is guessed to be. */
export interface EdgeSearch {
  /** Furthest distance from the guess, pixels, and into how many steps it is divided. */
  readonly reachPx: number;
  readonly stepsEachWay: number;
  /** Distance, as a share of the reach, at which an edge counts 0.6 of one that is right there. */
  readonly usual: number;
  /** Mean strength along the best line below which the side stays where it was guessed. */
  readonly leastStrength: number;
}

/**
 * Strength of an edge, 0 to 1, at each of `2 * stepsEachWay + 1` steps from inside to outside across a place on the side;
 * `null` where that cannot be seen. `along` and `outwards` are unit vectors.
 */
export type MeasureProfile = (place: Point, along: Point, outwards: Point) => Float32Array | null;

const samplesPerSide = 32;
/** Ends of a side are left out: a card's corner is round over 3.2 mm of its 54 mm. */
const margin = 0.07;
/** How far the ends of a line may lie off its middle, as a share of the reach. */
const slopes = [0, 0.06, 0.12, 0.19, 0.27, 0.36, 0.48, 0.6].flatMap((slope) =>
  slope ? [slope, -slope] : [slope],
);
/** Share of the places that must be seen. */
const leastSeen = 0.2;
/** A corner that moves further than this many reaches was a misfit. */
const furthestMove = 2.2;

/** Puts each side of the quad onto the straightest strong edge beside it, and its corners where the sides meet. */
export function fitSides(quad: Quad, search: EdgeSearch, measure: MeasureProfile): Quad {
  const sides = quad.map((from, side) => fitSide(from, quad[(side + 1) % 4]!, search, measure));
  return quad.map((corner, index) => {
    const met = meet(sides[(index + 3) % 4]!, sides[index]!);
    const isNear = met && Math.hypot(met[0] - corner[0], met[1] - corner[1]) <= furthestMove * search.reachPx;
    return isNear ? met : corner;
  }) as Quad;
}

type Segment = readonly [Point, Point];

function fitSide(from: Point, to: Point, search: EdgeSearch, measure: MeasureProfile): Segment {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]) || 1;
  const along: Point = [(to[0] - from[0]) / length, (to[1] - from[1]) / length];
  const outwards: Point = [along[1], -along[0]];
  const profiles: Profile[] = [];
  for (let index = 0; index < samplesPerSide; index += 1) {
    const share = margin + ((1 - 2 * margin) * (index + 0.5)) / samplesPerSide;
    const place: Point = [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
    const strengths = measure(place, along, outwards);
    if (strengths) profiles.push({ t: share * 2 - 1, strengths });
  }
  if (profiles.length < leastSeen * samplesPerSide) return [from, to];
  const coarse = strongestLine(profiles, search);
  if (coarse.strength < search.leastStrength) return [from, to];
  const { middle, slope } = throughRidges(profiles, coarse, search.stepsEachWay);
  const stepPx = search.reachPx / search.stepsEachWay;
  const moved = (point: Point, steps: number): Point => [
    point[0] + steps * stepPx * outwards[0],
    point[1] + steps * stepPx * outwards[1],
  ];
  return [moved(from, middle - slope), moved(to, middle + slope)];
}

/** Tries every line: what agrees along the whole side beats what is strong here and there. */
function strongestLine(
  profiles: readonly Profile[],
  { stepsEachWay, usual }: EdgeSearch,
): Line & { strength: number } {
  let best = { middle: 0, slope: 0, strength: 0 };
  let bestScore = 0;
  for (const share of slopes) {
    const slope = share * stepsEachWay;
    for (let middle = 1 - stepsEachWay; middle < stepsEachWay; middle += 1) {
      let sum = 0;
      for (const { t, strengths } of profiles) {
        sum += strengths[Math.round(middle + slope * t) + stepsEachWay] ?? 0;
      }
      const strength = sum / profiles.length;
      const off = middle / stepsEachWay / usual;
      const turn = share / usual;
      const score = strength * Math.exp(-0.5 * off * off - 0.25 * turn * turn);
      if (score <= bestScore) continue;
      bestScore = score;
      best = { middle, slope, strength };
    }
  }
  return best;
}
