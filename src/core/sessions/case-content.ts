// Core. The sealed part of a case: everything personal that reviewers see, as one JSON document.
import { z } from 'zod';
import { checkSchema, imageRoleSchema } from '../../shared/domain/check.ts';
import { documentReadingSchema } from '../../shared/domain/document.ts';
import { artefactIdSchema } from '../../shared/domain/identifiers.ts';
import { applicantResultSchema } from '../../shared/domain/session.ts';

export const caseContentSchema = z.object({
  checks: z.array(checkSchema),
  document: documentReadingSchema.nullable(),
  models: z.array(z.object({ name: z.string(), version: z.string(), sha256: z.string() })),
  timings: z.record(z.string(), z.number()),
  /** What a replay needs: `null` in cases from before there was any. */
  origin: z
    .object({
      /** Of every photograph that was analysed. */
      inputs: z.array(z.object({ artefactId: artefactIdSchema, role: imageRoleSchema, sha256: z.string() })),
      codeSha256: z.string(),
      policySha256: z.string(),
    })
    .nullable()
    .default(null),
});
export type CaseContent = z.infer<typeof caseContentSchema>;

/** Of numbers in evidence: a hundredth of a pixel in a photograph of 9,999. */
const digits = 6;

/**
 * Evidence is drawn and read, not computed with: digits that nobody sees are a fifth of what a case takes. Scores stay as they
 * are, because replays compare them.
 */
export const shortened = (content: CaseContent): CaseContent => ({
  ...content,
  checks: content.checks.map((check) => ({ ...check, evidence: shortNumbers(check.evidence) })),
});

function shortNumbers<Value>(value: Value): Value {
  // Whole numbers are times and counts: every digit of them is seen.
  if (typeof value === 'number')
    return (Number.isInteger(value) ? value : Number(value.toPrecision(digits))) as Value;
  if (Array.isArray(value)) return value.map(shortNumbers) as Value;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]) => [name, shortNumbers(inner)]);
  return Object.fromEntries(entries) as Value;
}

/** What seals are bound to: a blob does not open in another session or another column. */
export const sealContext = {
  content: (sessionId: string) => `${sessionId}/content`,
  result: (sessionId: string) => `${sessionId}/result`,
  camera: (sessionId: string) => `${sessionId}/camera`,
  devices: (sessionId: string) => `${sessionId}/devices`,
  challenge: (sessionId: string) => `${sessionId}/challenge`,
  note: (sessionId: string) => `${sessionId}/note`,
  holdNote: (sessionId: string) => `${sessionId}/hold-note`,
};

export { applicantResultSchema };
