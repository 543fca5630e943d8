// One random fault a scan, on the emulated bus: it ends in time, in all pages or in a failure by name, and the scanner can be
// used again.
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { createEsclScanner } from '../../../../drivers/emulator/escl/scanner.ts';
import { randomFault, withFaults } from '../../../../drivers/emulator/faults.ts';
import { createMemoryBus } from '../../../../drivers/emulator/memory-bus.ts';
import { esclDriver } from '../../../../drivers/escl/driver.ts';
import { deadlines } from '../../../../drivers/port/deadlines.ts';
import type { DeviceSession } from '../../../../drivers/port/driver.ts';
import { FailureError } from '../../../../src/shared/kernel/failure.ts';
import { noisePage, scanFrom, settings, toSpareMs, withDeadlines } from './support.ts';

const pages = await Promise.all([1, 2].map((seed) => noisePage(300, 200, { seed })));
const outcomes = new Map<string, number>();
afterAll(() => expect(outcomes.size).toBeGreaterThan(2));

test.each([1, 2, 3] as const)('with %i pairs of endpoints', async (interfaces) => {
  await withDeadlines(1 / 50, () =>
    fc.assert(
      fc.asyncProperty(fc.nat(1e9), fc.constantFrom('chunked', 'length'), async (seed, framing) => {
        const bus = createMemoryBus();
        const scanner = createEsclScanner({ feeder: pages, interfaces, framing, pieceBytes: 9_000 });
        const faulty = withFaults(scanner.gadget);
        const plug = bus.plug(faulty.gadget);
        const open = async (): Promise<DeviceSession> => {
          const [attachment] = await bus.list();
          if (attachment === undefined) throw new FailureError('device.gone', 'Not attached.');
          return esclDriver.open(attachment, settings);
        };
        const outcome = async (): Promise<string> => {
          let session: DeviceSession | null = null;
          try {
            session = await open();
            return (await scanFrom(session, { source: 'feeder' })).failure ?? 'whole';
          } catch (error) {
            if (!(error instanceof FailureError)) throw error;
            return error.kind;
          } finally {
            await session?.close();
          }
        };

        faulty.arm(randomFault(seed, { operations: 30, longestDelayMs: deadlines.answerWithinMs / 2 }));
        const startedAt = performance.now();
        const first = await outcome();
        outcomes.set(first, (outcomes.get(first) ?? 0) + 1);
        expect(first).toMatch(/^(device\.\w+|whole)$/);
        const longestMs =
          deadlines.readyWithinMs + deadlines.firstByteWithinMs + 4 * deadlines.answerWithinMs;
        expect(performance.now() - startedAt).toBeLessThan(longestMs + toSpareMs);
        expect(bus.counts()).toEqual({ connections: 0, transfers: 0 });

        faulty.arm(null);
        plug.unplug();
        plug.replug();
        scanner.load(pages);
        expect(await outcome()).toBe('whole');
        await bus.close();
      }),
      { numRuns: 25 },
    ),
  );
});
