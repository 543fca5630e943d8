// Devices process. HID devices of this computer, through the package `node-hid`.
import { constants, readdirSync, readlinkSync, statSync } from 'node:fs';
import { access } from 'node:fs/promises';
import hid from 'node-hid';
import type { FailureError } from '../../src/shared/kernel/failure.ts';
import type { HidAttachment, HidConnection } from '../port/bus.ts';
import { busFailure } from './bus-errors.ts';

export interface HidBus {
  /** Cheap: another one as soon as the list would be. `null` where only listing tells. */
  signature(): string | null;
  list(): Promise<readonly HidAttachment[]>;
}

/** As many reports as the kernel holds itself (HIDRAW_BUFFER_SIZE); whoever fetches none for so long wants none. */
const heldReports = 64;
const hidraws = '/sys/class/hidraw';

export function createHidBus(): HidBus {
  // hidraw lets several programs read, and each gets every report: exclusive at least among ourselves.
  const open = new Set<string>();

  return {
    signature() {
      if (process.platform !== 'linux') return null;
      try {
        // Each is a link to the device that it belongs to, whose name the kernel gives only once.
        return readdirSync(hidraws)
          .map((name) => readlinkSync(`${hidraws}/${name}`))
          .join(' ');
      } catch {
        // No HID driver is loaded, or one went away in between.
        return null;
      }
    },
    async list() {
      const devices = await hid.devicesAsync();
      return devices.flatMap(({ path, usagePage, usage, ...device }) => {
        if (path === undefined) return [];
        const key = keyOf(path);
        return {
          bus: 'hid',
          // Several collections share a path on Linux, and have one each elsewhere.
          key: `${key}-${usagePage ?? 0}-${usage ?? 0}`,
          vendorId: device.vendorId,
          productId: device.productId,
          manufacturer: device.manufacturer ?? null,
          product: device.product ?? null,
          serial: device.serialNumber ?? null,
          usagePage: usagePage ?? 0,
          usage: usage ?? 0,
          async open() {
            if (keyOf(path) !== key) throw busFailure('device.gone');
            if (open.has(path)) throw busFailure('device.in_use');
            open.add(path);
            try {
              return await openHid(path, () => open.delete(path));
            } catch (thrown) {
              open.delete(path);
              throw thrown;
            }
          },
        } satisfies HidAttachment;
      });
    },
  };
}

/** Linux gives the next device the same file name, but never the same node; other systems' paths are of one plug alone. */
function keyOf(path: string): string {
  const node = statSync(path, { throwIfNoEntry: false });
  return node === undefined ? `hid-${path}` : `hid-${path}-${node.ino}`;
}

async function openHid(path: string, onClosed: () => void): Promise<HidConnection> {
  const device = await hid.HIDAsync.open(path).catch(async (thrown: unknown) => {
    throw await whyNot(path, thrown);
  });
  let reports: Uint8Array[] = [];
  let failure: FailureError | null = null;
  let reader: (() => void) | null = null;
  device.on('data', (report: Buffer) => {
    if (reports.length < heldReports) reports.push(Uint8Array.from(report));
    reader?.();
  });
  // The package tells nothing but that it could not read: a cable, nearly always.
  device.on('error', (thrown: unknown) => {
    failure ??= busFailure('device.gone', thrown);
    reader?.();
  });

  // The package begins to read a moment after it was listened to, and throws where nobody can catch it if it is closed before.
  await new Promise((resolve) => setImmediate(resolve));

  return {
    async read(timeoutMs) {
      if (reader !== null) throw new Error('A second read of a HID device while one is under way.');
      if (reports.length === 0 && failure === null) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, timeoutMs);
          reader = () => {
            clearTimeout(timer);
            resolve();
          };
        });
        reader = null;
      }
      const report = reports.shift();
      if (report !== undefined) return report;
      if (failure !== null) throw failure;
      return null;
    },
    async close() {
      const isFirst = failure === null || failure.cause !== closed;
      reports = [];
      failure = busFailure('device.gone', closed);
      reader?.();
      if (!isFirst) return;
      await device.close().catch(() => undefined);
      onClosed();
    },
  };
}

const closed = Symbol('closed');

/** `cannot open device` is all that the package says. */
async function whyNot(path: string, cause: unknown): Promise<FailureError> {
  if (process.platform !== 'linux') return busFailure('device.in_use', cause);
  try {
    await access(path, constants.R_OK | constants.W_OK);
    return busFailure('device.in_use', cause);
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    return busFailure(code === 'ENOENT' ? 'device.gone' : 'device.denied', cause);
  }
}
