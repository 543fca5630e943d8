// Core. The audit log in the database: appended inside the transaction of the act, heads signed over it at intervals.
import { type Act, type AuditEntry, type AuditHead, noHash } from '../../shared/domain/audit.ts';
import { nextEntry } from '../audit/chain.ts';
import type { AuditSource } from '../audit/export-audit.ts';
import { type StationKey, signHead } from '../audit/station-key.ts';
import type { KeyFile } from '../keys/key-file.ts';
import type { ChainHead } from './audit-head-file.ts';
import type { Db, Statement } from './database.ts';
import type { AuditTable as EntryRow } from './schema.ts';

export type Actor = 'station' | 'kiosk' | 'operator' | `reviewer:${string}`;
export type Details = Readonly<Record<string, string | number | boolean | null>>;

interface HeadRow {
  sequence: number;
  at_ms: number;
  hash: Uint8Array;
  signature: Uint8Array;
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

const entryOf = (row: EntryRow): AuditEntry => ({
  type: 'entry',
  sequence: row.sequence,
  atMs: row.at_ms,
  act: row.act,
  actor: row.actor,
  subject: row.subject,
  details: row.details,
  hash: hex(row.hash),
});

const headOf = (row: HeadRow): AuditHead => ({
  type: 'head',
  sequence: row.sequence,
  atMs: row.at_ms,
  hash: hex(row.hash),
  signature: Buffer.from(row.signature).toString('base64'),
});

/** Reads the log through any handle. */
export class AuditReader {
  readonly #db: Db;
  constructor(db: Db) {
    this.#db = db;
  }

  /** In order; not all in memory. */
  *entries(): Generator<AuditEntry> {
    for (const row of this.#db.prepare('SELECT * FROM audit ORDER BY sequence').iterate())
      yield entryOf(row as EntryRow);
  }

  *heads(): Generator<AuditHead> {
    for (const row of this.#db.prepare('SELECT * FROM audit_heads ORDER BY sequence').iterate())
      yield headOf(row as HeadRow);
  }

  /** What was done to one subject, in order. */
  of(subject: string): AuditEntry[] {
    const rows = this.#db.prepare('SELECT * FROM audit WHERE subject = ? ORDER BY sequence').all(subject);
    return rows.map((row) => entryOf(row as EntryRow));
  }

  at(sequence: number): AuditEntry | null {
    const row = this.#db.prepare('SELECT * FROM audit WHERE sequence = ?').get(sequence);
    return row ? entryOf(row as EntryRow) : null;
  }

  head(): ChainHead & { readonly atMs: number } {
    const row = this.#db
      .prepare('SELECT sequence, hash, at_ms FROM audit ORDER BY sequence DESC LIMIT 1')
      .get();
    if (!row) return { sequence: 0, hash: noHash, atMs: 0 };
    const { sequence, hash, at_ms } = row as EntryRow;
    return { sequence, hash: hex(hash), atMs: at_ms };
  }

  headCount(): number {
    return this.#db.prepare('SELECT count(*) FROM audit_heads').pluck().get() as number;
  }

  signedUpTo(): number {
    return (this.#db.prepare('SELECT max(sequence) FROM audit_heads').pluck().get() as number | null) ?? 0;
  }
}

/** The log as an export needs it; to be read within one snapshot. */
export const auditSource = ({
  audited,
  keyFile,
}: {
  audited: AuditReader;
  keyFile: KeyFile;
}): AuditSource => ({
  key: keyFile.keys.station,
  end: audited.head(),
  headCount: audited.headCount(),
  entries: () => audited.entries(),
  heads: () => audited.heads(),
});

/** Of the one writer. */
export class AuditTable {
  readonly #insert: Statement;
  readonly #insertHead: Statement;
  readonly #station: StationKey;
  /** As of the open transaction; `committed` as of the last one that was kept. */
  #head: ChainHead & { readonly atMs: number };
  #committed: ChainHead & { readonly atMs: number };

  constructor(db: Db, station: StationKey) {
    this.#insert = db.prepare(
      'INSERT INTO audit (sequence, at_ms, act, actor, subject, details, hash) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#insertHead = db.prepare(
      'INSERT INTO audit_heads (sequence, at_ms, hash, signature) VALUES (?, ?, ?, ?)',
    );
    this.#station = station;
    this.#head = this.#committed = new AuditReader(db).head();
  }

  get committed(): ChainHead & { readonly atMs: number } {
    return this.#committed;
  }

  /** The log as the transaction that is open has it. */
  get head(): ChainHead {
    return this.#head;
  }

  append(atMs: number, act: Act, actor: Actor, subject: string | null, details: Details): void {
    const entry = nextEntry(this.#head, { atMs, act, actor, subject, details });
    this.#insert.run(
      entry.sequence,
      atMs,
      act,
      actor,
      subject,
      entry.details,
      Buffer.from(entry.hash, 'hex'),
    );
    this.#head = { sequence: entry.sequence, hash: entry.hash, atMs };
  }

  sign(atMs: number): AuditHead {
    const { sequence, hash } = this.#committed;
    return signHead(this.#station, { sequence, atMs, hash });
  }

  keepHead(head: AuditHead): void {
    const signature = Buffer.from(head.signature, 'base64');
    this.#insertHead.run(head.sequence, head.atMs, Buffer.from(head.hash, 'hex'), signature);
  }

  /** Returns whether anything was appended. */
  commit(): boolean {
    if (this.#head === this.#committed) return false;
    this.#committed = this.#head;
    return true;
  }

  rollBack(): void {
    this.#head = this.#committed;
  }
}
