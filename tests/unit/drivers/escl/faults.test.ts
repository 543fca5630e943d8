// What goes wrong at a scanner: each has its own failure, in time, and pages that came before stand.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EmulatedFault, EsclScannerOptions } from '../../../../drivers/emulator/escl/options.ts';
import { esclDriver } from '../../../../drivers/escl/driver.ts';
import { deadlines } from '../../../../drivers/port/deadlines.ts';
import type { FailureKind } from '../../../../src/shared/kernel/failure.ts';
import {
  deskWith,
  kindOf,
  noisePage,
  scanFrom,
  scanOnce,
  settings,
  toSpareMs,
  wires,
  withDeadlines,
} from './support.ts';

const pages = await Promise.all([1, 2, 3].map((seed) => noisePage(300, 200, { seed })));
const [page] = pages;
if (page === undefined) throw new Error('No pages.');

const kinds: Record<EmulatedFault, FailureKind> = {
  jam: 'device.jam',
  cover_open: 'device.cover_open',
  stopped: 'device.stopped',
};

describe.each(wires)('over %s', (wire) => {
  test.each(Object.entries(kinds))('%s before the scan, and after it is seen to', async (name, kind) => {
    const fault = name as EmulatedFault;
    const desk = await deskWith({ platen: page, feeder: pages, fault }, wire);
    expect((await scanFrom(desk.session, { source: 'feeder' })).failure).toBe(kind);
    desk.scanner.setFault(null);
    expect((await scanFrom(desk.session, { source: 'feeder' })).pages).toHaveLength(3);
    await desk.close();
  });

  test.each(Object.entries(kinds))('%s between two pages', async (name, kind) => {
    const desk = await deskWith({ feeder: pages }, wire);
    const scanned = await scanFrom(desk.session, { source: 'feeder' }, undefined, (progress) => {
      if (progress.page === 2 && progress.stage === 'scanning') desk.scanner.setFault(name as EmulatedFault);
    });
    expect(scanned.failure).toBe(kind);
    // The fault may catch the page that was about to come or the one after it.
    expect(scanned.pages.length).toBeGreaterThanOrEqual(1);
    expect(Buffer.from(scanned.pages[0]?.bytes ?? []).equals(page)).toBe(true);
    await desk.close();
  });

  test('an empty feeder', async () => {
    expect((await scanOnce({ platen: page }, { source: 'feeder' }, wire)).failure).toBe('device.empty');
  });

  test('a page that is cut short, and the ones before it', async () => {
    const scanned = await scanOnce(
      { feeder: pages, quirks: { truncatesTo: page.length } },
      { source: 'feeder' },
      wire,
    );
    const whole = pages.findIndex((each) => each.length > page.length);
    expect(scanned.pages).toHaveLength(whole < 0 ? 3 : whole);
    expect(scanned.failure).toBe(whole < 0 ? null : 'device.protocol');
    const cut = await scanOnce({ platen: page, quirks: { truncatesTo: 5_000 } }, { source: 'platen' }, wire);
    expect(cut).toMatchObject({ failure: 'device.protocol', pages: [] });
  });

  test('a scanner that never gives its page', async () => {
    const scanned = await withDeadlines(1 / 40, () =>
      scanOnce({ platen: page, quirks: { pageUnavailable: 1e9 } }, { source: 'platen' }, wire),
    );
    expect(scanned.failure).toBe('device.timeout');
  });

  test('a scanner that falls silent', async () => {
    const scanned = await withDeadlines(1 / 40, () =>
      scanOnce({ platen: page, quirks: { firstByteAfterMs: 4_000 } }, { source: 'platen' }, wire),
    );
    expect(scanned.failure).toBe('device.timeout');
  });
});

test('a device that has no scanner is not one', async () => {
  expect(await kindOf(deskWith({ colourModes: ['BlackAndWhite1'] }))).toBe('device.unsupported');
  expect(await kindOf(deskWith({ resolutionsDpi: [] }))).toBe('device.unsupported');
});

test('somebody else has it', async () => {
  const desk = await deskWith({ platen: page, interfaces: 2 });
  const [attachment] = await desk.bus.list();
  if (attachment?.bus !== 'usb') throw new Error('No scanner.');
  expect(await kindOf(esclDriver.open(attachment, settings))).toBe('device.in_use');
  await desk.close();
  expect(desk.bus.counts()).toEqual({ connections: 0, transfers: 0 });
});

describe('cancelled', () => {
  const scanners: Record<string, EsclScannerOptions> = {
    'three channels': { framing: 'chunked', pieceBytes: 2_000 },
    'two channels': { interfaces: 2, framing: 'length', pieceBytes: 2_000 },
    'one channel': { interfaces: 1, framing: 'chunked', pieceBytes: 2_000 },
    'a slow carriage': { pieceBytes: 2_000, bytesPerSecond: 400_000, quirks: { firstByteAfterMs: 20 } },
    'jobs that stay open': { pieceBytes: 2_000, quirks: { keepsJobsOpen: true } },
  };
  test.each(
    wires.flatMap((wire) =>
      Object.entries(scanners).map(([name, options]) => [wire, name, options] as const),
    ),
  )(
    'over %s with %s: at any moment, in time, and the next scan gives the whole page',
    async (wire, _name, options) => {
      const desk = await deskWith({ ...options, platen: page }, wire);
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 0, max: 25 }), async (steps) => {
          const abort = new AbortController();
          let left = steps;
          let abortedAt = Infinity;
          const cancelled = await scanFrom(desk.session, { source: 'platen' }, abort.signal, () => {
            if (left-- > 0) return;
            // In the middle of whatever comes next.
            setImmediate(() => {
              abortedAt = Math.min(abortedAt, performance.now());
              abort.abort();
            });
          });
          const tookMs = performance.now() - abortedAt;
          if (cancelled.failure !== null) expect(cancelled.failure).toBe('device.cancelled');
          if (Number.isFinite(tookMs)) expect(tookMs).toBeLessThan(deadlines.cancelledWithinMs + toSpareMs);
          const after = await scanFrom(desk.session, { source: 'platen' });
          expect(after.failure).toBeNull();
          expect(Buffer.from(after.pages[0]?.bytes ?? []).equals(page)).toBe(true);
          expect(desk.scanner.openJobs).toBe(0);
        }),
        { numRuns: 8 },
      );
      await desk.close();
      expect(desk.bus.counts()).toEqual({ connections: 0, transfers: 0 });
    },
  );

  test('while it warms up: no order is left behind', async () => {
    const desk = await deskWith({ platen: page, ordersWhileWarming: 3 });
    const abort = new AbortController();
    const cancelled = await scanFrom(desk.session, { source: 'platen' }, abort.signal, () => abort.abort());
    expect(cancelled.failure).toBe('device.cancelled');
    expect((await scanFrom(desk.session, { source: 'platen' })).pages).toHaveLength(1);
    await desk.close();
  });

  test('by no longer listening', async () => {
    const desk = await deskWith({ feeder: pages });
    for await (const each of desk.session.acquire(
      { kind: 'scan', source: 'feeder', duplex: false, resolutionDpi: 300, colour: 'colour', region: null },
      new AbortController().signal,
    )) {
      if (each.type === 'page') break;
    }
    expect(desk.scanner.openJobs).toBe(0);
    expect((await scanFrom(desk.session, { source: 'feeder' })).failure).toBeNull();
    await desk.close();
  });
});

test('unplugged at any moment: it is gone, and nothing is left open', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 40 }), async (steps) => {
      const desk = await deskWith({ feeder: pages, pieceBytes: 5_000 });
      let left = steps;
      const scanned = await scanFrom(desk.session, { source: 'feeder' }, undefined, () => {
        if (left-- === 0) setImmediate(() => desk.plug?.unplug());
      });
      if (scanned.failure !== null) expect(scanned.failure).toBe('device.gone');
      scanned.pages.forEach((each, index) => {
        expect(Buffer.from(each.bytes).equals(pages[index] ?? new Uint8Array())).toBe(true);
      });
      await desk.close();
      expect(desk.bus.counts()).toEqual({ connections: 0, transfers: 0 });
    }),
    { numRuns: 25 },
  );
});
