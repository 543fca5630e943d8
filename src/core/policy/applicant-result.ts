// Core. What the applicant is told. Only what they can mend, and only when they are asked to mend it or are turned away;
// everything else is "a person will look", which teaches nobody how to deceive.
import type { Check } from '../../shared/domain/check.ts';
import { type ReasonCode, reasonCodes } from '../../shared/domain/reason-code.ts';
import type { ApplicantResult, Outcome } from '../../shared/domain/session.ts';

const isAdvice = (reason: ReasonCode): boolean => reasonCodes[reason] === 'advice';

function adviceOf(deciding: readonly Check[]): ReasonCode[] {
  const reasons = deciding.flatMap((check) => {
    // That a check digit is wrong is for the reviewer; that the lines could not be read well is for both.
    const unreadable: ReasonCode[] =
      check.code === 'document.mrz.check_digits' && check.status !== 'not_run'
        ? ['document.mrz_unreadable']
        : [];
    return [...check.reasons.filter(isAdvice), ...unreadable];
  });
  return [...new Set(reasons)];
}

/** What to photograph again; the document first, because a selfie cannot mend it. */
export function partsToMend(deciding: readonly Check[]): { document: boolean; selfie: boolean } {
  // A check that could not run has its cause in another one, unless nothing else is wrong.
  const causes = deciding.filter((check) => check.status !== 'not_run');
  const codes = (causes.length > 0 ? causes : deciding).map((check) => check.code);
  const document = codes.some((code) => code.startsWith('document.'));
  const selfie = codes.some((code) => code.startsWith('selfie.'));
  return { document, selfie: selfie || !document };
}

export function applicantResult(
  outcome: Outcome,
  deciding: readonly Check[],
  reference: string,
): ApplicantResult {
  const told = outcome === 'retry' || outcome === 'decline';
  return {
    outcome,
    advice: told ? adviceOf(deciding) : [],
    again: outcome === 'retry' ? (partsToMend(deciding).document ? 'document' : 'selfie') : null,
    reference,
  };
}
