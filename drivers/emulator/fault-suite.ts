// Tests and development. A device that misbehaves once, at a random moment of opening, work or closing: every fault has to end
// in a failure with a name or in the right result, in time, with nothing left behind, and the next job has to work.

import { deadlines } from '../port/deadlines.ts';
import type { Acquired } from '../port/driver.ts';
import {
  closeAll,
  closed,
  demand,
  goodJob,
  named,
  nothingLeft,
  open,
  pause,
  type Rig,
  runJob,
  type Subject,
  summary,
} from '../port/rig.ts';
import { type Fault, type FaultKind, randomFault } from './faults.ts';

export interface FaultyRig extends Rig {
  /** The next fault, or none any more. Returns how many operations the device did since the last call. */
  arm(fault: Fault | null): Promise<number>;
  /** Whether the cable is in: faults pull it. */
  isPlugged(): Promise<boolean>;
  /** Those that this bus can carry. */
  readonly kinds: readonly FaultKind[];
}

export interface FaultsDone {
  /** By the name of the failure, or `right`: how often. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Where the driver failed; the faults after it were not tried. */
  readonly failure: { readonly seed: number; readonly message: string } | null;
}

/** A byte of a picture that was another when it left the device is a picture. */
const unseen: ReadonlySet<FaultKind> = new Set(['garbage']);
/** What comes late may come to the next job, and spoil that one too. */
const late: ReadonlySet<FaultKind> = new Set(['delay', 'silent']);

/** Runs the faults of `seeds` on one rig, one after the other, until the driver fails one. */
export async function runFaults(
  subject: Subject,
  rig: FaultyRig,
  seeds: readonly number[],
): Promise<FaultsDone> {
  await goodJob(subject, rig, 'before the first fault');
  await rig.arm(null);
  await goodJob(subject, rig, 'to count what the device does');
  const operations = await rig.arm(null);
  const outcomes: Record<string, number> = {};
  for (const seed of seeds) {
    const fault = randomFault(seed, {
      operations,
      longestDelayMs: 0.5 * deadlines.answerWithinMs,
      kinds: rig.kinds,
    });
    try {
      const outcome = await runFault(subject, rig, fault);
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    } catch (thrown) {
      await closeAll(rig);
      const what = thrown instanceof Error ? `${thrown.stack}` : String(thrown);
      return { outcomes, failure: { seed, message: `Fault ${seed} ${JSON.stringify(fault)}: ${what}` } };
    }
  }
  return { outcomes, failure: null };
}

async function runFault(subject: Subject, rig: FaultyRig, fault: Fault): Promise<string> {
  await rig.prepare();
  await rig.arm(fault);
  const outcome = await faultyJob(subject, rig, fault);
  await rig.arm(null);
  if (!(await rig.isPlugged())) await rig.replug();
  const after = `after ${outcome}`;
  const next = goodJob(subject, rig, after);
  await (late.has(fault.kind) ? next.catch(() => goodJob(subject, rig, after)) : next);
  return outcome;
}

async function faultyJob(subject: Subject, rig: FaultyRig, fault: Fault): Promise<string> {
  const isReader = subject.request.kind === 'read';
  // What a reader sends has no lengths of its own and may end in silence, and what is left of a read that went wrong comes
  // with the next one: nobody can tell but by check digits, which are the engine's to read.
  const isUnseen = isReader || unseen.has(fault.kind);
  const judge = (given: readonly Acquired[]): void => {
    demand(isUnseen || subject.isBeginning(given), `something else was given: ${summary(given)}`);
  };

  const session = await open(subject, rig).catch((thrown) => named(thrown));
  if (session instanceof Error) {
    await nothingLeft(rig, 'an opening that failed');
    return session.kind;
  }
  try {
    const stop = new AbortController();
    // Nobody can say that a read was lost; the person swipes again.
    const again = isReader ? setTimeout(() => swipeAgain(rig, stop), deadlines.answerWithinMs) : undefined;
    const job = await runJob(subject, rig, session, stop);
    clearTimeout(again);
    judge(job.given);
    if (job.failure !== null) return job.failure.kind;
    demand(isUnseen || subject.isRight(job.given), `something else was given: ${summary(job.given)}`);
    return 'right';
  } finally {
    await closed(session, rig, 'after the fault');
  }
}

async function swipeAgain(rig: FaultyRig, stop: AbortController): Promise<void> {
  await rig.provoke().catch(() => undefined);
  await pause(deadlines.answerWithinMs);
  // It swallowed both: given up, as a person does.
  stop.abort();
}
