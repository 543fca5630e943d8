import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { cdcReaderDriver } from '../../../../drivers/cdc-reader/driver.ts';
import { createMemoryBus } from '../../../../drivers/emulator/memory-bus.ts';
import { createCdcReader } from '../../../../drivers/emulator/readers/cdc-reader.ts';
import { driverFor } from '../../../../drivers/port/driver.ts';
import { aamva, failureOf, mrz, openWith, readsOf, settings } from '../reader-support.ts';

const listed = { ...settings, serialReaders: [{ vendorId: 0x1209, productId: 0x8c03, baud: 115_200 }] };

let bus = createMemoryBus();
afterEach(async () => {
  const left = bus.counts();
  await bus.close();
  bus = createMemoryBus();
  expect(left).toEqual({ connections: 0, transfers: 0 });
});

describe('a reader behind a serial port', () => {
  it('is not taken unless it is listed: it may be a modem', async () => {
    bus.plug(createCdcReader());
    for (const attachment of await bus.list()) {
      expect(driverFor([cdcReaderDriver], attachment, settings)).toBeNull();
      expect(
        driverFor([cdcReaderDriver], attachment, {
          ...settings,
          keyboardReaders: listed.serialReaders,
          serialReaders: [{ vendorId: 0x1209, productId: 0x8c04, baud: 9_600 }],
        }),
      ).toBeNull();
    }
  });

  it('is told that somebody listens, and at which speed', async () => {
    const reader = createCdcReader();
    bus.plug(reader);
    const session = await openWith(cdcReaderDriver, await bus.list(), listed);
    expect({ baud: reader.baud, isReady: reader.isReady }).toEqual({ baud: 115_200, isReady: true });
    expect(session).toMatchObject({ name: 'Proofdesk Emulated MRZ reader', serial: 'CDC-1' });
    expect(await session.capabilities()).toEqual({ kind: 'reader' });
    await session.close();
  });

  it('gives the same reads however it cuts them into transfers', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 700 }), async (transferBytes) => {
        const reader = createCdcReader(transferBytes);
        const plug = bus.plug(reader);
        const session = await openWith(cdcReaderDriver, (await bus.list()).slice(-1), listed);
        const reads = await readsOf(session, 3, async () => {
          for (const line of mrz) await reader.read(`${line}\r\n`);
          await reader.read(`${aamva}\r`);
        });
        expect(reads.map(({ text }) => text)).toEqual([...mrz, aamva]);
        await session.close();
        plug.unplug();
      }),
      { numRuns: 40 },
    );
  });

  it('works again after it was cancelled, and is gone when it is unplugged, at any moment', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 40 }), fc.boolean(), async (turns, isUnplugged) => {
        const reader = createCdcReader(7);
        const plug = bus.plug(reader);
        const session = await openWith(cdcReaderDriver, (await bus.list()).slice(-1), listed);
        const abort = new AbortController();
        const ending = failureOf(async () => {
          for await (const _ of session.acquire({ kind: 'read' }, abort.signal));
        });
        const sending = reader.read(`${mrz[0]}\r`);
        for (let turn = 0; turn < turns; turn++) await Promise.resolve();
        if (isUnplugged) plug.unplug();
        else abort.abort();
        expect(await ending).toBe(isUnplugged ? 'device.gone' : 'device.cancelled');
        if (!isUnplugged) {
          await sending;
          const reads = await readsOf(session, 1, () => reader.read(`${mrz[1]}\r`));
          expect(reads[0]!.text.endsWith(mrz[1])).toBe(true);
        }
        await session.close();
        plug.unplug();
      }),
      { numRuns: 60 },
    );
  });

  it('is refused by name where it has no data', async () => {
    const reader = createCdcReader();
    const [control] = reader.description.interfaces;
    bus.plug({ ...reader, description: { ...reader.description, interfaces: [control!] } });
    expect(await failureOf(async () => openWith(cdcReaderDriver, await bus.list(), listed))).toBe(
      'device.protocol',
    );
  });
});
