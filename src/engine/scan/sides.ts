// Engine. The edges of a document on the glass, on the scan's own pixels: a straight line along each side, found to a
// tenth of a millimetre, and the corners where they meet. Pure.
import type { Point, Quad } from '../../shared/domain/geometry.ts';
import { type Line, meet, type Profile, throughRidges } from '../document/ridge-line.ts';
import type { Raster } from '../image/raster.ts';

/**
 * Where the edge is looked for, from the rough side: the small copy adds the shadow of the lamp, which is 2 mm wide at
 * most, and closes over as much.
 */
const firstMm = { inside: 3.8, outside: 1.2, ends: 0.9 };
/** Squared up: shifted as a whole; then each side by itself, for what is not quite a rectangle. */
const secondMm = { inside: 1.6, outside: 1.2, ends: 0.12 };
const lastMm = { inside: 0.35, outside: 0.35, ends: 0.25 };
type Reach = typeof firstMm;
/** Nearer to the scan's border than this, a side is on it. */
const borderMm = 0.7;
/** Corners are round: ISO/IEC 7810 says 2.88 to 3.48 mm for ID-1. */
const cornerMm = 4.2;
const samplesPerSide = 64;
/** A change of brightness, 8-bit steps, that counts half. */
const halfStep = 14;
/**
 * A shadow comes on softly: it changes about as much this far before and after, which is taken off. Of 0.28 to 0.5 mm the
 * best on 64 drawn scans.
 */
const softMm = 0.4;
/** Mean strength along a line that is no edge at all. */
const leastStrength = 0.07;
/** Of lines that are about as strong the outermost is the edge: frames and bands are printed along it. */
const outermostFrom = 0.35;

export function sharpenSides(scan: Raster, rough: Quad, pxPerMm: number): Quad {
  const settle = (quad: Quad, reach: Reach) =>
    quad.map((from, side) => fitSide(scan, from, quad[(side + 1) % 4]!, pxPerMm, reach));
  const squared = cornersOf(squareUp(settle(rough, firstMm)), rough);
  const shifted = cornersOf(settle(squared, secondMm), squared);
  return cornersOf(settle(shifted, lastMm), shifted);
}

export interface Side {
  readonly from: Point;
  readonly to: Point;
  /** Of its edge, 0 to 1; 0 where none was seen and the side is as it was. */
  readonly strength: number;
}

const segmentOf = ({ from, to }: Side): readonly [Point, Point] => [from, to];

export const cornersOf = (sides: readonly Side[], before: Quad): Quad =>
  before.map(
    (corner, index) => meet(segmentOf(sides[(index + 3) % 4]!), segmentOf(sides[index]!)) ?? corner,
  ) as Quad;

/**
 * Turns each side about its middle to the angle that most of the document's edge has: on white paper under a white lid a
 * line may be found that runs aslant from the edge into the shadow, but not on all four sides.
 */
function squareUp(sides: readonly Side[]): Side[] {
  const quarter = Math.PI / 2;
  const turns = sides.map(({ from, to, strength }, side) => {
    const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
    return {
      turn: Math.atan2(to[1] - from[1], to[0] - from[0]) - side * quarter,
      weight: length * (strength + 0.01),
    };
  });
  // Against the first, so that no angle jumps by a whole turn.
  const near = turns.map(({ turn, weight }) => ({
    turn: turn - 2 * Math.PI * Math.round((turn - turns[0]!.turn) / (2 * Math.PI)),
    weight,
  }));
  const cost = (turn: number) =>
    near.reduce((sum, each) => sum + each.weight * Math.abs(each.turn - turn), 0);
  const { turn } = near.reduce((a, b) => (cost(b.turn) < cost(a.turn) ? b : a));
  return sides.map(({ from, to, strength }, side) => {
    const half = Math.hypot(to[0] - from[0], to[1] - from[1]) / 2;
    const [cos, sin] = [Math.cos(turn + side * quarter), Math.sin(turn + side * quarter)];
    const [x, y] = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
    return {
      from: [x - half * cos, y - half * sin],
      to: [x + half * cos, y + half * sin],
      strength,
    };
  });
}

function fitSide(scan: Raster, from: Point, to: Point, pxPerMm: number, reach: Reach): Side {
  return alongBorder(scan, from, to, borderMm * pxPerMm) ?? edgeBeside(scan, from, to, pxPerMm, reach);
}

/** The edge beside a side; that side with strength 0 where none is seen. */
export function edgeBeside(scan: Raster, from: Point, to: Point, pxPerMm: number, reach: Reach): Side {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]) || 1;
  const along: Point = [(to[0] - from[0]) / length, (to[1] - from[1]) / length];
  const outwards: Point = [along[1], -along[0]];
  const margin = Math.min(0.3, (cornerMm * pxPerMm) / length);
  const stepPx = Math.max(1, pxPerMm / 12);
  const [inside, outside] = [reach.inside, reach.outside].map((mm) =>
    Math.max(3, Math.round((mm * pxPerMm) / stepPx)),
  ) as [number, number];
  const softSteps = Math.max(2, Math.round((softMm * pxPerMm) / stepPx));
  const across = { inside, outside, stepPx, softSteps, besidePx: 0.25 * pxPerMm };
  const profiles: Profile[] = [];
  for (let index = 0; index < samplesPerSide; index += 1) {
    const share = margin + ((1 - 2 * margin) * (index + 0.5)) / samplesPerSide;
    const place: Point = [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
    const strengths = changesAcross(scan, place, along, outwards, across);
    if (strengths) profiles.push({ t: share * 2 - 1, strengths });
  }
  if (profiles.length < samplesPerSide / 4) return { from, to, strength: 0 };
  const ends = Math.max(2, Math.round((reach.ends * pxPerMm) / stepPx));
  const line = outermostLine(profiles, inside, outside, ends);
  if (!line) return { from, to, strength: 0 };
  const { middle, slope } = throughRidges(profiles, line, inside);
  const moved = (point: Point, steps: number): Point => [
    point[0] + steps * stepPx * outwards[0],
    point[1] + steps * stepPx * outwards[1],
  ];
  return { from: moved(from, middle - slope), to: moved(to, middle + slope), strength: line.strength };
}

/** A side that runs along the scan's own border: the document is pushed against the frame, and its edge cannot be seen. */
function alongBorder({ widthPx, heightPx }: Raster, from: Point, to: Point, reachPx: number): Side | null {
  for (const [axis, border] of [
    [0, 0],
    [0, widthPx],
    [1, 0],
    [1, heightPx],
  ] as const) {
    if (Math.max(Math.abs(from[axis] - border), Math.abs(to[axis] - border)) > reachPx) continue;
    const put = (point: Point): Point => (axis === 0 ? [border, point[1]] : [point[0], border]);
    return { from: put(from), to: put(to), strength: 1 };
  }
  return null;
}

interface Across {
  /** Steps from the place. */
  readonly inside: number;
  readonly outside: number;
  readonly stepPx: number;
  readonly softSteps: number;
  /** Averaged over so much on both sides, along the edge. */
  readonly besidePx: number;
}

/** Null where the place lies outside the scan. */
function changesAcross(
  { widthPx, heightPx, rgb }: Raster,
  place: Point,
  along: Point,
  outwards: Point,
  { inside, outside, stepPx, softSteps, besidePx }: Across,
): Float32Array | null {
  if (place[0] < 0 || place[1] < 0 || place[0] > widthPx || place[1] > heightPx) return null;
  const count = inside + outside + 3 + 2 * softSteps;
  const values = new Float32Array(count * 3);
  for (let index = 0; index < count; index += 1) {
    const off = (index - inside - 1 - softSteps) * stepPx;
    for (let beside = -2; beside <= 2; beside += 1) {
      const x = place[0] + off * outwards[0] + beside * 0.5 * besidePx * along[0];
      const y = place[1] + off * outwards[1] + beside * 0.5 * besidePx * along[1];
      const column = Math.min(widthPx - 1, Math.max(0, Math.floor(x)));
      const row = Math.min(heightPx - 1, Math.max(0, Math.floor(y)));
      const at = (row * widthPx + column) * 3;
      for (let channel = 0; channel < 3; channel += 1) values[index * 3 + channel]! += rgb[at + channel]! / 5;
    }
  }
  const changes = Float32Array.from({ length: count - 2 }, (_, index) => {
    let change = 0;
    for (let channel = 0; channel < 3; channel += 1) {
      const by = values[(index + 2) * 3 + channel]! - values[index * 3 + channel]!;
      change = Math.max(change, Math.abs(by));
    }
    return change;
  });
  const strengths = new Float32Array(inside + outside + 1);
  for (let index = 0; index < strengths.length; index += 1) {
    const at = index + softSteps;
    const beside = changes[at - softSteps]! + changes[at + softSteps]!;
    const change = Math.max(0, changes[at]! - beside);
    strengths[index] = change / (change + halfStep);
  }
  return strengths;
}

/** What agrees along the whole side beats what is strong here and there; of the best few the outermost. */
function outermostLine(
  profiles: readonly Profile[],
  inside: number,
  outside: number,
  ends: number,
): (Line & { readonly strength: number }) | null {
  const lines: (Line & { readonly strength: number })[] = [];
  for (let middle = -inside; middle <= outside; middle += 1) {
    let best = { middle, slope: 0, strength: 0 };
    for (let slope = -ends; slope <= ends; slope += 1) {
      let sum = 0;
      for (const { t, strengths } of profiles) {
        sum += strengths[Math.round(middle + slope * t) + inside] ?? 0;
      }
      const strength = sum / profiles.length;
      if (strength > best.strength) best = { middle, slope, strength };
    }
    lines.push(best);
  }
  const strongest = Math.max(...lines.map(({ strength }) => strength));
  if (strongest < leastStrength) return null;
  // From outside inwards, the first that is strong enough and stronger than its neighbours.
  for (let index = lines.length - 1; index >= 0; index -= 1) {
    const line = lines[index]!;
    if (line.strength < outermostFrom * strongest) continue;
    if (line.strength < (lines[index - 1]?.strength ?? 0)) continue;
    return line;
  }
  return null;
}
