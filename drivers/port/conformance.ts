// Tests and development. What every driver has to be like, whatever it drives and whatever bus its device hangs on. Knows no
// test runner: each entry is run on a rig of its own, and throws where the driver is not like that.
import { capabilitiesSchema } from '../../src/shared/domain/device.ts';
import { deadlines } from './deadlines.ts';
import { driverFor } from './driver.ts';
import {
  attached,
  closeAll,
  closed,
  demand,
  detached,
  goodJob,
  jobWithinMs,
  named,
  nothingLeft,
  open,
  pause,
  type Rig,
  runJob,
  type Subject,
  within,
} from './rig.ts';

export interface ConformanceTest {
  readonly name: string;
  run(rig: Rig): Promise<void>;
}

/** An abort is a promise to the person at the desk; on a machine busy with other tests it is checked with this to spare. */
const toSpareMs = 2_000;

export function conformance(subject: Subject): readonly ConformanceTest[] {
  const { driver, settings } = subject;
  const isReader = subject.request.kind === 'read';

  const kindOf = async (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'nothing failed',
      (thrown) => named(thrown).kind,
    );

  /** Aborts where `when` says so, and then does a whole job: the device must be ready for it, on the same session. */
  const cancels = async (rig: Rig, when: 'before' | 'at once' | 'midway'): Promise<void> => {
    await rig.prepare();
    const session = await open(subject, rig);
    const stop = new AbortController();
    if (when === 'before') stop.abort();
    if (when === 'at once') setImmediate(() => stop.abort());
    const job = await runJob(subject, rig, session, stop, () => {
      if (when === 'midway') stop.abort();
    });
    // What was nearly over may be over.
    const isOver = when !== 'before' && job.failure === null && subject.isRight(job.given);
    demand(
      isOver || job.failure?.kind === 'device.cancelled',
      `an abort ${when} ends in ${job.failure?.kind}`,
    );
    demand(subject.isBeginning(job.given), 'what came before the abort is not what the device gave');
    const endMs = deadlines.cancelledWithinMs + toSpareMs;
    demand((job.cancelledInMs ?? 0) <= endMs, `an abort ${when} took ${job.cancelledInMs} ms`);
    await rig.prepare();
    const again = await runJob(subject, rig, session);
    demand(again.failure === null, `after an abort ${when}, a job fails with ${again.failure?.kind}`);
    demand(subject.isRight(again.given), `after an abort ${when}, a job gives something else`);
    await closed(session, rig, `after an abort ${when}`);
  };

  const unplugs = async (rig: Rig, when: 'at once' | 'midway'): Promise<void> => {
    await rig.prepare();
    const session = await open(subject, rig);
    let unplugged: Promise<void> | null = null;
    const pull = (): void => {
      unplugged ??= rig.unplug();
    };
    if (when === 'at once') setImmediate(pull);
    const job = await runJob(subject, rig, session, undefined, () => {
      if (when === 'midway') pull();
    });
    // What was quick enough is over; it is unplugged all the same.
    pull();
    await unplugged;
    const isOver = job.failure === null && subject.isRight(job.given);
    demand(
      isOver || job.failure?.kind === 'device.gone',
      `unplugged ${when}, a job ends in ${job.failure?.kind}`,
    );
    demand(
      subject.isBeginning(job.given),
      'what came before the cable was pulled is not what the device gave',
    );
    await rig.prepare();
    const after = await runJob(subject, rig, session);
    demand(after.failure?.kind === 'device.gone', `a job without a device ends in ${after.failure?.kind}`);
    await closed(session, rig, `unplugged ${when}`);
    await detached(subject, rig);
    await rig.replug();
    await goodJob(subject, rig, `replugged after it was unplugged ${when}`);
  };

  const tests: readonly ConformanceTest[] = [
    {
      name: 'is found, and described without being opened',
      async run(rig) {
        const attachment = await attached(subject, rig);
        demand(driverFor([driver], attachment, settings) === driver, 'the driver does not take its device');
        demand(attachment.key !== '' && attachment.product !== null, 'the device is not described');
        demand(rig.counts().connections === 0, 'the device was opened to be listed');
      },
    },
    {
      name: 'says what the device can do',
      async run(rig) {
        const session = await open(subject, rig);
        demand(session.name.trim() !== '', 'the device has no name');
        const capabilities = capabilitiesSchema.parse(await session.capabilities());
        demand(capabilities.kind === driver.kind, 'the device is of another kind than its driver');
        if (capabilities.kind === 'scanner') {
          demand(capabilities.sources.length > 0, 'the scanner scans from nowhere');
          for (const { resolutionsDpi } of capabilities.sources) {
            const sorted = [...resolutionsDpi].sort((a, b) => a - b);
            demand(sorted.join() === resolutionsDpi.join() && sorted.length > 0, 'resolutions do not ascend');
          }
        }
        await closed(session, rig, 'after it was asked');
      },
    },
    {
      name: 'is open once at a time',
      async run(rig) {
        const session = await open(subject, rig);
        const kind = await kindOf(open(subject, rig).then((second) => second.close()));
        demand(kind === 'device.in_use', `opened a second time: ${kind}`);
        await rig.prepare();
        const job = await runJob(subject, rig, session);
        demand(job.failure === null, `beside a second opening, a job fails with ${job.failure?.kind}`);
        demand(subject.isRight(job.given), 'beside a second opening, a job gives something else');
        await closed(session, rig, 'after it was opened twice');
        await goodJob(subject, rig, 'opened anew');
      },
    },
    {
      name: 'gives what the device gives, and ends',
      async run(rig) {
        await goodJob(subject, rig, 'the first time');
        await goodJob(subject, rig, 'the second time');
      },
    },
    { name: 'does nothing where it was cancelled before', run: (rig) => cancels(rig, 'before') },
    { name: 'is cancelled at once', run: (rig) => cancels(rig, 'at once') },
    { name: 'is cancelled midway', run: (rig) => cancels(rig, 'midway') },
    {
      name: 'is closed while it works, twice, and opens again',
      async run(rig) {
        await rig.prepare();
        const session = await open(subject, rig);
        let closing: Promise<void> | null = null;
        const job = runJob(subject, rig, session, undefined, () => {
          closing ??= session.close();
        });
        if (isReader) {
          await pause(0);
          closing = session.close();
        }
        const { failure, given } = await job;
        await closing;
        demand(
          (failure === null && subject.isRight(given)) ||
            failure?.kind === 'device.gone' ||
            failure?.kind === 'device.cancelled',
          `closed while it works: ${failure?.kind}`,
        );
        await closed(session, rig, 'closed while it works');
        await closed(session, rig, 'closed twice');
        await goodJob(subject, rig, 'opened anew after it was closed while it worked');
      },
    },
    {
      name: 'notices that it was unplugged while it lay idle',
      async run(rig) {
        const session = await open(subject, rig);
        await rig.unplug();
        await detached(subject, rig);
        await rig.prepare();
        const { failure } = await runJob(subject, rig, session);
        demand(failure?.kind === 'device.gone', `unplugged while idle, a job ends in ${failure?.kind}`);
        await within(session.close(), jobWithinMs(), 'closing');
        await rig.replug();
        await goodJob(subject, rig, 'replugged');
      },
    },
    { name: 'is unplugged at once', run: (rig) => unplugs(rig, 'at once') },
    { name: 'is unplugged midway', run: (rig) => unplugs(rig, 'midway') },
    {
      name: 'does not open what is gone',
      async run(rig) {
        const attachment = await attached(subject, rig);
        await rig.unplug();
        const kind = await kindOf(driver.open(attachment, settings).then((session) => session.close()));
        demand(kind === 'device.gone', `opened although it is gone: ${kind}`);
        await nothingLeft(rig, 'an opening that failed');
      },
    },
  ];
  return tests.map(({ name, run }) => ({ name, run: (rig) => run(rig).finally(() => closeAll(rig)) }));
}
