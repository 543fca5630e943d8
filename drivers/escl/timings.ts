// Devices process. The driver's waits, all in proportion to the port's deadlines, so that tests can shorten them together.
import type { Deadlines } from '../port/deadlines.ts';

export interface Timings extends Deadlines {
  /** One whole page, however slowly it comes: a device that trickles for ever counts as hung. */
  readonly pageWithinMs: number;
  /** Silence after what looks like the end. */
  readonly settleMs: number;
  /** Between two questions whether it is ready. */
  readonly pollMs: number;
  /** Silence after which nothing is left over from an earlier exchange. */
  readonly drainedMs: number;
}

export function timingsOf(limits: Deadlines): Timings {
  return {
    ...limits,
    pageWithinMs: limits.firstByteWithinMs * 10,
    settleMs: limits.answerWithinMs / 10,
    pollMs: limits.answerWithinMs / 40,
    drainedMs: limits.answerWithinMs / 200,
  };
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

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
