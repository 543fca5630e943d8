// Core. The one check that is about policy alone: whether this type, from this state, is taken here, and whether it is
// what the applicant said it would be. Pure.
import type { Finding } from '../../shared/domain/check.ts';
import type { DocumentReading, DocumentType } from '../../shared/domain/document.ts';
import type { Policy } from '../../shared/domain/policy.ts';

/**
 * The MRZ tells these two apart only by a second letter that each state chooses for itself (Doc 9303 part 5, 4.2.2.1),
 * so that a residence permit often reads as an identity card.
 */
const cardTypes: readonly DocumentType[] = ['identity_card', 'residence_permit'];

const sameType = (a: DocumentType, b: DocumentType): boolean =>
  a === b || (cardTypes.includes(a) && cardTypes.includes(b));

/**
 * `failed`: not taken here. `inconclusive`: taken, but not what was chosen, so perhaps the wrong document or side was
 * held up. `not_run`: the type was not read.
 */
export function acceptance(
  reading: DocumentReading | null,
  chosenType: DocumentType | null,
  policy: Policy,
): Finding {
  const finding = (status: Finding['status'], reasons: Finding['reasons'] = []): Finding => ({
    code: 'document.accepted',
    score: null,
    status,
    reasons,
    evidence: [
      ...(reading?.type
        ? [
            {
              kind: 'text' as const,
              label: 'document_type',
              value: reading.type,
              expected: chosenType ?? reading.type,
            },
          ]
        : []),
      ...(reading?.country
        ? [{ kind: 'text' as const, label: 'issuing_state', value: reading.country }]
        : []),
    ],
    model: null,
    ms: 0,
  });
  if (!reading?.type) return finding('not_run');
  if (!policy.acceptedTypes.some((type) => type === reading.type)) {
    return finding('failed', ['document.not_accepted']);
  }
  if (policy.acceptedCountries !== null) {
    if (!reading.country) return finding('not_run');
    if (!policy.acceptedCountries.includes(reading.country)) {
      return finding('failed', ['document.not_accepted']);
    }
  }
  if (chosenType && !sameType(chosenType, reading.type)) {
    return finding('inconclusive', ['document.wrong_type']);
  }
  return finding('passed');
}
