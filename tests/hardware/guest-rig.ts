// Tests on a real bus, in the guest: a rig of the suites whose device is on the kernel's bus, played by another process.
import { type ChildProcess, fork } from 'node:child_process';
import { readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { FaultyRig } from '../../drivers/emulator/fault-suite.ts';
import { type FaultKind, faultKinds } from '../../drivers/emulator/faults.ts';
import type { Attachment, Bus } from '../../drivers/port/bus.ts';
import type { DeviceCall } from './guest-device.ts';

export interface DeviceProcess {
  call(call: DeviceCall): Promise<unknown>;
}

export function startDeviceProcess(): DeviceProcess {
  const child: ChildProcess = fork(join(import.meta.dirname, 'device.js'));
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let next = 0;
  child.on('message', ({ id, value, error }: { id: number; value?: unknown; error?: string }) => {
    const call = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) call?.resolve(value);
    else call?.reject(new Error(error));
  });
  let isOver = false;
  child.on('exit', () => {
    isOver = true;
    for (const each of waiting.values()) each.reject(new Error('The process that plays the devices ended.'));
  });
  return {
    call: (call) =>
      new Promise((resolve, reject) => {
        if (isOver) throw new Error('The process that plays the devices has ended.');
        const id = next++;
        waiting.set(id, { resolve, reject });
        child.send({ id, call });
      }),
  };
}

/** dummy_hcd carries what a gadget hands it in packets that fit: it cannot babble. */
const kinds: readonly FaultKind[] = faultKinds.filter((kind) => kind !== 'babble');

/** `controller`: which of the kernel's buses it is on; each has one device. */
export async function raiseRig(
  devices: DeviceProcess,
  device: string,
  controller: number,
  bus: Bus,
): Promise<FaultyRig> {
  await devices.call({ do: 'raise', device, controller });
  const call = async (what: 'prepare' | 'provoke' | 'unplug' | 'replug'): Promise<void> => {
    await devices.call({ do: what, device });
  };
  return {
    bus: onBus(bus, controller),
    kinds,
    prepare: () => call('prepare'),
    provoke: () => call('provoke'),
    unplug: () => call('unplug'),
    replug: () => call('replug'),
    isPlugged: async () => (await devices.call({ do: 'isPlugged', device })) === true,
    arm: async (fault) => Number(await devices.call({ do: 'arm', device, fault })),
    // The kernel does not say how many transfers a file has under way; a file that is closed has none.
    counts: () => ({ connections: openFiles(controller), transfers: 0 }),
    close: () => call('unplug'),
  };
}

/** What hangs on one controller. A HID device is listed by its own number: its USB device tells where it is. */
function onBus(bus: Bus, controller: number): Bus {
  const mine = `usb-${numberOf(controller)}-`;
  return {
    async list() {
      const all = await bus.list();
      const devices = all.filter((each) => each.bus === 'usb' && each.key.startsWith(mine));
      const isMine = (each: Attachment): boolean =>
        devices.some((device) => device.vendorId === each.vendorId && device.productId === each.productId);
      return [...devices, ...all.filter((each) => each.bus === 'hid' && isMine(each))];
    },
    onChange: (listener) => bus.onChange(listener),
    close: async () => undefined,
  };
}

/** The kernel counts buses from 1. */
const numberOf = (controller: number): string => String(controller + 1).padStart(3, '0');

/** Of one bus: usbfs nodes, and hidraw nodes of its devices (or of those that are gone). */
function openFiles(controller: number): number {
  return readdirSync('/proc/self/fd').filter((fd) => {
    let path: string;
    try {
      path = readlinkSync(`/proc/self/fd/${fd}`);
    } catch {
      return false;
    }
    if (path.startsWith(`/dev/bus/usb/${numberOf(controller)}/`)) return true;
    const hidraw = /^\/dev\/(hidraw\d+)/.exec(path)?.[1];
    if (hidraw === undefined) return false;
    try {
      return readlinkSync(`/sys/class/hidraw/${hidraw}`).includes(`/usb${controller + 1}/`);
    } catch {
      return true;
    }
  }).length;
}
