// Over loopback: a daemon that hands on bytes as they come, and goes away when it likes.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLoopbackBus } from '../../../../drivers/bus/loopback-bus.ts';
import { createEsclScanner } from '../../../../drivers/emulator/escl/scanner.ts';
import { esclDriver } from '../../../../drivers/escl/driver.ts';
import type { LoopbackAttachment, StreamConnection } from '../../../../drivers/port/bus.ts';
import { FailureError } from '../../../../src/shared/kernel/failure.ts';
import { kindOf, noisePage, scanFrom, settings } from './support.ts';

const pages = await Promise.all([1, 2].map((seed) => noisePage(200, 150, { seed })));

/** Gives bytes on in pieces of `pieceBytes` at most, and ends every connection after `leftBytes` in all. */
function through(attachment: LoopbackAttachment, pieceBytes: number, leftBytes: number): LoopbackAttachment {
  let left = leftBytes;
  const narrow = (stream: StreamConnection): StreamConnection => ({
    ...stream,
    send: (bytes, timeoutMs) => stream.send(bytes, timeoutMs),
    close: () => stream.close(),
    async receive(atMostBytes, timeoutMs) {
      if (left === 0) return null;
      const piece = await stream.receive(Math.min(atMostBytes, pieceBytes, left), timeoutMs);
      left -= piece?.length ?? 0;
      return piece;
    },
  });
  return { ...attachment, open: async () => narrow(await attachment.open()) };
}

async function outcome(pieceBytes: number, leftBytes: number, framing: 'chunked' | 'length') {
  const scanner = createEsclScanner({ feeder: pages, framing, pieceBytes: 3_000 });
  const server = await scanner.serveLoopback();
  try {
    const [attachment] = await createLoopbackBus([server.port]).list();
    if (attachment === undefined) throw new Error('Nothing is served.');
    const session = await esclDriver.open(through(attachment, pieceBytes, leftBytes), settings);
    const scanned = await scanFrom(session, { source: 'feeder' });
    await session.close();
    return scanned;
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    return { pages: [], failure: error.kind };
  } finally {
    await server.close();
  }
}

const isTheirs = (scanned: Awaited<ReturnType<typeof outcome>>): boolean =>
  scanned.pages.every((each, index) => Buffer.compare(each.bytes, pages[index] ?? new Uint8Array()) === 0);

const framings = fc.constantFrom('chunked', 'length');

test('pages are the same however their bytes are cut', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 5_000 }), framings, async (pieceBytes, framing) => {
      // One byte at a time is for heads; a whole page of them is only slow.
      const scanned = await outcome(pieceBytes < 40 ? pieceBytes + 40 : pieceBytes, Infinity, framing);
      expect(scanned.failure).toBeNull();
      expect(scanned.pages).toHaveLength(2);
      expect(isTheirs(scanned)).toBe(true);
    }),
    { numRuns: 20 },
  );
});

test('wherever the bytes end, it ends in a failure, and the pages before stand', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 40_000 }), framings, async (leftBytes, framing) => {
      const scanned = await outcome(10_000, leftBytes, framing);
      if (scanned.failure === null) expect(scanned.pages).toHaveLength(2);
      else expect(scanned.failure).toMatch(/^device\.(protocol|gone|timeout)$/);
      expect(isTheirs(scanned)).toBe(true);
    }),
    { numRuns: 40 },
  );
});

test('a daemon that is no longer there is gone', async () => {
  const scanner = createEsclScanner({ feeder: pages });
  const server = await scanner.serveLoopback();
  const [attachment] = await createLoopbackBus([server.port]).list();
  if (attachment === undefined) throw new Error('Nothing is served.');
  const session = await esclDriver.open(attachment, settings);
  await server.close();
  expect((await scanFrom(session)).failure).toBe('device.gone');
  expect(await kindOf(esclDriver.open(attachment, settings))).toBe('device.gone');
  await session.close();
});
