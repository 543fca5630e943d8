// Core. What is looked at before a store is opened, so that nothing that was kept is taken for nothing.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Unlock } from '../../shared/contract/core-port.ts';
import { FailureError } from '../../shared/kernel/failure.ts';
import { KeyFile, makeKeys } from '../keys/key-file.ts';
import { readAuditHead } from './audit-head-file.ts';
import { checkPages, keysFile, openDatabase, rowsFile } from './database.ts';
import { checkLegacyKey, legacyMasterKey } from './migrations/legacy.ts';
import { refuseNewer } from './migrations/migrate.ts';

/** Where nothing was ever kept, or only what an older version kept. Fails with `store.key` where the file was lost. */
export function createKeyFile(folder: string, unlock: Unlock, isPlain: boolean): KeyFile {
  if (isPlain) {
    const hashes = legacyMasterKey(folder, unlock);
    checkLegacyKey(folder, hashes);
    return KeyFile.create(folder, unlock, makeKeys({ hashes }));
  }
  if (existsSync(join(folder, rowsFile)) || existsSync(join(folder, keysFile))) {
    throw new FailureError(
      'store.key',
      'The file that holds the sealed keys is missing. Restore it from a copy.',
    );
  }
  return KeyFile.create(folder, unlock, makeKeys());
}

/** A database that is gone must not be taken for one that was never there: an empty one would look like deletion. */
export function refuseLost(folder: string): void {
  const hasRows = existsSync(join(folder, rowsFile));
  const hasKeys = existsSync(join(folder, keysFile));
  // The keyring is made first: without rows, this may be a first start that was cut short.
  const isBegun = hasKeys && readAuditHead(folder) === null;
  if (hasRows === hasKeys || isBegun) return;
  throw new FailureError(
    'store.corrupt',
    `${hasRows ? keysFile : rowsFile} is missing from the data folder. Restore it from a copy; nothing was changed.`,
  );
}

/** Before anything is written: a damaged or newer store stays as it is. */
export function refuseDamagedPlain(folder: string): void {
  const db = openDatabase(join(folder, rowsFile), null, 'read');
  try {
    refuseNewer(db);
    checkPages(db, 'The database');
  } finally {
    db.close();
  }
}
