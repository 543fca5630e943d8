// Core. The subject's side: receipts, and what whoever shows one can have found, exported, erased or held.
import { hash } from 'node:crypto';
import type { AuditEntry } from '../../shared/domain/audit.ts';
import type { CaseId, SessionId } from '../../shared/domain/identifiers.ts';
import { type Holding, parseReceiptCode, type Receipt, type Subject } from '../../shared/domain/receipt.ts';
import { dataKinds, deletionReceiptSchema } from '../../shared/domain/retention.ts';
import { FailureError } from '../../shared/kernel/failure.ts';
import type { Language } from '../../shared/kernel/words.ts';
import type { Retention } from '../retention/retention.ts';
import type { Cases } from '../review/cases.ts';
import { sealContext } from '../sessions/case-content.ts';
import type { SessionRecords } from '../sessions/session-records.ts';
import type { Actor } from '../store/audit-table.ts';
import { sealJson } from '../store/sealing.ts';
import { insertion } from '../store/templates.ts';
import { exportSubject, type SubjectFiles } from './export-subject.ts';
import { receiptDigest } from './receipt-digest.ts';

export class Subjects {
  readonly #records: SessionRecords;
  readonly #cases: Cases;
  readonly #retention: Retention;

  constructor(records: SessionRecords, cases: Cases, retention: Retention) {
    this.#records = records;
    this.#cases = cases;
    this.#retention = retention;
  }

  /** What is kept now, until when; its digest goes into the audit log. Fails with `session.unknown`. */
  issueReceipt(sessionId: SessionId): { receipt: Receipt; digest: string } {
    const { store, clock, policy } = this.#records;
    const session = this.#records.get(sessionId);
    const caseId = this.#records.caseIdOf(sessionId);
    const issuedAtMs = clock.nowMs();
    const { sequence, hash: head } = store.auditHead;
    const receipt: Receipt = {
      version: 1,
      reference: session.reference,
      openedAtMs: session.opened_at_ms,
      issuedAtMs,
      outcome: caseId ? this.#cases.summary(caseId).outcome : null,
      policyVersion: policy.version,
      kept: this.#kept(sessionId).map((holding) => ({ ...holding, clock: policy.retention[holding.kind] })),
      station: store.keyFile.keys.station.fingerprint,
      audit: { sequence, hash: head },
    };
    const digest = receiptDigest(receipt);
    store.transaction(() => {
      const row = { digest, session_id: sessionId, issued_at_ms: issuedAtMs };
      store.run(insertion('receipts', row));
      store.audit('receipt.issued', 'kiosk', sessionId, { digest });
    });
    return { receipt, digest };
  }

  /** By a reference, or a scanned receipt, which finds even what is deleted. `null` where there is no such. */
  find(query: string, actor: Actor): Subject | null {
    const code = parseReceiptCode(query);
    if (!code) return null;
    const { store } = this.#records;
    const { sql } = store;
    const shown = code.digest
      ? store.first(sql.selectFrom('receipts').select('session_id').where('digest', '=', code.digest))
      : undefined;
    const named = store.first(
      sql.selectFrom('sessions').select('session_id').where('reference', '=', code.reference),
    );
    const sessionId = shown?.session_id ?? named?.session_id;
    if (!sessionId) return null;
    store.transaction(() =>
      store.audit('subject.found', actor, sessionId, { receipt: code.digest !== null }),
    );
    const isGenuine = code.digest === null ? null : shown?.session_id === sessionId;
    return { ...this.#subject(sessionId), isGenuine };
  }

  /** Fails with `subject.unknown`, and with `data.deleted` where nothing is left to hand out. */
  async export(sessionId: SessionId, language: Language, actor: Actor): Promise<SubjectFiles> {
    const { store, clock } = this.#records;
    const session = this.#records.find(sessionId);
    if (!session) throw new FailureError('subject.unknown', 'Nothing is kept under that receipt.');
    const caseId = this.#records.caseIdOf(sessionId);
    const detail = caseId ? this.#cases.detail(caseId) : null;
    const images = await Promise.all(
      this.#records.artefacts(sessionId).map(async (row) => ({
        role: row.role,
        position: row.position,
        widthPx: row.width_px,
        heightPx: row.height_px,
        jpeg: Buffer.from(await this.#records.readArtefact(row)).toString('base64'),
      })),
    );
    const { consent_text: text, consented_at_ms: atMs } = session;
    const files = await exportSubject(
      {
        format: 'proofdesk-subject',
        version: 1,
        exportedAtMs: clock.nowMs(),
        subject: this.#subject(sessionId),
        openedAtMs: session.opened_at_ms,
        consent: text !== null && atMs !== null ? { text, atMs } : null,
        policyVersion: detail?.policyVersion ?? null,
        outcome: detail?.outcome ?? null,
        fields: detail?.document?.fields ?? {},
        checks: (detail?.checks ?? []).map(({ code, status, score, threshold, reasons }) => ({
          ...{ code, status, score, threshold, reasons },
        })),
        decisions: (detail?.decisions ?? []).map(({ verdict, reason, note, reviewer, decidedAtMs }) => ({
          ...{ verdict, reason, note, decidedAtMs },
          decidedBy: reviewer ? ('reviewer' as const) : ('policy' as const),
        })),
        images,
        acts: store.audited.of(sessionId).map(({ act, actor: who, atMs }) => ({
          ...{ act, atMs },
          // Which reviewer it was is theirs: the log has it.
          actor: who.startsWith('reviewer:') ? 'reviewer' : who,
        })),
      },
      language,
    );
    store.transaction(() => {
      store.audit('subject.exported', actor, sessionId, {
        pdf: hash('sha256', files.pdf),
        json: hash('sha256', files.json),
      });
    });
    return files;
  }

  /** Gone when it resolves, or waiting for a legal hold to end. Fails with `subject.unknown`, `session.wrong_step`. */
  async erase(sessionId: SessionId, actor: Actor): Promise<Subject> {
    await this.#retention.erase(sessionId, actor);
    return this.#subject(sessionId);
  }

  /** From now on nothing of it is deleted, whatever the clocks say. Fails with `case.unknown`. */
  hold(caseId: CaseId, note: string, actor: Actor): Subject {
    const { store, clock } = this.#records;
    const { sessionId } = this.#cases.summary(caseId);
    const sealed = sealJson(this.#records.key(sessionId, 'decision'), sealContext.holdNote(sessionId), note);
    store.transaction(() => {
      this.#records.update(sessionId, { held_at_ms: clock.nowMs(), hold_note_sealed: sealed });
      store.audit('case.held', actor, sessionId, { caseId, note: hash('sha256', sealed) });
    });
    return this.#subject(sessionId);
  }

  /** What was due, or asked for, meanwhile goes now. */
  async unhold(caseId: CaseId, actor: Actor): Promise<Subject> {
    const { store } = this.#records;
    const { sessionId } = this.#cases.summary(caseId);
    store.transaction(() => {
      this.#records.update(sessionId, { held_at_ms: null, hold_note_sealed: null });
      store.audit('case.unheld', actor, sessionId, { caseId });
    });
    await this.#retention.sweepSession(sessionId);
    return this.#subject(sessionId);
  }

  #kept(sessionId: SessionId): Holding[] {
    const { store } = this.#records;
    return store
      .all(store.sql.selectFrom('holdings').selectAll().where('session_id', '=', sessionId))
      .filter(({ items }) => items > 0)
      .map(({ kind, items, bytes, delete_at_ms }) => ({ kind, items, bytes, deleteAtMs: delete_at_ms }))
      .sort((one, other) => dataKinds.indexOf(one.kind) - dataKinds.indexOf(other.kind));
  }

  #subject(sessionId: SessionId): Subject {
    const { store } = this.#records;
    const session = this.#records.find(sessionId);
    const receipts = store.all(
      store.sql
        .selectFrom('receipts')
        .selectAll()
        .where('session_id', '=', sessionId)
        .orderBy('issued_at_ms'),
    );
    return {
      sessionId,
      reference: session?.reference ?? null,
      caseId: this.#records.caseIdOf(sessionId),
      receipts: receipts.map(({ digest, issued_at_ms }) => ({ digest, issuedAtMs: issued_at_ms })),
      isGenuine: null,
      kept: this.#kept(sessionId),
      deleted: store.audited
        .of(sessionId)
        .filter(({ act }) => act === 'data.deleted')
        .map(deletion),
      isHeld: session?.held_at_ms != null,
      erasureRequestedAtMs: session?.erase_requested_at_ms ?? null,
    };
  }
}

const deletion = ({ details, atMs }: AuditEntry) => ({
  ...deletionReceiptSchema.parse(JSON.parse(details)),
  atMs,
});
