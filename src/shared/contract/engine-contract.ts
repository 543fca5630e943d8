// Core <-> engine. The engine measures; it holds no policy, no state of a case and no file but its models.
import { z } from 'zod';
import { answerSchema, challengeSchema } from '../domain/challenge.ts';
import { findingSchema, imageRoleSchema } from '../domain/check.ts';
import { cardFormatSchema, pageMediaTypes } from '../domain/device.ts';
import { documentReadingSchema } from '../domain/document.ts';
import { matchCurveSchema } from '../domain/match-curve.ts';
import {
  bytesSchema,
  type Contract,
  documentFramesSchema,
  imageBytesSchema,
  liveFrameSchema,
  nothing,
} from './contract.ts';
import { documentGuidanceSchema, faceGuidanceSchema } from './guidance.ts';

/** A face template: unit length, the recognition model's dimensions. Biometric data: never logged, encrypted when stored. */
export const templateSchema = z.custom<Float32Array>(
  (value) => value instanceof Float32Array,
  'a template expected',
);

/** An image the engine made (a rectified page, a crop), encoded as JPEG, that evidence points at. */
export const derivedImageSchema = z.object({
  role: imageRoleSchema,
  jpeg: bytesSchema,
  widthPx: z.number(),
  heightPx: z.number(),
});
export type DerivedImage = z.infer<typeof derivedImageSchema>;

export const modelInfoSchema = z.object({
  name: z.string(),
  version: z.string(),
  sha256: z.string(),
  licence: z.string(),
});
export type ModelInfo = z.infer<typeof modelInfoSchema>;

export const documentAnalysisSchema = z.object({
  reading: documentReadingSchema,
  findings: z.array(findingSchema),
  images: z.array(derivedImageSchema),
  portraitTemplate: templateSchema.nullable(),
  timings: z.record(z.string(), z.number()),
});
export type DocumentAnalysis = z.infer<typeof documentAnalysisSchema>;

/** What was asked, what the kiosk says it did, and the frames, in the order of the answer's times. */
export const answeredChallengeSchema = z
  .object({
    challenge: challengeSchema,
    answer: answerSchema,
    moveFrames: z.array(imageBytesSchema),
    lightFrames: z.array(imageBytesSchema),
  })
  .refine(
    ({ answer, moveFrames, lightFrames }) =>
      moveFrames.length === answer.moveFramesAtMs.length &&
      lightFrames.length === answer.lightFramesAtMs.length,
    'Each frame needs its time.',
  );
export type AnsweredChallenge = z.infer<typeof answeredChallengeSchema>;

export const selfieAnalysisSchema = z.object({
  findings: z.array(findingSchema),
  images: z.array(derivedImageSchema),
  template: templateSchema.nullable(),
  timings: z.record(z.string(), z.number()),
});
export type SelfieAnalysis = z.infer<typeof selfieAnalysisSchema>;

/** One document as it lay on a scanner's bed: cut out, straightened, with a little of the bed around it. */
export const scannedDocumentSchema = z.object({
  jpeg: bytesSchema,
  widthPx: z.int().positive(),
  heightPx: z.int().positive(),
  /** Of the document itself, longer side first; `null` where the picture's resolution is not known. */
  size: z
    .object({
      widthMm: z.number().positive(),
      heightMm: z.number().positive(),
      /** The format of ISO/IEC 7810 that it is, `null` for any other size. */
      format: cardFormatSchema.nullable(),
    })
    .nullable(),
});
export type ScannedDocument = z.infer<typeof scannedDocumentSchema>;

/** Pixels an inch of each side's frames; `null` where a camera took them. */
const resolutionsSchema = z.object({
  front: z.number().positive().nullable(),
  back: z.number().positive().nullable(),
});

export const engineContract = {
  calls: {
    /**
     * Which models and libraries are in use; hashes are of the files that were loaded. `match`: the rates of comparing
     * two templates, and whose templates they are: those of another model cannot be compared.
     */
    describe: {
      input: nothing,
      output: z.object({
        models: z.array(modelInfoSchema),
        versions: z.record(z.string(), z.string()),
        match: matchCurveSchema,
      }),
    },
    /** Loads every model and runs each once, so that the first applicant does not wait. */
    warm: { input: nothing, output: z.object({ ms: z.number() }) },

    /** Reading alone, without judging the document. `print`: the printed zone too, not only what is machine-readable. */
    readDocument: {
      input: z.object({ image: imageBytesSchema, print: z.boolean() }),
      output: documentReadingSchema,
    },
    /**
     * Everything about the document: page, reading, quality, portrait, originality. Of each side the first frame is the
     * photograph that is judged; the others only help to read its MRZ. `nowMs` decides expiry.
     */
    analyseDocument: {
      input: z.object({
        front: documentFramesSchema,
        back: documentFramesSchema.nullable(),
        nowMs: z.number(),
        resolutionDpi: resolutionsSchema.default({ front: null, back: null }),
        /** What a reader at the desk read of this document, in order. */
        reads: z.array(z.string().max(16_384)).max(8).default([]),
      }),
      output: documentAnalysisSchema,
    },
    /**
     * A scanner's page or a document camera's photograph, cut into the documents that lie on it, from top left to bottom
     * right; none where the bed is empty. Fails with `image.*`.
     */
    prepareScan: {
      input: z.object({
        page: imageBytesSchema,
        mediaType: z.enum(pageMediaTypes),
        resolutionDpi: z.number().positive().nullable(),
      }),
      output: z.object({ documents: z.array(scannedDocumentSchema).max(8) }),
    },
    /** What a reader's texts are, put together: `complete` where every line is there and every check digit is right. */
    checkReads: {
      input: z.object({ reads: z.array(z.string().max(16_384)).max(8) }),
      output: z.object({ kind: z.enum(['mrz', 'barcode']).nullable(), complete: z.boolean() }),
    },
    /** Everything about the selfie frames (1 to 16), oldest first, and about the challenge where there was one. */
    analyseSelfie: {
      input: z.object({
        frames: z.array(imageBytesSchema).min(1).max(16),
        challenge: answeredChallengeSchema.nullable().default(null),
      }),
      output: selfieAnalysisSchema,
    },
    /** Cosine similarity of two templates, as a finding with its place on the measured curves. */
    compareFaces: {
      input: z.object({ portrait: templateSchema, selfie: templateSchema }),
      output: findingSchema,
    },

    guideDocument: { input: z.object({ frame: liveFrameSchema }), output: documentGuidanceSchema },
    guideFace: { input: z.object({ frame: liveFrameSchema }), output: faceGuidanceSchema },

    /** For `evaluate` and `bench`: single measurements on the same code paths as above. */
    readMrzLine: {
      input: z.object({ image: imageBytesSchema }),
      output: z.object({ text: z.string(), ms: z.number() }),
    },
    faceTemplate: {
      input: z.object({ image: imageBytesSchema }),
      output: z.object({ template: templateSchema.nullable(), ms: z.number() }),
    },
    /** Template of the portrait on a document, found as in `analyseDocument`. */
    portraitTemplate: {
      input: z.object({ image: imageBytesSchema }),
      output: z.object({ template: templateSchema.nullable(), ms: z.number() }),
    },
    liveness: {
      input: z.object({ image: imageBytesSchema }),
      output: z.object({ score: z.number().nullable(), ms: z.number() }),
    },
    recapture: {
      input: z.object({ image: imageBytesSchema }),
      output: z.object({ screen: z.number(), print: z.number(), ms: z.number() }),
    },
    /** Bare inference time of each model on its usual input, milliseconds, median of `runs`: the floor for `bench`. */
    inferenceFloor: {
      input: z.object({ runs: z.number().int().min(1).max(100) }),
      output: z.record(z.string(), z.number()),
    },
    /** Inferences since the engine started, by model: for `bench`, to tell model time from ours. */
    inferenceTally: {
      input: nothing,
      output: z.record(z.string(), z.object({ calls: z.number(), ms: z.number() })),
    },
  },
  events: {
    /** Sent once, when calls are accepted. */
    ready: z.object({ pid: z.number() }),
  },
} as const satisfies Contract;
export type EngineContract = typeof engineContract;
