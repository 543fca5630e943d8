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
  /**
   * A serial device (CDC-ACM) is raised by the kernel's own function (`acm`) as well, because FunctionFS refuses the
   * functional descriptors of the class: what is sent to the bulk IN endpoint is written to its terminal.
   */
  readonly acm?: true;
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
  /** Sends a packet longer than the endpoint allows. Absent where the bus cannot be made to carry one. */
  babble?(address: number): Promise<void>;
}

/** Thrown by a gadget itself, out of `serve`: it pulled itself off the bus, and stays off until it is plugged in again. */
export class UnpluggedError extends Error {
  override readonly name = 'UnpluggedError';
}

/** Thrown by a gadget itself, out of `serve`: it lost its power, and comes back by itself, at another address. */
export class PowerLossError extends Error {
  override readonly name = 'PowerLossError';
  readonly backAfterMs: number;
  constructor(backAfterMs: number) {
    super('The power is gone.');
    this.backAfterMs = backAfterMs;
  }
}

export interface Gadget {
  readonly description: GadgetDescription;
  /** Behaves as the device until it is unplugged or reset; `UnpluggedError` ends it. Called anew after each. */
  serve(endpoints: GadgetEndpoints): Promise<void>;
  /** Class and vendor requests: an answer, bytes taken (empty), or `stall`. */
  control?(setup: SetupPacket, data: Uint8Array): Uint8Array | 'stall';
}
