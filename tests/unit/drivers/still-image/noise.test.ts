import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Gadget, GadgetEndpoints } from '../../../../drivers/emulator/gadget.ts';
import { createMemoryBus } from '../../../../drivers/emulator/memory-bus.ts';
import { deviceInfo, objectInfo } from '../../../../drivers/emulator/ptp/camera-state.ts';
import { createDocumentCamera } from '../../../../drivers/emulator/ptp/document-camera.ts';
import { array32, container, types } from '../../../../drivers/emulator/ptp/ptp-bytes.ts';
import { scaleDeadlines } from '../../../../drivers/port/deadlines.ts';
import { decodeHeader, decodeMessage, encodeMessage } from '../../../../drivers/still-image/container.ts';
import {
  decodeDeviceInfo,
  decodeHandles,
  decodeObjectInfo,
} from '../../../../drivers/still-image/datasets.ts';
import { stillImageDriver } from '../../../../drivers/still-image/driver.ts';
import { createEvents } from '../../../../drivers/still-image/events.ts';
import { FailureError } from '../../../../src/shared/kernel/failure.ts';
import { failureOf, openWith, settings } from '../reader-support.ts';

const decoders = [decodeHeader, decodeMessage, decodeDeviceInfo, decodeObjectInfo, decodeHandles];
const samples: readonly Uint8Array[] = [
  deviceInfo(true),
  objectInfo({ bytes: new Uint8Array(5), format: 0x3801 }),
  array32([1, 2, 3]),
  container(types.response, 0x2001, 7, array32([1, 2]).subarray(4)),
];

/** A sample with some bytes changed, cut off or added. */
const damaged = fc
  .tuple(
    fc.constantFrom(...samples),
    fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 4 }),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.uint8Array({ maxLength: 8 }),
  )
  .map(([sample, changes, kept, added]) => {
    const bytes = Buffer.concat([sample.subarray(0, Math.round(kept * sample.length)), added]);
    for (const [at, value] of changes) if (bytes.length > 0) bytes[at % bytes.length] = value;
    return new Uint8Array(bytes);
  });

describe('bytes of PTP', () => {
  it('become a value or a failure with a name, whatever they are', () => {
    fc.assert(
      fc.property(fc.oneof(damaged, fc.uint8Array({ maxLength: 300 })), (bytes) => {
        for (const decode of decoders) {
          try {
            decode(bytes);
          } catch (error) {
            expect(error).toBeInstanceOf(FailureError);
          }
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it('are refused where they tell of more than there is', () => {
    const huge = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 1, 2, 3, 4);
    expect(() => decodeHandles(huge)).toThrow(FailureError);
  });

  it('are the same after a way there and back', () => {
    const uint32 = fc.integer({ min: 0, max: 0xffff_ffff });
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 0xffff }),
        uint32,
        fc.array(uint32, { maxLength: 5 }),
        (code, transactionId, parameters) => {
          const message = { code, transactionId, parameters };
          expect(decodeMessage(encodeMessage(types.response, message))).toEqual(message);
        },
      ),
    );
  });

  it('are events however packets cut them, and noise between them is passed over', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat({ max: 1_000 }), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 28 }),
        async (handles, packetBytes) => {
          const packets = handles.flatMap((handle) => {
            const event = container(types.event, 0x4002, 1, array32([handle]).subarray(4));
            return Array.from({ length: Math.ceil(event.length / packetBytes) }, (_, at) =>
              event.subarray(at * packetBytes, (at + 1) * packetBytes),
            );
          });
          const events = createEvents(async () => {
            const next = packets.shift();
            if (next === undefined) throw new FailureError('device.gone', 'The end.');
            return next;
          });
          events.start();
          const seen: number[] = [];
          const { signal } = new AbortController();
          const ended = await failureOf(async () => {
            while (true) seen.push((await events.next(1_000, signal))!.parameters[0]!);
          });
          expect({ ended, seen }).toEqual({ ended: 'device.gone', seen: handles });
        },
      ),
    );
  });
});

let bus = createMemoryBus();
beforeEach(() => {
  bus = createMemoryBus();
  scaleDeadlines(1 / 500);
});
afterEach(async () => {
  scaleDeadlines(1);
  const left = bus.counts();
  await bus.close();
  expect(left).toEqual({ connections: 0, transfers: 0 });
});

/** A camera whose words on the bulk pipe are something else from the given one on. */
function babbling(words: readonly Uint8Array[], from: number): Gadget {
  const camera = createDocumentCamera({ photographs: [Uint8Array.of(0xff, 0xd8, 0xff, 0xd9)] });
  return {
    description: camera.description,
    control: camera.control!,
    async serve(endpoints: GadgetEndpoints) {
      let sent = 0;
      await camera.serve({
        ...endpoints,
        send: (address, bytes, zero) => {
          const word = address === 0x81 ? words[sent++ - from] : undefined;
          return endpoints.send(address, word ?? bytes, zero);
        },
      });
    },
  };
}

describe('a camera that talks nonsense', () => {
  it('ends in a failure with a name, and neither hangs nor fills the memory', async () => {
    const before = process.memoryUsage().arrayBuffers;
    const word = fc.oneof(
      damaged,
      fc.uint8Array({ maxLength: 1_100 }),
      // Lengths that nobody has.
      fc
        .tuple(
          fc.constantFrom(0, 11, 12, 0x7fff_ffff, 0xffff_fffe, 0xffff_ffff),
          fc.constantFrom(1, 2, 3, 4),
          fc.nat({ max: 9 }),
        )
        .map(([length, type, transactionId]) => {
          const bytes = container(type, 0x1009, transactionId, new Uint8Array(500));
          new DataView(bytes.buffer).setUint32(0, length, true);
          return bytes;
        }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(word, { minLength: 1, maxLength: 4 }),
        fc.nat({ max: 16 }),
        async (words, from) => {
          const plug = bus.plug(babbling(words, from));
          const attachments = (await bus.list()).slice(-1);
          const kind = await failureOf(async () => {
            const session = await openWith(stillImageDriver, attachments, settings);
            try {
              for await (const _ of session.acquire({ kind: 'capture' }, new AbortController().signal));
            } finally {
              await session.close();
            }
          });
          // Right, where nothing of it mattered.
          if (kind !== null) expect(kind).toMatch(/^device\./);
          plug.unplug();
        },
      ),
      { numRuns: 120 },
    );
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64_000_000);
  });

  it('that a program left in the middle of a picture is opened by the next one', async () => {
    const camera = createDocumentCamera({ photographs: [new Uint8Array(200_000).fill(7)] });
    camera.press();
    bus.plug(camera);
    const [attachment] = await bus.list();
    if (attachment?.bus !== 'usb') throw new Error('A camera is on USB.');
    const usb = await attachment.open();
    await usb.claim(0, 0);
    const ask = (operation: number, transactionId: number, parameter: number) =>
      usb.transferOut(
        2,
        encodeMessage(types.command, { code: operation, transactionId, parameters: [parameter] }),
        1_000,
      );
    await ask(0x1002, 0, 1);
    await usb.transferIn(0x81, 512, 1_000);
    await ask(0x1009, 1, camera.objectCount);
    await usb.transferIn(0x81, 1_024, 1_000);
    await usb.close();
    const session = await openWith(stillImageDriver, await bus.list(), settings);
    expect(session.serial).toBe('PTP-1');
    await session.close();
  });
});
