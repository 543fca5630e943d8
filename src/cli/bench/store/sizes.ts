// Benchmark. How large a case is, and what of.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { keysFile, rowsFile } from '../../../core/store/database.ts';
import { StoreReader } from '../../../core/store/store-reader.ts';
import { benchUnlock } from './desk.ts';
import type { Pattern, Patterns } from './patterns.ts';
import { text } from './rows.ts';

export interface Sizes {
  readonly databaseBytes: number;
  readonly keysBytes: number;
  /** Bytes a case, by table and index, the largest first; pages as they lie, free space in them included. */
  readonly bytesPerCase: Readonly<Record<string, number>>;
  /** What one case has, while all of it is kept. */
  readonly oneCase: {
    readonly contentBytes: number;
    readonly contentSealedBytes: number;
    readonly imageBytes: number;
    readonly images: number;
    readonly auditEntries: number;
  };
}

export function measureSizes(folder: string, cases: number, patterns: Patterns, contentBytes: number): Sizes {
  const reader = StoreReader.open(folder, benchUnlock);
  const rows = reader.all<{ name: string; bytes: number }>(
    text('SELECT name, sum(pgsize) AS bytes FROM dbstat GROUP BY name ORDER BY bytes DESC'),
  );
  reader.close();
  const bytesPerCase = Object.fromEntries(rows.map(({ name, bytes }) => [name, bytes / cases]));
  const whole = patterns.get('approved whole')!;
  const sizeOf = (file: string) => statSync(join(folder, file)).size;
  return {
    databaseBytes: sizeOf(rowsFile),
    keysBytes: sizeOf(keysFile),
    bytesPerCase,
    oneCase: {
      contentBytes,
      contentSealedBytes: (whole.rows.case_contents[0]!.content_sealed as Buffer).byteLength,
      imageBytes: sum(whole, 'image_files', 'bytes'),
      images: whole.rows.artefacts.length,
      auditEntries: patterns.get('approved decision')!.acts.length,
    },
  };
}

const sum = (pattern: Pattern, table: 'image_files', column: string): number =>
  pattern.rows[table].reduce((total, row) => total + (row[column] as number), 0);
