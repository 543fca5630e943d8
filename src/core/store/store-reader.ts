// Core. A second look at a store, beside the one writer or without it: cannot write, takes no lock, changes nothing.
import { join } from 'node:path';
import type { Unlock } from '../../shared/contract/core-port.ts';
import type { ImageFileId } from '../../shared/domain/identifiers.ts';
import { FailureError } from '../../shared/kernel/failure.ts';
import { KeyFile } from '../keys/key-file.ts';
import { AuditReader } from './audit-table.ts';
import { checkPages, type Db, keysFile, openDatabase, rowsFile } from './database.ts';
import { type Guard, Keyring } from './keyring.ts';
import { hasPlainPages } from './migrations/legacy.ts';
import { migrations, refuseNewer, versionOf } from './migrations/migrate.ts';
import { ReadHandle } from './read-handle.ts';
import { translateStoreError } from './store-failure.ts';

const older = () =>
  new FailureError(
    'store.older',
    'This data folder was written by an older Proofdesk. Start the app once, which brings it up to date.',
  );

const guard: Guard = (work) => {
  try {
    return work();
  } catch (thrown) {
    throw translateStoreError(thrown);
  }
};

/** Writes another file: the connection itself still cannot write to its own. */
function copyInto(db: Db, path: string): void {
  db.pragma('query_only = OFF');
  try {
    db.prepare('VACUUM INTO ?').run(path);
  } finally {
    db.pragma('query_only = ON');
  }
}

/** Asks as `ReadHandle` does; each query sees what was committed when it began. */
export class StoreReader extends ReadHandle {
  readonly keyFile: KeyFile;
  readonly keys: Keyring;
  readonly audited: AuditReader;
  readonly #rows: Db;
  readonly #keyring: Db;

  private constructor(keyFile: KeyFile, rows: Db, keyring: Db) {
    super(rows, guard);
    this.keyFile = keyFile;
    this.#rows = rows;
    this.#keyring = keyring;
    this.keys = new Keyring(keyring, keyFile.keys.wrapping, guard, 'read');
    this.audited = new AuditReader(rows);
  }

  /** Fails with `file.missing` where there is no store, `store.key`, `store.corrupt`, `store.newer`, or `store.older`. */
  static open(folder: string, unlock: Unlock): StoreReader {
    return guard(() => {
      if (hasPlainPages(folder)) throw older();
      const keyFile = KeyFile.open(folder, unlock);
      if (!keyFile) {
        throw new FailureError('file.missing', `There is no data folder of Proofdesk at ${folder}.`);
      }
      return StoreReader.openWith(folder, keyFile);
    });
  }

  /** With keys that are opened already. */
  static openWith(folder: string, keyFile: KeyFile): StoreReader {
    return guard(() => {
      const rows = openDatabase(join(folder, rowsFile), keyFile.keys.rowPages, 'read');
      try {
        refuseNewer(rows);
        if (versionOf(rows) < migrations.length) throw older();
        const keyring = openDatabase(join(folder, keysFile), keyFile.keys.keyPages, 'read');
        return new StoreReader(keyFile, rows, keyring);
      } catch (thrown) {
        rows.close();
        throw thrown;
      }
    });
  }

  /** `work` sees one state of the store, whatever is written meanwhile. */
  snapshot<T>(work: () => T): T {
    this.#rows.exec('BEGIN');
    try {
      return work();
    } finally {
      this.#rows.exec('COMMIT');
    }
  }

  /** All image files that rows name, in order; not all in memory. */
  *imageFileIds(): Generator<ImageFileId> {
    const rows = this.#rows.prepare('SELECT file_id FROM image_files ORDER BY file_id').pluck().iterate();
    for (const fileId of rows) yield fileId as ImageFileId;
  }

  /** One state of the rows, encrypted as they are, in a new file. */
  copyRows(path: string): void {
    guard(() => copyInto(this.#rows, path));
  }

  copyKeyring(path: string): void {
    guard(() => copyInto(this.#keyring, path));
  }

  /** Reads every page and every index. Fails with `store.corrupt`. */
  check(): void {
    guard(() => {
      checkPages(this.#rows, 'The database', 'integrity_check');
      checkPages(this.#keyring, 'The database of keys', 'integrity_check');
    });
  }

  close(): void {
    this.#rows.close();
    this.#keyring.close();
  }
}
