// Devices process. Placing an order (POST ScanJobs): until the scanner takes it, or says why it never will.
import { FailureError } from '../../src/shared/kernel/failure.ts';
import { type EsclClient, pathOf, refusedByPassword } from './escl-client.ts';
import { behaviours } from './quirks.ts';
import { coarser, type ScanSettings } from './settings.ts';
import { faultOf, jobOf, type ScannerStatus } from './status.ts';
import { type By, sleep, timings, within } from './timings.ts';

export interface Order {
  readonly path: string;
  /** As taken. */
  readonly settings: ScanSettings;
  /** The scanner has closed it by itself. */
  isClosed: boolean;
}

const serviceUnavailable = 503;
const conflict = 409;

/** `openJobs`: ours that were not closed; the new one is added. `isGivenUp`: nobody waits any more, so do not ask again. */
export async function placeOrder(
  client: EsclClient,
  wished: ScanSettings,
  openJobs: Set<string>,
  isGivenUp: () => boolean,
): Promise<Order> {
  const by = within(timings.readyWithinMs);
  let settings = wished;
  let refusedTries = 0;
  for (const path of openJobs) await end(client, path, openJobs, by);
  for (;;) {
    if (isGivenUp()) throw new FailureError('device.cancelled', 'The scan was cancelled.');
    // However late it is: a scanner that is asked gets the time to answer.
    const answerBy = within(Math.max(by.leftMs(), timings.answerWithinMs));
    const answer = await createJob(client, settings, answerBy);
    if ('path' in answer) {
      openJobs.add(answer.path);
      return { path: answer.path, settings, isClosed: false };
    }
    const status = await client.status(answerBy);
    const fault = faultOf(status, settings.source);
    if (fault !== null && fault.kind !== 'device.empty') throw fault;
    if (answer.refused === serviceUnavailable || answer.refused === conflict) {
      if (fault !== null && ++refusedTries >= behaviours.falselyEmpty.tries) throw fault;
      if (fault === null && answer.refused === conflict && status.state === 'Idle') {
        // A conflict of a scanner that does nothing and lacks nothing is with what was asked for.
        const lower = coarser(settings);
        if (lower === null && ++refusedTries >= behaviours.falselyEmpty.tries) throw refused(conflict);
        settings = lower ?? settings;
        if (lower !== null) continue;
      }
      if (by.isOver()) {
        throw new FailureError('device.busy', 'The scanner is busy with something else. Try again later.');
      }
      await endAbandoned(client, status, openJobs, answerBy);
      await sleep(Math.min(timings.askAgainAfterMs, by.leftMs()));
      continue;
    }
    if (answer.refused === 401 || answer.refused === 403) throw refusedByPassword();
    const lower = coarser(settings);
    if (lower !== null) settings = lower;
    else throw refused(answer.refused);
  }
}

/** When its answer is lost the scanner may have taken the order all the same: that job is ended, and where it helps, asked anew. */
async function createJob(client: EsclClient, settings: ScanSettings, by: By) {
  const startedAt = performance.now();
  try {
    return await client.createJob(settings, by);
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    if (error.kind !== 'device.protocol' && error.kind !== 'device.timeout') throw error;
    const lookBy = within(timings.answerWithinMs);
    const { jobs } = await client.status(lookBy);
    const ageS = (performance.now() - startedAt) / 1_000 + 1;
    const lost = jobs.filter((job) => job.isUnfinished && job.age !== null && job.age <= ageS);
    for (const job of lost) await client.deleteJob(pathOf(job.path), lookBy);
    if (error.kind === 'device.timeout') throw error;
    return await client.createJob(settings, by);
  }
}

const refused = (status: number): FailureError =>
  status >= 500
    ? new FailureError('device.protocol', `The scanner failed when it was asked to scan (${status}).`)
    : new FailureError('device.unsupported', `The scanner refused to scan (${status}).`);

/** See `jobStuck`. */
async function endAbandoned(
  client: EsclClient,
  status: ScannerStatus,
  openJobs: Set<string>,
  by: By,
): Promise<void> {
  for (const path of openJobs) {
    if (jobOf(status, path)?.isUnfinished ?? false) await end(client, path, openJobs, by);
  }
  const abandonedS = (timings.readyWithinMs * behaviours.jobStuck.abandonedShare) / 1_000;
  const abandoned = status.jobs.filter(
    (job) => job.isUnfinished && job.age !== null && job.age >= abandonedS,
  );
  for (const job of abandoned) await end(client, pathOf(job.path), openJobs, by);
}

async function end(client: EsclClient, path: string, openJobs: Set<string>, by: By): Promise<void> {
  await client.deleteJob(path, by);
  openJobs.delete(path);
}
