// Engine. `document.expiry`: the document is still valid today. Score: whole days left, negative when it has run out.
import type { Finding } from '../../shared/domain/check.ts';
import type { DocumentFields } from '../../shared/domain/document.ts';
import { isoDate } from '../../shared/kernel/clock.ts';

const dayMs = 86_400_000;

/** A document is valid through the last day of its period (Doc 9303 part 3, section 4.8). */
export function documentExpiry(input: {
  readonly fields: DocumentFields;
  readonly wasRead: boolean;
  /** Read from machine-readable data. A date read in print alone never refuses anybody: a person looks at it. */
  readonly isProven: boolean;
  readonly nowMs: number;
}): Finding {
  const { fields, wasRead, isProven, nowMs } = input;
  const base = { code: 'document.expiry' as const, model: null, ms: 0 };
  const { expiryDate } = fields;
  if (!expiryDate) {
    return { ...base, score: null, status: wasRead ? 'inconclusive' : 'not_run', reasons: [], evidence: [] };
  }
  const today = isoDate(nowMs);
  const daysLeft = Math.round((Date.parse(expiryDate) - Date.parse(today)) / dayMs);
  return {
    ...base,
    score: daysLeft,
    status: daysLeft >= 0 ? 'passed' : isProven ? 'failed' : 'inconclusive',
    reasons: daysLeft >= 0 ? [] : ['document.expired'],
    evidence: [{ kind: 'text', label: 'expiry', value: expiryDate, expected: `>= ${today}` }],
  };
}
