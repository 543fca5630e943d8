// Engine. The measured error rates of the face match at any score. The figures are data: measure-match-curve.ts makes them.
import { type MatchCurve, matchCurveSchema, ratesAt as rates } from '../../shared/domain/match-curve.ts';
import curveFile from './match-curve.json' with { type: 'json' };

export type { MatchCurve };

export const matchCurve: MatchCurve = matchCurveSchema.parse(curveFile);

export const ratesAt = (score: number, curve = matchCurve) => rates(score, curve);
