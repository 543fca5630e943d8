// Any process. The uncertainty of a proportion. Pure.

export type Interval = readonly [low: number, high: number];

/** 97.5th percentile of the normal distribution: two-sided 95 %. */
export const z95 = 1.959964;

/** Wilson score interval of a proportion: right near 0 and 1 too, where the normal one is not. */
export function wilson(successes: number, trials: number): Interval {
  if (trials === 0) return [0, 1];
  const p = successes / trials;
  const denominator = 1 + z95 ** 2 / trials;
  const centre = (p + z95 ** 2 / (2 * trials)) / denominator;
  const half = (z95 / denominator) * Math.sqrt((p * (1 - p)) / trials + z95 ** 2 / (4 * trials ** 2));
  // At the ends the bound is exact; rounding would leave 1e-18 there.
  const low = successes === 0 ? 0 : Math.max(0, centre - half);
  const high = successes === trials ? 1 : Math.min(1, centre + half);
  return [low, high];
}
