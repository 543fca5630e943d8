// Tests and development. A bus in memory: gadgets on one side, the port's attachments on the other, and the physics of
// USB between them (USB 2.0, chapters 5 and 8; of Linux, where it is the kernel that decides). Never part of a package.
import type { Attachment, Bus } from '../port/bus.ts';
import type { Gadget } from './gadget.ts';
import { createMemoryDevice, type MemoryDevice } from './memory-device.ts';

export interface Plug {
  /** As pulling the cable: everything under way ends. */
  unplug(): void;
  /** Under another address, as after every plug; the gadget starts anew. */
  replug(): void;
  readonly plugged: boolean;
  /** Input reports of a keyboard that nobody had taken from the kernel: they were typed into whatever window had the focus. */
  readonly typed: readonly Uint8Array[];
}

export interface MemoryBus extends Bus {
  plug(gadget: Gadget): Plug;
  /** What is open and under way on the host's side: both 0 when nothing leaked. */
  counts(): { readonly connections: number; readonly transfers: number };
}

export function createMemoryBus(): MemoryBus {
  const devices = new Set<MemoryDevice>();
  const listeners = new Set<() => void>();
  let nextAddress = 1;
  const changed = (): void => {
    for (const listener of [...listeners]) listener();
  };

  return {
    plug(gadget) {
      const device = createMemoryDevice(gadget, { takeAddress: () => nextAddress++, changed });
      devices.add(device);
      device.plug.replug();
      return device.plug;
    },
    async list(): Promise<readonly Attachment[]> {
      return [...devices].flatMap((device) => device.attachments());
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      listeners.clear();
      for (const device of devices) device.plug.unplug();
      devices.clear();
    },
    counts() {
      const all = [...devices].map((device) => device.counts());
      return {
        connections: all.reduce((sum, each) => sum + each.connections, 0),
        transfers: all.reduce((sum, each) => sum + each.transfers, 0),
      };
    },
  };
}
