// Core. Queries that read. Kysely only builds them; they run here, synchronously, on a connection that cannot write.
import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
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

/** Prepared once a connection. */
export class Statements {
  readonly #db: Db;
  readonly #known = new Map<string, Statement>();

  constructor(db: Db) {
    this.#db = db;
  }

  get(text: string): Statement {
    const known = this.#known.get(text);
    if (known) return known;
    const statement = this.#db.prepare(text);
    this.#known.set(text, statement);
    return statement;
  }
}

export class ReadHandle {
  /** Builds queries; `all` and `first` execute them. */
  readonly sql = sql;
  readonly #statements: Statements;
  readonly #guard: Guard;

  constructor(db: Db, guard: Guard) {
    this.#statements = new Statements(db);
    this.#guard = guard;
  }

  all<Row>(query: Query<Row>): Row[] {
    const { sql: text, parameters } = query.compile();
    return this.#guard(() => this.#statements.get(text).all(...parameters) as Row[]);
  }

  first<Row>(query: Query<Row>): Row | undefined {
    const { sql: text, parameters } = query.compile();
    return this.#guard(() => this.#statements.get(text).get(...parameters) as Row | undefined);
  }
}
