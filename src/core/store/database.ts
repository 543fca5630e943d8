// Core. How a database is opened: every page encrypted and authenticated (AEGIS-256, through SQLite3 Multiple Ciphers),
// so that a changed byte anywhere, write-ahead log included, is an error and never an answer.
import Database from 'better-sqlite3-multiple-ciphers';
import { corrupt } from './store-failure.ts';

export type Db = Database.Database;
export type Statement = Database.Statement;
export const inMemory = ':memory:';
export const rowsFile = 'proofdesk.sqlite';
export const keysFile = 'keys.sqlite';

/** @param pageKey 32 bytes; `null` in memory. */
export function openDatabase(path: string, pageKey: Uint8Array | null, mode: 'write' | 'read'): Db {
  const db = new Database(path, { readonly: mode === 'read', fileMustExist: mode === 'read' });
  try {
    if (pageKey) setPageKey(db, pageKey);
    if (mode === 'read') {
      db.pragma('query_only = ON');
    } else {
      db.pragma('journal_mode = WAL');
      db.pragma('synchronous = FULL');
      // What is deleted is overwritten, so that a destroyed key is not found in a free page.
      db.pragma('secure_delete = ON');
    }
    db.pragma('foreign_keys = ON');
    db.pragma('trusted_schema = OFF');
    // Sorts and temporary tables stay out of the file system.
    db.pragma('temp_store = MEMORY');
    return db;
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}

/** All of the write-ahead log into the database, and nothing left in it. `false`, at once, while somebody reads it. */
export function emptyLog(db: Db): boolean {
  const waitsMs = db.pragma('busy_timeout', { simple: true });
  db.pragma('busy_timeout = 0');
  try {
    const [{ busy }] = db.pragma('wal_checkpoint(TRUNCATE)') as [{ busy: number }];
    return busy === 0;
  } finally {
    db.pragma(`busy_timeout = ${waitsMs}`);
  }
}

export function setPageKey(db: Db, pageKey: Uint8Array): void {
  db.pragma(`cipher = 'aegis'`);
  db.pragma(`key = "raw:${Buffer.from(pageKey).toString('hex')}"`);
}

/** Reads every page that holds anything. Fails with `store.corrupt`. */
export function checkPages(
  db: Db,
  what: string,
  how: 'quick_check' | 'integrity_check' = 'quick_check',
): void {
  if (db.pragma(`${how}(1)`, { simple: true }) !== 'ok') throw corrupt(what);
}
