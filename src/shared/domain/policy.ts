// Any process. Policy is data: what is accepted, which checks are required, at which thresholds, how long things are kept.
import { z } from 'zod';
import { camerasPolicySchema } from './camera.ts';
import { checkCodeSchema, checkCodes, errorRateSchema } from './check.ts';
import { devicesPolicySchema, noDevicesPolicy } from './device.ts';
import { documentTypeSchema } from './document.ts';
import { dataKindSchema, retentionClockSchema } from './retention.ts';
import { type Outcome, outcomeSchema } from './session.ts';

/** What to do when a check does not pass. The gravest over all checks decides: decline > review > retry > approve. */
export const checkRuleSchema = z.object({
  /** Pass at or beyond this score; `null` where the engine's own status stands. */
  threshold: z.number().nullable(),
  /** `at_least`: high scores are good. `at_most`: low scores are good. */
  passes: z.enum(['at_least', 'at_most']).nullable(),
  /** A score this close to the threshold on the failing side is inconclusive instead of failed. */
  inconclusiveBand: z.number().min(0).default(0),
  onFailed: outcomeSchema,
  onInconclusive: outcomeSchema,
  onNotRun: outcomeSchema,
  errorRate: errorRateSchema.nullable(),
});
export type CheckRule = z.infer<typeof checkRuleSchema>;

const repeatChecks = ['applicant.repeat_face', 'applicant.repeat_document'] as const;
const consequencesOf = ({ onFailed, onInconclusive, onNotRun }: CheckRule) => [
  onFailed,
  onInconclusive,
  onNotRun,
];
const isForPeople = (outcome: Outcome) => outcome === 'review' || outcome === 'approve';

export const policySchema = z.object({
  version: z.string(),
  acceptedTypes: z.array(documentTypeSchema).min(1),
  /** ICAO codes of issuing states that are accepted; `null` accepts every one. */
  acceptedCountries: z.array(z.string()).nullable(),
  /** How many times an applicant may photograph again before a person takes over. */
  retries: z.number().int().min(0),
  /** Seconds without a sign of the applicant before the kiosk clears itself. */
  idleSeconds: z.number().int().positive(),
  /**
   * When each kind of data goes. `decision` is the longest: with it goes all that is left, the reference too. `templates`
   * are face templates, with the hashes that find a document or a person again.
   */
  retention: z
    .record(dataKindSchema, retentionClockSchema)
    .refine(({ decision }) => decision.after === 'decision', 'the clock of the decision starts with it'),
  /** A case that nobody decides counts, for the clocks, as decided after so many days. */
  undecidedDays: z.number().int().min(1).max(3650),
  /**
   * Heads of the audit log are signed so often, and written beside the data or to a folder elsewhere: what is there
   * proves later that no entry was taken away. They hold nothing personal.
   */
  audit: z.object({
    headsEveryMinutes: z.number().int().min(1),
    headsFolder: z.string().min(1).nullable(),
  }),
  /** Which cameras applicants may be photographed with. */
  cameras: camerasPolicySchema,
  /** Scanners and readers at the desk. */
  devices: devicesPolicySchema,
  /** What the applicant is asked before the camera: how many moves of the head, and the colours of the screen. */
  liveness: z.object({ moves: z.number().int().min(0).max(4), light: z.boolean() }),
  /**
   * A face counts as one seen before where, among everybody kept here, fewer strangers than this are expected to be as
   * alike: the threshold rises with their number.
   */
  repeats: z.object({ falseHitsPerSearch: z.number().positive() }),
  checks: z
    .record(checkCodeSchema, checkRuleSchema)
    .refine(
      (checks) => repeatChecks.every((code) => consequencesOf(checks[code]).every(isForPeople)),
      'somebody who was here before is sent on or shown to a person, never declined or asked again',
    ),
});
export type Policy = z.infer<typeof policySchema>;

/** From before a check or a device was known: nothing of it was asked of anybody. Throws where it is no policy. */
export function pastPolicy(body: { readonly checks: object }): Policy {
  const unasked: CheckRule = {
    ...{ threshold: null, passes: null, inconclusiveBand: 0, errorRate: null },
    ...{ onFailed: 'approve', onInconclusive: 'approve', onNotRun: 'approve' },
  };
  const checks = Object.fromEntries(checkCodes.map((code) => [code, unasked]));
  return policySchema.parse({ devices: noDevicesPolicy, ...body, checks: { ...checks, ...body.checks } });
}

/**
 * The same policy for a desk that is tried out with specimens and recorded applicants (demonstration, benchmark, tests):
 * specimens and virtual cameras are still recognised and shown as such, but nobody is turned away over them. Cases say
 * so in their policy's version.
 */
export function withSpecimens(policy: Policy): Policy {
  const rule = policy.checks['document.specimen'];
  return {
    ...policy,
    version: `${policy.version}+specimens`,
    cameras: { ...policy.cameras, allowVirtual: true },
    checks: {
      ...policy.checks,
      'document.specimen': { ...rule, onFailed: 'approve', onInconclusive: 'approve' },
    },
  };
}
