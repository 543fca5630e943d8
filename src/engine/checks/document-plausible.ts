// Engine. `document.plausible`: nothing in the fields contradicts the rest, the calendar, or what is known of the issuer.
// Never a reason to turn anybody away: rules of issuers change, and a person has to look.
import type { Finding } from '../../shared/domain/check.ts';
import type { DocumentReading } from '../../shared/domain/document.ts';
import { implausibilitiesOf } from '../rules/plausibility.ts';

export function documentPlausible(input: {
  readonly reading: Pick<DocumentReading, 'fields' | 'type'>;
  readonly nowMs: number;
}): Finding {
  const start = performance.now();
  const { fields, type } = input.reading;
  const base = { code: 'document.plausible' as const, score: null, model: null };
  if (Object.keys(fields).length === 0) {
    return { ...base, status: 'not_run', reasons: [], evidence: [], ms: 0 };
  }
  const found = implausibilitiesOf({ fields, type, nowMs: input.nowMs });
  return {
    ...base,
    status: found.length === 0 ? 'passed' : 'failed',
    reasons: found.length === 0 ? [] : ['document.implausible'],
    evidence: found.map(({ kind, value, expected }) => ({
      kind: 'text',
      label: `plausible.${kind}`,
      value,
      expected,
    })),
    ms: performance.now() - start,
  };
}
