// Devices process. The driver's waits, all in proportion to the port's deadlines, so that tests can shorten them together.
import { type Deadlines, deadlines } from '../port/deadlines.ts';

export interface Timings extends Deadlines {
  /** One whole page, however slowly it comes: a device that trickles for ever counts as hung. */
  readonly pageWithinMs: number;
  /** Silence after what looks like the end. */
  readonly settleMs: number;
  /** Silence after which nothing is left over from an earlier exchange. */
  readonly drainedMs: number;
}

export const timings: Timings = Object.defineProperties(Object.create(deadlines) as Timings, {
  pageWithinMs: { get: () => deadlines.firstByteWithinMs * 10 },
  settleMs: { get: () => deadlines.answerWithinMs / 10 },
  drainedMs: { get: () => deadlines.answerWithinMs / 200 },
});

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Whether it has been settled, either way, before so much time has passed; leaves no timer behind. */
export async function isSettledWithin(promise: Promise<unknown>, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms, false);
    const settled = (): void => {
      clearTimeout(timer);
      resolve(true);
    };
    promise.then(settled, settled);
  });
}

/** A moment by which something has to be over. */
export interface By {
  leftMs(): number;
  isOver(): boolean;
}

export function within(ms: number): By {
  const end = performance.now() + ms;
  return {
    leftMs: () => Math.max(1, end - performance.now()),
    isOver: () => performance.now() >= end,
  };
}
