// Any process. The audit log as it is written down: a chain of entries, heads signed over it, and the file that an
// auditor gets. Everything needed to verify that file without our code stands here.
import { z } from 'zod';

/** What can be done to somebody's data, or to the station. */
export const acts = [
  'station.created',
  'station.started',
  'policy.changed',
  'session.opened',
  'session.consented',
  'session.document_chosen',
  'session.camera',
  'session.captured',
  'session.read',
  'session.checked',
  'session.challenged',
  'session.retried',
  'session.closed',
  'case.filed',
  'case.claimed',
  'case.released',
  'case.viewed',
  'case.image_viewed',
  'case.decided',
  'case.held',
  'case.unheld',
  'case.replayed',
  'receipt.issued',
  'subject.found',
  'subject.exported',
  'subject.erasure_requested',
  'data.deleted',
  'reviewer.created',
  'reviewer.signed_in',
  'reviewer.refused',
  'reviewer.signed_out',
  'audit.exported',
  'keys.rotated',
  'keys.recovery_made',
  'keys.unlock_changed',
  'backup.made',
  'backup.restored',
  'clock.accepted',
  'store.migrated',
  'store.copy_deleted',
] as const;
export const actSchema = z.enum(acts);
export type Act = z.infer<typeof actSchema>;

/** Who acted: the program itself, the applicant's screen, whoever has the command line, or a reviewer by identifier. */
export const actorSchema = z.string().regex(/^(station|kiosk|operator|reviewer:[0-9a-f-]{36})$/);

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`));
export const noHash = '0'.repeat(64);

/** Holds identifiers made by chance, codes, counts and digests: never what was read, nor who somebody is. */
export const auditEntrySchema = z.object({
  type: z.literal('entry'),
  /** From 1, without a gap. */
  sequence: z.int().min(1),
  atMs: z.int(),
  act: actSchema,
  actor: actorSchema,
  /** The session it is about. */
  subject: z.uuid().nullable(),
  /**
   * JSON text of a flat object, in one line. The hash is over this text, character for character; half a surrogate
   * pair is none (in UTF-8 all would be the same).
   */
  details: z.string().regex(/^\{[^\n\ud800-\udfff]*\}$/u),
  /** SHA-256 of `entryText`, in hexadecimal. */
  hash: hex(32),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

/** What an entry's hash is over, in UTF-8: seven lines, the last without an end. `previous` is `noHash` for the first. */
export const entryText = (
  previous: string,
  entry: Omit<AuditEntry, 'hash' | 'type' | 'act'> & { readonly act: string },
): string =>
  [previous, entry.sequence, entry.atMs, entry.act, entry.actor, entry.subject ?? '', entry.details].join(
    '\n',
  );

/** Where a chain ends. Before the first entry: 0 and `noHash`. */
export interface ChainEnd {
  readonly sequence: number;
  readonly hash: string;
}

/** 64 bytes have one form in base64, and an Ed25519 key has one in SubjectPublicKeyInfo: no other is read. */
const signature = z.string().regex(/^[A-Za-z0-9+/]{85}[AQgw]==$/);
const ed25519PublicKey = z.string().regex(/^MCowBQYDK2VwAyEA[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/);

/** Says that at `atMs` the chain ended with entry `sequence`, whose hash is `hash`. At most one over each entry. */
export const auditHeadSchema = z.object({
  type: z.literal('head'),
  sequence: z.int().min(1),
  atMs: z.int(),
  hash: hex(32),
  /** Ed25519 over `headText`, base64. */
  signature,
});
export type AuditHead = z.infer<typeof auditHeadSchema>;

export const headText = (head: Pick<AuditHead, 'sequence' | 'atMs' | 'hash'>): string =>
  ['proofdesk audit head', head.sequence, head.atMs, head.hash].join('\n');

/**
 * First line of an export, signed when the file is written: how many lines follow and where the chain ended then, so
 * that a file cut short shows. All lines are JSON, keys in the order of these schemas, no space between, each ended
 * by one line feed: this one, then entries in order, each head right after the entry that it is over.
 */
export const auditExportSchema = z.object({
  type: z.literal('proofdesk-audit'),
  version: z.literal(1),
  /** Ed25519, SubjectPublicKeyInfo in DER, base64. Its fingerprint is the SHA-256 of those bytes. */
  publicKey: ed25519PublicKey,
  atMs: z.int(),
  entries: z.int().min(0),
  heads: z.int().min(0),
  /** Of the last entry; `noHash` where there is none. */
  hash: hex(32),
  /** Ed25519 over `exportText`, base64. */
  signature,
});
export type AuditExport = z.infer<typeof auditExportSchema>;
export type SignedExport = Pick<AuditExport, 'atMs' | 'entries' | 'heads' | 'hash'>;

export const exportText = ({ atMs, entries, heads, hash }: SignedExport): string =>
  ['proofdesk audit export', 1, atMs, entries, heads, hash].join('\n');

/** Any line of an export. Which acts there are is no matter of the chain: later versions know more. */
export const auditLineSchema = z.discriminatedUnion('type', [
  auditExportSchema,
  auditEntrySchema.extend({ act: z.string().regex(/^[a-z_.]+$/) }),
  auditHeadSchema,
]);
export type AuditLine = z.infer<typeof auditLineSchema>;
