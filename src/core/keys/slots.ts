// Core. Ways to open the master key, as slots of one another's right: a secret that the keychain keeps, a passphrase,
// the recovery code. Each derives a key of its own, under which the master key is sealed.
import { hkdfSync, randomBytes, scryptSync } from 'node:crypto';
import { z } from 'zod';
import type { Unlock } from '../../shared/contract/core-port.ts';
import { FailureError } from '../../shared/kernel/failure.ts';
import { seal, unseal } from '../store/sealing.ts';

/** OWASP's recommendation for scrypt (2^17, 8, 1): 128 MiB, about half a second at start. */
const scryptCost = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };

export const base64Schema = z.base64().transform((text) => Buffer.from(text, 'base64'));
export const slotKinds = ['secret', 'passphrase', 'recovery'] as const;
export type SlotKind = (typeof slotKinds)[number];

export const slotSchema = z.object({ kind: z.enum(slotKinds), salt: base64Schema, sealed: base64Schema });
export type Slot = z.infer<typeof slotSchema>;

/** What opens one slot; kept in memory, so that the slot can be made again when the master key changes. */
export interface SlotKey {
  readonly kind: SlotKind;
  readonly salt: Buffer;
  readonly key: Buffer;
}

/** The code has 160 random bits: it needs no slow derivation. A passphrase does. */
function derive(kind: SlotKind, given: Uint8Array | string, salt: Buffer): SlotKey {
  const bytes = typeof given === 'string' ? Buffer.from(given.normalize('NFKC'), 'utf8') : given;
  const key =
    kind === 'passphrase'
      ? scryptSync(bytes, salt, 32, scryptCost)
      : Buffer.from(hkdfSync('sha256', bytes, salt, `proofdesk/slot/${kind}`, 32));
  return { kind, salt, key };
}

export const sealSlot = ({ kind, salt, key }: SlotKey, masterKey: Uint8Array): Slot => ({
  kind,
  salt: Buffer.from(salt),
  sealed: Buffer.from(seal(key, `master-key/${kind}`, masterKey)),
});

export const newSlotKey = (kind: SlotKind, given: Uint8Array | string): SlotKey =>
  derive(kind, given, randomBytes(16));

const given = (unlock: Unlock): { kind: SlotKind; value: Uint8Array | string } =>
  unlock.kind === 'secret'
    ? { kind: 'secret', value: unlock.secret }
    : unlock.kind === 'passphrase'
      ? { kind: 'passphrase', value: unlock.passphrase }
      : { kind: 'recovery', value: recoveryBytes(unlock.code) };

export const slotKeyOf = (unlock: Unlock): SlotKey => {
  const { kind, value } = given(unlock);
  return newSlotKey(kind, value);
};

const words = {
  secret: 'The keychain of this computer',
  passphrase: 'That passphrase',
  recovery: 'That recovery key',
} as const;
const hints = {
  secret: 'It was set up with a passphrase: set PROOFDESK_PASSPHRASE.',
  passphrase: 'It was set up with the keychain of its computer.',
  recovery: 'No recovery key was ever made for it.',
} as const;

/** Fails with `store.key`. */
export function openSlot(slots: readonly Slot[], unlock: Unlock): { masterKey: Buffer; slotKey: SlotKey } {
  const { kind, value } = given(unlock);
  const slot = slots.find((one) => one.kind === kind);
  if (!slot)
    throw new FailureError('store.key', `${words[kind]} does not open this data folder. ${hints[kind]}`);
  const slotKey = derive(kind, value, slot.salt);
  try {
    return { masterKey: unseal(slotKey.key, `master-key/${kind}`, slot.sealed), slotKey };
  } catch (thrown) {
    throw new FailureError('store.key', `${words[kind]} does not open this data folder.`, { cause: thrown });
  }
}

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** 160 random bits in Crockford's base 32, in eight groups of four. */
export const newRecoveryCode = (): string =>
  [...randomBytes(32)]
    .map((byte) => alphabet[byte % 32])
    .join('')
    .replace(/(.{4})(?!$)/g, '$1-');

/** Read leniently: case, spaces and dashes do not matter, and the letters that look like digits are digits. */
function recoveryBytes(code: string): Buffer {
  const plain = code.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  if (plain.length !== 32 || [...plain].some((letter) => !alphabet.includes(letter))) {
    throw new FailureError('store.key', 'A recovery key has 32 letters and digits, in eight groups of four.');
  }
  return Buffer.from(plain, 'ascii');
}
