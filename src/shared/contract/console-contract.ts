// Console renderer <-> main <-> core. What a compliance reviewer can do. All but `auth.*` need a signed-in reviewer.
import { z } from 'zod';
import {
  caseDetailSchema,
  caseStatusSchema,
  caseSummarySchema,
  decisionReasonSchema,
  verdictSchema,
} from '../domain/case.ts';
import { artefactIdSchema, caseIdSchema, reviewerIdSchema } from '../domain/identifiers.ts';
import { outcomeSchema } from '../domain/session.ts';
import { bytesSchema, type Contract, nothing } from './contract.ts';
import { stationStateSchema } from './kiosk-contract.ts';

export const reviewerSchema = z.object({ reviewerId: reviewerIdSchema, name: z.string() });
export type Reviewer = z.infer<typeof reviewerSchema>;

const credentials = z.object({
  name: z.string().trim().min(1).max(80),
  password: z.string().min(1).max(200),
});
const inCase = z.object({ caseId: caseIdSchema });

export const consoleContract = {
  calls: {
    'auth.state': {
      input: nothing,
      output: z.object({ needsSetUp: z.boolean(), reviewer: reviewerSchema.nullable() }),
    },
    /** Creates the first reviewer; refused once there is one. Passwords need 10 characters or more. */
    'auth.set_up': { input: credentials, output: reviewerSchema },
    'auth.sign_in': { input: credentials, output: reviewerSchema },
    'auth.sign_out': { input: nothing, output: nothing },
    'station.describe': { input: nothing, output: stationStateSchema },
    /** Oldest open cases first; decided ones newest first. */
    'queue.list': {
      input: z.object({
        status: caseStatusSchema.nullable(),
        outcome: outcomeSchema.nullable(),
        limit: z.number().int().min(1).max(200),
        offset: z.number().int().min(0),
      }),
      output: z.object({
        cases: z.array(caseSummarySchema),
        total: z.number(),
        counts: z.record(caseStatusSchema, z.number()),
      }),
    },
    /** Claims the case for this reviewer, atomically; fails with `case.claimed` where somebody else has it. */
    'case.claim': { input: inCase, output: caseDetailSchema },
    'case.release': { input: inCase, output: nothing },
    'case.open': { input: inCase, output: caseDetailSchema },
    'case.artefact': {
      input: inCase.extend({ artefactId: artefactIdSchema }),
      output: z.object({ mediaType: z.literal('image/jpeg'), bytes: bytesSchema }),
    },
    /** Needs the claim. `next` is the oldest open case, to go on with. */
    'case.decide': {
      input: inCase.extend({
        verdict: verdictSchema,
        reason: decisionReasonSchema,
        note: z.string().trim().max(4000),
      }),
      output: z.object({ detail: caseDetailSchema, next: caseIdSchema.nullable() }),
    },
  },
  events: {
    'queue.changed': z.object({ open: z.number() }),
    'station.changed': stationStateSchema,
  },
} as const satisfies Contract;
export type ConsoleContract = typeof consoleContract;
