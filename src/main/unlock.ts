// Main. What opens the store: a secret that the operating system's keychain keeps, or a passphrase; or, once, the
// recovery key, after which one of the two opens it again. Core derives keys from it; main keeps none.
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { safeStorage } from 'electron';
import { z } from 'zod';
import type { Unlock } from '../shared/contract/core-port.ts';
import { FailureError } from '../shared/kernel/failure.ts';

const secretFileSchema = z.object({ kind: z.literal('keychain'), sealed: z.base64() });
const nameOfFile = 'master-key.json';

/**
 * Throws `store.key` where nothing safe can keep a secret, or the keychain does not open it.
 * @param environment takes PROOFDESK_PASSPHRASE and PROOFDESK_RECOVERY_KEY, which are removed from it.
 */
export function readUnlock(
  dataFolder: string,
  environment: NodeJS.ProcessEnv,
): { unlock: Unlock; changeUnlock: Unlock | null } {
  const { PROOFDESK_PASSPHRASE: passphrase, PROOFDESK_RECOVERY_KEY: code } = environment;
  delete environment.PROOFDESK_PASSPHRASE;
  delete environment.PROOFDESK_RECOVERY_KEY;
  const usual = (mayReplace: boolean): Unlock =>
    passphrase
      ? { kind: 'passphrase', passphrase }
      : { kind: 'secret', secret: keychainSecret(dataFolder, mayReplace) };
  return code
    ? { unlock: { kind: 'recovery', code }, changeUnlock: usual(true) }
    : { unlock: usual(false), changeUnlock: null };
}

/** 32 bytes, made at the first start; after a recovery a new one takes the place of one that does not open. */
function keychainSecret(dataFolder: string, mayReplace: boolean): Uint8Array {
  if (!keychainIsSafe()) {
    throw new FailureError(
      'store.key',
      'This computer has no keychain that could keep the key of the store. Unlock a keyring (GNOME Keyring or KWallet), or set PROOFDESK_PASSPHRASE.',
    );
  }
  const file = join(dataFolder, nameOfFile);
  try {
    return Buffer.from(safeStorage.decryptString(Buffer.from(readSecretFile(file), 'base64')), 'base64');
  } catch (thrown) {
    const isMissing = (thrown as NodeJS.ErrnoException).code === 'ENOENT';
    if (!isMissing && !mayReplace) {
      throw new FailureError(
        'store.key',
        'The keychain of this computer does not open the store. Start once with PROOFDESK_RECOVERY_KEY set to the recovery key.',
        { cause: thrown },
      );
    }
  }
  const secret = randomBytes(32);
  const sealed = safeStorage.encryptString(secret.toString('base64')).toString('base64');
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  writeFileSync(`${file}.part`, JSON.stringify({ kind: 'keychain', sealed }), { mode: 0o600, flush: true });
  renameSync(`${file}.part`, file);
  return secret;
}

const readSecretFile = (file: string): string =>
  secretFileSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).sealed;

/** `basic_text` on Linux means a constant in Chromium's source: no protection at all, so it does not count. */
const keychainIsSafe = (): boolean =>
  safeStorage.isEncryptionAvailable() &&
  (process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text');
