// Core. Forward-only migrations. `user_version` says which the store has seen; a store from a newer Proofdesk is refused.
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { FailureError } from '../../../shared/kernel/failure.ts';
import type { Db } from '../database.ts';
import { makeFolder, syncFile, syncFolder } from '../sync.ts';
import { first } from './0001-first.ts';
import { liveAndRepeat } from './0002-live-and-repeat.ts';
import { keptAndSeen } from './0003-kept-and-seen.ts';

/** In order; the version of a store is how many of them it has. */
export const migrations: readonly string[] = [first, liveAndRepeat, keptAndSeen];

export const copiesFolder = 'copies';

export const versionOf = (db: Db): number => db.pragma('user_version', { simple: true }) as number;

/** Fails with `store.newer`. */
export function refuseNewer(db: Db): void {
  const version = versionOf(db);
  if (version <= migrations.length) return;
  throw new FailureError(
    'store.newer',
    `This data folder was written by a newer Proofdesk (schema ${version}; this one knows ${migrations.length}). Nothing was changed.`,
  );
}

/**
 * Returns the version the store had. A copy of a store that holds anything is kept before it is changed.
 * @param before what must be done, durably, before migration `next` runs.
 */
export function migrate(db: Db, folder: string | null, before: (next: number) => void): number {
  refuseNewer(db);
  const version = versionOf(db);
  if (folder && version > 0 && version < migrations.length) keepCopy(db, folder, version);
  for (let next = version; next < migrations.length; next++) {
    before(next + 1);
    // One transaction each, the version inside it: a kill leaves the store before or after, never between.
    db.exec(`BEGIN IMMEDIATE; ${migrations[next]!} PRAGMA user_version = ${next + 1}; COMMIT;`);
  }
  return version;
}

/** Encrypted like the original, and whole: the name appears once everything is synced. */
function keepCopy(db: Db, folder: string, version: number): void {
  const copies = join(folder, copiesFolder);
  makeFolder(copies);
  const final = join(copies, `schema-${version}.sqlite`);
  const part = `${final}.part`;
  rmSync(part, { force: true });
  db.prepare('VACUUM INTO ?').run(part);
  syncFile(part);
  renameSync(part, final);
  syncFolder(copies);
}
