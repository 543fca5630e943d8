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
  'store.migrated',
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
  /** JSON text of a flat object. The hash is over this text, character for character. */
  details: z.string(),
  /** SHA-256 of `entryText`, in hexadecimal. */
  hash: hex(32),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

/** What an entry's hash is over, in UTF-8: seven lines, the last without an end. `previous` is `noHash` for the first. */
export const entryText = (previous: string, entry: Omit<AuditEntry, 'hash' | 'type'>): string =>
  [previous, entry.sequence, entry.atMs, entry.act, entry.actor, entry.subject ?? '', entry.details].join(
    '\n',
  );

/** Says that at `atMs` the chain ended with entry `sequence`, whose hash is `hash`. */
export const auditHeadSchema = z.object({
  type: z.literal('head'),
  sequence: z.int().min(0),
  atMs: z.int(),
  hash: hex(32),
  /** Ed25519 over `headText`, base64. */
  signature: z.base64(),
});
export type AuditHead = z.infer<typeof auditHeadSchema>;

export const headText = (head: Pick<AuditHead, 'sequence' | 'atMs' | 'hash'>): string =>
  ['proofdesk audit head', head.sequence, head.atMs, head.hash].join('\n');

/**
 * First line of an export. Its head is signed when the file is written and says where the chain ended then, so that a
 * file cut short shows. All lines are JSON: this one, then entries in order, then heads in order.
 */
export const auditExportSchema = z.object({
  type: z.literal('proofdesk-audit'),
  version: z.literal(1),
  /** Ed25519, SubjectPublicKeyInfo in DER, base64. Its fingerprint is the SHA-256 of those bytes. */
  publicKey: z.base64(),
  end: auditHeadSchema,
});
export type AuditExport = z.infer<typeof auditExportSchema>;
