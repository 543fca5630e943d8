// Devices process. How long a device may take. Beyond these it counts as hung: `device.timeout`.
// Drivers read them where they are needed (`deadlines.answerWithinMs`), never copied into a constant: tests scale them.

const standard = {
  /** To answer a short question (capabilities, status, a control request). */
  answerWithinMs: 10_000,
  /** A scanner that sleeps wakes, one that is cold warms its lamp: Mopria's eSCL allows a minute. */
  readyWithinMs: 60_000,
  /** From the order to the first byte of a page: a slow flatbed at 600 dpi returns its carriage first. */
  firstByteWithinMs: 60_000,
  /** Between two pieces of one page. */
  nextByteWithinMs: 15_000,
  /** From an abort to the end of `acquire`. */
  cancelledWithinMs: 3_000,
  /** Before a device that said that it is busy or warming up is asked again. */
  askAgainAfterMs: 250,
};

export type Deadlines = { readonly [name in keyof typeof standard]: number };

let factor = 1;
const scaled = (name: keyof Deadlines) => ({
  enumerable: true,
  get: () => Math.max(1, Math.round(standard[name] * factor)),
});

export const deadlines: Deadlines = Object.defineProperties({} as Deadlines, {
  answerWithinMs: scaled('answerWithinMs'),
  readyWithinMs: scaled('readyWithinMs'),
  firstByteWithinMs: scaled('firstByteWithinMs'),
  nextByteWithinMs: scaled('nextByteWithinMs'),
  cancelledWithinMs: scaled('cancelledWithinMs'),
  askAgainAfterMs: scaled('askAgainAfterMs'),
});

/** For tests of faults: all of them, in the same proportions. 1 is what a desk has. */
export function scaleDeadlines(by: number): void {
  factor = by;
}
