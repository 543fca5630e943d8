// Any process. From the scores of a measurement to a match curve with its bounds. Pure.
import { rank } from '../kernel/rank.ts';
import { wilson } from '../kernel/wilson.ts';
import type { MatchCurve } from './match-curve.ts';

/** Scores in steps of a hundredth, where faces score. */
const scores = Array.from({ length: 121 }, (_, i) => Math.round(-20 + i) / 100);

export type Rates = Omit<MatchCurve, 'model' | 'measuredOn'>;

export interface ComparisonScores {
  readonly genuine: readonly number[];
  readonly impostor: readonly number[];
  /** How many persons have a genuine pair, and how many pairs of persons an impostor one. */
  readonly persons: number;
  readonly personPairs: number;
}

/** ISO/IEC 19795-1: at each score the share of impostors that reach it, and of genuine pairs that do not. */
export function ratesOf({ genuine, impostor, persons, personPairs }: ComparisonScores): Rates {
  const strangers = Float64Array.from(impostor).sort();
  const same = Float64Array.from(genuine).sort();
  const falseMatchRates = scores.map((score) => 1 - rank(strangers, score) / strangers.length);
  const falseNonMatchRates = scores.map((score) => rank(same, score) / same.length);
  const highOf = (trials: number) => (rate: number) => wilson(rate * trials, trials)[1];
  return rounded({
    genuinePairs: genuine.length,
    impostorPairs: impostor.length,
    scores,
    falseMatchRates,
    falseNonMatchRates,
    falseMatchHighs: falseMatchRates.map(highOf(personPairs)),
    falseNonMatchHighs: falseNonMatchRates.map(highOf(persons)),
  });
}

/** Point by point the worse of two measurements: what may be claimed where either kind of picture can come. */
export function worseOf(a: Rates, b: Rates): Rates {
  const worse = (one: readonly number[], other: readonly number[]) =>
    one.map((rate, i) => Math.max(rate, other[i]!));
  return {
    // The fewer pairs show less.
    genuinePairs: Math.min(a.genuinePairs, b.genuinePairs),
    impostorPairs: Math.min(a.impostorPairs, b.impostorPairs),
    scores: a.scores,
    falseMatchRates: worse(a.falseMatchRates, b.falseMatchRates),
    falseNonMatchRates: worse(a.falseNonMatchRates, b.falseNonMatchRates),
    falseMatchHighs: worse(a.falseMatchHighs, b.falseMatchHighs),
    falseNonMatchHighs: worse(a.falseNonMatchHighs, b.falseNonMatchHighs),
  };
}

const rounded = (rates: Rates): Rates => {
  const short = (values: readonly number[]) => values.map((value) => Number(value.toPrecision(4)));
  return {
    ...rates,
    falseMatchRates: short(rates.falseMatchRates),
    falseNonMatchRates: short(rates.falseNonMatchRates),
    falseMatchHighs: short(rates.falseMatchHighs),
    falseNonMatchHighs: short(rates.falseNonMatchHighs),
  };
};
