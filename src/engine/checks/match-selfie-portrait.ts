// Engine. `match.selfie_portrait`: the person before the camera is the one on the document. Score: cosine of the templates.
import type { Finding, ModelReference } from '../../shared/domain/check.ts';
import { type MatchCurve, matchCurve, ratesAt } from '../face/match-curve.ts';
import { cosine } from '../face/template.ts';

/** From this false match rate on, a score says "another person" rather than "not sure". */
const differentFrom = 1e-3;
/** Every how many of the measured points the plots show. */
const plotStep = 4;

/** Both of unit length. */
export function matchSelfiePortrait(
  portrait: Float32Array,
  selfie: Float32Array,
  model: ModelReference,
  curve: MatchCurve = matchCurve,
): Finding {
  const start = performance.now();
  const score = cosine(portrait, selfie);
  const { falseMatch, falseMatchAtMost, falseNonMatch, beyond } = ratesAt(score, curve);
  const shown = <T>(values: readonly T[]) => values.filter((_, i) => i % plotStep === 0);
  // Rates of a millionth beside rates of a half: only powers of ten show both.
  const powers = (rates: readonly number[], pairs: number) =>
    shown(rates).map((rate) => Math.log10(Math.max(rate, 1 / pairs)));
  return {
    code: 'match.selfie_portrait',
    score,
    status: null,
    reasons: [falseMatch > differentFrom ? 'match.different_person' : 'match.uncertain'],
    evidence: [
      { kind: 'number', label: 'match.similarity', value: score },
      // Beyond the highest stranger that was measured only the bound says anything.
      ...(beyond
        ? []
        : [{ kind: 'number' as const, label: 'match.strangers_for_one', value: Math.round(1 / falseMatch) }]),
      {
        kind: 'number',
        label: 'match.strangers_at_least',
        value: Math.max(1, Math.floor(1 / falseMatchAtMost)),
      },
      { kind: 'number', label: 'match.false_non_match_rate', value: falseNonMatch },
      { kind: 'text', label: 'match.measured_on', value: curve.measuredOn },
      {
        kind: 'plot',
        label: 'match.false_match_curve',
        x: shown(curve.scores),
        y: powers(curve.falseMatchRates, curve.impostorPairs),
        mark: score,
      },
      {
        kind: 'plot',
        label: 'match.false_non_match_curve',
        x: shown(curve.scores),
        y: powers(curve.falseNonMatchRates, curve.genuinePairs),
        mark: score,
      },
    ],
    model,
    ms: performance.now() - start,
  };
}
