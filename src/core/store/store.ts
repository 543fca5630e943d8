// Core. The database: SQLite through better-sqlite3, queries written and typed with Kysely.
// Kysely only builds the queries; they run here, synchronously. Its own driver is asynchronous, and a transaction
// that can be interrupted by another call's queries on the one connection is what we must not have.
import { createHmac, hkdfSync } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { assert } from '../../shared/kernel/assert.ts';
import { type Failure, FailureError, toFailure } from '../../shared/kernel/failure.ts';
import { lockFolder } from './lock.ts';
import { migrate } from './migrations/migrate.ts';
import type { Schema } from './schema.ts';
import { seal, unseal } from './sealing.ts';
import { corrupt, translateStoreError } from './store-failure.ts';

export interface Query<Row> {
  compile(): CompiledQuery<Row>;
}

export const inMemory = ':memory:';

export class Store {
  /** Builds queries; `all`, `first` and `run` execute them. */
  readonly sql: Kysely<Schema> = new Kysely<Schema>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
  readonly #db: Database.Database;
  readonly #unlock: () => void;
  readonly #masterKey: Uint8Array;
  readonly #statements = new Map<string, Database.Statement>();
  readonly #healthListeners = new Set<() => void>();
  #health: Failure | null = null;

  private constructor(db: Database.Database, unlock: () => void, masterKey: Uint8Array) {
    this.#db = db;
    this.#unlock = unlock;
    this.#masterKey = masterKey;
  }

  /**
   * Opens or creates the store in `folder` (or in memory). Fails with `store.in_use`, `store.newer`,
   * `store.corrupt`, `store.key`, `store.full` or `store.read_only`, and then has changed nothing.
   */
  static open(folder: string, masterKey: Uint8Array): Store {
    assert(masterKey.byteLength === 32, 'a master key has 32 bytes');
    let unlock = () => {};
    let db: Database.Database | null = null;
    try {
      if (folder !== inMemory) {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        unlock = lockFolder(folder);
      }
      db = new Database(folder === inMemory ? inMemory : join(folder, 'proofdesk.sqlite'));
      db.pragma('journal_mode = WAL');
      db.pragma('synchronous = FULL');
      db.pragma('foreign_keys = ON');
      // What is deleted is overwritten, so that a destroyed key is not found in a free page.
      db.pragma('secure_delete = ON');
      db.pragma('trusted_schema = OFF');
      if (db.pragma('quick_check(1)', { simple: true }) !== 'ok') throw corrupt('The database');
      migrate(db);
      const store = new Store(db, unlock, Buffer.from(masterKey));
      store.#checkKey();
      return store;
    } catch (thrown) {
      db?.close();
      unlock();
      throw translateStoreError(thrown);
    }
  }

  /** The key is checked against a value sealed with the first one, so that a wrong key ends here and spoils nothing. */
  #checkKey(): void {
    const context = 'proofdesk/master-key-check';
    const row = this.first(
      this.sql.selectFrom('meta').select('value').where('name', '=', 'master_key_check'),
    );
    if (!row) {
      const value = seal(this.#masterKey, context, Buffer.alloc(16));
      this.run(this.sql.insertInto('meta').values({ name: 'master_key_check', value }));
      return;
    }
    try {
      unseal(this.#masterKey, context, row.value);
    } catch (thrown) {
      throw new FailureError(
        'store.key',
        'This data folder was sealed with another key. Restore the keychain entry that belongs to it.',
        { cause: thrown },
      );
    }
  }

  wrapKey(dataKey: Uint8Array, context: string): Buffer {
    return seal(this.#masterKey, `key/${context}`, dataKey);
  }

  unwrapKey(wrapped: Uint8Array, context: string): Buffer {
    return unseal(this.#masterKey, `key/${context}`, wrapped);
  }

  /**
   * HMAC-SHA-256 under a key derived from the master key (HKDF, RFC 5869): equal texts are found again, and without
   * the master key nobody can try out which text it was. `context` keeps hashes of different things apart.
   */
  keyedHash(context: string, text: string): Buffer {
    const key = Buffer.from(hkdfSync('sha256', this.#masterKey, '', `proofdesk/hash/${context}`, 32));
    return createHmac('sha256', key).update(text, 'utf8').digest();
  }

  all<Row>(query: Query<Row>): Row[] {
    const { sql, parameters } = query.compile();
    return this.#guard(() => this.#statement(sql).all(...parameters) as Row[]);
  }

  first<Row>(query: Query<Row>): Row | undefined {
    const { sql, parameters } = query.compile();
    return this.#guard(() => this.#statement(sql).get(...parameters) as Row | undefined);
  }

  /** Returns how many rows changed. */
  run(query: Query<unknown>): number {
    const { sql, parameters } = query.compile();
    const changes = this.#guard(() => this.#statement(sql).run(...parameters).changes);
    if (!this.#db.inTransaction) this.#setHealth(null);
    return changes;
  }

  /** All of `work` or nothing of it, durable when this returns. */
  transaction<T>(work: () => T): T {
    assert(!this.#db.inTransaction, 'transactions do not nest');
    return this.#guard(() => {
      this.#db.exec('BEGIN IMMEDIATE');
      try {
        const value = work();
        this.#db.exec('COMMIT');
        this.#setHealth(null);
        return value;
      } catch (thrown) {
        // SQLite may have rolled back by itself (a full disk).
        if (this.#db.inTransaction) this.#db.exec('ROLLBACK');
        throw thrown;
      }
    });
  }

  /** After a deletion that must not be undone: the write-ahead log may still hold the old pages. */
  forget(): void {
    this.#guard(() => this.#db.pragma('wal_checkpoint(TRUNCATE)'));
  }

  /** Whether the last attempt to write failed, and why. */
  get health(): Failure | null {
    return this.#health;
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
    this.#db.close();
    this.#unlock();
    this.#masterKey.fill(0);
  }

  #setHealth(health: Failure | null): void {
    if (health?.kind === this.#health?.kind) return;
    this.#health = health;
    for (const listener of this.#healthListeners) listener();
  }

  #statement(sql: string): Database.Statement {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#db.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
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
