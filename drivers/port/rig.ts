// Tests and development. What the suites of drivers need of a bus with one device on it: in memory, or on a kernel's real one.
import {
  type AcquireRequest,
  acquiredPageSchema,
  acquireProgressSchema,
  deviceReadSchema,
} from '../../src/shared/domain/device.ts';
import { FailureError } from '../../src/shared/kernel/failure.ts';
import type { Attachment, Bus } from './bus.ts';
import { deadlines } from './deadlines.ts';
import { type Acquired, type DeviceSession, type Driver, type DriverSettings, driverFor } from './driver.ts';

export interface Rig {
  readonly bus: Bus;
  /** Before each job: paper is laid in, memory is emptied. */
  prepare(): Promise<void>;
  /** While a job waits: somebody swipes. A scanner needs nobody. */
  provoke(): Promise<void>;
  unplug(): Promise<void>;
  replug(): Promise<void>;
  /** What this process holds open and has under way. */
  counts(): { readonly connections: number; readonly transfers: number };
  close(): Promise<void>;
}

export interface Subject {
  readonly driver: Driver;
  readonly settings: DriverSettings;
  readonly request: AcquireRequest;
  /** Whether this is, without its progress, all that a job without a fault gives. */
  isRight(given: readonly Acquired[]): boolean;
  /** Whether it is the beginning of that. */
  isBeginning(given: readonly Acquired[]): boolean;
}

/** A test that has no deadline of its own ends here: real time, on a busy machine. */
const hangMs = 30_000;
/** Plug to usable: 2 s, and what a busy machine adds. */
const attachedWithinMs = 20_000;
const closedWithinMs = 2_000;
const lookEveryMs = 20;

export function demand(condition: unknown, what: string): asserts condition {
  if (!condition) throw new Error(what);
}

export async function within<T>(work: Promise<T>, withinMs: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Hung: ${what} took more than ${withinMs} ms.`)), withinMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Whatever the driver says of it; nothing else may take longer than all of its deadlines in a row, and hanging is a bug. */
export const jobWithinMs = (): number =>
  2 * (deadlines.readyWithinMs + deadlines.firstByteWithinMs + deadlines.nextByteWithinMs) +
  10 * deadlines.answerWithinMs +
  hangMs;

export async function attached({ driver, settings }: Subject, rig: Rig): Promise<Attachment> {
  const endAt = performance.now() + attachedWithinMs;
  for (;;) {
    const found = (await rig.bus.list()).find((each) => driverFor([driver], each, settings) !== null);
    if (found !== undefined) return found;
    demand(performance.now() < endAt, 'The device was never attached.');
    await pause(lookEveryMs);
  }
}

export async function detached({ driver, settings }: Subject, rig: Rig): Promise<void> {
  const endAt = performance.now() + attachedWithinMs;
  while ((await rig.bus.list()).some((each) => driverFor([driver], each, settings) !== null)) {
    demand(performance.now() < endAt, 'The device that was unplugged is still listed.');
    await pause(lookEveryMs);
  }
}

const sessions = new WeakMap<Rig, Set<DeviceSession>>();

export async function open(subject: Subject, rig: Rig): Promise<DeviceSession> {
  const attachment = await attached(subject, rig);
  const session = await within(subject.driver.open(attachment, subject.settings), jobWithinMs(), 'opening');
  sessions.set(rig, (sessions.get(rig) ?? new Set()).add(session));
  return session;
}

/** So that what failed does not fail whatever comes after it too. */
export async function closeAll(rig: Rig): Promise<void> {
  for (const session of sessions.get(rig) ?? []) await session.close();
  sessions.delete(rig);
}

export interface Job {
  /** Without progress. */
  readonly given: readonly Acquired[];
  /** What ended it; `null`: it ended by itself. */
  readonly failure: FailureError | null;
  /** From the abort to the end. */
  readonly cancelledInMs: number | null;
}

/** `on`: called with everything that comes. A read is a job of one read: it ends once that has come. */
export async function runJob(
  subject: Subject,
  rig: Rig,
  session: DeviceSession,
  stop: AbortController = new AbortController(),
  on: (acquired: Acquired) => void = () => {},
): Promise<Job> {
  const given: Acquired[] = [];
  let abortedAt: number | null = null;
  stop.signal.addEventListener('abort', () => {
    abortedAt = performance.now();
  });
  const isReader = subject.request.kind === 'read';
  const work = async (): Promise<FailureError | null> => {
    try {
      const items = session.acquire(subject.request, stop.signal)[Symbol.asyncIterator]();
      let next = items.next();
      next.catch(() => undefined);
      await rig.provoke();
      for (;;) {
        const { done, value } = await next;
        if (done === true) return null;
        checkAcquired(value);
        if (value.type !== 'progress') given.push(value);
        on(value);
        if (isReader && value.type === 'read') {
          await items.return?.();
          return null;
        }
        next = items.next();
      }
    } catch (thrown) {
      return named(thrown);
    }
  };
  const failure = await within(work(), jobWithinMs(), 'the job');
  return { given, failure, cancelledInMs: abortedAt === null ? null : performance.now() - abortedAt };
}

/** A failure that a driver may end with; anything else is a bug, and thrown on. */
export function named(thrown: unknown): FailureError {
  if (thrown instanceof FailureError && thrown.kind.startsWith('device.')) return thrown;
  throw thrown;
}

function checkAcquired(acquired: Acquired): void {
  switch (acquired.type) {
    case 'progress':
      acquireProgressSchema.parse(acquired.progress);
      return;
    case 'page':
      acquiredPageSchema.parse(acquired.page);
      return;
    case 'read':
      deviceReadSchema.parse(acquired.read);
      return;
  }
}

/** Opens, does one whole job, closes: works, and leaves nothing behind. */
export async function goodJob(subject: Subject, rig: Rig, when: string): Promise<void> {
  await rig.prepare();
  const session = await open(subject, rig);
  try {
    let job = await runJob(subject, rig, session);
    // The first read after a fault may be what was left of the last one; nobody can tell, so the person swipes again.
    if (subject.request.kind === 'read' && !subject.isRight(job.given))
      job = await runJob(subject, rig, session);
    demand(job.failure === null, `${when}: a job fails with ${job.failure?.kind}: ${job.failure?.message}`);
    demand(subject.isRight(job.given), `${when}: a job gives something else (${summary(job.given)})`);
  } finally {
    await closed(session, rig, when);
  }
}

export async function closed(session: DeviceSession, rig: Rig, when: string): Promise<void> {
  await within(session.close(), jobWithinMs(), `closing ${when}`);
  await nothingLeft(rig, when);
}

/** The package closes its files in a thread of its own, a moment later. */
export async function nothingLeft(rig: Rig, when: string): Promise<void> {
  const endAt = performance.now() + closedWithinMs;
  for (;;) {
    const { connections, transfers } = rig.counts();
    if (connections + transfers === 0) return;
    demand(
      performance.now() < endAt,
      `${when}: ${connections} connections and ${transfers} transfers are left after closing`,
    );
    await pause(lookEveryMs);
  }
}

export const summary = (given: readonly Acquired[]): string =>
  given
    .map((each) => (each.type === 'page' ? `page of ${each.page.bytes.length} bytes` : each.type))
    .join(', ') || 'nothing';

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
