// Command line. Comparisons of faces and their error rates, after ISO/IEC 19795-1.

import { wilson } from './statistics.ts';

/** False match rates at which the false non-match rate is stated. */
const falseMatchRates = { '1e-3': 1e-3, '1e-4': 1e-4 } as const;

export interface Comparisons {
  /** Cosines of pairs of one person, and of different ones. A face that was not found scores -1. */
  readonly genuine: readonly number[];
  readonly impostor: readonly number[];
  /** How many persons, and how many pairs of persons, those come from. */
  readonly persons: number;
  readonly personPairs: number;
}

export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Whose photograph it is where its name tells (`Name_0001.jpg`, as LFW's do). */
export const personOf = (file: string): string | undefined => /^(.+)_\d+\.\w+$/.exec(file)?.[1];

/** The lowest threshold at which at most `rate` of the impostors match. */
export function thresholdAt(impostor: readonly number[], rate: number): number {
  const descending = Float64Array.from(impostor).sort().reverse();
  const firstRejected = descending[Math.floor(descending.length * rate)] ?? 1;
  return firstRejected + 1e-6;
}

/** FNMR at the stated false match rates, with thresholds and 95 % intervals; and both curves with their bounds. */
export function errorRates(comparisons: Comparisons) {
  const { genuine, impostor } = comparisons;
  const at = Object.entries(falseMatchRates).map(([name, rate]) => {
    const threshold = thresholdAt(impostor, rate);
    return { name, threshold, missed: genuine.filter((score) => score < threshold).length };
  });
  const record = <T>(pick: (row: (typeof at)[number]) => T) =>
    Object.fromEntries(at.map((row) => [row.name, pick(row)]));
  return {
    fnmrAtFmr: record(({ missed }) => missed / genuine.length),
    fnmrAtFmrCi95: record(({ missed }) => wilson(missed, genuine.length)),
    thresholds: record(({ threshold }) => threshold),
    genuinePairs: genuine.length,
    impostorPairs: impostor.length,
  };
}

/** Both rates at one threshold: what the policy in force does. */
export function ratesAtThreshold({ genuine, impostor, personPairs }: Comparisons, threshold: number) {
  const missed = genuine.filter((score) => score < threshold).length;
  const falseMatch = impostor.filter((score) => score >= threshold).length / impostor.length;
  return {
    threshold,
    fmr: falseMatch,
    fmrCi95: wilson(falseMatch * personPairs, personPairs),
    fnmr: missed / genuine.length,
    fnmrCi95: wilson(missed, genuine.length),
  };
}
