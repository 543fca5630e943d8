// Core. The station's signing key (Ed25519): made once, kept sealed by the caller, signs where the audit log stands.
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hash,
  type KeyObject,
  sign,
} from 'node:crypto';
import {
  type AuditExport,
  type AuditHead,
  exportText,
  headText,
  type SignedExport,
} from '../../shared/domain/audit.ts';

export interface StationKey {
  readonly privateKey: KeyObject;
  /** SubjectPublicKeyInfo in DER, base64. */
  readonly publicKey: string;
  /** SHA-256 of those DER bytes, in hexadecimal: what people compare. */
  readonly fingerprint: string;
}

export const newStationKey = (): StationKey => stationKey(generateKeyPairSync('ed25519').privateKey);

/** `bytes` as `stationKeyBytes` gave them. Throws where they are no Ed25519 key. */
export function openStationKey(bytes: Uint8Array): StationKey {
  const privateKey = createPrivateKey({ key: Buffer.from(bytes), format: 'der', type: 'pkcs8' });
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new Error('The station key is not Ed25519.');
  return stationKey(privateKey);
}

/** The private key, PKCS8 in DER, in the clear: the caller seals it, and wipes what this returned. */
export const stationKeyBytes = ({ privateKey }: StationKey): Buffer =>
  privateKey.export({ format: 'der', type: 'pkcs8' });

function stationKey(privateKey: KeyObject): StationKey {
  const der = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return { privateKey, publicKey: der.toString('base64'), fingerprint: hash('sha256', der) };
}

const signed = (key: StationKey, text: string) =>
  sign(null, Buffer.from(text), key.privateKey).toString('base64');

export function signHead(
  key: StationKey,
  { sequence, atMs, hash }: Pick<AuditHead, 'sequence' | 'atMs' | 'hash'>,
): AuditHead {
  return {
    type: 'head',
    sequence,
    atMs,
    hash,
    signature: signed(key, headText({ sequence, atMs, hash })),
  };
}

/** The first line of an export: how many entries and heads follow, and where the log ends. */
export function signExport(key: StationKey, { atMs, entries, heads, hash }: SignedExport): AuditExport {
  return {
    type: 'proofdesk-audit',
    version: 1,
    publicKey: key.publicKey,
    atMs,
    entries,
    heads,
    hash,
    signature: signed(key, exportText({ atMs, entries, heads, hash })),
  };
}
