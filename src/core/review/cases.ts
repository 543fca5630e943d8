// Core. The reviewers' queue: which cases there are, who has which, what was decided.
import { sql as raw, type Selectable } from 'kysely';
import type { QueueCursor, Reviewer } from '../../shared/contract/console-contract.ts';
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
import { reasonCodeSchema } from '../../shared/domain/reason-code.ts';
import type { DataKind } from '../../shared/domain/retention.ts';
import type { Outcome } from '../../shared/domain/session.ts';
import { FailureError } from '../../shared/kernel/failure.ts';
import type { Retention } from '../retention/retention.ts';
import { sealContext } from '../sessions/case-content.ts';
import { recordDecision } from '../sessions/filing.ts';
import { kindOf } from '../sessions/packs.ts';
import type { SessionRecords } from '../sessions/session-records.ts';
import type { Actor } from '../store/audit-table.ts';
import type { CaseTable } from '../store/schema.ts';
import { unsealJson } from '../store/sealing.ts';

type CaseRow = Selectable<CaseTable>;
type NamedCaseRow = CaseRow & { reviewer_name: string | null };

export interface QueuePage {
  readonly status: CaseStatus | null;
  readonly outcome: Outcome | null;
  readonly limit: number;
  readonly after: QueueCursor | null;
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
  readonly #retention: Retention;
  /** Images that a window has shown already: looking twice is one look. */
  readonly #looks = new Set<string>();

  constructor(records: SessionRecords, retention: Retention) {
    this.#records = records;
    this.#retention = retention;
    // A claim belongs to a window, and no window outlives core.
    this.#free('station', (query) => query);
  }

  /** Undecided cases first, the oldest of them first; then decided ones, the newest first. */
  list({ status, outcome, limit, after }: QueuePage): {
    cases: CaseSummary[];
    total: number;
    counts: Record<CaseStatus, number>;
    next: QueueCursor | null;
  } {
    const wanted = caseStatuses.filter((name) => status === null || name === status);
    const counts = this.#counts(null);
    const left = outcome ? this.#counts(outcome) : counts;
    const isAnyUndecided = wanted.some((name) => name !== 'decided' && left[name] > 0);
    // One more, to know whether anything follows.
    const undecided =
      isAnyUndecided && !after?.isDecided
        ? this.#page(false, { status, outcome, after, limit: limit + 1 })
        : [];
    const room = limit + 1 - undecided.length;
    const decided =
      wanted.includes('decided') && room > 0
        ? this.#page(true, { status, outcome, after: after?.isDecided ? after : null, limit: room })
        : [];
    const rows = [...undecided, ...decided];
    const last = rows.length > limit ? rows[limit - 1]! : null;
    return {
      cases: rows.slice(0, limit).map(summary),
      total: wanted.reduce((sum, name) => sum + left[name], 0),
      counts,
      next: last && {
        isDecided: last.status === 'decided',
        atMs: last.decided_at_ms ?? last.created_at_ms,
        caseId: last.case_id,
      },
    };
  }

  /** Of the undecided half of the queue or of the decided one, in its order. */
  #page(isDecided: boolean, { status, outcome, after, limit }: QueuePage): NamedCaseRow[] {
    const at = isDecided ? ('cases.decided_at_ms' as const) : ('cases.created_at_ms' as const);
    const [direction, beyond] = isDecided ? (['desc', '<'] as const) : (['asc', '>'] as const);
    // As the partial indexes have it, to the letter.
    let query = this.#named().where(
      isDecided ? raw<boolean>`cases.status = 'decided'` : raw<boolean>`cases.status <> 'decided'`,
    );
    if (status && !isDecided) query = query.where('cases.status', '=', status);
    if (outcome) query = query.where('cases.outcome', '=', outcome);
    if (after) {
      query = query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple(at, 'cases.case_id'), beyond, tuple(after.atMs, after.caseId)),
      );
    }
    return this.#records.store.all(
      query.orderBy(at, direction).orderBy('cases.case_id', direction).limit(limit),
    );
  }

  #counts(outcome: Outcome | null): Record<CaseStatus, number> {
    const { store } = this.#records;
    const rows = store.all(store.sql.selectFrom('case_counts').selectAll());
    const count = (status: CaseStatus) =>
      rows
        .filter((row) => row.status === status && (outcome === null || row.outcome === outcome))
        .reduce((sum, row) => sum + row.cases, 0);
    return { open: count('open'), claimed: count('claimed'), decided: count('decided') };
  }

  /** Fails with `case.unknown`. */
  summary(caseId: CaseId): CaseSummary {
    return summary(this.#row(caseId));
  }

  countOpen(): number {
    return this.#counts(null).open;
  }

  /** Fails with `case.unknown`, `case.claimed`, `case.decided`. Claiming one's own again moves it to this window. */
  claim(caseId: CaseId, reviewer: Reviewer, clientId: string): CaseDetail {
    const { store } = this.#records;
    const { session_id } = this.#row(caseId);
    store.transaction(() => {
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
        throw this.#row(caseId).status === 'decided'
          ? new FailureError('case.decided', 'This case is decided already.')
          : new FailureError('case.claimed', 'Somebody else has this case.');
      }
      store.audit('case.claimed', actorOf(reviewer), session_id, { caseId });
    });
    return this.open(caseId, reviewer);
  }

  /** Letting go of a case one does not have is no failure. */
  release(caseId: CaseId, reviewer: Reviewer): void {
    this.#row(caseId);
    this.#free(actorOf(reviewer), (query) =>
      query.where('case_id', '=', caseId).where('claimed_by', '=', reviewer.reviewerId),
    );
  }

  releaseClient(clientId: string): number {
    return this.#free('station', (query) => query.where('claimed_client', '=', clientId));
  }

  /** As `detail`, and it is written down who looked. */
  open(caseId: CaseId, reviewer: Reviewer): CaseDetail {
    const detail = this.detail(caseId);
    const { store } = this.#records;
    store.transaction(() => store.audit('case.viewed', actorOf(reviewer), detail.sessionId, { caseId }));
    return detail;
  }

  /** Fails with `case.unknown`; with `store.corrupt` where what is kept does not open. */
  detail(caseId: CaseId): CaseDetail {
    const { store } = this.#records;
    const row = this.#row(caseId);
    const sessionId = row.session_id;
    const holdings = store.all(
      store.sql.selectFrom('holdings').select(['kind', 'delete_at_ms']).where('session_id', '=', sessionId),
    );
    const deleteAtMs = (kind: DataKind) =>
      holdings.find((holding) => holding.kind === kind)?.delete_at_ms ?? 0;
    return {
      ...summary(row),
      ...this.#content(row),
      artefacts: this.#records.artefacts(sessionId).map((artefact) => ({
        artefactId: artefact.artefact_id,
        role: artefact.role,
        mediaType: 'image/jpeg' as const,
        widthPx: artefact.width_px,
        heightPx: artefact.height_px,
        deleteAtMs: deleteAtMs(kindOf(artefact.role)),
      })),
      decisions: this.decisions(row),
      policyVersion: row.policy_version,
      deleteAtMs: deleteAtMs('decision'),
    };
  }

  /** What the engine saw; nothing once its clock has run out. */
  #content(row: CaseRow): Pick<CaseDetail, 'checks' | 'document' | 'models' | 'timings'> {
    const content = this.#records.contentOf(row.session_id);
    if (!content) return { checks: [], document: null, models: [], timings: {} };
    const { checks, document, models, timings } = content;
    return { checks, document, models, timings };
  }

  decisions({ session_id, case_id }: Pick<CaseRow, 'session_id' | 'case_id'>): Decision[] {
    const { store } = this.#records;
    const key = this.#records.key(session_id, 'decision');
    return store
      .all(
        store.sql
          .selectFrom('decisions')
          .leftJoin('reviewers', 'reviewers.reviewer_id', 'decisions.reviewer_id')
          .selectAll('decisions')
          .select('reviewers.name as reviewer_name')
          .where('case_id', '=', case_id)
          .orderBy('decision_id'),
      )
      .map((decision) => ({
        verdict: decision.verdict,
        reason: decision.reason,
        note: String(unsealJson(key, sealContext.note(session_id), decision.note_sealed)),
        reviewer: decision.reviewer_id
          ? { reviewerId: decision.reviewer_id, name: decision.reviewer_name ?? '' }
          : null,
        decidedAtMs: decision.decided_at_ms,
        policyVersion: decision.policy_version,
      }));
  }

  /**
   * Decrypted now, for this one answer. The first look of a window at an image is written down.
   * Fails with `artefact.unknown`, `data.deleted`, `store.corrupt`.
   */
  async artefact(
    caseId: CaseId,
    artefactId: ArtefactId,
    reviewer: Reviewer,
    clientId: string,
  ): Promise<Uint8Array> {
    const { store } = this.#records;
    const { session_id } = this.#row(caseId);
    const bytes = await this.#records.readImage(session_id, artefactId);
    const look = `${clientId}/${reviewer.reviewerId}/${artefactId}`;
    if (!this.#looks.has(look)) {
      store.transaction(() =>
        store.audit('case.image_viewed', actorOf(reviewer), session_id, { caseId, artefactId }),
      );
      this.#looks.add(look);
    }
    return bytes;
  }

  /** Fails with `case.not_claimed`, `case.decided`. */
  decide(caseId: CaseId, reviewer: Reviewer, decision: CaseVerdict): CaseDetail {
    const { store, clock } = this.#records;
    const sessionId = this.#row(caseId).session_id;
    store.transaction(() => {
      const changed = store.run(
        store.sql
          .updateTable('cases')
          .set({
            ...{ status: 'decided', claimed_by: null, claimed_client: null },
            ...{ verdict: decision.verdict, decided_at_ms: clock.nowMs() },
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
      recordDecision(this.#records, this.#retention, { sessionId, caseId }, decision, reviewer.reviewerId);
    });
    return this.detail(caseId);
  }

  /** The oldest open case. */
  next(): CaseId | null {
    return this.list({ status: 'open', outcome: null, limit: 1, after: null }).cases[0]?.caseId ?? null;
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

  /** Claims that end, each with its entry. */
  #free(actor: Actor, narrow: (query: ClaimedQuery) => ClaimedQuery): number {
    const { store } = this.#records;
    // Most windows that close hold nothing, and a transaction is a write to the disk.
    const isAny = store.first(
      store.sql.selectFrom('cases').select('case_id').where('claimed_client', 'is not', null).limit(1),
    );
    if (!isAny) return 0;
    return store.transaction(() => {
      const freed = store.all(narrow(claimed(this.#records)).returning(['case_id', 'session_id']));
      for (const { case_id, session_id } of freed)
        store.audit('case.released', actor, session_id, { caseId: case_id });
      return freed.length;
    });
  }
}

const actorOf = ({ reviewerId }: Reviewer): Actor => `reviewer:${reviewerId}`;

const claimed = (records: SessionRecords) =>
  records.store.sql
    .updateTable('cases')
    .set({ status: 'open', claimed_by: null, claimed_client: null })
    .where('claimed_client', 'is not', null);
type ClaimedQuery = ReturnType<typeof claimed>;
