// Core. Acts of programs beside the one writer (a backup, an export of the audit log): left as files, which the writer
// puts into the log.
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Store } from '../store/store.ts';

const pendingSchema = z.object({
  act: z.enum(['audit.exported', 'backup.made']),
  details: z.record(z.string(), z.union([z.string().max(200), z.number()])),
});
export type PendingAct = z.infer<typeof pendingSchema>;

const folderOf = (folder: string) => join(folder, 'acts');

export function leaveAct(folder: string, act: PendingAct): void {
  mkdirSync(folderOf(folder), { recursive: true, mode: 0o700 });
  const path = join(folderOf(folder), randomUUID());
  writeFileSync(`${path}.part`, JSON.stringify(pendingSchema.parse(act)), { mode: 0o600, flush: true });
  renameSync(`${path}.part`, `${path}.json`);
}

/** What says nothing that can be recorded is left where it is. */
export function recordPendingActs(store: Store): void {
  if (!store.folder || !existsSync(folderOf(store.folder))) return;
  for (const name of readdirSync(folderOf(store.folder)).filter((one) => one.endsWith('.json'))) {
    const path = join(folderOf(store.folder), name);
    const parsed = pendingSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    if (!parsed.success) continue;
    store.transaction(() => store.audit(parsed.data.act, 'operator', null, parsed.data.details));
    rmSync(path);
  }
}
