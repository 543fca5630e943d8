// Core. Copies of the store from before a migration are kept for as long as it takes to notice that one went wrong.
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { copiesFolder } from '../store/migrations/migrate.ts';
import type { Store } from '../store/store.ts';
import { dayMs } from './clocks.ts';

export const copiesKeptMs = 7 * dayMs;

/** Deletes those whose time is over. */
export async function sweepCopies(store: Store): Promise<void> {
  if (!store.folder || store.clockFailure()) return;
  const copies = join(store.folder, copiesFolder);
  for (const name of await readdir(copies).catch(() => [])) {
    const path = join(copies, name);
    const { mtimeMs, size } = await stat(path);
    if (store.clock.nowMs() < mtimeMs + copiesKeptMs) continue;
    await rm(path);
    store.transaction(() => store.audit('store.copy_deleted', 'station', null, { name, bytes: size }));
  }
}
