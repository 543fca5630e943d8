// Kiosk renderer <-> main <-> core. Everything an applicant's screen can do, and no more.
import { z } from 'zod';
import { cameraSchema } from '../domain/camera.ts';
import { answerSchema, challengeSchema } from '../domain/challenge.ts';
import { deviceIdSchema, deviceKindSchema, scanStages } from '../domain/device.ts';
import { documentTypeSchema } from '../domain/document.ts';
import { sessionIdSchema } from '../domain/identifiers.ts';
import { receiptSchema } from '../domain/receipt.ts';
import { dataKindSchema, retentionClockSchema } from '../domain/retention.ts';
import {
  applicantResultSchema,
  closeReasonSchema,
  documentSideSchema,
  sessionViewSchema,
} from '../domain/session.ts';
import { failureSchema } from '../kernel/failure.ts';
import {
  bytesSchema,
  type Contract,
  documentFramesSchema,
  imageBytesSchema,
  liveFrameSchema,
  nothing,
} from './contract.ts';
import { documentGuidanceSchema, faceGuidanceSchema } from './guidance.ts';

/** Frames in the order of the answer's times. */
const answeredSchema = z.object({
  answer: answerSchema,
  moveFrames: z.array(imageBytesSchema).max(32),
  lightFrames: z.array(imageBytesSchema).max(48),
});
export type Answered = z.infer<typeof answeredSchema>;

const inSession = z.object({ sessionId: sessionIdSchema });

export const stationStateSchema = z.object({
  /** `degraded`: the engine is down and being restarted; capture works, verdicts wait. `refusing`: nothing new can be kept safely. */
  status: z.enum(['starting', 'ready', 'degraded', 'refusing']),
  /** For staff; no personal data. */
  detail: z.string().nullable(),
});
export type StationState = z.infer<typeof stationStateSchema>;

export const stationSchema = stationStateSchema.extend({
  acceptedTypes: z.array(documentTypeSchema),
  retention: z.record(dataKindSchema, retentionClockSchema),
  undecidedDays: z.number(),
  idleSeconds: z.number(),
  policyVersion: z.string(),
});
export type Station = z.infer<typeof stationSchema>;

/** Of a device that a driver takes: whether it can be used now. Its name and number are nothing for an applicant. */
export const kioskDeviceSchema = z.object({
  deviceId: deviceIdSchema,
  kind: deviceKindSchema,
  failure: failureSchema.shape.kind.nullable(),
});
export type KioskDevice = z.infer<typeof kioskDeviceSchema>;

export const kioskContract = {
  calls: {
    'station.describe': { input: nothing, output: stationSchema },
    'session.open': { input: z.object({ language: z.string().max(35) }), output: sessionViewSchema },
    /** The session this kiosk was in the middle of, for resuming after a restart of core or window. */
    'session.current': { input: nothing, output: sessionViewSchema.nullable() },
    'session.consent': {
      input: inSession.extend({ textVersion: z.string().max(40) }),
      output: sessionViewSchema,
    },
    'session.choose_document': {
      input: inSession.extend({ type: documentTypeSchema }),
      output: sessionViewSchema,
    },
    /**
     * Before anything is photographed, and each time a camera is opened. Fails with `camera.refused` where policy does
     * not allow this one; with `camera.changed` where it is not the session's first, and then the session is over.
     */
    'session.camera': { input: inSession.extend({ camera: cameraSchema }), output: nothing },
    /** Acknowledged once the frames are durable; analysis starts at once in the background. */
    'session.capture_document': {
      input: inSession.extend({ side: documentSideSchema, frames: documentFramesSchema }),
      output: sessionViewSchema,
    },
    /** What can be used at this desk besides the camera. */
    'devices.list': { input: nothing, output: z.array(kioskDeviceSchema) },
    /**
     * Has this side scanned, or taken by a document camera, and the other too where both come in one pass. Acknowledged once
     * durable. Fails with a `device.*` kind; with `scan.empty`, `scan.several` where not one document lies there.
     */
    'session.scan': {
      input: inSession.extend({ side: documentSideSchema, deviceId: deviceIdSchema }),
      output: sessionViewSchema,
    },
    /** What runs ends with `device.cancelled`. */
    'session.cancel_scan': { input: inSession, output: nothing },
    /** Another one each time it is asked; the last one counts. Empty where policy asks for nothing. */
    'session.challenge': { input: inSession, output: challengeSchema },
    /** `answered` is `null` where nothing was asked. Fails with `challenge.expired` where the challenge must be asked again. */
    'session.capture_selfie': {
      input: inSession.extend({
        frames: z.array(imageBytesSchema).min(1).max(16),
        answered: answeredSchema.nullable().default(null),
      }),
      output: sessionViewSchema,
    },
    /** Waits for the analyses, judges, files the case. After a `retry` the session steps back by itself. */
    'session.verify': { input: inSession, output: applicantResultSchema },
    /** What was taken, what is kept until when; also after the session is closed. */
    'session.receipt': { input: inSession, output: z.object({ receipt: receiptSchema, digest: z.string() }) },
    'session.close': { input: inSession.extend({ reason: closeReasonSchema }), output: nothing },
    'guidance.document': { input: z.object({ frame: liveFrameSchema }), output: documentGuidanceSchema },
    'guidance.face': { input: z.object({ frame: liveFrameSchema }), output: faceGuidanceSchema },
  },
  events: {
    'station.changed': stationStateSchema,
    'devices.changed': z.array(kioskDeviceSchema),
    /** While `session.scan` runs; `cutting`: the document is being found on the bed. */
    'session.scan_progress': z.object({
      sessionId: sessionIdSchema,
      stage: z.enum([...scanStages, 'cutting']),
      fraction: z.number().min(0).max(1).nullable(),
    }),
    /** A small picture of what is on its way, where a document camera has one. */
    'session.scan_preview': z.object({ sessionId: sessionIdSchema, jpeg: bytesSchema }),
    /** A reader has read something of this session's document: `unknown` where it is neither lines nor a licence's barcode. */
    'session.read': z.object({
      sessionId: sessionIdSchema,
      outcome: z.enum(['complete', 'incomplete', 'unknown']),
    }),
    /** While `session.verify` runs. */
    'session.progress': z.object({
      sessionId: sessionIdSchema,
      stage: z.enum(['document', 'selfie', 'match', 'filing']),
    }),
  },
} as const satisfies Contract;
export type KioskContract = typeof kioskContract;
