// What only USB has: packets, interfaces side by side, and what a program before this one has left in the endpoints.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createEsclScanner } from '../../../../drivers/emulator/escl/scanner.ts';
import { createMemoryBus } from '../../../../drivers/emulator/memory-bus.ts';
import { esclDriver } from '../../../../drivers/escl/driver.ts';
import type { UsbAttachment, UsbConnection } from '../../../../drivers/port/bus.ts';
import { noisePage, scanFrom, settings } from './support.ts';

const page = await noisePage(300, 200);

async function attached(options: Parameters<typeof createEsclScanner>[0]) {
  const bus = createMemoryBus();
  const scanner = createEsclScanner(options);
  bus.plug(scanner.gadget);
  const [attachment] = await bus.list();
  if (attachment?.bus !== 'usb') throw new Error('No scanner.');
  return { bus, scanner, attachment };
}

/** The same, telling of each transfer. */
function watched(
  attachment: UsbAttachment,
  onTransfer: (address: number, lengthBytes: number) => void,
): UsbAttachment {
  return {
    ...attachment,
    async open() {
      const connection = await attachment.open();
      const watching: UsbConnection = {
        ...connection,
        transferIn(address, lengthBytes, timeoutMs) {
          onTransfer(address, lengthBytes);
          return connection.transferIn(address, lengthBytes, timeoutMs);
        },
        transferOut(address, bytes, timeoutMs) {
          onTransfer(address, bytes.length);
          return connection.transferOut(address, bytes, timeoutMs);
        },
      };
      return watching;
    },
  };
}

test('a page of any length is whole, though nothing marks its end on the border of a packet', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 1_200 }),
      fc.constantFrom('chunked', 'length'),
      fc.constantFrom(64, 512, 1024),
      fc.boolean(),
      async (padding, framing, packetBytes, endsWithEmptyPacket) => {
        // After the end of the picture scanners may pad.
        const padded = Buffer.concat([page, Buffer.alloc(padding)]);
        const { bus, attachment } = await attached({
          platen: padded,
          framing,
          packetBytes,
          pieceBytes: 3_000,
          quirks: { endsWithEmptyPacket },
        });
        const session = await esclDriver.open(attachment, settings);
        const scanned = await scanFrom(session, { source: 'platen' });
        expect(scanned.failure).toBeNull();
        expect(Buffer.from(scanned.pages[0]?.bytes ?? []).equals(padded)).toBe(true);
        await session.close();
        expect(bus.counts()).toEqual({ connections: 0, transfers: 0 });
      },
    ),
    { numRuns: 40 },
  );
});

test('pages and status travel over different interfaces', async () => {
  const { attachment } = await attached({ feeder: [page, page] });
  const requests = new Set<number>();
  const session = await esclDriver.open(
    watched(attachment, (address) => {
      if (address < 0x80) requests.add(address);
    }),
    settings,
  );
  expect((await scanFrom(session, { source: 'feeder' })).pages).toHaveLength(2);
  await session.close();
  expect(requests.size).toBe(2);
});

test('a large page is asked for in large pieces', async () => {
  const large = await noisePage(2_000, 1_500);
  const { attachment } = await attached({ platen: large, framing: 'length', pieceBytes: 4_000_000 });
  let transfers = 0;
  const session = await esclDriver.open(
    watched(attachment, () => {
      transfers++;
    }),
    settings,
  );
  const before = transfers;
  const scanned = await scanFrom(session, { source: 'platen' });
  await session.close();
  expect(Buffer.from(scanned.pages[0]?.bytes ?? []).equals(large)).toBe(true);
  expect(large.length).toBeGreaterThan(1_000_000);
  // As it grows from 64 KiB to 1 MiB; in pieces of 64 KiB it would be twice as many.
  expect(transfers - before).toBeLessThan(10 + 8 + large.length / (1024 * 1024));
});

test('what a program that crashed had asked for is not taken for an answer', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('ScannerCapabilities', 'ScannerStatus', 'ScanJobs/none/NextDocument'),
      fc.integer({ min: 1, max: 5 }),
      async (path, times) => {
        const { attachment } = await attached({ platen: page });
        const crashed = await attachment.open();
        for (const number of [0, 1, 2]) {
          await crashed.claim(number, 1);
          for (let time = 0; time < times; time++) {
            const request = Buffer.from(`GET /eSCL/${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
            await crashed.transferOut(number + 1, request, 1_000).catch(() => undefined);
            // It listens again only once its answer is taken.
            if (time < times - 1)
              await crashed.transferIn(0x81 + number, 64 * 1024, 1_000).catch(() => undefined);
          }
        }
        await crashed.close();
        const session = await esclDriver.open(attachment, settings);
        const scanned = await scanFrom(session, { source: 'platen' });
        expect(scanned.failure).toBeNull();
        expect(scanned.pages).toHaveLength(1);
        await session.close();
      },
    ),
    { numRuns: 15 },
  );
});

test('closing ends a scan that is under way', async () => {
  const { bus, attachment } = await attached({ platen: page, quirks: { firstByteAfterMs: 60_000 } });
  const session = await esclDriver.open(attachment, settings);
  const scanned = await scanFrom(session, { source: 'platen' }, undefined, (progress) => {
    if (progress.stage === 'scanning') setImmediate(() => void session.close());
  });
  expect(scanned.failure).toBe('device.gone');
  expect(bus.counts()).toEqual({ connections: 0, transfers: 0 });
  await bus.close();
});
