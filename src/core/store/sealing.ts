// Core. Encryption of everything personal: AES-256-GCM (NIST SP 800-38D), a data key for each session and purpose,
// wrapped by the master key. Destroying the wrapped key destroys what it sealed, wherever copies of that lie.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { corrupt } from './store-failure.ts';

const algorithm = 'aes-256-gcm';
const formatVersion = 1;
/** 96-bit nonces and 128-bit tags, as SP 800-38D recommends. A data key seals some dozens of messages. */
const nonceBytes = 12;
const tagBytes = 16;
const headBytes = 1 + nonceBytes + tagBytes;

export const newKey = (): Buffer => randomBytes(32);

/** `context` (whose and what) is authenticated: a sealed blob put in another one's place does not open. */
export function seal(key: Uint8Array, context: string, plain: Uint8Array): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(context, 'utf8'));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.from([formatVersion]), nonce, cipher.getAuthTag(), body]);
}

/** Fails with `store.corrupt` when a bit has changed, the key is another one, or the context is. */
export function unseal(key: Uint8Array, context: string, sealed: Uint8Array): Buffer {
  if (sealed.byteLength < headBytes || sealed[0] !== formatVersion) throw corrupt('A sealed record');
  const nonce = sealed.subarray(1, 1 + nonceBytes);
  const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(context, 'utf8'));
  decipher.setAuthTag(sealed.subarray(1 + nonceBytes, headBytes));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(headBytes)), decipher.final()]);
  } catch {
    throw corrupt('A sealed record');
  }
}

export const sealJson = (key: Uint8Array, context: string, value: unknown): Buffer =>
  seal(key, context, Buffer.from(JSON.stringify(value), 'utf8'));

export const unsealJson = (key: Uint8Array, context: string, sealed: Uint8Array): unknown =>
  JSON.parse(unseal(key, context, sealed).toString('utf8'));
