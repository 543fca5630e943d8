// Core. The reviewers' queue: which cases there are, who has which, what was decided.
import type { Selectable } from 'kysely';
import type { Reviewer } from '../../shared/contract/console-contract.ts';
import {
  type CaseDetail,
  type CaseStatus,
  type CaseSummary,
  caseStatuses,
  type Decision,
  type DecisionReason,
  type Verdict,
} from '../../shared/domain/case.ts';
import type { ArtefactId, CaseId } from '../../shared/domain/identifiers.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import { reasonCodeSchema } from '../../shared/domain/reason-code.ts';
import type { Outcome } from '../../shared/domain/session.ts';
import { FailureError } from '../../shared/kernel/failure.ts';
import { deletionTimes } from '../retention/retention.ts';
import { caseContentSchema, sealContext } from '../sessions/case-content.ts';
import type { SessionRecords } from '../sessions/session-records.ts';
import type { CaseTable } from '../store/schema.ts';
import { sealJson, unsealJson } from '../store/sealing.ts';

type CaseRow = Selectable<CaseTable>;
type NamedCaseRow = CaseRow & { reviewer_name: string | null };

export interface QueuePage {
  readonly status: CaseStatus | null;
  readonly outcome: Outcome | null;
  readonly limit: number;
  readonly offset: number;
}

export interface CaseVerdict {
  readonly verdict: Verdict;
  readonly reason: DecisionReason;
  readonly note: string;
}

const summary = (row: NamedCaseRow): CaseSummary => ({
  caseId: row.case_id,
  sessionId: row.session_id,
  reference: row.reference,
  status: row.status,
  outcome: row.outcome,
  reasons: reasonCodeSchema.array().parse(JSON.parse(row.reasons)),
  documentType: row.document_type,
  country: row.country,
  claimedBy:
    row.claimed_by && row.reviewer_name ? { reviewerId: row.claimed_by, name: row.reviewer_name } : null,
  verdict: row.verdict,
  createdAtMs: row.created_at_ms,
});

export class Cases {
  readonly #records: SessionRecords;
  readonly #policy: Policy;

  constructor(records: SessionRecords, policy: Policy) {
    this.#records = records;
    this.#policy = policy;
    // A claim belongs to a window, and no window outlives core.
    this.#free((query) => query);
  }

  list({ status, outcome, limit, offset }: QueuePage): {
    cases: CaseSummary[];
    total: number;
    counts: Record<CaseStatus, number>;
  } {
    const { store } = this.#records;
    let page = this.#named();
    let total = store.sql.selectFrom('cases').select((table) => table.fn.countAll<number>().as('n'));
    if (status) {
      page = page.where('cases.status', '=', status);
      total = total.where('status', '=', status);
    }
    if (outcome) {
      page = page.where('cases.outcome', '=', outcome);
      total = total.where('outcome', '=', outcome);
    }
    const rows = store.all(
      page
        .orderBy((table) => table('cases.status', '=', 'decided'))
        .orderBy((table) =>
          table
            .case()
            .when('cases.status', '=', 'decided')
            .then(table.neg('cases.decided_at_ms'))
            .else(table.ref('cases.created_at_ms'))
            .end(),
        )
        .orderBy('cases.case_id')
        .limit(limit)
        .offset(offset),
    );
    const counted = store.all(
      store.sql
        .selectFrom('cases')
        .select((table) => ['status', table.fn.countAll<number>().as('n')])
        .groupBy('status'),
    );
    const counts = Object.fromEntries(
      caseStatuses.map((name) => [name, counted.find((row) => row.status === name)?.n ?? 0]),
    ) as Record<CaseStatus, number>;
    return { cases: rows.map(summary), total: store.first(total)?.n ?? 0, counts };
  }

  open(): number {
    return this.list({ status: 'open', outcome: null, limit: 1, offset: 0 }).counts.open;
  }

  /** Fails with `case.unknown`, `case.claimed`, `case.decided`. Claiming one's own again moves it to this window. */
  claim(caseId: CaseId, reviewer: Reviewer, clientId: string): CaseDetail {
    const { store } = this.#records;
    const changed = store.run(
      store.sql
        .updateTable('cases')
        .set({ status: 'claimed', claimed_by: reviewer.reviewerId, claimed_client: clientId })
        .where('case_id', '=', caseId)
        .where((table) =>
          table.or([table('status', '=', 'open'), table('claimed_by', '=', reviewer.reviewerId)]),
        ),
    );
    if (changed === 0) {
      const { status } = this.#row(caseId);
      throw status === 'decided'
        ? new FailureError('case.decided', 'This case is decided already.')
        : new FailureError('case.claimed', 'Somebody else has this case.');
    }
    return this.detail(caseId);
  }

  /** Letting go of a case one does not have is no failure. */
  release(caseId: CaseId, reviewer: Reviewer): void {
    this.#row(caseId);
    this.#free((query) => query.where('case_id', '=', caseId).where('claimed_by', '=', reviewer.reviewerId));
  }

  releaseClient(clientId: string): number {
    return this.#free((query) => query.where('claimed_client', '=', clientId));
  }

  /** Fails with `case.unknown`; with `store.corrupt` where what is kept does not open. */
  detail(caseId: CaseId): CaseDetail {
    const { store, clock } = this.#records;
    const row = this.#row(caseId);
    const session = this.#records.get(row.session_id);
    const key = this.#records.caseKey(session);
    const content = caseContentSchema.parse(
      unsealJson(key, sealContext.content(row.session_id), row.content_sealed),
    );
    // An undecided case has no date yet: the earliest it could be is if it were decided now.
    const due = deletionTimes(this.#policy, clock.nowMs());
    const decisions = store
      .all(
        store.sql
          .selectFrom('decisions')
          .leftJoin('reviewers', 'reviewers.reviewer_id', 'decisions.reviewer_id')
          .selectAll('decisions')
          .select('reviewers.name as reviewer_name')
          .where('case_id', '=', caseId)
          .orderBy('decision_id'),
      )
      .map(
        (decision): Decision => ({
          verdict: decision.verdict,
          reason: decision.reason,
          note: String(unsealJson(key, sealContext.note(row.session_id), decision.note_sealed)),
          reviewer: decision.reviewer_id
            ? { reviewerId: decision.reviewer_id, name: decision.reviewer_name ?? '' }
            : null,
          decidedAtMs: decision.decided_at_ms,
          policyVersion: decision.policy_version,
        }),
      );
    return {
      ...summary(row),
      ...content,
      artefacts: this.#records.artefacts(row.session_id).map((artefact) => ({
        artefactId: artefact.artefact_id,
        role: artefact.role,
        mediaType: 'image/jpeg' as const,
        widthPx: artefact.width_px,
        heightPx: artefact.height_px,
        deleteAtMs: row.images_delete_at_ms ?? due.images_delete_at_ms,
      })),
      decisions,
      policyVersion: row.policy_version,
      deleteAtMs: row.case_delete_at_ms ?? due.case_delete_at_ms,
    };
  }

  /** Decrypted now, for this one answer. Fails with `artefact.unknown`, `store.corrupt`. */
  async artefact(caseId: CaseId, artefactId: ArtefactId): Promise<Uint8Array> {
    const row = this.#row(caseId);
    const session = this.#records.get(row.session_id);
    const known = this.#records
      .artefacts(row.session_id)
      .some((artefact) => artefact.artefact_id === artefactId);
    if (!known || !session.images_key) {
      throw new FailureError('artefact.unknown', 'There is no such image, or it has been deleted.');
    }
    return this.#records.readImage(session, artefactId);
  }

  /** Fails with `case.not_claimed`, `case.decided`. */
  decide(caseId: CaseId, reviewer: Reviewer, { verdict, reason, note }: CaseVerdict): CaseDetail {
    const { store, clock } = this.#records;
    const nowMs = clock.nowMs();
    const row = this.#row(caseId);
    const key = this.#records.caseKey(this.#records.get(row.session_id));
    store.transaction(() => {
      const changed = store.run(
        store.sql
          .updateTable('cases')
          .set({
            status: 'decided',
            claimed_by: null,
            claimed_client: null,
            verdict,
            decided_at_ms: nowMs,
            ...deletionTimes(this.#policy, nowMs),
          })
          .where('case_id', '=', caseId)
          .where('status', '=', 'claimed')
          .where('claimed_by', '=', reviewer.reviewerId),
      );
      if (changed === 0) {
        throw this.#row(caseId).status === 'decided'
          ? new FailureError('case.decided', 'This case is decided already.')
          : new FailureError('case.not_claimed', 'Take the case before you decide it.');
      }
      store.run(
        store.sql.insertInto('decisions').values({
          case_id: caseId,
          verdict,
          reason,
          note_sealed: sealJson(key, sealContext.note(row.session_id), note),
          reviewer_id: reviewer.reviewerId,
          policy_version: this.#policy.version,
          decided_at_ms: nowMs,
        }),
      );
    });
    return this.detail(caseId);
  }

  /** The oldest open case. */
  next(): CaseId | null {
    return this.list({ status: 'open', outcome: null, limit: 1, offset: 0 }).cases[0]?.caseId ?? null;
  }

  #named() {
    return this.#records.store.sql
      .selectFrom('cases')
      .leftJoin('reviewers', 'reviewers.reviewer_id', 'cases.claimed_by')
      .selectAll('cases')
      .select('reviewers.name as reviewer_name');
  }

  #row(caseId: CaseId): NamedCaseRow {
    const row = this.#records.store.first(this.#named().where('cases.case_id', '=', caseId));
    if (!row) throw new FailureError('case.unknown', 'There is no such case.');
    return row;
  }

  #free(narrow: (query: ClaimedQuery) => ClaimedQuery): number {
    return this.#records.store.run(narrow(claimed(this.#records)));
  }
}

const claimed = (records: SessionRecords) =>
  records.store.sql
    .updateTable('cases')
    .set({ status: 'open', claimed_by: null, claimed_client: null })
    .where('status', '=', 'claimed');
type ClaimedQuery = ReturnType<typeof claimed>;
