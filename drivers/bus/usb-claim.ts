// Devices process. One claimed interface of a USB device, with a device object of its own.
//
// The package borrows a device object for as long as a transfer runs on it: meanwhile it neither claims, releases nor closes
// it, and it cannot cancel a transfer. So every claimed interface has an object of its own (on Linux a file of usbfs each), and
// what is under way when it has to end is ended from outside.
import { readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { assert } from '../../src/shared/kernel/assert.ts';
import { FailureError } from '../../src/shared/kernel/failure.ts';
import type { UsbInterface } from '../port/bus.ts';
import { busFailure, translate } from './bus-errors.ts';
import { isAttached, openDevice, type UsbDevice } from './usb-device.ts';

export interface UsbPlace {
  readonly key: string;
  readonly sysfsName: string;
  readonly interfaces: readonly UsbInterface[];
}

export interface Claim {
  readonly device: UsbDevice;
  has(endpointAddress: number): boolean;
  packetBytes(endpointAddress: number): number;
  readonly isOver: boolean;
  /** `endpointAddress` `null`: a control request. */
  run<T>(endpointAddress: number | null, work: (device: UsbDevice) => Promise<T>): Promise<T>;
  /** Never throws. Ends what is under way, and lets go of the interface. */
  release(): Promise<void>;
  /** Never throws. After `release`: the kernel's driver gets the interface back where it had it. */
  close(): Promise<void>;
}

export async function claimInterface(
  place: UsbPlace,
  interfaceNumber: number,
  alternateSetting: number,
): Promise<Claim> {
  const alternates = place.interfaces.filter((each) => each.interfaceNumber === interfaceNumber);
  const setting = alternates.find((each) => each.alternateSetting === alternateSetting);
  assert(setting !== undefined, `interface ${interfaceNumber} has alternate setting ${alternateSetting}`);
  const endpoints = new Map(setting.endpoints.map((each) => [each.address, each.packetBytes]));

  const device = await openDevice(place.key);
  let wasDetached = false;
  try {
    try {
      await device.claimInterface(interfaceNumber);
    } catch (thrown) {
      // Only a driver of the kernel is sent away: to do that to a program would take the device from its hands.
      const holder = kernelDriverOf(place, interfaceNumber);
      if (holder === null || holder === 'usbfs') throw thrown;
      await device.detachKernelDriver(interfaceNumber);
      wasDetached = true;
      await device.claimInterface(interfaceNumber);
    }
    // Where there is a choice: to set what is set already upsets devices that have none.
    if (alternates.length > 1) {
      await device.selectAlternateInterface(interfaceNumber, alternateSetting);
    }
  } catch (thrown) {
    // A device object that is closed keeps what it has claimed.
    await device.releaseInterface(interfaceNumber).catch(() => undefined);
    if (wasDetached) await device.attachKernelDriver(interfaceNumber).catch(() => undefined);
    await device.close().catch(() => undefined);
    throw translate(thrown);
  }

  const underWay = new Set<Promise<unknown>>();
  const busy = new Set<number>();
  const over = Promise.withResolvers<never>();
  over.promise.catch(() => undefined);
  let isOver = false;

  return {
    device,
    has: (endpointAddress) => endpoints.has(endpointAddress),
    packetBytes: (endpointAddress) => endpoints.get(endpointAddress) ?? 1,
    get isOver() {
      return isOver;
    },
    async run(endpointAddress, work) {
      if (isOver) throw busFailure('device.gone');
      if (endpointAddress !== null) {
        assert(!busy.has(endpointAddress), `one transfer at a time on endpoint ${endpointAddress}`);
        busy.add(endpointAddress);
      }
      const running = work(device);
      const settled: Promise<void> = running
        .catch(() => undefined)
        .then(() => {
          underWay.delete(settled);
          if (endpointAddress !== null) busy.delete(endpointAddress);
        });
      underWay.add(settled);
      try {
        return await Promise.race([running, over.promise]);
      } catch (thrown) {
        throw await asGone(place.key, translate(thrown));
      }
    },
    async release() {
      if (isOver) return;
      isOver = true;
      over.reject(busFailure('device.gone'));
      if (underWay.size > 0) await evict(place, interfaceNumber);
      await Promise.all(underWay);
      await device.releaseInterface(interfaceNumber).catch(() => undefined);
    },
    async close() {
      if (wasDetached) await device.attachKernelDriver(interfaceNumber).catch(() => undefined);
      await device.close().catch(() => undefined);
    },
  };
}

/**
 * Ends our own transfers: the kernel kills those of an interface whose driver is sent away, and usbfs, that is we, is one.
 * Other systems have no such thing: there they run until their own time is over.
 */
async function evict(place: UsbPlace, interfaceNumber: number): Promise<void> {
  if (process.platform !== 'linux') return;
  try {
    const other = await openDevice(place.key);
    await other.detachKernelDriver(interfaceNumber).catch(() => undefined);
    await other.close().catch(() => undefined);
  } catch {
    // It is gone, and its transfers with it.
  }
}

/** A cable that is pulled looks like noise at first: the transfer fails some time before the hub says that nothing is there. */
async function asGone(key: string, failure: Error): Promise<Error> {
  if (!(failure instanceof FailureError) || failure.kind !== 'device.protocol') return failure;
  for (let waitedMs = 0; waitedMs < goneWithinMs; waitedMs += lookEveryMs) {
    if (!(await isAttached(key))) return busFailure('device.gone', failure);
    await sleep(lookEveryMs);
  }
  return failure;
}

/** Hubs are asked every 256 ms at the most (USB 2.0, 11.12.1: bInterval). */
const goneWithinMs = 400;
const lookEveryMs = 50;

function kernelDriverOf(place: UsbPlace, interfaceNumber: number): string | null {
  if (process.platform !== 'linux') return null;
  try {
    return basename(readlinkSync(`/sys/bus/usb/devices/${place.sysfsName}.${interfaceNumber}/driver`));
  } catch {
    return null;
  }
}
