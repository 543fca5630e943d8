// Core. The data keys: one for each session and kind of data, wrapped, in a database of their own. Deleting data begins
// here, and a copy of the rows and images without this file opens nothing.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SessionId } from '../../shared/domain/identifiers.ts';
import { type DataKind, dataKinds } from '../../shared/domain/retention.ts';
import { FailureError } from '../../shared/kernel/failure.ts';
import type { WrappingKey } from '../keys/key-file.ts';
import { type Db, emptyLog, type Statement } from './database.ts';
import { newKey, seal, unseal } from './sealing.ts';
import { corrupt } from './store-failure.ts';

type Wrapped = Record<DataKind, Uint8Array | null>;
type Row = Wrapped & { session_id: SessionId; generation: number };

const tables = `
CREATE TABLE data_keys (
  session_id TEXT PRIMARY KEY,
  generation INTEGER NOT NULL,
  ${dataKinds.map((kind) => `${kind} BLOB`).join(', ')}
) STRICT, WITHOUT ROWID;`;

/** Rows a transaction when keys are wrapped anew: each takes some 100 microseconds, and others wait meanwhile. */
const batch = 200;

/** Whoever is at the kiosk needs theirs some thirty times. */
const remembered = 64;

const contextOf = (sessionId: string, kind: DataKind) => `key/${sessionId}/${kind}`;
const columns = dataKinds.join(', ');
const slots = dataKinds.map(() => '?').join(', ');
const newKeys = () => Object.fromEntries(dataKinds.map((kind) => [kind, newKey()]));

/** Translates what a disk does to a database. */
export type Guard = <T>(work: () => T) => T;

export class Keyring {
  readonly #db: Db;
  readonly #guard: Guard;
  #wrapping: readonly WrappingKey[];
  #hasDestroyed = false;
  /** Unwrapped, of the sessions touched last; `null` beside a writer, who may destroy them. */
  readonly #open: Map<SessionId, Partial<Record<DataKind, Buffer>>> | null;

  constructor(db: Db, wrapping: readonly WrappingKey[], guard: Guard, mode: 'write' | 'read') {
    this.#db = db;
    this.#wrapping = wrapping;
    this.#guard = guard;
    this.#open = mode === 'write' ? new Map() : null;
  }

  static createTables(db: Db): void {
    if (db.pragma('user_version', { simple: true }) === 0)
      db.exec(`BEGIN IMMEDIATE; ${tables} PRAGMA user_version = 1; COMMIT;`);
  }

  /** Durable when it returns: a row may only be sealed under a key that will be there. */
  create(sessionId: SessionId, keys: Partial<Record<DataKind, Buffer | null>> = newKeys()): void {
    const wrapped = dataKinds.map((kind) => {
      const key = keys[kind];
      return key ? this.#wrap(sessionId, kind, key) : null;
    });
    this.#guard(() =>
      this.#statement(
        `INSERT OR REPLACE INTO data_keys (session_id, generation, ${columns}) VALUES (?, ?, ${slots})`,
      ).run(sessionId, this.#newest.generation, ...wrapped),
    );
    for (const kind of dataKinds) if (keys[kind]) this.#remember(sessionId, kind, keys[kind]);
  }

  /** `null` once it is destroyed. */
  find(sessionId: SessionId, kind: DataKind): Buffer | null {
    const known = this.#open?.get(sessionId)?.[kind];
    if (known) return known;
    const row = this.#guard(
      () => this.#statement('SELECT * FROM data_keys WHERE session_id = ?').get(sessionId) as Row | undefined,
    );
    const wrapped = row?.[kind];
    const key = row && wrapped ? this.#unwrap(row, kind, wrapped) : null;
    if (key) this.#remember(sessionId, kind, key);
    return key;
  }

  /** Fails with `data.deleted`. */
  get(sessionId: SessionId, kind: DataKind): Buffer {
    const key = this.find(sessionId, kind);
    if (!key) throw new FailureError('data.deleted', 'This has been deleted.');
    return key;
  }

  /** Durable when it returns; out of the write-ahead log after `forget`. Those that are gone are no failure. */
  destroy(targets: readonly { readonly sessionId: SessionId; readonly kinds: readonly DataKind[] }[]): void {
    this.#hasDestroyed = true;
    for (const { sessionId } of targets) this.#open?.delete(sessionId);
    this.#transaction(() => {
      for (const { sessionId, kinds } of targets) {
        if (kinds.length < dataKinds.length) {
          const cleared = kinds.map((kind) => `${kind} = NULL`).join(', ');
          this.#statement(`UPDATE data_keys SET ${cleared} WHERE session_id = ?`).run(sessionId);
        } else this.#statement('DELETE FROM data_keys WHERE session_id = ?').run(sessionId);
      }
    });
  }

  /** Whether any were destroyed since this was asked last. */
  takeDestroyed(): boolean {
    const has = this.#hasDestroyed;
    this.#hasDestroyed = false;
    return has;
  }

  /** The write-ahead log may still hold what was destroyed. `false`: it does, while somebody reads. */
  forget(): boolean {
    return this.#guard(() => emptyLog(this.#db));
  }

  /** Sessions that have keys, a page after the other. */
  sessionsAfter(sessionId: string, limit: number): SessionId[] {
    return this.#statement(
      'SELECT session_id FROM data_keys WHERE session_id > ? ORDER BY session_id LIMIT ?',
    )
      .pluck()
      .all(sessionId, limit) as SessionId[];
  }

  /** Wraps every key anew under the newest wrapping key; begun again where it was left. Returns how many sessions. */
  async rewrap(wrapping: readonly WrappingKey[]): Promise<number> {
    this.#wrapping = wrapping;
    const { generation } = this.#newest;
    const page = this.#statement(
      'SELECT * FROM data_keys WHERE session_id > ? AND generation < ? ORDER BY session_id LIMIT ?',
    );
    let count = 0;
    for (let after = ''; ; ) {
      const rows = page.all(after, generation, batch) as Row[];
      const last = rows.at(-1);
      if (!last) break;
      this.#transaction(() => {
        for (const row of rows) {
          const keys = dataKinds.map((kind) => [kind, row[kind] && this.#unwrap(row, kind, row[kind])]);
          this.create(row.session_id, Object.fromEntries(keys));
        }
      });
      count += rows.length;
      after = last.session_id;
      await nextTurn();
    }
    this.forget();
    return count;
  }

  close(): void {
    this.#db.close();
  }

  #remember(sessionId: SessionId, kind: DataKind, key: Buffer): void {
    if (!this.#open) return;
    const keys = this.#open.get(sessionId) ?? {};
    this.#open.delete(sessionId);
    this.#open.set(sessionId, { ...keys, [kind]: key });
    const [oldest] = this.#open.keys();
    if (oldest && this.#open.size > remembered) this.#open.delete(oldest);
  }

  get #newest(): WrappingKey {
    return this.#wrapping.at(-1)!;
  }

  #wrap(sessionId: SessionId, kind: DataKind, key: Uint8Array): Buffer {
    return seal(this.#newest.key, contextOf(sessionId, kind), key);
  }

  #unwrap(row: Row, kind: DataKind, wrapped: Uint8Array): Buffer {
    const wrapping = this.#wrapping.find(({ generation }) => generation === row.generation);
    if (!wrapping) throw corrupt('A data key');
    return unseal(wrapping.key, contextOf(row.session_id, kind), wrapped);
  }

  #transaction(work: () => void): void {
    this.#guard(() => {
      this.#db.exec('BEGIN IMMEDIATE');
      try {
        work();
        this.#db.exec('COMMIT');
      } catch (thrown) {
        if (this.#db.inTransaction) this.#db.exec('ROLLBACK');
        throw thrown;
      }
    });
  }

  readonly #statements = new Map<string, Statement>();
  #statement(sql: string): Statement {
    const known = this.#statements.get(sql) ?? this.#db.prepare(sql);
    this.#statements.set(sql, known);
    return known;
  }
}
