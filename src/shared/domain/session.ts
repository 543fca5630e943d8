// Any process. A session is one applicant at the desk, from consent to result.
import { z } from 'zod';
import { documentTypeSchema } from './document.ts';
import { caseIdSchema, sessionIdSchema } from './identifiers.ts';
import { reasonCodeSchema } from './reason-code.ts';

/** In order. Each is acknowledged to the kiosk only after it is durable. */
export const sessionSteps = [
  'opened',
  'consented',
  'document_chosen',
  'document_captured',
  'selfie_captured',
  'verified',
  'closed',
] as const;
export const sessionStepSchema = z.enum(sessionSteps);
export type SessionStep = z.infer<typeof sessionStepSchema>;

export const closeReasons = [
  'completed',
  'cancelled',
  'idle',
  'interrupted',
  'camera_lost',
  'camera_changed',
] as const;
export const closeReasonSchema = z.enum(closeReasons);
export type CloseReason = z.infer<typeof closeReasonSchema>;

export const documentSides = ['front', 'back'] as const;
export const documentSideSchema = z.enum(documentSides);
export type DocumentSide = z.infer<typeof documentSideSchema>;

/** Whether a type carries its machine-readable zone on the back, so that both sides are photographed. */
export const sidesOf = (type: z.infer<typeof documentTypeSchema>): readonly DocumentSide[] =>
  type === 'passport' || type === 'visa' ? ['front'] : ['front', 'back'];

export const outcomes = ['approve', 'review', 'decline', 'retry'] as const;
export const outcomeSchema = z.enum(outcomes);
export type Outcome = z.infer<typeof outcomeSchema>;

/** What the applicant is told. `advice` holds only reasons they can mend; empty means a person will look. */
export const applicantResultSchema = z.object({
  outcome: outcomeSchema,
  advice: z.array(reasonCodeSchema),
  /** What to photograph again, where the outcome is `retry`. */
  again: z.enum(['document', 'selfie']).nullable(),
  /** Short code to quote at the desk: eight characters, random. */
  reference: z.string(),
});
export type ApplicantResult = z.infer<typeof applicantResultSchema>;

export const sessionViewSchema = z.object({
  sessionId: sessionIdSchema,
  step: sessionStepSchema,
  documentType: documentTypeSchema.nullable(),
  /** Sides still to photograph. */
  sidesLeft: z.array(documentSideSchema),
  caseId: caseIdSchema.nullable(),
});
export type SessionView = z.infer<typeof sessionViewSchema>;
