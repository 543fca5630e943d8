import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { createMemoryBus } from '../../../../drivers/emulator/memory-bus.ts';
import { createKeyboardReader } from '../../../../drivers/emulator/readers/keyboard-reader.ts';
import {
  createPosScanner,
  type PosLayout,
  posLayouts,
} from '../../../../drivers/emulator/readers/pos-scanner.ts';
import { createHidReaderDriver } from '../../../../drivers/hid-reader/driver.ts';
import { driverFor } from '../../../../drivers/port/driver.ts';
import { parseAamva } from '../../../../src/engine/barcode/aamva-file.ts';
import { aamva, failureOf, mrz, openWith, readsOf, settings } from '../reader-support.ts';

const driver = createHidReaderDriver('linux');
const listed = { ...settings, keyboardReaders: [{ vendorId: 0x1209, productId: 0x8c02 }] };

let bus = createMemoryBus();
afterEach(async () => {
  const left = bus.counts();
  await bus.close();
  bus = createMemoryBus();
  expect(left).toEqual({ connections: 0, transfers: 0 });
});

describe('a HID POS scanner', () => {
  it.each(Object.keys(posLayouts) as PosLayout[])('reads documents, layout %s', async (layout) => {
    const scanner = createPosScanner(layout);
    bus.plug(scanner);
    const session = await openWith(driver, await bus.list(), settings);
    expect(session.name).toBe('Proofdesk Emulated barcode scanner');
    const texts = [aamva, `${mrz[0]}\r\n${mrz[1]}\r`, 'A'];
    const reads = await readsOf(session, texts.length, async () => {
      for (const text of texts) await scanner.read(text, ']L2');
    });
    expect(reads.map(({ text }) => text)).toEqual([aamva.replace(/\r$/, ''), mrz.join('\n'), 'A']);
    expect(parseAamva(reads[0]!.text)).toMatchObject({ ok: true, value: { issuer: '636000' } });
    expect(parseAamva(reads[0]!.text)).toEqual(parseAamva(aamva));
    expect(reads.map(({ symbology }) => symbology)).toEqual(Array(3).fill(layout === 'plain' ? null : ']L2'));
    await session.close();
  });

  it('gives the next visit nothing of what was swiped before', async () => {
    const scanner = createPosScanner();
    bus.plug(scanner);
    const session = await openWith(driver, await bus.list(), settings);
    expect(await readsOf(session, 1, () => scanner.read('FIRST'))).toHaveLength(1);
    await scanner.read('NOBODY ASKED');
    // A read behind it: whatever the driver had to see of the one before, it has seen.
    const reads = await readsOf(session, 1, () => scanner.read('SECOND'));
    expect(reads.map(({ text }) => text)).toEqual(['SECOND']);
    await session.close();
  });

  it('refuses to do what it cannot, and two things at once', async () => {
    bus.plug(createPosScanner());
    const session = await openWith(driver, await bus.list(), settings);
    const { signal } = new AbortController();
    const next = (kind: 'read' | 'capture', on: AbortSignal) =>
      session.acquire({ kind }, on)[Symbol.asyncIterator]().next();
    expect(await failureOf(() => next('capture', signal))).toBe('device.unsupported');
    const abort = new AbortController();
    const first = failureOf(() => next('read', abort.signal));
    expect(await failureOf(() => next('read', signal))).toBe('device.busy');
    abort.abort();
    expect(await first).toBe('device.cancelled');
    await session.close();
    await session.close();
  });

  it('is gone when it is unplugged, at any moment, and what was read stands', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 30 }), async (turns) => {
        const scanner = createPosScanner();
        const plug = bus.plug(scanner);
        const session = await openWith(driver, await bus.list(), settings);
        const reads: string[] = [];
        const ending = failureOf(async () => {
          for await (const acquired of session.acquire({ kind: 'read' }, new AbortController().signal)) {
            if (acquired.type === 'read') reads.push(acquired.read.text);
          }
        });
        const sending = [scanner.read(aamva), scanner.read(mrz[1]), scanner.read('A')];
        for (let turn = 0; turn < turns; turn++) await Promise.resolve();
        plug.unplug();
        expect(await ending).toBe('device.gone');
        expect([aamva.replace(/\r$/, ''), mrz[1], 'A'].slice(0, reads.length)).toEqual(reads);
        await session.close();
        plug.replug();
        const again = await openWith(driver, (await bus.list()).slice(-2), settings);
        await readsOf(again, 1, () => scanner.read('AGAIN'));
        await again.close();
        await Promise.all(sending);
        plug.unplug();
      }),
      { numRuns: 60 },
    );
  });

  it('works again after it was cancelled, at any moment', async () => {
    const scanner = createPosScanner();
    bus.plug(scanner);
    const session = await openWith(driver, await bus.list(), settings);
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 30 }), async (turns) => {
        const abort = new AbortController();
        const ending = failureOf(async () => {
          for await (const _ of session.acquire({ kind: 'read' }, abort.signal));
        });
        const sending = scanner.read(aamva);
        for (let turn = 0; turn < turns; turn++) await Promise.resolve();
        abort.abort();
        expect(await ending).toBe('device.cancelled');
        await sending;
        const reads = await readsOf(session, 1, () => scanner.read('NEXT'));
        expect(reads[0]!.text).toBe('NEXT');
      }),
      { numRuns: 60 },
    );
    await session.close();
  });
});

describe('a reader that types like a keyboard', () => {
  it('is never taken unless it is listed, whatever its numbers', async () => {
    const plug = bus.plug(createKeyboardReader());
    const attachments = await bus.list();
    await fc.assert(
      fc.property(
        fc.array(fc.record({ vendorId: fc.nat({ max: 0xffff }), productId: fc.nat({ max: 0xffff }) })),
        (keyboardReaders) => {
          fc.pre(!keyboardReaders.some((each) => each.vendorId === 0x1209 && each.productId === 0x8c02));
          for (const attachment of attachments) {
            expect(driverFor([driver], attachment, { ...settings, keyboardReaders })).toBeNull();
            expect(driver.accepts?.(attachment, { ...settings, keyboardReaders })).toBe(false);
          }
        },
      ),
    );
    for (const attachment of attachments) {
      expect(await failureOf(() => driver.open(attachment, settings))).toBe('device.unsupported');
    }
    expect(plug.typed).toEqual([]);
  });

  it('is read where no window can see its keys, and types again once it is let go', async () => {
    const reader = createKeyboardReader();
    const plug = bus.plug(reader);
    const session = await openWith(driver, await bus.list(), listed);
    const reads = await readsOf(session, 2, async () => {
      await reader.read(`${mrz[1]}\r`);
      await reader.read(`${aamva}\r`);
    });
    expect(reads).toEqual([
      { text: mrz[1], symbology: null },
      { text: aamva, symbology: null },
    ]);
    expect(plug.typed).toEqual([]);
    // What the desk is after: every field of the barcode.
    expect(parseAamva(reads[1]!.text)).toEqual(parseAamva(aamva));
    await session.close();
    await reader.read('a');
    expect(plug.typed.length).toBeGreaterThan(0);
  });

  it('is not taken where the system keeps keyboards: staff are told what to do', async () => {
    bus.plug(createKeyboardReader());
    for (const platform of ['win32', 'darwin'] as const) {
      const elsewhere = createHidReaderDriver(platform);
      expect(await failureOf(async () => openWith(elsewhere, await bus.list(), listed))).toBe(
        'device.unsupported',
      );
    }
  });

  it('is gone when it is unplugged', async () => {
    const plug = bus.plug(createKeyboardReader());
    const session = await openWith(driver, await bus.list(), listed);
    const ending = failureOf(() => readsOf(session, 1, async () => plug.unplug()));
    expect(await ending.catch((error: Error) => error.message)).toContain('device.gone');
    await session.close();
  });
});
