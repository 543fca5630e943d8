// Core. One Proofdesk to a data folder. The lock is the operating system's (through SQLite, on a file of its own, so
// that the database stays readable to a reader): the kernel lets go of it when the process ends, however it ends.
import { join } from 'node:path';
import Database from 'better-sqlite3-multiple-ciphers';
import { translateStoreError } from './store-failure.ts';

/** Fails with `store.in_use`. Returns what lets go. */
export function lockFolder(folder: string): () => void {
  try {
    const db = new Database(join(folder, 'lock.sqlite'), { timeout: 0 });
    try {
      db.exec('BEGIN EXCLUSIVE');
    } catch (thrown) {
      db.close();
      throw thrown;
    }
    return () => db.close();
  } catch (thrown) {
    throw translateStoreError(thrown);
  }
}
