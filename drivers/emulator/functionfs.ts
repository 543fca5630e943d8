// Tests, in the guest of tests/hardware alone. A gadget on a kernel's USB bus through FunctionFS: the kernel does the packets
// and the descriptors, this serves the endpoints (Documentation/usb/functionfs.rst, uapi/linux/usb/functionfs.h).
import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdirSync, openSync, read, write, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import type { UsbInterface } from '../port/bus.ts';
import { type Gadget, type GadgetEndpoints, UnpluggedError } from './gadget.ts';

const readAsync = promisify(read);
const writeAsync = promisify(write);

const descriptorsMagicV2 = 3;
const stringsMagic = 2;
const hasFullSpeed = 1;
const hasHighSpeed = 2;
/** Requests to the device and its endpoints come too, not only those to an interface. */
const allControlRecipients = 64;
/** EBADMSG. Node has no name for it. */
const refused = -74;
/** EL2HLT and EIDRM, which Node has no names for: the request was refused; the host gave it up for another. */
const givenUp: ReadonlySet<number> = new Set([-51, -43]);
const eventBytes = 12;
const events = { enable: 2, disable: 3, unbind: 1, setup: 4 } as const;

/** Bulk packets have 64 bytes at full speed, 512 at high speed (USB 2.0, 5.8.3). */
const fullSpeedBulkBytes = 64;

export interface FunctionFs {
  /** The gadget may be bound to a controller; from then on it is served. */
  close(): void;
}

/** Serves `gadget` on the FunctionFS instance `name`, mounted by this at `folder`. */
export function serveFunctionFs(
  gadget: Gadget,
  instance: string,
  folder: string,
  onServed: (error: unknown) => void,
): FunctionFs {
  mkdirSync(folder, { recursive: true });
  execFileSync('mount', ['-t', 'functionfs', instance, folder]);
  const control = openSync(`${folder}/ep0`, 'r+');
  const interfaces = withoutAlternates(gadget.description.interfaces);
  writeSync(control, descriptorsOf(interfaces));
  writeSync(control, stringsOf(gadget.description.product));

  const endpoints = interfaces.flatMap((each) => each.endpoints);
  const files = new Map(
    // The kernel numbers the files in the order of the descriptors, whatever addresses it gives them on the bus.
    endpoints.map(({ address, packetBytes }, index) => [
      address,
      {
        fd: openSync(`${folder}/ep${index + 1}`, constants.O_RDWR | constants.O_NONBLOCK),
        packetBytes,
        left: new Uint8Array(),
      },
    ]),
  );
  const file = (address: number) => {
    const found = files.get(address);
    if (found === undefined) throw new Error(`No endpoint ${address}.`);
    return found;
  };

  let isEnabled = false;
  /** How often it was: what a call saw may be older than the last event. */
  let enabled = 0;
  let isServing = false;
  let isClosed = false;

  /** Of one call of `serve`: what is left of it when it has ended does no more harm. */
  const endpointsOf = (call: { isOver: boolean; isCut: boolean }): GadgetEndpoints => {
    const cut = (): UnpluggedError => {
      call.isCut = true;
      return new UnpluggedError('The cable is out.');
    };
    /** The kernel ends what is under way when the cable is pulled, the device is reset or a configuration is set. */
    const alive = async <T>(io: () => Promise<T>): Promise<T> => {
      if (!isEnabled || call.isOver) throw cut();
      const mine = enabled;
      try {
        return await io();
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code !== 'ESHUTDOWN' && code !== 'ENODEV' && code !== 'EAGAIN') throw error;
        if (code === 'EAGAIN' && enabled === mine) isEnabled = false;
        throw cut();
      }
    };
    return {
      async receive(address, atMostBytes) {
        const endpoint = file(address);
        if (endpoint.left.length === 0) {
          // Whole packets: one that does not fit is lost on the bus.
          const room = Math.ceil(atMostBytes / endpoint.packetBytes) * endpoint.packetBytes;
          const buffer = Buffer.alloc(room);
          const { bytesRead } = await alive(() => readAsync(endpoint.fd, buffer, 0, room, null));
          endpoint.left = buffer.subarray(0, bytesRead);
        }
        const bytes = endpoint.left.subarray(0, atMostBytes);
        endpoint.left = endpoint.left.subarray(bytes.length);
        return bytes;
      },
      async send(address, bytes, endWithZeroPacket = false) {
        const endpoint = file(address);
        for (let at = 0; at < bytes.length || at === 0; at += maxWriteBytes) {
          const piece = bytes.subarray(at, at + maxWriteBytes);
          await alive(() => writeAsync(endpoint.fd, piece, 0, piece.length, null));
        }
        if (endWithZeroPacket && bytes.length > 0 && bytes.length % endpoint.packetBytes === 0) {
          await alive(() => writeAsync(endpoint.fd, new Uint8Array(), 0, 0, null));
        }
      },
      async stall(address) {
        // I/O in the wrong direction is how FunctionFS is told to halt an endpoint.
        const { fd } = file(address);
        await alive(async () => {
          try {
            if ((address & 0x80) === 0) await writeAsync(fd, new Uint8Array(1), 0, 1, null);
            else await readAsync(fd, Buffer.alloc(1), 0, 1, null);
          } catch (error) {
            if ((error as NodeJS.ErrnoException).errno !== refused) throw error;
          }
        });
      },
    };
  };

  const serve = async (): Promise<void> => {
    if (isServing) return;
    isServing = true;
    while (isEnabled && !isClosed) {
      for (const each of files.values()) each.left = new Uint8Array();
      const call = { isOver: false, isCut: false };
      try {
        await gadget.serve(endpointsOf(call));
        // A device that has nothing more to do, until it is plugged in anew.
        break;
      } catch (error) {
        call.isOver = true;
        // Pulled off by itself, or by a bug; what the kernel ended is served anew once it is enabled again.
        if (!call.isCut && !isClosed) onServed(error);
      }
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    isServing = false;
  };

  const answer = async (event: Buffer): Promise<void> => {
    const requestType = event.readUInt8(0);
    const setup = {
      requestType,
      request: event.readUInt8(1),
      value: event.readUInt16LE(2),
      index: event.readUInt16LE(4),
      length: event.readUInt16LE(6),
    };
    const nothing = Buffer.alloc(1);
    // As with endpoints, the wrong direction is a refusal (EL2HLT).
    const refuse = (work: Promise<unknown>) => work.catch(() => undefined);
    if ((requestType & 0x80) !== 0) {
      const reply = gadget.control?.(setup, new Uint8Array()) ?? 'stall';
      if (reply === 'stall') return void (await refuse(readAsync(control, nothing, 0, 0, null)));
      const bytes = reply.subarray(0, setup.length);
      await writeAsync(control, bytes, 0, bytes.length, null);
      return;
    }
    if (setup.length > 0) {
      // The data has been accepted once it is read: too late to refuse.
      const data = Buffer.alloc(setup.length);
      const { bytesRead } = await readAsync(control, data, 0, setup.length, null);
      gadget.control?.(setup, data.subarray(0, bytesRead));
      return;
    }
    const reply = gadget.control?.(setup, new Uint8Array()) ?? 'stall';
    if (reply === 'stall') await refuse(writeAsync(control, nothing, 0, 0, null));
    else await readAsync(control, nothing, 0, 0, null);
  };

  const listen = async (): Promise<void> => {
    const buffer = Buffer.alloc(eventBytes * 4);
    while (!isClosed) {
      const { bytesRead } = await readAsync(control, buffer, 0, buffer.length, null).catch(
        (error: NodeJS.ErrnoException) => {
          if (!givenUp.has(error.errno ?? 0)) throw error;
          return { bytesRead: 0 };
        },
      );
      for (let at = 0; at + eventBytes <= bytesRead; at += eventBytes) {
        const event = Buffer.from(buffer.subarray(at, at + eventBytes));
        const type = event.readUInt8(8);
        if (type === events.enable) {
          isEnabled = true;
          enabled++;
          void serve();
        } else if (type === events.disable || type === events.unbind) isEnabled = false;
        // A host that gave up its request meanwhile (EIDRM): nobody waits for the answer.
        else if (type === events.setup) await answer(event).catch(() => undefined);
      }
    }
  };
  void listen().catch((error: unknown) => {
    if (!isClosed) onServed(error);
  });

  return {
    close() {
      isClosed = true;
      for (const { fd } of files.values()) closeSync(fd);
      closeSync(control);
      execFileSync('umount', ['-l', folder]);
    },
  };
}

/** The kernel copies each write into one buffer of its own, in one piece. A multiple of every packet. */
const maxWriteBytes = 128 * 1024;

/** FunctionFS has one setting of each interface, and refuses to set another: the last, which is the one that drivers look for. */
function withoutAlternates(interfaces: readonly UsbInterface[]): readonly UsbInterface[] {
  const last = new Map(interfaces.map((each) => [each.interfaceNumber, { ...each, alternateSetting: 0 }]));
  return [...last.values()];
}

function descriptorsOf(interfaces: readonly UsbInterface[]): Buffer {
  const atSpeed = (isHighSpeed: boolean) =>
    interfaces.flatMap((each) => [
      Buffer.of(
        9,
        4,
        each.interfaceNumber,
        each.alternateSetting,
        each.endpoints.length,
        each.interfaceClass,
        each.interfaceSubclass,
        each.interfaceProtocol,
        1,
      ),
      ...each.endpoints.map(({ address, type, packetBytes }) => {
        const size = isHighSpeed ? packetBytes : Math.min(packetBytes, fullSpeedBulkBytes);
        // An interrupt endpoint is asked every 2^(4-1) microframes at high speed, every 4 ms at full speed.
        return Buffer.of(
          7,
          5,
          address,
          type === 'bulk' ? 2 : 3,
          size & 0xff,
          size >> 8,
          type === 'bulk' ? 0 : 4,
        );
      }),
    ]);
  const full = atSpeed(false);
  const body = Buffer.concat([words(full.length, full.length), ...full, ...atSpeed(true)]);
  const flags = hasFullSpeed | hasHighSpeed | allControlRecipients;
  return Buffer.concat([words(descriptorsMagicV2, 12 + body.length, flags), body]);
}

function stringsOf(product: string): Buffer {
  const american = Buffer.of(0x09, 0x04);
  const text = Buffer.concat([american, Buffer.from(`${product}\0`, 'utf8')]);
  return Buffer.concat([words(stringsMagic, 16 + text.length, 1, 1), text]);
}

function words(...values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) buffer.writeUInt32LE(value, index * 4);
  return buffer;
}
