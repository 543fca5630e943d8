// Any process. The measured error rates of a face comparison, and what follows from them at a score. Pure.
import { z } from 'zod';
import { modelReferenceSchema } from './check.ts';

export const matchCurveSchema = z.object({
  model: modelReferenceSchema,
  measuredOn: z.string(),
  genuinePairs: z.number(),
  impostorPairs: z.number(),
  /** Ascending. */
  scores: z.array(z.number()),
  /** Share of pairs of different persons that score this or higher. */
  falseMatchRates: z.array(z.number()),
  /** Share of pairs of one person that score lower. */
  falseNonMatchRates: z.array(z.number()),
  /**
   * What the rates are at most, 95 % sure. The comparisons of one person's photographs are not independent, so the trials
   * counted here are the pairs of persons, and the persons with several photographs.
   */
  falseMatchHighs: z.array(z.number()),
  falseNonMatchHighs: z.array(z.number()),
});
export type MatchCurve = z.infer<typeof matchCurveSchema>;

export interface MatchRates {
  /** Share of pairs of different persons that score so high, and of pairs of one person that score lower. */
  readonly falseMatch: number;
  readonly falseNonMatch: number;
  /** Upper bounds, 95 % sure. */
  readonly falseMatchAtMost: number;
  readonly falseNonMatchAtMost: number;
  /** No pair of different persons scored so high: only the bound says anything. */
  readonly beyond: boolean;
}

/** Rates at `score`, straight between the measured points; never below what the number of pairs can show. */
export function ratesAt(score: number, curve: MatchCurve): MatchRates {
  const { scores } = curve;
  const last = scores.length - 1;
  const above = scores.findIndex((value) => value >= score);
  const to = above < 0 ? last : above;
  const from = Math.max(0, score >= scores[last]! ? last : to - 1);
  const span = scores[to]! - scores[from]!;
  const share = span > 0 ? Math.min(1, Math.max(0, (score - scores[from]!) / span)) : 0;
  const between = (values: readonly number[]) => values[from]! + (values[to]! - values[from]!) * share;
  const falseMatch = between(curve.falseMatchRates);
  return {
    falseMatch: Math.max(falseMatch, 1 / curve.impostorPairs),
    falseNonMatch: Math.max(between(curve.falseNonMatchRates), 1 / curve.genuinePairs),
    falseMatchAtMost: between(curve.falseMatchHighs),
    falseNonMatchAtMost: between(curve.falseNonMatchHighs),
    beyond: falseMatch < 1 / curve.impostorPairs,
  };
}

/**
 * The lowest measured score at which at most `falseMatch` of the impostor pairs match. `beyond`: so few pairs cannot
 * show so low a rate; the score is the first that none of them reached.
 */
export function scoreFor(falseMatch: number, curve: MatchCurve): { score: number; beyond: boolean } {
  const beyond = falseMatch < 1 / curve.impostorPairs;
  const at = curve.falseMatchRates.findIndex((rate) => rate <= (beyond ? 0 : falseMatch));
  // A curve that ends above the rate: nothing that was measured is rare enough.
  return at < 0 ? { score: curve.scores.at(-1)!, beyond: true } : { score: curve.scores[at]!, beyond };
}
