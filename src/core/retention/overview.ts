// Core. What is kept, until when, and what has gone: for whoever has to show it.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { sql as raw } from 'kysely';
import { type DataKind, type DeletionRule, dataKinds } from '../../shared/domain/retention.ts';
import { keyCopies } from '../backup/key-copies.ts';
import { copiesFolder } from '../store/migrations/migrate.ts';
import type { StoreReader } from '../store/store-reader.ts';
import { copiesKeptMs } from './copies.ts';

export interface Kept {
  readonly kind: DataKind;
  readonly sessions: number;
  readonly items: number;
  readonly bytes: number;
  /** `null` where nothing is kept. */
  readonly firstDeletionAtMs: number | null;
  readonly lastDeletionAtMs: number | null;
  /** Sessions whose clock has run out: gone at the next sweep. */
  readonly due: number;
}

export interface Gone {
  readonly kind: DataKind;
  readonly rule: DeletionRule;
  readonly receipts: number;
  readonly bytes: number;
  readonly files: number;
  readonly lastAtMs: number;
}

export interface RetentionOverview {
  readonly kept: readonly Kept[];
  /** On legal hold: no clock runs. */
  readonly heldSessions: number;
  readonly erasuresWaiting: number;
  readonly gone: readonly Gone[];
  /** Of the whole store, from before it was migrated. */
  readonly copies: readonly { readonly name: string; readonly bytes: number; readonly deleteAtMs: number }[];
  /** Folders of backups whose keys follow what is destroyed here. */
  readonly keyCopies: readonly string[];
}

export function retentionOverview(reader: StoreReader, folder: string, nowMs: number): RetentionOverview {
  const { sql } = reader;
  const rows = reader.all(
    sql
      .selectFrom('holdings')
      .select((table) => [
        'kind',
        table.fn.countAll<number>().as('sessions'),
        table.fn.sum<number>('items').as('items'),
        table.fn.sum<number>('bytes').as('bytes'),
        table.fn.min('delete_at_ms').as('first'),
        table.fn.max('delete_at_ms').as('last'),
        raw<number>`sum(delete_at_ms <= ${nowMs})`.as('due'),
      ])
      .where('items', '>', 0)
      .groupBy('kind'),
  );
  const kept = dataKinds.map((kind): Kept => {
    const row = rows.find((one) => one.kind === kind);
    return {
      kind,
      sessions: row?.sessions ?? 0,
      items: row?.items ?? 0,
      bytes: row?.bytes ?? 0,
      firstDeletionAtMs: row?.first ?? null,
      lastDeletionAtMs: row?.last ?? null,
      due: row?.due ?? 0,
    };
  });
  const gone = reader.all(
    sql
      .selectFrom('audit')
      .select([
        raw<DataKind>`details ->> 'kind'`.as('kind'),
        raw<DeletionRule>`details ->> 'rule'`.as('rule'),
        raw<number>`count(*)`.as('receipts'),
        raw<number>`sum(details ->> 'bytes')`.as('bytes'),
        raw<number>`sum(details ->> 'files')`.as('files'),
        raw<number>`max(at_ms)`.as('lastAtMs'),
      ])
      .where('act', '=', 'data.deleted')
      .groupBy(['kind', 'rule'])
      .orderBy('kind')
      .orderBy('rule'),
  );
  const sessions = reader.first(
    sql
      .selectFrom('sessions')
      .select([raw<number>`count(*)`.as('held'), raw<number>`count(erase_requested_at_ms)`.as('waiting')])
      .where('held_at_ms', 'is not', null),
  );
  return {
    kept,
    gone,
    heldSessions: sessions?.held ?? 0,
    erasuresWaiting: sessions?.waiting ?? 0,
    copies: copiesIn(folder),
    keyCopies: keyCopies(folder),
  };
}

function copiesIn(folder: string): RetentionOverview['copies'] {
  const copies = join(folder, copiesFolder);
  try {
    return readdirSync(copies).map((name) => {
      const { size, mtimeMs } = statSync(join(copies, name));
      return { name, bytes: size, deleteAtMs: mtimeMs + copiesKeptMs };
    });
  } catch {
    return [];
  }
}
