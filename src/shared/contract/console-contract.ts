// Console renderer <-> main <-> core. What a compliance reviewer can do. All but `auth.*` need a signed-in reviewer.
import { z } from 'zod';
import {
  caseDetailSchema,
  caseStatusSchema,
  caseSummarySchema,
  decisionReasonSchema,
  verdictSchema,
} from '../domain/case.ts';
import { artefactIdSchema, caseIdSchema, reviewerIdSchema, sessionIdSchema } from '../domain/identifiers.ts';
import { subjectSchema } from '../domain/receipt.ts';
import { outcomeSchema } from '../domain/session.ts';
import { bytesSchema, type Contract, nothing } from './contract.ts';
import { stationStateSchema } from './kiosk-contract.ts';

export const reviewerSchema = z.object({ reviewerId: reviewerIdSchema, name: z.string() });
export type Reviewer = z.infer<typeof reviewerSchema>;

const credentials = z.object({
  name: z.string().trim().min(1).max(80),
  password: z.string().min(1).max(200),
});
/** The last case of a page of the queue: the next page begins after it, however many were decided meanwhile. */
export const queueCursorSchema = z.object({ isDecided: z.boolean(), atMs: z.int(), caseId: caseIdSchema });
export type QueueCursor = z.infer<typeof queueCursorSchema>;

const inCase = z.object({ caseId: caseIdSchema });
const inSession = z.object({ sessionId: sessionIdSchema });

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
    'station.describe': {
      input: nothing,
      output: stationStateSchema.extend({ hasRecoveryKey: z.boolean() }),
    },
    /** Oldest open cases first; decided ones newest first. */
    'queue.list': {
      input: z.object({
        status: caseStatusSchema.nullable(),
        outcome: outcomeSchema.nullable(),
        limit: z.number().int().min(1).max(200),
        /** `null`: from the beginning. */
        after: queueCursorSchema.nullable(),
      }),
      output: z.object({
        cases: z.array(caseSummarySchema),
        total: z.number(),
        counts: z.record(caseStatusSchema, z.number()),
        /** `null` where nothing follows. */
        next: queueCursorSchema.nullable(),
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
    /** By a reference, or by what a receipt's QR code says, which finds even what is deleted. */
    'subject.find': { input: z.object({ query: z.string().max(200) }), output: subjectSchema.nullable() },
    'subject.export': {
      input: inSession.extend({ language: z.enum(['en', 'zh-TW']) }),
      output: z.object({ baseName: z.string(), pdf: bytesSchema, json: bytesSchema }),
    },
    /** Gone when it is answered, or waiting for a legal hold to end. */
    'subject.erase': { input: inSession, output: subjectSchema },
    'case.hold': {
      input: inCase.extend({ note: z.string().trim().min(1).max(4000) }),
      output: subjectSchema,
    },
    'case.unhold': { input: inCase, output: subjectSchema },
    /** Another one each time; the last one counts, and is kept nowhere. */
    'keys.make_recovery': { input: nothing, output: z.object({ code: z.string() }) },
    /** Wraps all keys anew under a new master key; the recovery key has to be made again. */
    'keys.rotate': { input: nothing, output: z.object({ sessions: z.number() }) },
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
