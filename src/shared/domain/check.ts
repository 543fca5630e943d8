// Any process. A check is the unit of meaning: reports, the console, policy and metrics all speak in checks.
import { z } from 'zod';
import { quadSchema } from './geometry.ts';
import { caseIdSchema } from './identifiers.ts';
import { reasonCodeSchema } from './reason-code.ts';

/** Stable codes. To add one: a row here, a file in engine/checks that measures it, a row in the policy, words in the locales. */
export const checkCodes = [
  'document.page',
  'document.quality',
  'document.mrz.read',
  'document.mrz.check_digits',
  'document.barcode.read',
  'document.printed.read',
  'document.printed.matches',
  'document.plausible',
  'document.specimen',
  'document.expiry',
  'document.accepted',
  'document.portrait',
  /** Of scanned documents: as large as ISO/IEC 7810 says. */
  'document.size',
  /** What a reader at the desk read of it, held against what is seen. */
  'document.reader.matches',
  'document.original.screen',
  'document.original.print',
  'selfie.camera',
  'selfie.one_face',
  'selfie.quality',
  'selfie.live.passive',
  'selfie.live.active',
  'selfie.live.light',
  'selfie.same_person',
  'match.selfie_portrait',
  'applicant.repeat_face',
  'applicant.repeat_document',
] as const;
export const checkCodeSchema = z.enum(checkCodes);
export type CheckCode = z.infer<typeof checkCodeSchema>;

export const checkStatuses = ['passed', 'failed', 'inconclusive', 'not_run'] as const;
export type CheckStatus = (typeof checkStatuses)[number];

/** Images that evidence can point at. Each is stored as an artefact of the case. */
export const imageRoles = [
  'document.front',
  'document.back',
  'document.page',
  'document.page_back',
  'document.portrait',
  'selfie',
  'selfie.face',
  'selfie.moves',
  'selfie.light',
] as const;
export const imageRoleSchema = z.enum(imageRoles);
export type ImageRole = z.infer<typeof imageRoleSchema>;

/** How two or more sources of one field compare, and under which rule they count as the same. */
export const comparisonVerdicts = ['equal', 'equivalent', 'different', 'not_compared'] as const;
export const comparisonRules = [
  'transliterated',
  'truncated',
  'word_order',
  'abbreviated',
  'look_alike',
] as const;
export const fieldSources = ['mrz', 'printed', 'barcode', 'reader'] as const;

/** Something a reviewer can look at. `label` is a key of the locales (`evidence.<label>`). */
export const evidenceSchema = z.discriminatedUnion('kind', [
  /** A place in an image, in that image's pixels. */
  z.object({ kind: z.literal('region'), label: z.string(), image: imageRoleSchema, quad: quadSchema }),
  /** A text that was read, and what it was compared with. */
  z.object({
    kind: z.literal('text'),
    label: z.string(),
    value: z.string(),
    expected: z.string().optional(),
    confidence: z.number().min(0).max(1).optional(),
  }),
  z.object({ kind: z.literal('number'), label: z.string(), value: z.number(), unit: z.string().optional() }),
  /** A curve; `mark` is an x position worth a line (a threshold, a peak), `expected` what the curve should have been. */
  z.object({
    kind: z.literal('plot'),
    label: z.string(),
    x: z.array(z.number()),
    y: z.array(z.number()),
    expected: z.array(z.number()).optional(),
    mark: z.number().optional(),
    /** Of x. */
    unit: z.string().optional(),
  }),
  /** Frames of one recording: which of the images of that role, and when each was taken. */
  z.object({
    kind: z.literal('frames'),
    label: z.string(),
    image: imageRoleSchema,
    frames: z.array(z.object({ position: z.number().int(), atMs: z.number() })),
  }),
  /** A text as read, character by character; where `asRead` differs from `value` the reader corrected it. */
  z.object({
    kind: z.literal('characters'),
    label: z.string(),
    value: z.string(),
    asRead: z.string(),
    confidences: z.array(z.number().min(0).max(1)),
    image: imageRoleSchema,
    quad: quadSchema,
  }),
  /** One field as several sources give it; `label` is the field's name. */
  z.object({
    kind: z.literal('comparison'),
    label: z.string(),
    /**
     * `equivalent`: the same under a rule of Doc 9303 part 3, section 6 (truncated, transliterated), or as nobody could
     * tell apart in print (`look_alike`: O and 0); the rule is named in `rule`.
     */
    verdict: z.enum(comparisonVerdicts),
    rule: z.enum(comparisonRules).nullable(),
    sources: z.array(
      z.object({
        source: z.enum(fieldSources),
        value: z.string(),
        image: imageRoleSchema,
        /** Where it stands, in that image's pixels; `null` where the place is not known. */
        quad: quadSchema.nullable(),
      }),
    ),
  }),
  /** An earlier case. `similarity` of the faces, and how often strangers are as alike; `null` where not compared. */
  z.object({
    kind: z.literal('case'),
    label: z.string(),
    caseId: caseIdSchema,
    reference: z.string(),
    createdAtMs: z.number(),
    similarity: z.number().nullable(),
    falseMatch: z.number().nullable(),
  }),
]);
export type Evidence = z.infer<typeof evidenceSchema>;

export const modelReferenceSchema = z.object({ name: z.string(), version: z.string() });
export type ModelReference = z.infer<typeof modelReferenceSchema>;

/**
 * What the engine measured, before any policy: either a `score` on the check's own scale, or a plain `status`
 * where there is nothing to set a threshold on (check digits are right or wrong).
 */
export const findingSchema = z.object({
  code: checkCodeSchema,
  /** `null` where the check has no scale or could not be measured. */
  score: z.number().nullable(),
  /** Set where no threshold applies; otherwise policy decides from the score. */
  status: z.enum(checkStatuses).nullable(),
  /** Why, when it does not pass. Policy keeps them only on checks that did not pass. */
  reasons: z.array(reasonCodeSchema),
  evidence: z.array(evidenceSchema),
  model: modelReferenceSchema.nullable(),
  /** Time spent on this finding alone. */
  ms: z.number(),
});
export type Finding = z.infer<typeof findingSchema>;

/** The measured error rate at the threshold, from the model's card: never a guess. `null` where nothing was measured. */
export const errorRateSchema = z.object({
  /** `fmr`/`fnmr` for comparison, `apcer`/`bpcer` for attack detection (ISO/IEC 19795-1, 30107-3). */
  falseAccept: z.number().nullable(),
  falseReject: z.number().nullable(),
  measuredOn: z.string(),
});

/** A finding judged under a policy. */
export const checkSchema = findingSchema.extend({
  status: z.enum(checkStatuses),
  threshold: z.number().nullable(),
  errorRate: errorRateSchema.nullable(),
});
export type Check = z.infer<typeof checkSchema>;
