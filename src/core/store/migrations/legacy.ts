// Core. What data folders were before migration 3: pages in the clear, one master key that wrapped two keys a session.
// Its keys are carried into the keyring, so that everything sealed then still opens.
import { createDecipheriv, scryptSync } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3-multiple-ciphers';
import { z } from 'zod';
import type { Unlock } from '../../../shared/contract/core-port.ts';
import type { SessionId } from '../../../shared/domain/identifiers.ts';
import { FailureError } from '../../../shared/kernel/failure.ts';
import { type Db, rowsFile } from '../database.ts';
import type { Keyring } from '../keyring.ts';
import { unseal } from '../sealing.ts';
import { syncFile, syncFolder } from '../sync.ts';

const base64 = z.string().transform((text) => Buffer.from(text, 'base64'));
const passphraseFileSchema = z.object({
  kind: z.literal('passphrase'),
  salt: base64,
  nonce: base64,
  sealed: base64,
  tag: base64,
});

export function hasPlainPages(folder: string): boolean {
  const path = join(folder, rowsFile);
  if (!existsSync(path)) return false;
  const head = Buffer.alloc(16);
  const file = openSync(path, 'r');
  try {
    readSync(file, head, 0, head.length, 0);
  } finally {
    closeSync(file);
  }
  return head.toString('latin1') === 'SQLite format 3\0';
}

/** The key that wrapped everything. Fails with `store.key`. */
export function legacyMasterKey(folder: string, unlock: Unlock): Buffer {
  if (unlock.kind === 'secret') return Buffer.from(unlock.secret);
  try {
    if (unlock.kind !== 'passphrase') throw new Error('no recovery keys were made then');
    const path = join(folder, 'master-key.json');
    const file = passphraseFileSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
    const cost = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };
    const key = scryptSync(unlock.passphrase, file.salt, 32, cost);
    const cipher = createDecipheriv('aes-256-gcm', key, file.nonce);
    cipher.setAuthTag(file.tag);
    return Buffer.concat([cipher.update(file.sealed), cipher.final()]);
  } catch (thrown) {
    throw new FailureError('store.key', 'That does not open this data folder.', { cause: thrown });
  }
}

/** Fails with `store.key` where `masterKey` is not what this folder was sealed with; nothing was changed then. */
export function checkLegacyKey(folder: string, masterKey: Uint8Array): void {
  const db = new Database(join(folder, rowsFile));
  try {
    const sealed = db.prepare("SELECT value FROM meta WHERE name = 'master_key_check'").pluck().get();
    if (sealed) unseal(masterKey, 'proofdesk/master-key-check', sealed as Uint8Array);
  } catch (thrown) {
    if (!(thrown instanceof FailureError)) throw thrown;
    throw new FailureError('store.key', 'This data folder was sealed with another key.', { cause: thrown });
  } finally {
    db.close();
  }
}

/** The database with encrypted pages in place of the plain one: before the rename the one, after it the other. */
export function encryptPages(folder: string, pageKey: Uint8Array): void {
  const path = join(folder, rowsFile);
  const part = `${path}.part`;
  const plain = new Database(path);
  // Folds the write-ahead log in, so that the file is all there is.
  plain.pragma('journal_mode = DELETE');
  plain.close();
  copyFileSync(path, part);
  const db = new Database(part);
  db.pragma(`cipher = 'aegis'`);
  db.pragma(`rekey = "raw:${Buffer.from(pageKey).toString('hex')}"`);
  db.close();
  syncFile(part);
  renameSync(part, path);
  syncFolder(folder);
}

/** Durable before migration 3 drops the columns they come from; doing it twice does no harm. */
export function carryKeys(db: Db, keyring: Keyring, masterKey: Uint8Array): void {
  const rows = db.prepare('SELECT session_id, images_key, case_key FROM sessions').iterate();
  for (const raw of rows) {
    const row = raw as { session_id: SessionId; images_key: Buffer | null; case_key: Buffer | null };
    const images = row.images_key && unseal(masterKey, `key/${row.session_id}/images`, row.images_key);
    const rest = row.case_key && unseal(masterKey, `key/${row.session_id}/case`, row.case_key);
    keyring.create(row.session_id, {
      ...(images && { document_images: images, portrait: images, selfie_frames: images }),
      ...(rest && { templates: rest, fields: rest, decision: rest }),
    });
  }
}

export const dropLegacyPassphraseFile = (folder: string): void => {
  const path = join(folder, 'master-key.json');
  // The keychain's secret stays where main reads it; a sealed old master key has no use any more.
  if (existsSync(path) && readFileSync(path, 'utf8').includes('"passphrase"')) rmSync(path);
};
