// Devices process. How long a device may take. Beyond these it counts as hung: `device.timeout`.

/** To answer a short question (capabilities, status, a control request). */
export const answerWithinMs = 10_000;
/** A scanner that sleeps wakes, one that is cold warms its lamp: Mopria's eSCL allows a minute. */
export const readyWithinMs = 60_000;
/** From the order to the first byte of a page: a slow flatbed at 600 dpi returns its carriage first. */
export const firstByteWithinMs = 60_000;
/** Between two pieces of one page. */
export const nextByteWithinMs = 15_000;
/** From an abort to the end of `acquire`. */
export const cancelledWithinMs = 3_000;

/** All of them; the tests of faults shorten them, in the same proportions. */
export interface Deadlines {
  readonly answerWithinMs: number;
  readonly readyWithinMs: number;
  readonly firstByteWithinMs: number;
  readonly nextByteWithinMs: number;
  readonly cancelledWithinMs: number;
}
export const deadlines: Deadlines = {
  answerWithinMs,
  readyWithinMs,
  firstByteWithinMs,
  nextByteWithinMs,
  cancelledWithinMs,
};
