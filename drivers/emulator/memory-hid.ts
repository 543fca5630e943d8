// Tests and development. What Linux does with a HID device on the bus in memory: its own driver polls the interrupt
// endpoint while somebody reads reports (hidraw), and always where it is a keyboard.
import type { HidConnection } from '../port/bus.ts';
import type { GadgetDescription } from './gadget.ts';
import { goneError, type Pipe } from './memory-pipe.ts';

/** HIDRAW_BUFFER_SIZE of the kernel: reports that nobody fetched; more are dropped. */
const heldReports = 64;

export interface MemoryHid {
  attach(pipes: ReadonlyMap<number, Pipe>): void;
  /** Unplugged, or taken by a program that drives the interface itself. */
  detach(): void;
  isAttached(): boolean;
  open(): HidConnection;
  isOpen(): boolean;
  /** Those too whose device is gone but that nobody closed. */
  openCount(): number;
  isReading(): boolean;
}

export function createMemoryHid(description: GadgetDescription, typed: Uint8Array[]): MemoryHid {
  const endpoint = description.interfaces
    .flatMap((each) => each.endpoints)
    .find((each) => (each.address & 0x80) !== 0);
  if (endpoint === undefined) throw new Error('A HID gadget has an interrupt IN endpoint.');
  const isKeyboard = description.hid?.usagePage === 1 && description.hid.usage === 6;

  let pipe: Pipe | null = null;
  let reports: Uint8Array[] = [];
  let connection: HidConnection | null = null;
  const opened = new Set<HidConnection>();
  let reader: { settle(report: Uint8Array | null): void; fail(error: Error): void } | null = null;

  const onReport = (report: Uint8Array): void => {
    if (isKeyboard) typed.push(report);
    if (connection === null) return;
    if (reader !== null) reader.settle(report);
    else if (reports.length < heldReports) reports.push(report);
  };
  const poll = (): void => pipe?.setSink(connection !== null || isKeyboard ? onReport : null);

  const read = (timeoutMs: number): Promise<Uint8Array | null> => {
    if (reader !== null) throw new Error('A second read of a HID device while one is under way.');
    const held = reports.shift();
    if (held !== undefined) return Promise.resolve(held);
    if (pipe === null) return Promise.reject(goneError());
    return new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        reader = null;
      };
      const timer = setTimeout(() => {
        end();
        resolve(null);
      }, timeoutMs);
      reader = {
        settle(report) {
          end();
          resolve(report);
        },
        fail(error) {
          end();
          reject(error);
        },
      };
    });
  };

  return {
    attach(pipes) {
      pipe = pipes.get(endpoint.address) ?? null;
      poll();
    },
    detach() {
      pipe?.setSink(null);
      pipe = null;
      connection = null;
      reader?.fail(goneError());
    },
    isAttached: () => pipe !== null,
    isOpen: () => connection !== null,
    openCount: () => opened.size,
    isReading: () => reader !== null,
    open() {
      reports = [];
      const mine: HidConnection = {
        async read(timeoutMs) {
          if (connection !== mine) throw goneError();
          return read(timeoutMs);
        },
        async close() {
          opened.delete(mine);
          if (connection !== mine) return;
          connection = null;
          reader?.fail(goneError());
          poll();
        },
      };
      opened.add(mine);
      connection = mine;
      poll();
      return mine;
    },
  };
}
