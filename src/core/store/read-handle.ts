// Core. Queries that read. Kysely only builds them; they run here, synchronously.
import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { assert } from '../../shared/kernel/assert.ts';
import type { Db, Statement } from './database.ts';
import type { Guard } from './keyring.ts';
import type { Schema } from './schema.ts';

export interface Query<Row> {
  compile(): CompiledQuery<Row>;
}

export const sql: Kysely<Schema> = new Kysely<Schema>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

type Mode = 'only reads' | 'may write';

/** Prepared once. */
export class Statements {
  readonly #db: Db;
  readonly #mode: Mode;
  readonly #known = new Map<string, Statement>();

  constructor(db: Db, mode: Mode) {
    this.#db = db;
    this.#mode = mode;
  }

  get(text: string): Statement {
    const known = this.#known.get(text);
    if (known) return known;
    const statement = this.#db.prepare(text);
    assert(this.#mode === 'may write' || statement.readonly, 'a question changes nothing');
    this.#known.set(text, statement);
    return statement;
  }
}

export class ReadHandle {
  /** Builds queries; `all` and `first` execute them. */
  readonly sql = sql;
  readonly #statements: Statements;
  readonly #guard: Guard;

  constructor(db: Db, guard: Guard, mode: Mode = 'only reads') {
    this.#statements = new Statements(db, mode);
    this.#guard = guard;
  }

  all<Row>(query: Query<Row>): Row[] {
    const { sql: text, parameters } = query.compile();
    return this.#guard(() => this.#statements.get(text).all(...parameters) as Row[]);
  }

  /** One after the other; not all in memory. Meanwhile questions may be asked, and nothing written. */
  *each<Row>(query: Query<Row>): Generator<Row> {
    const { sql: text, parameters } = query.compile();
    const rows = this.#guard(() => this.#statements.get(text).iterate(...parameters));
    try {
      for (const row of rows) yield row as Row;
    } catch (thrown) {
      this.#guard(() => {
        throw thrown;
      });
    }
  }

  first<Row>(query: Query<Row>): Row | undefined {
    const { sql: text, parameters } = query.compile();
    return this.#guard(() => this.#statements.get(text).get(...parameters) as Row | undefined);
  }
}
