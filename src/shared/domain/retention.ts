// Any process. What is kept of an applicant, by kind: each kind has a key of its own, a clock of its own, and a receipt
// when it goes.
import { z } from 'zod';

export const dataKinds = [
  'document_images',
  'portrait',
  'selfie_frames',
  'templates',
  'fields',
  'decision',
] as const;
export const dataKindSchema = z.enum(dataKinds);
export type DataKind = z.infer<typeof dataKindSchema>;

/** When a kind goes: `days` after the decision, or after it was taken, decided or not. 0 days: at once. */
export const retentionClockSchema = z.object({
  after: z.enum(['decision', 'capture']),
  days: z.number().int().min(0).max(36_500),
});
export type RetentionClock = z.infer<typeof retentionClockSchema>;

/** Why something was deleted: a clock ran out, the subject asked, no case came of it, or it was photographed again. */
export const deletionRules = ['clock', 'request', 'no_case', 'replaced'] as const;
export const deletionRuleSchema = z.enum(deletionRules);
export type DeletionRule = z.infer<typeof deletionRuleSchema>;

/** Details of a `data.deleted` entry: the receipt of a deletion. Its subject is the session's identifier. */
export const deletionReceiptSchema = z.object({
  kind: dataKindSchema,
  rule: deletionRuleSchema,
  bytes: z.number().int().min(0),
  files: z.number().int().min(0),
  policy: z.string(),
});
export type DeletionReceipt = z.infer<typeof deletionReceiptSchema>;
