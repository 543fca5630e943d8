// Core. The policy applied: findings in, checks and an outcome out. Pure; everything that decides is in the arguments.
import type { Check, CheckCode, CheckStatus, Finding } from '../../shared/domain/check.ts';
import { checkCodes } from '../../shared/domain/check.ts';
import type { DocumentReading, DocumentType } from '../../shared/domain/document.ts';
import type { CheckRule, Policy } from '../../shared/domain/policy.ts';
import type { ReasonCode } from '../../shared/domain/reason-code.ts';
import type { Outcome } from '../../shared/domain/session.ts';
import { assert, unreachable } from '../../shared/kernel/assert.ts';
import { acceptance } from './acceptance.ts';

/** The gravest consequence over all checks is the outcome. */
const gravity: Record<Outcome, number> = { approve: 0, retry: 1, review: 2, decline: 3 };
export const graver = (a: Outcome, b: Outcome): Outcome => (gravity[b] > gravity[a] ? b : a);

export interface Judgement {
  readonly outcome: Outcome;
  /** Of every check that stood in the way, the gravest first. */
  readonly reasons: readonly ReasonCode[];
  /** One a code, in the order of the codes. */
  readonly checks: readonly Check[];
  /** The checks whose consequence is the outcome; empty when all is well. */
  readonly deciding: readonly Check[];
}

/** Why a check did not pass, where the engine had only a score and so could not say. */
const reasonByStatus: Partial<Record<CheckCode, { failed: ReasonCode; inconclusive: ReasonCode }>> = {
  'document.original.screen': {
    failed: 'document.looks_like_screen',
    inconclusive: 'document.looks_like_screen',
  },
  'document.original.print': {
    failed: 'document.looks_like_print',
    inconclusive: 'document.looks_like_print',
  },
  'selfie.live.passive': { failed: 'selfie.not_live', inconclusive: 'selfie.not_live' },
  'match.selfie_portrait': { failed: 'match.different_person', inconclusive: 'match.uncertain' },
};

function statusOf(finding: Finding, rule: CheckRule): CheckStatus {
  if (finding.status !== null) return finding.status;
  if (finding.score === null || !Number.isFinite(finding.score)) return 'not_run';
  // A score that the policy sets no threshold on cannot pass by itself.
  if (rule.threshold === null || rule.passes === null) return 'inconclusive';
  const margin = rule.passes === 'at_least' ? finding.score - rule.threshold : rule.threshold - finding.score;
  if (margin >= 0) return 'passed';
  return -margin <= rule.inconclusiveBand ? 'inconclusive' : 'failed';
}

function reasonsOf(finding: Finding, status: CheckStatus): ReasonCode[] {
  if (status === 'passed') return [];
  const known = reasonByStatus[finding.code];
  if (known && (status === 'failed' || status === 'inconclusive')) {
    // What could not be measured is no suspicion against anybody.
    return finding.score === null && status === 'inconclusive' ? [] : [known[status]];
  }
  return [...new Set(finding.reasons)];
}

export function consequenceOf(check: Check, rule: CheckRule): Outcome {
  switch (check.status) {
    case 'passed':
      return 'approve';
    case 'failed':
      return rule.onFailed;
    case 'inconclusive':
      return rule.onInconclusive;
    case 'not_run':
      return rule.onNotRun;
    default:
      return unreachable(check.status);
  }
}

/** What the policy does not ask of anybody cannot be missing. */
const isAsked = (code: CheckCode, { liveness }: Policy): boolean => {
  if (code === 'selfie.live.active') return liveness.moves > 0;
  if (code === 'selfie.live.light') return liveness.light;
  if (code === 'selfie.same_person') return liveness.moves > 0 || liveness.light;
  return true;
};

const notRun = (code: CheckCode): Finding => ({
  code,
  score: null,
  status: 'not_run',
  reasons: [],
  evidence: [],
  model: null,
  ms: 0,
});

/**
 * @param findings what was measured; a check without a finding counts as not run.
 * @param chosenType what the applicant said the document is; `null` where nobody was asked.
 */
export function judge(
  findings: readonly Finding[],
  reading: DocumentReading | null,
  chosenType: DocumentType | null,
  policy: Policy,
): Judgement {
  const measured = [...findings, acceptance(reading, chosenType, policy)];
  // Nobody is turned away by a machine on a reading that has not proved itself: a misread date or type looks just
  // like an expired document or one that is not taken.
  const proven = findings.some(
    (finding) => finding.code === 'document.mrz.check_digits' && finding.status === 'passed',
  );
  const judged = checkCodes.map((code) => {
    const rule = policy.checks[code];
    assert(rule, `the policy has a rule for ${code}`);
    const candidates = measured.filter((finding) => finding.code === code);
    // Should a code be measured twice, the graver measurement counts.
    return (candidates.length > 0 ? candidates : [notRun(code)])
      .map((finding) => {
        const status = statusOf(finding, rule);
        const { threshold, errorRate } = rule;
        const check: Check = {
          ...finding,
          status,
          reasons: reasonsOf(finding, status),
          threshold,
          errorRate,
        };
        const consequence =
          status === 'not_run' && !isAsked(code, policy) ? 'approve' : consequenceOf(check, rule);
        const unproven = !proven && consequence === 'decline' && code.startsWith('document.');
        return { check, consequence: unproven ? ('retry' as const) : consequence };
      })
      .reduce((a, b) => (gravity[b.consequence] > gravity[a.consequence] ? b : a));
  });

  const gravest = judged.map(({ consequence }) => consequence).reduce(graver);
  // Somebody who may have been here before always meets a person: a refusal would end the matter unseen.
  const forPeople = judged.some(
    ({ check, consequence }) => check.code.startsWith('applicant.') && consequence === 'review',
  );
  const outcome = gravest === 'decline' && forPeople ? 'review' : gravest;
  const standing = judged
    .filter(({ consequence }) => consequence !== 'approve')
    .sort((a, b) => gravity[b.consequence] - gravity[a.consequence]);
  const reasons = [...new Set(standing.flatMap(({ check }) => check.reasons))];
  return {
    outcome,
    // A check that could not run, with nothing else to blame, is our own failure and is named so.
    reasons: outcome !== 'approve' && reasons.length === 0 ? ['engine.failed'] : reasons,
    checks: judged.map(({ check }) => check),
    deciding: standing.filter(({ consequence }) => consequence === outcome).map(({ check }) => check),
  };
}
