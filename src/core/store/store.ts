// Core. The store: rows, data keys and the audit log, with one writer. Its own reads share its connection, and may
// not write: beside it a second one would lose its page cache, and open its pages anew, with every commit.
// A transaction is synchronous, so that nothing else's queries come between.
import { createHmac, hkdfSync } from 'node:crypto';
import { statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Unlock } from '../../shared/contract/core-port.ts';
import type { Act, AuditHead } from '../../shared/domain/audit.ts';
import { assert } from '../../shared/kernel/assert.ts';
import type { Clock } from '../../shared/kernel/clock.ts';
import { type Failure, FailureError, toFailure } from '../../shared/kernel/failure.ts';
import { dropHalfWritten, KeyFile } from '../keys/key-file.ts';
import { AuditHeadFile, type ChainHead, readAuditHead } from './audit-head-file.ts';
import { type Actor, AuditReader, AuditTable, type Details } from './audit-table.ts';
import { checkPages, type Db, emptyLog, inMemory, keysFile, openDatabase, rowsFile } from './database.ts';
import { Keyring } from './keyring.ts';
import { lockFolder } from './lock.ts';
import {
  carryKeys,
  dropLegacyPassphraseFile,
  encryptPages,
  hasPlainPages,
  legacyMasterKey,
} from './migrations/legacy.ts';
import { migrate, migrations, refuseNewer, versionOf } from './migrations/migrate.ts';
import { createKeyFile, refuseDamagedPlain, refuseLost } from './precautions.ts';
import { type Query, ReadHandle, Statements } from './read-handle.ts';
import { corrupt, translateStoreError } from './store-failure.ts';
import { makeFolder } from './sync.ts';
import { once } from './templates.ts';

export { inMemory } from './database.ts';

/** Clocks of computers are set right by seconds all the time. */
const clockToleranceMs = 2 * 60_000;

/** Some twenty applicants' photographs, and room for the databases to work in; of a small disk a twentieth. */
const reserveBytes = 256 * 1024 * 1024;

/** Reading all pages at start takes a second or so for this much; in a larger database damage is found when it is met. */
const checkedAtStartBytes = 512 * 1024 * 1024;

interface Opened {
  readonly folder: string | null;
  readonly writer: Db;
  readonly keyring: Db;
  readonly keyFile: KeyFile;
  readonly clock: Clock;
  readonly unlockFolder: () => void;
}

export class Store {
  readonly sql;
  readonly keys: Keyring;
  readonly keyFile: KeyFile;
  readonly audited: AuditReader;
  readonly #opened: Opened;
  readonly #db: Db;
  readonly #statements: Statements;
  readonly #reads: ReadHandle;
  readonly #readsOfWriter: ReadHandle;
  readonly #log: AuditTable;
  readonly #headFile: AuditHeadFile | null;
  readonly #hashKeys = once<Buffer>();
  readonly #healthListeners = new Set<() => void>();
  #health: Failure | null = null;

  private constructor(opened: Opened) {
    const guard = <T>(work: () => T): T => this.#guard(work);
    this.#opened = opened;
    this.#db = opened.writer;
    this.#statements = new Statements(opened.writer, 'may write');
    this.#reads = new ReadHandle(opened.writer, guard);
    this.#readsOfWriter = new ReadHandle(opened.writer, guard, 'may write');
    this.sql = this.#reads.sql;
    this.keyFile = opened.keyFile;
    this.keys = new Keyring(opened.keyring, opened.keyFile.keys.wrapping, guard, 'write');
    this.audited = new AuditReader(opened.writer);
    this.#log = new AuditTable(opened.writer, opened.keyFile.keys.station);
    this.#headFile = opened.folder ? new AuditHeadFile(opened.folder) : null;
  }

  /** Keeps nothing. */
  static openInMemory(clock: Clock): Store {
    const keyFile = KeyFile.inMemory();
    const rows = openDatabase(inMemory, null, 'write');
    const keyring = openDatabase(inMemory, null, 'write');
    Keyring.createTables(keyring);
    migrate(rows, null, () => {});
    const opened = { folder: null, writer: rows, keyring, keyFile, clock };
    return new Store({ ...opened, unlockFolder: () => {} });
  }

  /**
   * Opens or creates the store in `folder`. Fails with `store.in_use`, `store.newer`, `store.corrupt`, `store.key`,
   * `store.full` or `store.read_only`, and then has overwritten nothing.
   * @param changeUnlock after a recovery: what opens it from now on.
   */
  static open(folder: string, unlock: Unlock, clock: Clock, changeUnlock: Unlock | null = null): Store {
    const databases: Db[] = [];
    let unlockFolder = () => {};
    try {
      makeFolder(folder);
      unlockFolder = lockFolder(folder);
      dropHalfWritten(folder);
      const openOne = (file: string, pageKey: Uint8Array) => {
        const db = openDatabase(join(folder, file), pageKey, 'write');
        databases.push(db);
        return db;
      };
      const isPlain = hasPlainPages(folder);
      if (isPlain) refuseDamagedPlain(folder);
      const known = KeyFile.open(folder, unlock);
      if (known && !isPlain) refuseLost(folder);
      const keyFile = known ?? createKeyFile(folder, unlock, isPlain);
      const keyring = openOne(keysFile, keyFile.keys.keyPages);
      Keyring.createTables(keyring);
      if (isPlain) encryptPages(folder, keyFile.keys.rowPages);
      const writer = openOne(rowsFile, keyFile.keys.rowPages);
      refuseNewer(writer);
      for (const [db, file] of [
        [keyring, keysFile],
        [writer, rowsFile],
      ] as const) {
        if (statSync(join(folder, file)).size <= checkedAtStartBytes) checkPages(db, 'The database');
      }
      const carried = new Keyring(keyring, keyFile.keys.wrapping, (work) => work(), 'write');
      const isOlder = versionOf(writer) > 0;
      const earlier = migrate(writer, folder, (next) => {
        if (next === 3 && isOlder) carryKeys(writer, carried, legacyMasterKey(folder, unlock));
      });
      dropLegacyPassphraseFile(folder);
      const store = new Store({ folder, writer, keyring, keyFile, clock, unlockFolder });
      store.#checkTail(readAuditHead(folder));
      if (changeUnlock) keyFile.changeUnlock(changeUnlock);
      store.#recordOpening(earlier, changeUnlock !== null);
      return store;
    } catch (thrown) {
      for (const db of databases) db.close();
      unlockFolder();
      throw translateStoreError(thrown);
    }
  }

  /** Every acknowledged act is in the log, or the write-ahead log has lost some. */
  #checkTail(seen: ChainHead | 'damaged' | null): void {
    if (seen === null || seen === 'damaged') return;
    const { sequence } = this.#log.committed;
    if (seen.sequence > sequence) {
      throw new FailureError(
        'store.corrupt',
        `The audit log ends at entry ${sequence} and has lost ${seen.sequence - sequence} that were written. Restore the data folder from a copy; nothing was changed.`,
      );
    }
    if (seen.sequence > 0 && this.audited.at(seen.sequence)?.hash !== seen.hash)
      throw corrupt('The audit log');
  }

  #recordOpening(earlier: number, unlockChanged: boolean): void {
    this.transaction(() => {
      if (earlier === 0) {
        this.audit('station.created', 'station', null, { station: this.keyFile.keys.station.fingerprint });
      } else if (earlier < migrations.length) {
        this.audit('store.migrated', 'station', null, { from: earlier, to: migrations.length });
      }
      if (unlockChanged) this.audit('keys.unlock_changed', 'operator', null, {});
    });
  }

  get folder(): string | null {
    return this.#opened.folder;
  }

  get clock(): Clock {
    return this.#opened.clock;
  }

  /**
   * HMAC-SHA-256 under a key derived from the station's (HKDF, RFC 5869): equal texts are found again, and without the
   * key nobody can try out which text it was. `context` keeps hashes of different things apart.
   */
  keyedHash(context: string, text: string): Buffer {
    const derived = this.#hashKeys(context, () =>
      Buffer.from(hkdfSync('sha256', this.keyFile.keys.hashes, '', `proofdesk/hash/${context}`, 32)),
    );
    return createHmac('sha256', derived).update(text, 'utf8').digest();
  }

  /** Within a transaction rows may be changed and returned; elsewhere nothing but a question is taken. */
  all<Row>(query: Query<Row>): Row[] {
    return (this.#db.inTransaction ? this.#readsOfWriter : this.#reads).all(query);
  }

  first<Row>(query: Query<Row>): Row | undefined {
    return (this.#db.inTransaction ? this.#readsOfWriter : this.#reads).first(query);
  }

  /** Returns how many rows changed. */
  run(query: Query<unknown>): number {
    const { sql, parameters } = query.compile();
    const changes = this.#guard(() => this.#statements.get(sql).run(...parameters).changes);
    if (!this.#db.inTransaction) this.#setHealth(null);
    return changes;
  }

  /** All of `work` or nothing of it, durable when this returns. */
  transaction<T>(work: () => T): T {
    assert(!this.#db.inTransaction, 'transactions do not nest');
    return this.#guard(() => {
      this.#statements.get('BEGIN IMMEDIATE').run();
      try {
        const value = work();
        this.#statements.get('COMMIT').run();
        if (this.#log.commit()) this.#headFile?.write(this.#log.committed);
        this.#setHealth(null);
        return value;
      } catch (thrown) {
        // SQLite may have rolled back by itself (a full disk).
        if (this.#db.inTransaction) this.#db.exec('ROLLBACK');
        this.#log.rollBack();
        throw thrown;
      }
    });
  }

  /**
   * Inside the transaction of the act. `details` are identifiers made by chance, codes, counts and digests, never what
   * was read of anybody.
   */
  audit(act: Act, actor: Actor, subject: string | null, details: Details = {}): void {
    assert(this.#db.inTransaction, 'an act and its entry are one transaction');
    // Times in the log never go back by themselves: what it says last is what shows that a clock did.
    const atMs = this.clockFailure() ? this.#log.committed.atMs : this.clock.nowMs();
    this.#log.append(atMs, act, actor, subject, details);
  }

  /** Somebody says that the computer's clock is right now, and what was recorded before was ahead of time. */
  acceptClock(actor: Actor): void {
    const ahead = this.#log.committed.atMs - this.clock.nowMs();
    this.transaction(() => {
      this.#log.append(this.clock.nowMs(), 'clock.accepted', actor, null, {
        wasAheadByMs: Math.max(0, ahead),
      });
    });
  }

  /** Where the audit log stands, the open transaction included. */
  get auditHead(): ChainHead {
    return this.#log.head;
  }

  /** Signs where the log stands now; kept in the database unless nothing has happened since the last one. */
  signHead(): AuditHead {
    const head = this.#log.sign(this.clock.nowMs());
    if (head.sequence > this.audited.signedUpTo()) this.transaction(() => this.#log.keepHead(head));
    return head;
  }

  /**
   * After a deletion that must not be undone: the write-ahead logs may still hold the old pages. `false` where somebody
   * who reads still needs them: to be tried again.
   */
  forget(): boolean {
    const isForgotten = this.keys.forget();
    return this.#guard(() => emptyLog(this.#db)) && isForgotten;
  }

  /** Wraps all data keys anew, under a new master key. Goes on where an earlier one was interrupted. */
  async rotateKeys(actor: Actor): Promise<number> {
    if (this.keyFile.keys.wrapping.length === 1) this.keyFile.rotate();
    const sessions = await this.keys.rewrap(this.keyFile.keys.wrapping);
    this.keyFile.finishRotation();
    const { generation } = this.keyFile.keys.wrapping[0]!;
    this.transaction(() => this.audit('keys.rotated', actor, null, { generation, sessions }));
    return sessions;
  }

  /** Why nothing new may be taken on: a write failed, the disk is nearly full, the computer's clock was set back. */
  get health(): Failure | null {
    return this.#health ?? this.clockFailure() ?? this.#spaceFailure();
  }

  #spaceFailure(): Failure | null {
    const { folder } = this.#opened;
    if (!folder) return null;
    const { bavail, blocks, bsize } = statfsSync(folder);
    if (bavail * bsize >= Math.min(reserveBytes, (blocks * bsize) / 20)) return null;
    return {
      kind: 'store.full',
      message: `The disk has ${Math.floor((bavail * bsize) / 1024 / 1024)} MB left: nobody new can be taken on. Free some space; nothing that was kept is lost.`,
    };
  }

  /** Dates cannot be trusted: nothing is deleted meanwhile. */
  clockFailure(): Failure | null {
    const { atMs } = this.#log.committed;
    if (this.clock.nowMs() >= atMs - clockToleranceMs) return null;
    return {
      kind: 'store.clock',
      message: `The clock of this computer was set back: something was recorded at ${new Date(atMs).toISOString()} already. Set it right, or say that it is right now (proofdesk clock accept); nothing is deleted until then.`,
    };
  }

  onHealth(listener: () => void): () => void {
    this.#healthListeners.add(listener);
    return () => this.#healthListeners.delete(listener);
  }

  /** Image files share the disk: their failures are the store's. */
  noteFailure(thrown: unknown): void {
    const failure = toFailure(thrown);
    if (failure.kind === 'store.full' || failure.kind === 'store.read_only') this.#setHealth(failure);
  }

  /** Tries a small durable write, to learn whether a full disk has been mended. */
  probe(): void {
    try {
      this.run(
        this.sql
          .insertInto('meta')
          .values({ name: 'probe', value: Buffer.alloc(8) })
          .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: Buffer.alloc(8) })),
      );
    } catch (thrown) {
      this.noteFailure(thrown);
    }
  }

  close(): void {
    const { writer, keyring, unlockFolder } = this.#opened;
    writer.close();
    keyring.close();
    this.#headFile?.close();
    unlockFolder();
  }

  #setHealth(health: Failure | null): void {
    if (health?.kind === this.#health?.kind) return;
    this.#health = health;
    for (const listener of this.#healthListeners) listener();
  }

  #guard<T>(work: () => T): T {
    try {
      return work();
    } catch (thrown) {
      const translated = translateStoreError(thrown);
      this.noteFailure(translated);
      throw translated;
    }
  }
}
