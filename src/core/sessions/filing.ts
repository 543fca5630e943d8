// Core. Writes the case of a verified session, with everything that belongs to it, in one transaction.
import { hash, randomUUID } from 'node:crypto';
import type { DecisionReason, Verdict } from '../../shared/domain/case.ts';
import type { Check } from '../../shared/domain/check.ts';
import type { CaseId, ReviewerId, SessionId } from '../../shared/domain/identifiers.ts';
import type { ReasonCode } from '../../shared/domain/reason-code.ts';
import type { ApplicantResult, Outcome } from '../../shared/domain/session.ts';
import { enrol, type Probe } from '../repeats/enrolment.ts';
import type { Retention } from '../retention/retention.ts';
import { sealJson } from '../store/sealing.ts';
import { insertion } from '../store/templates.ts';
import { type CaseContent, sealContext, shortened } from './case-content.ts';
import type { SessionRecords, SessionRow } from './session-records.ts';
import type { VerificationParts } from './verification.ts';

export interface Filing {
  readonly outcome: Outcome;
  readonly reasons: readonly ReasonCode[];
  readonly content: CaseContent;
  readonly applicant: ApplicantResult;
  readonly probe: Probe;
}

/** The policy decides alone only where it says approve or decline; everything else waits for a person. */
const verdictOf = (outcome: Outcome): Verdict | null =>
  outcome === 'approve' || outcome === 'decline' ? outcome : null;

const decisionReasonOf = (verdict: Verdict, reasons: readonly ReasonCode[]): DecisionReason => {
  if (verdict === 'approve') return 'genuine_and_matching';
  return reasons.includes('document.expired') ? 'document_expired' : 'other';
};

const codesOf = (checks: readonly Check[], status: Check['status']) =>
  checks
    .filter((check) => check.status === status)
    .map(({ code }) => code)
    .join(' ');

/** Inside a transaction. Which checks passed and which did not, never what they saw. */
export function auditChecks(records: SessionRecords, sessionId: SessionId, checks: readonly Check[]): void {
  records.store.audit('session.checked', 'station', sessionId, {
    passed: checks.filter(({ status }) => status === 'passed').length,
    failed: codesOf(checks, 'failed'),
    inconclusive: codesOf(checks, 'inconclusive'),
    notRun: codesOf(checks, 'not_run'),
  });
}

/** Inside a transaction. Returns the new case. */
export function fileCase(
  { records, policy, retention }: Pick<VerificationParts, 'records' | 'policy' | 'retention'>,
  session: SessionRow,
  filing: Filing,
): CaseId {
  const { store, clock } = records;
  const nowMs = clock.nowMs();
  const sessionId = session.session_id;
  const caseId = randomUUID() as CaseId;
  const fields = records.key(sessionId, 'fields');
  const verdict = verdictOf(filing.outcome);
  const { document } = filing.content;
  const content = sealJson(fields, sealContext.content(sessionId), shortened(filing.content));
  const result = sealJson(fields, sealContext.result(sessionId), filing.applicant);
  store.run(
    insertion('cases', {
      case_id: caseId,
      session_id: sessionId,
      reference: session.reference,
      status: verdict ? 'decided' : 'open',
      outcome: filing.outcome,
      reasons: JSON.stringify(filing.reasons),
      document_type: document?.type ?? session.document_type,
      country: document?.country ?? null,
      claimed_by: null,
      claimed_client: null,
      verdict,
      policy_version: policy.version,
      created_at_ms: nowMs,
      decided_at_ms: verdict ? nowMs : null,
    }),
  );
  store.run(insertion('case_contents', { session_id: sessionId, content_sealed: content }));
  const templateBytes = enrol(records, session, caseId, filing.probe);
  if (templateBytes > 0) records.hold(sessionId, 'templates', 1, templateBytes, null);
  records.hold(sessionId, 'fields', 1, content.byteLength + result.byteLength, null);
  records.hold(sessionId, 'decision', 1, 0, null);
  records.deleteAnalysis(sessionId, 'document');
  records.deleteAnalysis(sessionId, 'selfie');
  records.update(sessionId, { step: 'verified', result_sealed: result });
  auditChecks(records, sessionId, filing.content.checks);
  store.audit('case.filed', 'station', sessionId, {
    caseId,
    outcome: filing.outcome,
    policy: policy.version,
    content: hash('sha256', content),
  });
  if (verdict) {
    const decision = { verdict, reason: decisionReasonOf(verdict, filing.reasons), note: '' };
    recordDecision(records, retention, { sessionId, caseId }, decision, null);
  }
  return caseId;
}

/** Inside a transaction, with the case's row. The clocks start. `reviewerId` is `null` where the policy decides alone. */
export function recordDecision(
  records: SessionRecords,
  retention: Retention,
  { sessionId, caseId }: { sessionId: SessionId; caseId: CaseId },
  { verdict, reason, note }: { verdict: Verdict; reason: DecisionReason; note: string },
  reviewerId: ReviewerId | null,
): void {
  const { store, clock, policy } = records;
  const nowMs = clock.nowMs();
  const sealed = sealJson(records.key(sessionId, 'decision'), sealContext.note(sessionId), note);
  store.run(
    insertion('decisions', {
      case_id: caseId,
      verdict,
      reason,
      note_sealed: sealed,
      reviewer_id: reviewerId,
      policy_version: policy.version,
      decided_at_ms: nowMs,
    }),
  );
  records.hold(sessionId, 'decision', 1, sealed.byteLength, nowMs);
  retention.decided(sessionId, nowMs);
  const actor = reviewerId ? (`reviewer:${reviewerId}` as const) : 'station';
  store.audit('case.decided', actor, sessionId, { caseId, verdict, reason, note: hash('sha256', sealed) });
}
