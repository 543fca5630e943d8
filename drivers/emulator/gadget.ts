// Tests and development. The device's side of a bus: what a scanner or reader is made of, before it is known whether it
// sits on the emulated bus in memory or, through FunctionFS, on a kernel's real one. Never part of a package.
import type { UsbInterface } from '../port/bus.ts';

export interface GadgetDescription {
  readonly vendorId: number;
  readonly productId: number;
  readonly manufacturer: string;
  readonly product: string;
  readonly serial: string;
  readonly interfaces: readonly UsbInterface[];
  /** A HID device is raised by the kernel's own function from its report descriptor, and has one interface. */
  readonly hid?: {
    readonly usagePage: number;
    readonly usage: number;
    readonly reportDescriptor: Uint8Array;
    readonly reportBytes: number;
    /** 1: boot keyboard; 0: none. */
    readonly bootProtocol: 0 | 1;
  };
}

export interface SetupPacket {
  readonly requestType: number;
  readonly request: number;
  readonly value: number;
  readonly index: number;
  readonly length: number;
}

/** All of them end with `UnpluggedError` once the cable is out. */
export interface GadgetEndpoints {
  /** The host's next bytes on an OUT endpoint: what it sent up to a short packet, `atMostBytes` at most. */
  receive(address: number, atMostBytes: number): Promise<Uint8Array>;
  /**
   * Resolves when the host has taken all of it. In packets, as the endpoint has them. `endWithZeroPacket`: says that it ends
   * here though its last packet is full, as well-made devices do.
   */
  send(address: number, bytes: Uint8Array, endWithZeroPacket?: boolean): Promise<void>;
  /** Halts the endpoint until the host clears it. */
  stall(address: number): Promise<void>;
}

export class UnpluggedError extends Error {
  override readonly name = 'UnpluggedError';
}

export interface Gadget {
  readonly description: GadgetDescription;
  /** Behaves as the device until it is unplugged or reset; `UnpluggedError` ends it. Called anew after each. */
  serve(endpoints: GadgetEndpoints): Promise<void>;
  /** Class and vendor requests: an answer, bytes taken (empty), or `stall`. */
  control?(setup: SetupPacket, data: Uint8Array): Uint8Array | 'stall';
}
