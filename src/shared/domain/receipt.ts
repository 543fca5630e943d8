// Any process. The subject's side: the receipt an applicant takes along, and what whoever shows it can be told.
import { z } from 'zod';
import { caseIdSchema, sessionIdSchema } from './identifiers.ts';
import { dataKindSchema, deletionReceiptSchema, retentionClockSchema } from './retention.ts';
import { outcomeSchema } from './session.ts';

export const holdingSchema = z.object({
  kind: dataKindSchema,
  /** Images, or records. */
  items: z.number().int().min(0),
  bytes: z.number().int().min(0),
  /** `null` while its clock has not started: nobody has decided yet. */
  deleteAtMs: z.number().nullable(),
});
export type Holding = z.infer<typeof holdingSchema>;

export const receiptSchema = z.object({
  version: z.literal(1),
  /** The short code that the result screen shows too. */
  reference: z.string(),
  openedAtMs: z.number(),
  issuedAtMs: z.number(),
  /** `null`: the session ended without a result, and nothing of it is kept. */
  outcome: outcomeSchema.nullable(),
  policyVersion: z.string(),
  kept: z.array(holdingSchema.extend({ clock: retentionClockSchema })),
  /** SHA-256 of the station's public key, hexadecimal, and where its audit log stood. */
  station: z.string(),
  audit: z.object({ sequence: z.number().int(), hash: z.string() }),
});
export type Receipt = z.infer<typeof receiptSchema>;

/** Its canonical form: JSON without blanks, keys in the order of the schema. Its SHA-256 is the receipt's digest. */
export const receiptText = (receipt: Receipt): string => JSON.stringify(receiptSchema.parse(receipt));

/** What the QR code says, in the characters that make it small. */
export const receiptCode = (reference: string, digest: string): string =>
  `PROOFDESK:${reference}:${digest.toUpperCase()}`;

/**
 * A reference as typed, or a scanned receipt. `null` where it is neither. References have no I, L and O (Crockford's
 * base 32): whoever types one means 1 or 0.
 */
export function parseReceiptCode(text: string): { reference: string; digest: string | null } | null {
  const match = /^(?:PROOFDESK:)?([0-9A-Z]{4})-?([0-9A-Z]{4})(?::([0-9A-F]{64}))?$/.exec(
    text.replace(/\s/g, '').toUpperCase(),
  );
  if (!match) return null;
  const reference = `${match[1]}${match[2]}`.replaceAll('O', '0').replace(/[IL]/g, '1');
  return { reference, digest: match[3]?.toLowerCase() ?? null };
}

/** Everything that the station can say of one session without opening what is sealed. */
export const subjectSchema = z.object({
  sessionId: sessionIdSchema,
  /** `null` once everything is deleted, the reference too. */
  reference: z.string().nullable(),
  caseId: caseIdSchema.nullable(),
  receipts: z.array(z.object({ digest: z.string(), issuedAtMs: z.number() })),
  /** Whether the receipt that was shown is one of them; `null` where only a reference was given. */
  isGenuine: z.boolean().nullable(),
  kept: z.array(holdingSchema),
  deleted: z.array(deletionReceiptSchema.extend({ atMs: z.number() })),
  /** On legal hold: no clock runs, and erasure waits. */
  isHeld: z.boolean(),
  erasureRequestedAtMs: z.number().nullable(),
});
export type Subject = z.infer<typeof subjectSchema>;

/** One person's data as they get it: the JSON file of an export, and all that its PDF shows. */
export const subjectExportSchema = z.object({
  format: z.literal('proofdesk-subject'),
  version: z.literal(1),
  exportedAtMs: z.number(),
  subject: subjectSchema,
  openedAtMs: z.number(),
  consent: z.object({ text: z.string(), atMs: z.number() }).nullable(),
  policyVersion: z.string().nullable(),
  outcome: outcomeSchema.nullable(),
  /** Field names as `DocumentReading.fields` has them. */
  fields: z.record(z.string(), z.string()),
  checks: z.array(
    z.object({
      code: z.string(),
      status: z.string(),
      score: z.number().nullable(),
      threshold: z.number().nullable(),
      reasons: z.array(z.string()),
    }),
  ),
  decisions: z.array(
    z.object({
      verdict: z.string(),
      reason: z.string(),
      note: z.string(),
      decidedBy: z.enum(['policy', 'reviewer']),
      decidedAtMs: z.number(),
    }),
  ),
  images: z.array(
    z.object({
      role: z.string(),
      position: z.number(),
      widthPx: z.number(),
      heightPx: z.number(),
      /** JPEG, base64. */
      jpeg: z.base64(),
    }),
  ),
  /** Who touched it and when, from the audit log: acts and times, nobody's names. */
  acts: z.array(z.object({ act: z.string(), actor: z.string(), atMs: z.number() })),
});
export type SubjectExport = z.infer<typeof subjectExportSchema>;
