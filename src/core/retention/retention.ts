// Core. What is due is destroyed: the keys first, so that every copy dies with them, then the rows, then the files; each
// kind leaves a receipt in the audit log. What is interrupted is due still, and is finished at the next sweep.
import { setTimeout as pause } from 'node:timers/promises';
import type { CaseId, ImageFileId, SessionId } from '../../shared/domain/identifiers.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import { type DataKind, type DeletionRule, dataKinds } from '../../shared/domain/retention.ts';
import { FailureError } from '../../shared/kernel/failure.ts';
import type { Actor } from '../store/audit-table.ts';
import type { ImageFiles } from '../store/image-files.ts';
import type { Store } from '../store/store.ts';
import { auditDeletion, dayMs } from './clocks.ts';
import { drop, dropFields, due, setClock } from './deletions.ts';

/** Sessions a transaction: some 10 ms. Then whoever waits at the kiosk has as long. */
const batch = 8;
const pauseLeastMs = 2;
/** Keys are folded out of the write-ahead logs this often, and at the end. */
const batchesPerForget = 128;
const forgetAgainMs = 1_000;

interface Due {
  readonly sessionId: SessionId;
  readonly caseId: CaseId | null;
  readonly kinds: readonly DataKind[];
  readonly rule: DeletionRule;
}

export interface Swept {
  readonly sessions: number;
  readonly bytes: number;
}

export class Retention {
  readonly #store: Store;
  readonly #images: ImageFiles;
  readonly #policy: Policy;
  readonly #forgetTemplates: (caseIds: readonly CaseId[]) => void;
  #sweeping: Promise<Swept> | null = null;
  #stopping = false;
  #forgetAgain: NodeJS.Timeout | undefined;

  /** @param forgetTemplates told whose templates are deleted, once they are. */
  constructor(
    store: Store,
    images: ImageFiles,
    policy: Policy,
    forgetTemplates: (caseIds: readonly CaseId[]) => void,
  ) {
    this.#store = store;
    this.#images = images;
    this.#policy = policy;
    this.#forgetTemplates = forgetTemplates;
  }

  /** All that is due, in small steps; one sweep at a time. Nothing is due while the clock is set back. */
  sweep(): Promise<Swept> {
    this.#sweeping ??= this.#sweep().finally(() => {
      this.#sweeping = null;
    });
    return this.#sweeping;
  }

  async #sweep(): Promise<Swept> {
    let sessions = 0;
    let bytes = 0;
    for (let count = 0; !this.#stopping; count++) {
      const startedAt = performance.now();
      if (this.#store.clockFailure()) break;
      const doomed = this.#due(null);
      if (doomed.length === 0) break;
      bytes += await this.#destroy(doomed);
      sessions += doomed.length;
      if (count % batchesPerForget === batchesPerForget - 1) this.#forget();
      await pause(Math.max(pauseLeastMs, performance.now() - startedAt));
    }
    if (sessions > 0) this.#forget();
    return { sessions, bytes };
  }

  /** What of this session is due, gone when it resolves. */
  async sweepSession(sessionId: SessionId): Promise<void> {
    const doomed = this.#due(sessionId);
    if (doomed.length === 0) return;
    await this.#destroy(doomed);
    this.#forget();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#forgetAgain);
    await this.#sweeping;
  }

  /** Again and again while somebody who reads (a backup) still holds the old state. */
  #forget(): void {
    clearTimeout(this.#forgetAgain);
    if (this.#store.forget() || this.#stopping) return;
    this.#forgetAgain = setTimeout(() => this.#forget(), forgetAgainMs);
  }

  /** Whose clocks have run out, a batch of them. */
  #due(sessionId: SessionId | null): Due[] {
    const nowMs = this.#store.clock.nowMs();
    const limit = batch * dataKinds.length;
    const query = sessionId ? due.session({ nowMs, limit, sessionId }) : due.anybody({ nowMs, limit });
    const bySession = new Map<SessionId, Due & { kinds: DataKind[] }>();
    for (const row of this.#store.all(query)) {
      const known = bySession.get(row.session_id);
      if (known) known.kinds.push(row.kind);
      else if (bySession.size < batch) {
        bySession.set(row.session_id, {
          sessionId: row.session_id,
          caseId: row.case_id,
          kinds: [row.kind],
          rule: row.erase_requested_at_ms !== null ? 'request' : row.case_id === null ? 'no_case' : 'clock',
        });
      }
    }
    return [...bySession.values()];
  }

  /** Returns how many bytes. */
  async #destroy(targets: readonly Due[]): Promise<number> {
    // With the decision goes all that is left.
    const doomed = targets.map((one) => ({
      ...one,
      kinds: one.kinds.includes('decision') ? [...dataKinds] : one.kinds,
    }));
    this.#store.keys.destroy(doomed);
    const files: ImageFileId[] = [];
    let bytes = 0;
    this.#store.transaction(() => {
      for (const one of doomed) {
        for (const kind of one.kinds) bytes += this.#deleteKind(one, kind, files);
        // Case, decisions and all else go with it (ON DELETE CASCADE).
        if (one.kinds.includes('decision')) this.#store.run(drop.session(one));
      }
    });
    const forgotten = doomed.filter(({ kinds }) => kinds.includes('templates'));
    this.#forgetTemplates(forgotten.flatMap(({ caseId }) => (caseId ? [caseId] : [])));
    // A file that will not go now is an orphan without a row, and without a key: the next start sweeps it.
    await this.#images.delete(files).catch(() => {});
    return bytes;
  }

  /** Inside the transaction. Returns how many bytes it was. */
  #deleteKind({ sessionId, caseId, rule }: Due, kind: DataKind, gone: ImageFileId[]): number {
    const [held] = this.#store.all(drop.holding({ sessionId, kind }));
    if (!held) return 0;
    const files = this.#store.all(drop.files({ sessionId, kind }));
    for (const { file_id: fileId } of files) {
      gone.push(fileId);
      this.#store.run(drop.artefacts({ sessionId, fileId }));
    }
    if (kind === 'templates' && caseId) this.#store.run(drop.applicant({ caseId }));
    if (kind === 'fields') for (const fields of dropFields) this.#store.run(fields({ sessionId }));
    const isAnything = held.bytes > 0 || files.length > 0 || kind === 'decision';
    if (!isAnything) return 0;
    auditDeletion(this.#store, sessionId, {
      ...{ kind, rule, bytes: held.bytes, files: files.length, policy: this.#policy.version },
    });
    return held.bytes;
  }

  /** Inside a transaction: everything of a session but what says that there was one is due at once. */
  endWithoutCase(sessionId: SessionId): void {
    const { sql, clock } = this.#store;
    const nowMs = clock.nowMs();
    const keep = { items: 0, bytes: 0, delete_at_ms: nowMs + this.#policy.retention.decision.days * dayMs };
    for (const kind of dataKinds) {
      const row = kind === 'decision' ? keep : { items: 0, bytes: 0, delete_at_ms: nowMs };
      this.#store.run(
        sql
          .insertInto('holdings')
          .values({ session_id: sessionId, kind, ...row })
          .onConflict((conflict) =>
            conflict.columns(['session_id', 'kind']).doUpdateSet({ delete_at_ms: row.delete_at_ms }),
          ),
      );
    }
  }

  /** Inside the transaction of the decision: clocks that start with it start. */
  decided(sessionId: SessionId, decidedAtMs: number): void {
    for (const kind of dataKinds) {
      const { after, days } = this.#policy.retention[kind];
      if (after !== 'decision') continue;
      this.#store.run(setClock({ sessionId, kind, deleteAtMs: decidedAtMs + days * dayMs }));
    }
  }

  /** The subject asks: all of it is due at once, or once nothing holds it any more. Fails with `session.wrong_step`. */
  async erase(sessionId: SessionId, actor: Actor): Promise<void> {
    const { sql, clock } = this.#store;
    this.#store.transaction(() => {
      const session = this.#store.first(
        sql.selectFrom('sessions').select(['step', 'held_at_ms']).where('session_id', '=', sessionId),
      );
      if (!session) throw new FailureError('subject.unknown', 'Nothing is kept under that receipt.');
      if (session.step !== 'closed' && session.step !== 'verified') {
        throw new FailureError('session.wrong_step', 'This person is still at the kiosk.');
      }
      const nowMs = clock.nowMs();
      this.#store.run(
        sql.updateTable('sessions').set({ erase_requested_at_ms: nowMs }).where('session_id', '=', sessionId),
      );
      this.#allDue(sessionId);
      this.#store.audit('subject.erasure_requested', actor, sessionId, { held: session.held_at_ms !== null });
    });
    await this.sweepSession(sessionId);
  }

  #allDue(sessionId: SessionId): void {
    const { sql, clock } = this.#store;
    this.#store.run(
      sql.updateTable('holdings').set({ delete_at_ms: clock.nowMs() }).where('session_id', '=', sessionId),
    );
  }
}

/** Image files that no row names: what a kill left between a file and its row, or a row and its file. */
export function sweepOrphans(store: Store, images: ImageFiles): Promise<number> {
  const { sql } = store;
  return images.sweep((fileId) =>
    Boolean(store.first(sql.selectFrom('image_files').select('file_id').where('file_id', '=', fileId))),
  );
}

/** Keys of sessions that were never written, by a kill between the two. */
export async function sweepKeys(store: Store): Promise<number> {
  const { sql } = store;
  const orphans: SessionId[] = [];
  for (let after = ''; ; ) {
    const page = store.keys.sessionsAfter(after, 1000);
    if (page.length === 0) break;
    const named = new Set(
      store
        .all(sql.selectFrom('sessions').select('session_id').where('session_id', 'in', page))
        .map((row) => row.session_id),
    );
    orphans.push(...page.filter((sessionId) => !named.has(sessionId)));
    after = page.at(-1)!;
    await pause(0);
  }
  if (orphans.length > 0)
    store.keys.destroy(orphans.map((sessionId) => ({ sessionId, kinds: [...dataKinds] })));
  return orphans.length;
}
