// Core. Forward-only migrations. `user_version` says which the store has seen; a store from a newer Proofdesk is refused.
import type Database from 'better-sqlite3';
import { FailureError } from '../../../shared/kernel/failure.ts';
import { first } from './0001-first.ts';
import { liveAndRepeat } from './0002-live-and-repeat.ts';

/** In order; the version of a store is how many of them it has. */
export const migrations: readonly string[] = [first, liveAndRepeat];

export function migrate(db: Database.Database): void {
  const version = db.pragma('user_version', { simple: true }) as number;
  if (version > migrations.length) {
    throw new FailureError(
      'store.newer',
      `This data folder was written by a newer Proofdesk (schema ${version}; this one knows ${migrations.length}). Nothing was changed.`,
    );
  }
  for (let next = version; next < migrations.length; next++) {
    // One transaction each, the version inside it: a kill leaves the store before or after, never between.
    db.exec(`BEGIN IMMEDIATE; ${migrations[next]!} PRAGMA user_version = ${next + 1}; COMMIT;`);
  }
}
