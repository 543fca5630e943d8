// Tests and development. A rig of the suites on the bus in memory.
import type { FaultyRig } from './fault-suite.ts';
import { faultKinds, withFaults } from './faults.ts';
import type { Gadget } from './gadget.ts';
import { createMemoryBus } from './memory-bus.ts';

/** A gadget, and the hands of whoever stands at it. */
export interface PlayedDevice {
  readonly gadget: Gadget;
  /** Lays paper in, empties the memory. */
  prepare?(): void;
  /** Swipes. */
  provoke?(): void;
}

export function createMemoryRig(device: PlayedDevice): FaultyRig {
  const bus = createMemoryBus();
  const faulty = withFaults(device.gadget);
  const plug = bus.plug(faulty.gadget);
  return {
    bus,
    kinds: faultKinds,
    prepare: async () => device.prepare?.(),
    provoke: async () => {
      if (plug.plugged) device.provoke?.();
    },
    unplug: async () => plug.unplug(),
    replug: async () => plug.replug(),
    isPlugged: async () => plug.plugged,
    arm: async (fault) => faulty.arm(fault),
    counts: () => bus.counts(),
    close: () => bus.close(),
  };
}
