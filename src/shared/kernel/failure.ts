// Any process. The closed list of expected failures that cross a process boundary.
import { z } from 'zod';

export const failureKinds = [
  // The input itself. `message` says what and where.
  'file.missing',
  'file.directory',
  'file.denied',
  'image.empty',
  'image.unsupported',
  'image.corrupt',
  'image.too_small',
  'image.too_large',
  // Another process of ours.
  'engine.starting',
  'engine.timeout',
  'engine.crashed',
  'engine.unavailable',
  'core.unavailable',
  // The order of things.
  'session.unknown',
  'session.wrong_step',
  'session.closed',
  'challenge.expired',
  // The camera is none that policy allows; it is not the one that the session began with.
  'camera.refused',
  'camera.changed',
  'case.unknown',
  'case.claimed',
  'case.not_claimed',
  'case.decided',
  'artefact.unknown',
  'subject.unknown',
  // Its clock has run out, or the subject asked.
  'data.deleted',
  // People.
  'auth.required',
  'auth.refused',
  'auth.locked',
  'auth.set_up',
  // A device at the desk. What to do about each: `domain/device-remedies.ts`.
  'device.unknown',
  'device.gone',
  'device.in_use',
  'device.denied',
  'device.timeout',
  'device.protocol',
  'device.jam',
  'device.cover_open',
  'device.empty',
  'device.busy',
  'device.stopped',
  'device.unsupported',
  'device.cancelled',
  /** The process that drives them is down. */
  'device.unavailable',
  // What came from a scanner: no document, or more than were asked for.
  'scan.empty',
  'scan.several',
  // The store.
  'store.full',
  'store.read_only',
  'store.corrupt',
  'store.newer',
  'store.older',
  'store.in_use',
  'store.key',
  // A copy that is not whole, or of another station.
  'store.backup',
  // The clock of the computer was set back: dates of deletion cannot be trusted.
  'store.clock',
  // Everything else.
  'request.invalid',
  'internal',
] as const;

export const failureSchema = z.object({ kind: z.enum(failureKinds), message: z.string() });
export type FailureKind = (typeof failureKinds)[number];
export type Failure = z.infer<typeof failureSchema>;

/** An expected failure on its way up a call stack that has no use for a `Result`; turned into one at the boundary. */
export class FailureError extends Error {
  override readonly name = 'FailureError';
  readonly kind: FailureKind;
  constructor(kind: FailureKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/** Translates whatever was thrown; anything that is not an expected failure becomes `internal` without details. */
export function toFailure(thrown: unknown): Failure {
  if (thrown instanceof FailureError) return { kind: thrown.kind, message: thrown.message };
  return { kind: 'internal', message: 'Something went wrong inside Proofdesk.' };
}
