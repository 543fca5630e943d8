// Every driver on the bus in memory, with a device that misbehaves once, at random: 500 faults each.
import { afterAll, beforeAll, describe, it } from 'vitest';
import { runFaults } from '../../../../drivers/emulator/fault-suite.ts';
import { createMemoryRig } from '../../../../drivers/emulator/memory-rig.ts';
import { scaleDeadlines } from '../../../../drivers/port/deadlines.ts';
import { driverCases } from '../../../fixtures/driver-subjects.ts';

const faultsPerDriver = Number(process.env.PROOFDESK_FAULTS ?? 500);
/** They mostly wait: many devices at once. */
const atOnce = 20;

beforeAll(() => scaleDeadlines(1 / 6));
afterAll(() => scaleDeadlines(1));

describe.concurrent.each(driverCases)('$name', ({ subject, makeDevice }) => {
  it(`ends ${faultsPerDriver} faults in a failure with a name or in the right result, and works again`, async ({
    expect,
  }) => {
    const seeds = Array.from({ length: faultsPerDriver }, (_, index) => index);
    const all = await Promise.all(
      Array.from({ length: atOnce }, async (_, lane) => {
        const rig = createMemoryRig(makeDevice());
        try {
          return await runFaults(
            subject,
            rig,
            seeds.filter((seed) => seed % atOnce === lane),
          );
        } finally {
          await rig.close();
        }
      }),
    );
    expect(all.flatMap(({ failure }) => failure?.message ?? [])).toEqual([]);
    const total: Record<string, number> = {};
    for (const { outcomes } of all)
      for (const [outcome, count] of Object.entries(outcomes)) total[outcome] = (total[outcome] ?? 0) + count;
    expect(Object.values(total).reduce((sum, count) => sum + count, 0)).toBe(faultsPerDriver);
    // A suite that never breaks anything shows nothing.
    expect(Object.keys(total).length).toBeGreaterThan(1);
  }, 300_000);
});
