// Engine. The measured error rates of the face match at any score. The figures are data: measure-match-curve.ts makes them.
import { z } from 'zod';
import { modelReferenceSchema } from '../../shared/domain/check.ts';
import curveFile from './match-curve.json' with { type: 'json' };

const curveSchema = z.object({
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
export type MatchCurve = z.infer<typeof curveSchema>;

export const matchCurve: MatchCurve = curveSchema.parse(curveFile);

/** Rates at `score`, straight between the measured points; never below what the number of pairs can show. */
export function ratesAt(score: number, curve = matchCurve): { falseMatch: number; falseNonMatch: number } {
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
