// Tests and development. One gadget on the bus in memory: its plug, its attachments, and the kernel's HID driver.
import type { Attachment, HidAttachment, UsbAttachment, UsbConnection } from '../port/bus.ts';
import { type Gadget, type GadgetEndpoints, PowerLossError, UnpluggedError } from './gadget.ts';
import type { Plug } from './memory-bus.ts';
import { createMemoryHid, type MemoryHid } from './memory-hid.ts';
import { createPipe, goneError, inUseError, type Pipe } from './memory-pipe.ts';
import { openUsb } from './memory-usb.ts';

export interface MemoryDevice {
  readonly plug: Plug;
  attachments(): readonly Attachment[];
  counts(): { readonly connections: number; readonly transfers: number };
}

/** From one plug to the next unplug. */
export interface Presence {
  readonly gadget: Gadget;
  readonly hid: MemoryHid | null;
  readonly connections: Set<UsbConnection>;
  /** Which connection has which interface, and at which alternate setting. */
  readonly claims: Map<number, { readonly owner: UsbConnection; readonly alternateSetting: number }>;
  pipe(address: number): Pipe;
  isPresent(): boolean;
  /** The device starts anew; whatever was claimed is no longer. */
  reset(): void;
  /** The kernel's HID driver takes its device back. */
  reattachHid(): void;
  /** The list of what is attached is another one. */
  changed(): void;
  controlsUnderWay: number;
}

export function createMemoryDevice(
  gadget: Gadget,
  bus: { takeAddress(): number; changed(): void },
): MemoryDevice {
  const { description } = gadget;
  const typed: Uint8Array[] = [];
  let pipes = new Map<number, Pipe>();
  let presence: Presence | null = null;
  let address = 0;
  let served: Promise<void> = Promise.resolve();
  let backTimer: NodeJS.Timeout | undefined;

  const makePipes = (): Map<number, Pipe> => {
    const made = new Map<number, Pipe>();
    for (const endpoint of description.interfaces.flatMap((each) => each.endpoints)) {
      if (!made.has(endpoint.address)) {
        made.set(endpoint.address, createPipe(endpoint.address, endpoint.packetBytes));
      }
    }
    return made;
  };

  const pipeOf = (among: ReadonlyMap<number, Pipe>, endpointAddress: number): Pipe => {
    const pipe = among.get(endpointAddress);
    if (pipe === undefined) throw new Error(`No endpoint ${endpointAddress}.`);
    return pipe;
  };

  const serve = (mine: ReadonlyMap<number, Pipe>): void => {
    const endpoints: GadgetEndpoints = {
      receive: (endpoint, atMostBytes) => pipeOf(mine, endpoint).deviceReceive(atMostBytes),
      send: (endpoint, bytes, zero = false) => pipeOf(mine, endpoint).deviceSend(bytes, zero),
      stall: async (endpoint) => pipeOf(mine, endpoint).stall(),
      babble: async (endpoint) => pipeOf(mine, endpoint).babble(),
    };
    // A device starts anew only when what it did before has ended.
    served = served.then(async () => {
      if (pipes !== mine) return;
      try {
        await gadget.serve(endpoints);
      } catch (error) {
        const isExpected = error instanceof UnpluggedError || error instanceof PowerLossError;
        // A bug in the gadget: seen by whoever runs the test, whatever the host makes of a device that fell silent.
        if (!isExpected)
          queueMicrotask(() => {
            throw error;
          });
        if (!isExpected || pipes !== mine) return;
        plug.unplug();
        if (error instanceof PowerLossError) {
          backTimer = setTimeout(() => plug.replug(), error.backAfterMs);
        }
      }
    });
  };

  const restart = (): void => {
    for (const pipe of pipes.values()) pipe.cut();
    pipes = makePipes();
    presence?.hid?.attach(pipes);
    serve(pipes);
  };

  const plug: Plug = {
    typed,
    get plugged() {
      return presence !== null;
    },
    unplug() {
      clearTimeout(backTimer);
      if (presence === null) return;
      const gone = presence;
      presence = null;
      for (const pipe of pipes.values()) pipe.cut();
      pipes = new Map();
      gone.hid?.detach();
      bus.changed();
    },
    replug() {
      clearTimeout(backTimer);
      if (presence !== null) return;
      address = bus.takeAddress();
      const mine: Presence = {
        gadget,
        hid: description.hid === undefined ? null : createMemoryHid(description, typed),
        connections: new Set(),
        claims: new Map(),
        pipe: (endpointAddress) => pipeOf(pipes, endpointAddress),
        isPresent: () => presence === mine,
        reset() {
          mine.claims.clear();
          restart();
        },
        reattachHid() {
          if (mine.hid === null) return;
          mine.hid.attach(pipes);
          bus.changed();
        },
        changed: bus.changed,
        controlsUnderWay: 0,
      };
      presences.push(mine);
      presence = mine;
      restart();
      bus.changed();
    },
  };
  /** Those of the past too: a connection to a device that is gone has to be closed like any other. */
  const presences: Presence[] = [];

  const { vendorId, productId, manufacturer, product, serial } = description;
  const told = { vendorId, productId, manufacturer, product, serial };

  return {
    plug,
    attachments() {
      if (presence === null) return [];
      const mine = presence;
      const usb: UsbAttachment = {
        bus: 'usb',
        key: `usb-${address}`,
        ...told,
        interfaces: description.interfaces,
        async open() {
          if (!mine.isPresent()) throw goneError();
          return openUsb(mine);
        },
      };
      if (mine.hid === null || description.hid === undefined || !mine.hid.isAttached()) return [usb];
      const memoryHid = mine.hid;
      const hid: HidAttachment = {
        bus: 'hid',
        key: `hid-${address}`,
        ...told,
        usagePage: description.hid.usagePage,
        usage: description.hid.usage,
        async open() {
          if (!mine.isPresent() || !memoryHid.isAttached()) throw goneError();
          if (memoryHid.isOpen()) throw inUseError();
          return memoryHid.open();
        },
      };
      return [usb, hid];
    },
    counts() {
      const open = presences.reduce(
        (sum, each) => sum + each.connections.size + (each.hid?.openCount() ?? 0),
        0,
      );
      const busy = [...pipes.values()].filter((pipe) => pipe.hostBusy).length;
      const waiting = presences.reduce(
        (sum, each) => sum + each.controlsUnderWay + (each.hid?.isReading() ? 1 : 0),
        0,
      );
      return { connections: open, transfers: busy + waiting };
    },
  };
}
