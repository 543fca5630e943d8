// Core. Encryption of everything personal: AES-256-GCM (NIST SP 800-38D), a data key for each session and purpose,
// wrapped by the master key. Destroying the wrapped key destroys what it sealed, wherever copies of that lie.
import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { corrupt } from './store-failure.ts';

const algorithm = 'aes-256-gcm';
const formatVersion = 1;
/** 96-bit nonces and 128-bit tags, as SP 800-38D recommends. A data key seals some dozens of messages. */
const nonceBytes = 12;
const tagBytes = 16;
const headBytes = 1 + nonceBytes + tagBytes;

export const newKey = (): Buffer => randomBytes(32);

/** Node takes 20 microseconds longer over a key that it is given as bytes. */
const secret = (key: Uint8Array) => createSecretKey(key);

/** `context` (whose and what) is authenticated: a sealed blob put in another one's place does not open. */
export function seal(key: Uint8Array, context: string, plain: Uint8Array): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, secret(key), nonce, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(context, 'utf8'));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.from([formatVersion]), nonce, cipher.getAuthTag(), body]);
}

/** Fails with `store.corrupt` when a bit has changed, the key is another one, or the context is. */
export function unseal(key: Uint8Array, context: string, sealed: Uint8Array): Buffer {
  if (sealed.byteLength < headBytes || sealed[0] !== formatVersion) throw corrupt('A sealed record');
  const nonce = sealed.subarray(1, 1 + nonceBytes);
  const decipher = createDecipheriv(algorithm, secret(key), nonce, { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(context, 'utf8'));
  decipher.setAuthTag(sealed.subarray(1 + nonceBytes, headBytes));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(headBytes)), decipher.final()]);
  } catch {
    throw corrupt('A sealed record');
  }
}

/** Zstandard's magic number (RFC 8878, 3.1.1); no JSON text begins so. */
const zstdMagic = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
/** Smaller records have little to gain. The content of a case, 59 KB, becomes 18 KB in a third of a millisecond. */
const compressedFromBytes = 2048;

export function sealJson(key: Uint8Array, context: string, value: unknown): Buffer {
  const text = Buffer.from(JSON.stringify(value), 'utf8');
  return seal(key, context, text.byteLength < compressedFromBytes ? text : zstdCompressSync(text));
}

/** What was sealed before there was compression opens as well. */
export function unsealJson(key: Uint8Array, context: string, sealed: Uint8Array): unknown {
  const plain = unseal(key, context, sealed);
  const text = plain.subarray(0, 4).equals(zstdMagic) ? zstdDecompressSync(plain) : plain;
  return JSON.parse(text.toString('utf8'));
}
