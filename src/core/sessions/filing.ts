// Core. Writes the case of a verified session, with everything that belongs to it, in one transaction.
import { randomUUID } from 'node:crypto';
import type { DecisionReason, Verdict } from '../../shared/domain/case.ts';
import type { CaseId } from '../../shared/domain/identifiers.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import type { ReasonCode } from '../../shared/domain/reason-code.ts';
import type { ApplicantResult, Outcome } from '../../shared/domain/session.ts';
import { enrol, type Probe } from '../repeats/enrolment.ts';
import { deletionTimes } from '../retention/retention.ts';
import { sealJson } from '../store/sealing.ts';
import { type CaseContent, sealContext } from './case-content.ts';
import type { SessionRecords, SessionRow } from './session-records.ts';

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

/** Inside a transaction. Returns the new case. */
export function fileCase(
  records: SessionRecords,
  session: SessionRow,
  filing: Filing,
  policy: Policy,
): CaseId {
  const { store, clock } = records;
  const nowMs = clock.nowMs();
  const sessionId = session.session_id;
  const caseId = randomUUID() as CaseId;
  const key = records.caseKey(session);
  const verdict = verdictOf(filing.outcome);
  const { document } = filing.content;
  store.run(
    store.sql.insertInto('cases').values({
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
      content_sealed: sealJson(key, sealContext.content(sessionId), filing.content),
      created_at_ms: nowMs,
      decided_at_ms: verdict ? nowMs : null,
      ...(verdict
        ? deletionTimes(policy, nowMs)
        : { images_delete_at_ms: null, templates_delete_at_ms: null, case_delete_at_ms: null }),
    }),
  );
  if (verdict) {
    store.run(
      store.sql.insertInto('decisions').values({
        case_id: caseId,
        verdict,
        reason: decisionReasonOf(verdict, filing.reasons),
        note_sealed: sealJson(key, sealContext.note(sessionId), ''),
        reviewer_id: null,
        policy_version: policy.version,
        decided_at_ms: nowMs,
      }),
    );
  }
  enrol(records, session, caseId, filing.probe);
  records.deleteAnalysis(sessionId, 'document');
  records.deleteAnalysis(sessionId, 'selfie');
  records.update(sessionId, {
    step: 'verified',
    result_sealed: sealJson(key, sealContext.result(sessionId), filing.applicant),
  });
  return caseId;
}
