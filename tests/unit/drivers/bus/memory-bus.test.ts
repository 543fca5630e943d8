// The bus in memory obeys what USB 2.0 says of packets, halts and cables: drivers are tested on nothing kinder than a real one.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Gadget, type GadgetEndpoints, UnpluggedError } from '../../../../drivers/emulator/gadget.ts';
import { createMemoryBus } from '../../../../drivers/emulator/memory-bus.ts';
import type { Bus, HidAttachment, UsbAttachment, UsbConnection } from '../../../../drivers/port/bus.ts';

const packetBytes = 64;
const soonMs = 5_000;

const gadgetOf = (serve: (endpoints: GadgetEndpoints) => Promise<void>): Gadget => ({
  description: {
    vendorId: 1,
    productId: 2,
    manufacturer: 'm',
    product: 'p',
    serial: 's',
    interfaces: [
      {
        interfaceNumber: 0,
        alternateSetting: 0,
        interfaceClass: 0xff,
        interfaceSubclass: 0,
        interfaceProtocol: 0,
        endpoints: [
          { address: 0x01, type: 'bulk', packetBytes },
          { address: 0x81, type: 'bulk', packetBytes },
        ],
      },
    ],
  },
  serve,
});

const idle = (): Promise<void> => new Promise(() => {});

async function usbOf(bus: Bus): Promise<UsbAttachment> {
  const found = (await bus.list()).find((each) => each.bus === 'usb');
  if (found?.bus !== 'usb') throw new Error('nothing is attached');
  return found;
}

async function claimed(bus: Bus): Promise<UsbConnection> {
  const connection = await (await usbOf(bus)).open();
  await connection.claim(0, 0);
  return connection;
}

const kindOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'nothing failed',
    (error) => (error as { kind?: string }).kind ?? (error as Error).name,
  );

describe('transfers', () => {
  it('are whatever the device sent, cut where it sent a short packet and where the host had asked for no more', async () => {
    const messages = fc.array(fc.record({ length: fc.nat(300), zero: fc.boolean() }), {
      minLength: 1,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(messages, fc.integer({ min: 1, max: 6 }), async (list, packets) => {
        const bus = createMemoryBus();
        let byte = 0;
        const sent: number[] = [];
        const boundaries = new Set<number>();
        const bytesOf = list.map(({ length }) => Uint8Array.from({ length }, () => byte++ % 251));
        bus.plug(
          gadgetOf(async (endpoints) => {
            for (const [index, bytes] of bytesOf.entries()) {
              await endpoints.send(0x81, bytes, list[index]?.zero);
            }
            await idle();
          }),
        );
        for (const [index, bytes] of bytesOf.entries()) {
          sent.push(...bytes);
          if (bytes.length % packetBytes !== 0 || bytes.length === 0 || list[index]?.zero)
            boundaries.add(sent.length);
        }
        const connection = await claimed(bus);
        const got: number[] = [];
        // The last one may end without a short packet: what is asked for then never comes.
        const last = Math.max(0, ...boundaries);
        while (got.length < last) {
          const piece = await connection.transferIn(0x81, packets * packetBytes, soonMs);
          got.push(...piece);
          if (piece.length < packets * packetBytes) expect(boundaries.has(got.length)).toBe(true);
        }
        expect(got).toEqual(sent.slice(0, last));
        await connection.close();
        await bus.close();
        expect(bus.counts()).toEqual({ connections: 0, transfers: 0 });
      }),
      { numRuns: 200 },
    );
  });

  it('to the device arrive whole and in order, however little it asks for at a time', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 400 }),
        fc.integer({ min: 1, max: 300 }),
        async (bytes, atMost) => {
          const bus = createMemoryBus();
          const got: number[] = [];
          bus.plug(
            gadgetOf(async (endpoints) => {
              for (;;) got.push(...(await endpoints.receive(0x01, atMost)));
            }),
          );
          const connection = await claimed(bus);
          await connection.transferOut(0x01, bytes, soonMs);
          // Says that it ends here.
          if (bytes.length % packetBytes === 0) await connection.transferOut(0x01, new Uint8Array(), soonMs);
          for (let turns = 0; turns < 500 && got.length < bytes.length; turns++) await null;
          expect(got).toEqual([...bytes]);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('wait for a device that has nothing to say, until their deadline', async () => {
    const bus = createMemoryBus();
    bus.plug(gadgetOf(idle));
    const connection = await claimed(bus);
    expect(await kindOf(connection.transferIn(0x81, packetBytes, 5))).toBe('device.timeout');
    expect(await kindOf(connection.transferOut(0x01, new Uint8Array(1), 5))).toBe('device.timeout');
    expect(bus.counts().transfers).toBe(0);
  });

  it('are one at a time an endpoint', async () => {
    const bus = createMemoryBus();
    bus.plug(gadgetOf(idle));
    const connection = await claimed(bus);
    const first = kindOf(connection.transferIn(0x81, packetBytes, soonMs));
    expect(await kindOf(connection.transferIn(0x81, packetBytes, soonMs))).toBe('Error');
    await connection.close();
    expect(await first).toBe('device.gone');
  });

  it('fail on a halted endpoint until it is cleared, and on babble', async () => {
    const bus = createMemoryBus();
    bus.plug(
      gadgetOf(async (endpoints) => {
        await endpoints.stall(0x81);
        await endpoints.send(0x81, Uint8Array.of(7));
        await endpoints.babble?.(0x81);
        await endpoints.send(0x81, new Uint8Array(packetBytes));
        await idle();
      }),
    );
    const connection = await claimed(bus);
    expect(await kindOf(connection.transferIn(0x81, packetBytes, soonMs))).toBe('StallError');
    expect(await kindOf(connection.transferIn(0x81, packetBytes, soonMs))).toBe('StallError');
    await connection.clearHalt(0x81);
    expect(await connection.transferIn(0x81, packetBytes, soonMs)).toEqual(Uint8Array.of(7));
    expect(await kindOf(connection.transferIn(0x81, packetBytes, soonMs))).toBe('device.protocol');
    expect(await kindOf(connection.transferIn(0x81, packetBytes - 1, soonMs))).toBe('device.protocol');
  });
});

describe('the cable', () => {
  it('ends both sides when it is pulled, and the device starts anew, at another address, when it is back', async () => {
    const bus = createMemoryBus();
    let served = 0;
    const ends: unknown[] = [];
    let changes = 0;
    bus.onChange(() => changes++);
    const plug = bus.plug(
      gadgetOf(async (endpoints) => {
        served++;
        await endpoints.receive(0x01, 64).catch((error) => {
          ends.push(error);
          throw error;
        });
      }),
    );
    const connection = await claimed(bus);
    const attachment = await usbOf(bus);
    const under = kindOf(connection.transferIn(0x81, packetBytes, soonMs));
    plug.unplug();
    expect(await under).toBe('device.gone');
    expect(await kindOf(connection.transferIn(0x81, packetBytes, soonMs))).toBe('device.gone');
    expect(await kindOf(attachment.open())).toBe('device.gone');
    expect(await bus.list()).toEqual([]);
    expect(ends).toEqual([expect.any(UnpluggedError)]);
    plug.replug();
    expect((await usbOf(bus)).key).not.toBe(attachment.key);
    expect(await kindOf(connection.transferIn(0x81, packetBytes, soonMs))).toBe('device.gone');
    expect(bus.counts().connections).toBe(1);
    await connection.close();
    expect(bus.counts().connections).toBe(0);
    await claimed(bus);
    expect(served).toBe(2);
    expect(changes).toBe(3);
  });

  it('lets one program have an interface; a reset takes it from it and starts the device anew', async () => {
    const bus = createMemoryBus();
    let served = 0;
    bus.plug(
      gadgetOf(async (endpoints) => {
        served++;
        await endpoints.receive(0x01, 64);
      }),
    );
    const connection = await claimed(bus);
    const other = await (await usbOf(bus)).open();
    expect(await kindOf(other.claim(0, 0))).toBe('device.in_use');
    await connection.reset();
    await other.claim(0, 0);
    await other.transferOut(0x01, Uint8Array.of(1), soonMs);
    expect(served).toBe(2);
  });
});

describe('a HID device', () => {
  const keyboard = (serve: (endpoints: GadgetEndpoints) => Promise<void>): Gadget => ({
    ...gadgetOf(serve),
    description: {
      ...gadgetOf(serve).description,
      hid: { usagePage: 1, usage: 6, reportDescriptor: Uint8Array.of(5, 1), reportBytes: 8, bootProtocol: 1 },
    },
  });

  it('is listed as both, types until it is taken from the kernel, and is given back', async () => {
    const bus = createMemoryBus();
    let press = (_: number): Promise<void> => Promise.reject(new Error('not served'));
    const plug = bus.plug(
      keyboard(async (endpoints) => {
        press = (key) => endpoints.send(0x81, Uint8Array.of(0, 0, key, 0, 0, 0, 0, 0));
        await endpoints.receive(0x01, 64);
      }),
    );
    const hid = (await bus.list()).find((each): each is HidAttachment => each.bus === 'hid');
    await press(4);
    expect(plug.typed).toHaveLength(1);

    const raw = await hid?.open();
    if (raw === undefined || hid === undefined) throw new Error('no HID device');
    expect(await kindOf(hid.open())).toBe('device.in_use');
    const read = raw.read(soonMs);
    await press(5);
    expect((await read)?.[2]).toBe(5);
    expect(await raw.read(1)).toBeNull();
    expect(plug.typed).toHaveLength(2);

    const connection = await claimed(bus);
    expect(await kindOf(raw.read(soonMs))).toBe('device.gone');
    await raw.close();
    const pressed = press(6);
    expect((await connection.transferIn(0x81, packetBytes, soonMs))[2]).toBe(6);
    await pressed;
    expect(plug.typed).toHaveLength(2);
    expect((await bus.list()).map((each) => each.bus)).toEqual(['usb']);
    await connection.close();
    expect((await bus.list()).map((each) => each.bus)).toEqual(['usb', 'hid']);
    await press(7);
    expect(plug.typed).toHaveLength(3);
    expect(bus.counts()).toEqual({ connections: 0, transfers: 0 });
  });
});
