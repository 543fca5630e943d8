// Plain Node. Rates with their uncertainty, after ISO/IEC 19795-1 (comparison) and 30107-3 (attack detection).
import { mulberry32 } from '../../shared/kernel/mulberry32.ts';

import { type Interval, wilson, z95 } from '../../shared/kernel/wilson.ts';

export { type Interval, wilson };

/** Percentile bootstrap over samples (lines, files), for ratios of sums. Seeded: the same data give the same interval. */
export function bootstrapRatio(
  samples: readonly { readonly errors: number; readonly total: number }[],
  rounds = 1000,
): Interval {
  if (samples.length === 0) return [0, 1];
  const random = mulberry32(samples.length);
  const ratios = Array.from({ length: rounds }, () => {
    let errors = 0;
    let total = 0;
    for (let i = 0; i < samples.length; i++) {
      const sample = samples[Math.floor(random() * samples.length)]!;
      errors += sample.errors;
      total += sample.total;
    }
    return errors / total;
  }).sort((a, b) => a - b);
  return [ratios[Math.floor(rounds * 0.025)]!, ratios[Math.floor(rounds * 0.975)]!];
}

/** Area under the ROC curve: the chance that a random positive scores above a random negative (Mann-Whitney). */
export function areaUnderCurve(positives: readonly number[], negatives: readonly number[]): number {
  const all = [
    ...positives.map((score) => ({ score, positive: true })),
    ...negatives.map((score) => ({ score, positive: false })),
  ];
  all.sort((a, b) => a.score - b.score);
  let rankSum = 0;
  for (let start = 0; start < all.length; ) {
    let end = start;
    while (end < all.length && all[end]!.score === all[start]!.score) end++;
    const sharedRank = (start + 1 + end) / 2;
    for (let i = start; i < end; i++) if (all[i]!.positive) rankSum += sharedRank;
    start = end;
  }
  const n = positives.length;
  return (rankSum - (n * (n + 1)) / 2) / (n * negatives.length);
}

/** Hanley and McNeil's (1982) standard error gives the interval. */
export function areaInterval(area: number, positives: number, negatives: number): Interval {
  const q1 = area / (2 - area);
  const q2 = (2 * area ** 2) / (1 + area);
  const variance =
    (area * (1 - area) + (positives - 1) * (q1 - area ** 2) + (negatives - 1) * (q2 - area ** 2)) /
    (positives * negatives);
  const half = z95 * Math.sqrt(Math.max(0, variance));
  return [Math.max(0, area - half), Math.min(1, area + half)];
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return Number.NaN;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Quantile of the standard normal distribution: Acklam's rational approximation, relative error below 1.2e-9. */
export function normalDeviate(share: number): number {
  const polynomial = (coefficients: readonly number[], value: number) =>
    coefficients.reduce((sum, coefficient) => sum * value + coefficient, 0);
  if (share > 0.5) return -normalDeviate(1 - share);
  if (share < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(share));
    return (
      polynomial(
        [
          -7.784894002430293e-3, -0.3223964580411365, -2.400758277161838, -2.549732539343734,
          4.374664141464968, 2.938163982698783,
        ],
        q,
      ) / polynomial([7.784695709041462e-3, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1], q)
    );
  }
  const q = share - 0.5;
  const r = q * q;
  return (
    (polynomial(
      [
        -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716,
        2.506628277459239,
      ],
      r,
    ) *
      q) /
    polynomial(
      [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1],
      r,
    )
  );
}

/** Levenshtein distance in characters. */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}
