// Any process. A case is a verified session as reviewers see it.
import { z } from 'zod';
import { checkSchema, imageRoleSchema } from './check.ts';
import { documentReadingSchema, documentTypeSchema } from './document.ts';
import { artefactIdSchema, caseIdSchema, reviewerIdSchema, sessionIdSchema } from './identifiers.ts';
import { reasonCodeSchema } from './reason-code.ts';
import { outcomeSchema } from './session.ts';

export const caseStatuses = ['open', 'claimed', 'decided'] as const;
export const caseStatusSchema = z.enum(caseStatuses);
export type CaseStatus = z.infer<typeof caseStatusSchema>;

export const verdicts = ['approve', 'decline'] as const;
export const verdictSchema = z.enum(verdicts);
export type Verdict = z.infer<typeof verdictSchema>;

/** Why a reviewer decided as they did. */
export const decisionReasons = [
  'genuine_and_matching',
  'flag_was_mistaken',
  'different_person',
  'not_original_document',
  'document_altered',
  'document_expired',
  'not_live_person',
  'unreadable',
  'other',
] as const;
export const decisionReasonSchema = z.enum(decisionReasons);
export type DecisionReason = z.infer<typeof decisionReasonSchema>;

export const decisionSchema = z.object({
  verdict: verdictSchema,
  reason: decisionReasonSchema,
  note: z.string(),
  /** `null`: decided by the policy alone. */
  reviewer: z.object({ reviewerId: reviewerIdSchema, name: z.string() }).nullable(),
  decidedAtMs: z.number(),
  policyVersion: z.string(),
});
export type Decision = z.infer<typeof decisionSchema>;

export const caseSummarySchema = z.object({
  caseId: caseIdSchema,
  sessionId: sessionIdSchema,
  reference: z.string(),
  status: caseStatusSchema,
  outcome: outcomeSchema,
  reasons: z.array(reasonCodeSchema),
  documentType: documentTypeSchema.nullable(),
  country: z.string().nullable(),
  claimedBy: z.object({ reviewerId: reviewerIdSchema, name: z.string() }).nullable(),
  verdict: verdictSchema.nullable(),
  createdAtMs: z.number(),
});
export type CaseSummary = z.infer<typeof caseSummarySchema>;

export const artefactSchema = z.object({
  artefactId: artefactIdSchema,
  role: imageRoleSchema,
  mediaType: z.literal('image/jpeg'),
  widthPx: z.number(),
  heightPx: z.number(),
  deleteAtMs: z.number(),
});
export type Artefact = z.infer<typeof artefactSchema>;

export const caseDetailSchema = caseSummarySchema.extend({
  checks: z.array(checkSchema),
  document: documentReadingSchema.nullable(),
  artefacts: z.array(artefactSchema),
  decisions: z.array(decisionSchema),
  policyVersion: z.string(),
  models: z.array(z.object({ name: z.string(), version: z.string(), sha256: z.string() })),
  timings: z.record(z.string(), z.number()),
  deleteAtMs: z.number(),
});
export type CaseDetail = z.infer<typeof caseDetailSchema>;
