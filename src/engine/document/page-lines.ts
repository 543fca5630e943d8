// Engine. Straight sides through what was measured beside them, and the corners where they meet. Card corners are round
// and fingers cover others, so a corner is never looked for itself.
import type { Point, Quad } from '../../shared/domain/geometry.ts';

/** Where the side really is, along the normal from a point of the guess; `weight` 0 and more. */
export interface LineSample {
  readonly offset: number;
  readonly weight: number;
}

/** Ends of a side are left out: a card's corner is round over 3.2 mm of its 54 mm. */
const margin = 0.07;
/** Samples off a line by more than this share of the spread lose their say. */
const iterations = 4;
/** Share of the samples, by weight of a full one, without which a side stays where it was guessed. */
const leastEvidence = 0.2;
/** A corner that moves further than this share of the page's size was a misfit. */
const furthestMove = 0.2;

export interface Side {
  readonly places: readonly Point[];
  /** Unit vectors along the side, clockwise, and outwards. */
  readonly along: Point;
  readonly outwards: Point;
}

/** Fits each side to what `measure` gives for its places, in their order, and intersects neighbours. */
export function fitSides(
  quad: Quad,
  samplesPerSide: number,
  measure: (side: Side) => readonly (LineSample | null)[],
): Quad {
  const lines = quad.map((from, side) => {
    const to = quad[(side + 1) % 4]!;
    const length = Math.hypot(to[0] - from[0], to[1] - from[1]) || 1;
    const along: Point = [(to[0] - from[0]) / length, (to[1] - from[1]) / length];
    const outwards: Point = [along[1], -along[0]];
    const shares = Array.from(
      { length: samplesPerSide },
      (_, index) => margin + ((1 - 2 * margin) * (index + 0.5)) / samplesPerSide,
    );
    const places = shares.map(
      (t): Point => [from[0] + (to[0] - from[0]) * t, from[1] + (to[1] - from[1]) * t],
    );
    const samples = measure({ places, along, outwards }).flatMap((sample, index) =>
      sample ? [{ ...sample, t: shares[index]! * 2 - 1 }] : [],
    );
    const evidence = samples.reduce((sum, { weight }) => sum + weight, 0);
    const { middle, slope } =
      evidence < leastEvidence * samplesPerSide ? { middle: 0, slope: 0 } : robustLine(samples);
    const shifted = (point: Point, by: number): Point => [
      point[0] + by * outwards[0],
      point[1] + by * outwards[1],
    ];
    return [shifted(from, middle - slope), shifted(to, middle + slope)] as const;
  });
  const size = Math.sqrt(
    Math.hypot(quad[1][0] - quad[0][0], quad[1][1] - quad[0][1]) *
      Math.hypot(quad[3][0] - quad[0][0], quad[3][1] - quad[0][1]),
  );
  return quad.map((corner, index) => {
    const met = meet(lines[(index + 3) % 4]!, lines[index]!);
    return met && Math.hypot(met[0] - corner[0], met[1] - corner[1]) <= furthestMove * size ? met : corner;
  }) as Quad;
}

/** Weighted least squares, reweighted by residual (Cauchy). `t` runs from -1 to 1. */
function robustLine(samples: readonly { t: number; offset: number; weight: number }[]) {
  let middle = weightedMedian(samples);
  let slope = 0;
  for (let round = 0; round < iterations; round += 1) {
    const spread = Math.max(
      0.3,
      weightedMedian(
        samples.map(({ t, offset, weight }) => ({ offset: Math.abs(offset - middle - slope * t), weight })),
      ),
    );
    let [w, wt, wtt, wo, wto] = [0, 0, 0, 0, 0];
    for (const { t, offset, weight } of samples) {
      const off = (offset - middle - slope * t) / (1.5 * spread);
      const share = weight / (1 + off * off);
      w += share;
      wt += share * t;
      wtt += share * t * t;
      wo += share * offset;
      wto += share * t * offset;
    }
    // Without samples at both ends a slope is a guess: it is drawn towards none.
    const held = wtt + 0.02 * w;
    const determinant = w * held - wt * wt;
    if (determinant < 1e-9) break;
    middle = (wo * held - wto * wt) / determinant;
    slope = (w * wto - wt * wo) / determinant;
  }
  return { middle, slope };
}

function weightedMedian(samples: readonly { readonly offset: number; readonly weight: number }[]): number {
  const sorted = [...samples].sort((a, b) => a.offset - b.offset);
  const half = sorted.reduce((sum, { weight }) => sum + weight, 0) / 2;
  let seen = 0;
  for (const { offset, weight } of sorted) {
    seen += weight;
    if (seen >= half) return offset;
  }
  return 0;
}

type Segment = readonly [Point, Point];

function meet([a, b]: Segment, [c, d]: Segment): Point | null {
  const first: Point = [b[0] - a[0], b[1] - a[1]];
  const second: Point = [d[0] - c[0], d[1] - c[1]];
  const cross = first[0] * second[1] - first[1] * second[0];
  if (Math.abs(cross) < 1e-6 * Math.hypot(...first) * Math.hypot(...second)) return null;
  const share = ((c[0] - a[0]) * second[1] - (c[1] - a[1]) * second[0]) / cross;
  return [a[0] + share * first[0], a[1] + share * first[1]];
}
