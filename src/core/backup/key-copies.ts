// Core. Backups die with their keys: the station remembers where copies of its keys lie, and replaces each once keys are
// destroyed.
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { toFailure } from '../../shared/kernel/failure.ts';
import type { Log } from '../log.ts';
import type { StoreReader } from '../store/store-reader.ts';
import { copyKeys } from './backup.ts';

const copiesSchema = z.array(z.string());
const fileOf = (folder: string) => join(folder, 'key-copies.json');

export function keyCopies(folder: string): string[] {
  try {
    return copiesSchema.parse(JSON.parse(readFileSync(fileOf(folder), 'utf8')));
  } catch {
    return [];
  }
}

export async function rememberKeyCopy(folder: string, target: string): Promise<void> {
  const known = new Set([...keyCopies(folder), resolve(target)]);
  await writeFile(fileOf(folder), JSON.stringify([...known]), { mode: 0o600, flush: true });
}

/** Returns how many could not be reached: their keys are as old as they are. */
export async function renewKeyCopies(folder: string, open: () => StoreReader, log: Log): Promise<number> {
  const copies = keyCopies(folder);
  if (copies.length === 0) return 0;
  let missed = 0;
  const reader = open();
  try {
    for (const target of copies) {
      try {
        await copyKeys(folder, target, reader);
      } catch (thrown) {
        missed += 1;
        log('backup.keys_not_renewed', { kind: toFailure(thrown).kind });
      }
    }
  } finally {
    reader.close();
  }
  return missed;
}
