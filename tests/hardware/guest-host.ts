// Tests on a real bus, in the guest: runs the suites of every driver through drivers/bus, exactly as the devices process does,
// measures, and reports on the console.
import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { openBuses } from '../../drivers/bus/buses.ts';
import { type FaultyRig, runFaults } from '../../drivers/emulator/fault-suite.ts';
import { conformance } from '../../drivers/port/conformance.ts';
import { scaleDeadlines } from '../../drivers/port/deadlines.ts';
import { attached, detached, open } from '../../drivers/port/rig.ts';
import { type DriverCase, driverCases } from '../fixtures/driver-subjects.ts';
import { measureRate, scanWithOthers } from './guest-page.ts';
import { raiseRig, startDeviceProcess } from './guest-rig.ts';
import { report } from './report.ts';

const faults = Number(process.env.FAULTS);
const part = process.env.PART ?? 'all';
/** Software emulation is slow; the device is not. */
const scale = 1 / 4;

const uptimeS = (): number => Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]);
const textOf = (thrown: unknown): string => inspect(thrown, { depth: 5 });
process.on('unhandledRejection', (thrown) =>
  report({ kind: 'bug', where: 'the host', message: textOf(thrown) }),
);
process.on('uncaughtException', (thrown) =>
  report({ kind: 'bug', where: 'the host', message: textOf(thrown) }),
);

report({ kind: 'started', uptimeS: uptimeS() });
const bus = openBuses({ loopbackPorts: [] });
const devices = startDeviceProcess();
scaleDeadlines(scale);

async function measurePlug({ name, subject }: DriverCase, rig: FaultyRig): Promise<void> {
  await rig.unplug();
  await detached(subject, rig);
  const pluggedAt = performance.now();
  await rig.replug();
  const session = await open(subject, rig);
  const usableMs = performance.now() - pluggedAt;
  await session.close();
  // As the devices process learns of it: it is told, and asks.
  const told = Promise.withResolvers<number>();
  const key = (await attached(subject, rig)).key;
  const stop = rig.bus.onChange(async () => {
    if (!(await rig.bus.list()).some((each) => each.key === key)) told.resolve(performance.now());
  });
  const unpluggedAt = performance.now();
  await rig.unplug();
  const noticedMs = (await told.promise) - unpluggedAt;
  stop();
  report({ kind: 'plug', driver: name, usableMs, noticedMs });
}

async function conform({ name, subject }: DriverCase, rig: FaultyRig): Promise<void> {
  for (const test of conformance(subject)) {
    const startedAt = performance.now();
    let failure: string | null = null;
    try {
      await test.run(rig);
    } catch (thrown) {
      failure = textOf(thrown);
    }
    if (!(await rig.isPlugged())) await rig.replug();
    report({
      kind: 'conformance',
      driver: name,
      name: test.name,
      failure,
      tookMs: performance.now() - startedAt,
    });
  }
}

async function misbehave({ name, subject }: DriverCase, rig: FaultyRig): Promise<void> {
  const startedAt = performance.now();
  let seeds = Array.from({ length: faults }, (_, index) => index);
  const outcomes: Record<string, number> = {};
  const failures: string[] = [];
  while (seeds.length > 0) {
    const done = await runFaults(subject, rig, seeds);
    for (const [outcome, count] of Object.entries(done.outcomes))
      outcomes[outcome] = (outcomes[outcome] ?? 0) + count;
    if (done.failure === null) break;
    failures.push(done.failure.message);
    seeds = seeds.slice(seeds.indexOf(done.failure.seed) + 1);
    // The next one is to be judged by itself.
    await rig.arm(null);
    await rig.unplug();
    await rig.replug();
  }
  const tookMs = performance.now() - startedAt;
  report({ kind: 'faults', driver: name, count: faults, outcomes, failures, tookMs });
}

async function runCase(driverCase: DriverCase, rig: FaultyRig): Promise<void> {
  try {
    if (part === 'all' || part === 'conformance') await conform(driverCase, rig);
    if (part === 'all' || part === 'faults') await misbehave(driverCase, rig);
  } catch (thrown) {
    report({ kind: 'bug', where: driverCase.name, message: textOf(thrown) });
  }
  await rig.close();
}

try {
  const rigs: [DriverCase, FaultyRig][] = [];
  for (const [controller, driverCase] of driverCases.entries()) {
    rigs.push([driverCase, await raiseRig(devices, driverCase.name, controller, bus)]);
  }
  // Each on a bus of its own, all at once: they mostly wait.
  if (part !== 'page') await Promise.all(rigs.map(([driverCase, rig]) => runCase(driverCase, rig)));
  if (part === 'all' || part === 'page') {
    for (const [, rig] of rigs) await rig.close();
    // One after the other: this is about time.
    for (const [driverCase, rig] of rigs) {
      await measurePlug(driverCase, rig);
      await rig.close();
    }
    await measureRate(devices, bus, driverCases.length);
    await scanWithOthers();
  }
} catch (thrown) {
  report({ kind: 'bug', where: 'the host', message: textOf(thrown) });
}
report({ kind: 'done', uptimeS: uptimeS() });
process.kill(process.pid, 'SIGKILL');
