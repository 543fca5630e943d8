import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMemoryBus } from '../../../../drivers/emulator/memory-bus.ts';
import {
  createDocumentCamera,
  type DocumentCameraOptions,
  photographFormats,
} from '../../../../drivers/emulator/ptp/document-camera.ts';
import { scaleDeadlines } from '../../../../drivers/port/deadlines.ts';
import type { Acquired, DeviceSession } from '../../../../drivers/port/driver.ts';
import { containerTypes, encodeMessage } from '../../../../drivers/still-image/container.ts';
import { stillImageDriver } from '../../../../drivers/still-image/driver.ts';
import type { FailureKind } from '../../../../src/shared/kernel/failure.ts';
import { failureOf, openWith, settings } from '../reader-support.ts';

let bus = createMemoryBus();
beforeEach(() => {
  bus = createMemoryBus();
});
afterEach(async () => {
  scaleDeadlines(1);
  const left = bus.counts();
  await bus.close();
  expect(left).toEqual({ connections: 0, transfers: 0 });
});

const never = new AbortController().signal;

/** So many bytes that begin like a JPEG. */
function photograph(length: number, seed = 1): Uint8Array {
  // A prime: no packet begins like another.
  const pattern = Uint8Array.from({ length: 251 }, (_, at) => (at * 31 + seed * 7) & 0xff);
  const bytes = new Uint8Array(Buffer.alloc(length, pattern));
  bytes.set([0xff, 0xd8, 0xff, 0xe0]);
  return bytes;
}

function plugIn(options: Partial<DocumentCameraOptions> = {}) {
  const camera = createDocumentCamera({ photographs: [photograph(100_000)], ...options });
  const plug = bus.plug(camera);
  return {
    camera,
    plug,
    open: async () => openWith(stillImageDriver, (await bus.list()).slice(-1), settings),
  };
}

async function acquire(
  session: DeviceSession,
  signal = never,
  onEach: (acquired: Acquired) => void = () => {},
) {
  const all: Acquired[] = [];
  for await (const acquired of session.acquire({ kind: 'capture' }, signal)) {
    all.push(acquired);
    onEach(acquired);
  }
  return all;
}

async function pictureOf(session: DeviceSession): Promise<Uint8Array> {
  const pages = (await acquire(session)).filter((each) => each.type === 'page');
  expect(pages).toHaveLength(1);
  return pages[0]!.page.bytes;
}

describe('a document camera with thumbnails', () => {
  const thumbnail = photograph(3_000, 2);

  it('shows the small picture before the large one comes', async () => {
    const session = await plugIn({ thumbnail }).open();
    const all = (await acquire(session)).filter(({ type }) => type !== 'progress');
    expect(all).toMatchObject([{ type: 'preview', jpeg: thumbnail }, { type: 'page' }]);
    await session.close();
  });

  it('that refuses it, or sends something else, takes its picture all the same', async () => {
    for (const [thumb, refused] of [
      [thumbnail, 0x2010],
      [new Uint8Array(2_000), null],
    ] as const) {
      const { camera, open, plug } = plugIn({ thumbnail: thumb });
      const session = await open();
      if (refused !== null) camera.answerWith(0x100a, refused);
      const all = (await acquire(session)).filter(({ type }) => type !== 'progress');
      expect(all.map(({ type }) => type)).toEqual(['page']);
      await session.close();
      plug.unplug();
    }
  });
});

describe('a document camera', () => {
  it('says who it is and what it can', async () => {
    const { open } = plugIn();
    const session = await open();
    expect({ name: session.name, serial: session.serial }).toEqual({
      name: 'Proofdesk Emulated document camera',
      serial: 'PTP-1',
    });
    expect(await session.capabilities()).toEqual({ kind: 'document_camera', canCapture: true });
    await session.close();
    await session.close();
  });

  it('gives its pictures whole, whatever their size and its habits, and keeps none', async () => {
    await fc.assert(
      fc.asyncProperty(
        // Around whole packets, whole pieces and whole transfers, where ends are told by packets of no bytes.
        fc.oneof(
          fc.integer({ min: 4, max: 3_000 }),
          fc
            .tuple(fc.constantFrom(512, 16_384, 262_144, 524_288), fc.integer({ min: -14, max: 14 }))
            .map(([a, b]) => a + b),
        ),
        fc.record({
          omitsZeroPacket: fc.boolean(),
          splitsHeader: fc.boolean(),
          unknownLength: fc.boolean(),
          omitsObjectAdded: fc.boolean(),
        }),
        async (length, quirks) => {
          const photographs = [photograph(length, 1), photograph(length, 2)];
          const { camera, plug, open } = plugIn({ photographs, quirks });
          const session = await open();
          for (const each of photographs) {
            expect(Buffer.compare(await pictureOf(session), each)).toBe(0);
            expect(camera.objectCount).toBe(0);
          }
          await session.close();
          plug.unplug();
        },
      ),
      { numRuns: 40 },
    );
  });

  it('shows its progress', async () => {
    const { open } = plugIn({ photographs: [photograph(900_000)] });
    const session = await open();
    const all = await acquire(session);
    const progress = all.flatMap((each) => (each.type === 'progress' ? [each.progress] : []));
    expect([...new Set(progress.map(({ stage }) => stage))]).toEqual(['preparing', 'scanning', 'receiving']);
    const fractions = progress.flatMap(({ fraction }) => fraction ?? []);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
    await session.close();
  });

  it('without a remote release waits for its button', async () => {
    const { camera, open } = plugIn({ canInitiateCapture: false });
    const session = await open();
    expect(await session.capabilities()).toEqual({ kind: 'document_camera', canCapture: false });
    const all = await acquire(session, never, (acquired) => {
      if (acquired.type === 'progress' && acquired.progress.stage === 'preparing')
        setTimeout(() => camera.press(), 5);
    });
    expect(all.some((each) => each.type === 'page')).toBe(true);
    expect(camera.objectCount).toBe(0);
    scaleDeadlines(0.002);
    expect(await failureOf(() => acquire(session))).toBe('device.timeout');
    await session.close();
  });

  it('leaves pictures of before alone, and takes the raw one away with the other', async () => {
    const raw = { bytes: photograph(1_000), format: photographFormats.raw };
    const { camera, open } = plugIn({
      photographs: [photograph(2_000, 1), raw, photograph(3_000, 2)],
      canInitiateCapture: false,
    });
    camera.press();
    const session = await open();
    const all = await acquire(session, never, (acquired) => {
      if (acquired.type !== 'progress' || acquired.progress.stage !== 'preparing') return;
      setTimeout(() => {
        camera.press();
        camera.press();
      }, 5);
    });
    const page = all.find((each) => each.type === 'page');
    expect(page?.page.bytes).toHaveLength(3_000);
    expect(camera.objectCount).toBe(1);
    await session.close();
  });

  it('that another program left open is opened anew', async () => {
    const { open } = plugIn();
    const [attachment] = await bus.list();
    if (attachment?.bus !== 'usb') throw new Error('A camera is on USB.');
    // It goes away without a word: its connection ends, the session of the camera does not.
    const usb = await attachment.open();
    await usb.claim(0, 0);
    const openSession = { code: 0x1002, transactionId: 0, parameters: [1] };
    await usb.transferOut(0x02, encodeMessage(containerTypes.command, openSession), 1_000);
    await usb.transferIn(0x81, 512, 1_000);
    await usb.close();
    const session = await open();
    expect(await pictureOf(session)).toHaveLength(100_000);
    await session.close();
  });

  it('that is a phone is left alone, with all its pictures', async () => {
    const { camera, open } = plugIn({ canInitiateCapture: false, isPhone: true });
    camera.press();
    expect(await failureOf(open)).toBe('device.unsupported');
    expect(camera.objectCount).toBe(1);
  });

  it.each<readonly [string, number, number, FailureKind]>([
    ['full', 0x100e, 0x200c, 'device.stopped'],
    ['without its card', 0x100e, 0x2013, 'device.stopped'],
    ['locked', 0x100e, 0x200f, 'device.denied'],
    ['not able to', 0x100e, 0x2005, 'device.unsupported'],
    ['interrupted', 0x1009, 0x2007, 'device.protocol'],
    ['confused', 0x1008, 0x2002, 'device.protocol'],
  ])('says why not: %s', async (_why, operation, response, kind) => {
    const { camera, open } = plugIn();
    const session = await open();
    camera.answerWith(operation, response);
    expect(await failureOf(() => acquire(session))).toBe(kind);
    expect(await pictureOf(session)).toHaveLength(100_000);
    expect(camera.objectCount).toBe(0);
    await session.close();
  });

  it('is asked again while it is busy, and given up in the end', async () => {
    scaleDeadlines(0.01);
    const { camera, open } = plugIn();
    const session = await open();
    camera.answerWith(0x100e, 0x2019, 3);
    expect(await pictureOf(session)).toHaveLength(100_000);
    camera.answerWith(0x100e, 0x2019, 1_000_000);
    expect(await failureOf(() => acquire(session))).toBe('device.busy');
    await session.close();
  });

  it('has no memory to put a picture into', async () => {
    const { open } = plugIn({ hasStore: false });
    const session = await open();
    expect(await failureOf(() => acquire(session))).toBe('device.stopped');
    await session.close();
  });

  it('does nothing else, and one thing at a time', async () => {
    const { camera, open } = plugIn();
    const session = await open();
    const scan = session.acquire({ kind: 'read' }, never)[Symbol.asyncIterator]();
    expect(await failureOf(() => scan.next())).toBe('device.unsupported');
    camera.holdCapture(true);
    const abort = new AbortController();
    const first = failureOf(() => acquire(session, abort.signal));
    expect(await failureOf(() => acquire(session))).toBe('device.busy');
    abort.abort();
    expect(await first).toBe('device.cancelled');
    await session.close();
  });

  it('can be cancelled at any moment, is ready again, and keeps no picture', async () => {
    const { camera, open } = plugIn({ photographs: [photograph(600_000)] });
    const session = await open();
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 120 }), fc.boolean(), async (turns, isHeld) => {
        const abort = new AbortController();
        camera.holdCapture(isHeld);
        const ending = failureOf(() => acquire(session, abort.signal));
        for (let turn = 0; turn < turns; turn++) {
          await (turn % 3 === 0 ? new Promise((resolve) => setImmediate(resolve)) : Promise.resolve());
        }
        abort.abort();
        expect(await ending).toBeOneOf(['device.cancelled', null]);
        camera.holdCapture(false);
        // A picture that was ordered and comes late.
        while (camera.orderedCount > 0) camera.press();
        expect(await pictureOf(session)).toHaveLength(600_000);
        expect(camera.objectCount).toBe(0);
      }),
      { numRuns: 40 },
    );
    await session.close();
  });

  it('never gives the picture of a capture that was given up to the next visit', async () => {
    const { camera, open } = plugIn({ photographs: [photograph(10_000), photograph(20_000)] });
    const session = await open();
    camera.holdCapture(true);
    const ordered = async (count: number) => {
      while (camera.orderedCount < count) await new Promise((resolve) => setImmediate(resolve));
    };
    const abort = new AbortController();
    const first = failureOf(() => acquire(session, abort.signal));
    await ordered(1);
    abort.abort();
    expect(await first).toBe('device.cancelled');
    const second = pictureOf(session);
    await ordered(2);
    camera.press();
    camera.press();
    expect(await second).toHaveLength(20_000);
    expect(camera.objectCount).toBe(0);
    await session.close();
  });

  it('is gone when it is unplugged, at any moment; a page that came before stands', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 150 }), async (turns) => {
        const { plug, open } = plugIn({ photographs: [photograph(300_000)] });
        const session = await open();
        const pages: Uint8Array[] = [];
        const ending = failureOf(() =>
          acquire(session, never, (each) => void (each.type === 'page' && pages.push(each.page.bytes))),
        );
        for (let turn = 0; turn < turns; turn++) {
          await (turn % 3 === 0 ? new Promise((resolve) => setImmediate(resolve)) : Promise.resolve());
        }
        plug.unplug();
        const kind = await ending;
        expect(kind).toBe(pages.length === 0 ? 'device.gone' : null);
        expect(await failureOf(() => acquire(session))).toBe('device.gone');
        await session.close();
      }),
      { numRuns: 40 },
    );
  });
});
