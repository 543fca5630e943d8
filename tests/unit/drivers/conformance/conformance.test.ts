// Every driver on the bus in memory: what the port demands of it, and what becomes of random faults.
import { afterAll, beforeAll, describe, it } from 'vitest';
import { createMemoryRig } from '../../../../drivers/emulator/memory-rig.ts';
import { conformance } from '../../../../drivers/port/conformance.ts';
import { scaleDeadlines } from '../../../../drivers/port/deadlines.ts';
import { driverCases } from '../../../fixtures/driver-subjects.ts';

beforeAll(() => scaleDeadlines(1 / 10));
afterAll(() => scaleDeadlines(1));

describe.each(driverCases)('$name', ({ subject, makeDevice }) => {
  it.each(conformance(subject).map((test) => ({ ...test })))('$name', async ({ run }) => {
    const rig = createMemoryRig(makeDevice());
    try {
      await run(rig);
    } finally {
      await rig.close();
    }
  });
});
