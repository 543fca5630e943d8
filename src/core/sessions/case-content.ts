// Core. The sealed part of a case: everything personal that reviewers see, as one JSON document.
import { z } from 'zod';
import { checkSchema } from '../../shared/domain/check.ts';
import { documentReadingSchema } from '../../shared/domain/document.ts';
import { applicantResultSchema } from '../../shared/domain/session.ts';

export const caseContentSchema = z.object({
  checks: z.array(checkSchema),
  document: documentReadingSchema.nullable(),
  models: z.array(z.object({ name: z.string(), version: z.string(), sha256: z.string() })),
  timings: z.record(z.string(), z.number()),
});
export type CaseContent = z.infer<typeof caseContentSchema>;

/** What seals are bound to: a blob does not open in another session or another column. */
export const sealContext = {
  content: (sessionId: string) => `${sessionId}/content`,
  result: (sessionId: string) => `${sessionId}/result`,
  camera: (sessionId: string) => `${sessionId}/camera`,
  challenge: (sessionId: string) => `${sessionId}/challenge`,
  note: (sessionId: string) => `${sessionId}/note`,
};

export { applicantResultSchema };
