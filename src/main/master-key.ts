// Main. The master key that opens the store: kept by the operating system's keychain, or opened by a passphrase.
import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { safeStorage } from 'electron';
import { z } from 'zod';
import { FailureError } from '../shared/kernel/failure.ts';

/** OWASP's recommendation for scrypt (2^17, 8, 1): 128 MiB, about half a second at start. */
const scryptCost = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };

const base64 = z.string().transform((text) => Buffer.from(text, 'base64'));
const sealedKeySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('keychain'), sealed: base64 }),
  z.object({ kind: z.literal('passphrase'), salt: base64, nonce: base64, sealed: base64, tag: base64 }),
]);

/** 32 bytes, made at the first start. Throws `store.key` where nothing safe can keep it, or what should open it does not. */
export function openMasterKey(dataFolder: string, passphrase: string | undefined): Uint8Array {
  const file = join(dataFolder, 'master-key.json');
  const existing = readKeyFile(file);
  if (existing) return unseal(existing, passphrase);
  const key = randomBytes(32);
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  writeFileSync(`${file}.part`, JSON.stringify(seal(key, passphrase)), { mode: 0o600, flush: true });
  renameSync(`${file}.part`, file);
  return key;
}

function readKeyFile(file: string): z.infer<typeof sealedKeySchema> | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new FailureError('store.key', 'The file that holds the sealed master key cannot be read.', {
      cause: thrown,
    });
  }
  try {
    return sealedKeySchema.parse(JSON.parse(text));
  } catch (thrown) {
    throw new FailureError('store.key', 'The file that holds the sealed master key is damaged.', {
      cause: thrown,
    });
  }
}

/** `basic_text` on Linux means a constant in Chromium's source: no protection at all, so it does not count. */
const keychainIsSafe = (): boolean =>
  safeStorage.isEncryptionAvailable() &&
  (process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text');

function seal(key: Buffer, passphrase: string | undefined): Record<string, string> {
  if (passphrase) {
    const salt = randomBytes(16);
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', scryptSync(passphrase, salt, 32, scryptCost), nonce);
    const sealed = Buffer.concat([cipher.update(key), cipher.final()]);
    const parts = { salt, nonce, sealed, tag: cipher.getAuthTag() };
    return { kind: 'passphrase', ...mapValues(parts, (part) => part.toString('base64')) };
  }
  if (!keychainIsSafe()) {
    throw new FailureError(
      'store.key',
      'This computer has no keychain that could keep the key of the store. Unlock a keyring (GNOME Keyring or KWallet), or set PROOFDESK_PASSPHRASE.',
    );
  }
  return { kind: 'keychain', sealed: safeStorage.encryptString(key.toString('base64')).toString('base64') };
}

function unseal(sealed: z.infer<typeof sealedKeySchema>, passphrase: string | undefined): Uint8Array {
  try {
    if (sealed.kind === 'keychain') return Buffer.from(safeStorage.decryptString(sealed.sealed), 'base64');
    if (!passphrase)
      throw new FailureError('store.key', 'The store is locked. Set PROOFDESK_PASSPHRASE to open it.');
    const cipher = createDecipheriv(
      'aes-256-gcm',
      scryptSync(passphrase, sealed.salt, 32, scryptCost),
      sealed.nonce,
    );
    cipher.setAuthTag(sealed.tag);
    return Buffer.concat([cipher.update(sealed.sealed), cipher.final()]);
  } catch (thrown) {
    if (thrown instanceof FailureError) throw thrown;
    const what = sealed.kind === 'keychain' ? 'The keychain of this computer' : 'That passphrase';
    throw new FailureError('store.key', `${what} does not open the store.`, { cause: thrown });
  }
}

const mapValues = <K extends string, A, B>(object: Record<K, A>, change: (value: A) => B): Record<K, B> =>
  Object.fromEntries(Object.entries<A>(object).map(([key, value]) => [key, change(value)])) as Record<K, B>;
