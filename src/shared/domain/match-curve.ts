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
});
export type MatchCurve = z.infer<typeof matchCurveSchema>;

/** Rates at `score`, straight between the measured points; never below what the number of pairs can show. */
export function ratesAt(score: number, curve: MatchCurve): { falseMatch: number; falseNonMatch: number } {
  const { scores, falseMatchRates, falseNonMatchRates } = curve;
  const last = scores.length - 1;
  const above = scores.findIndex((value) => value >= score);
  const to = above < 0 ? last : above;
  const from = Math.max(0, score >= scores[last]! ? last : to - 1);
  const span = scores[to]! - scores[from]!;
  const share = span > 0 ? Math.min(1, Math.max(0, (score - scores[from]!) / span)) : 0;
  const between = (values: readonly number[]) => values[from]! + (values[to]! - values[from]!) * share;
  return {
    falseMatch: Math.max(between(falseMatchRates), 1 / curve.impostorPairs),
    falseNonMatch: Math.max(between(falseNonMatchRates), 1 / curve.genuinePairs),
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
