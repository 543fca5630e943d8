// Devices process. What a bus is to drivers: what is attached, as its descriptors say, and a connection once it is opened.
// The real ones are in drivers/bus, the emulated one in drivers/emulator; drivers cannot tell them apart.

export interface UsbEndpoint {
  /** With its direction: 0x81 is IN, 0x01 is OUT. */
  readonly address: number;
  readonly type: 'bulk' | 'interrupt';
  /** `wMaxPacketSize`, bytes. */
  readonly packetBytes: number;
}

/** One alternate setting of one interface. */
export interface UsbInterface {
  readonly interfaceNumber: number;
  readonly alternateSetting: number;
  readonly interfaceClass: number;
  readonly interfaceSubclass: number;
  readonly interfaceProtocol: number;
  readonly endpoints: readonly UsbEndpoint[];
}

interface Attached {
  /** Of this device at this place, until it is unplugged. */
  readonly key: string;
  readonly vendorId: number;
  readonly productId: number;
  /** `null` where the device does not tell. */
  readonly manufacturer: string | null;
  readonly product: string | null;
  readonly serial: string | null;
}

export interface UsbAttachment extends Attached {
  readonly bus: 'usb';
  /** Of the active configuration, every alternate setting a row. */
  readonly interfaces: readonly UsbInterface[];
  /** Fails with `device.gone`, `device.denied`, `device.in_use`. */
  open(): Promise<UsbConnection>;
}

export interface HidAttachment extends Attached {
  readonly bus: 'hid';
  readonly usagePage: number;
  readonly usage: number;
  open(): Promise<HidConnection>;
}

/** A port of 127.0.0.1 at which a daemon such as `ipp-usb` serves a scanner. */
export interface LoopbackAttachment extends Attached {
  readonly bus: 'loopback';
  readonly port: number;
  open(): Promise<StreamConnection>;
}

export type Attachment = UsbAttachment | HidAttachment | LoopbackAttachment;
export type Connection = UsbConnection | HidConnection | StreamConnection;

export interface ControlSetup {
  readonly type: 'standard' | 'class' | 'vendor';
  readonly recipient: 'device' | 'interface' | 'endpoint';
  readonly request: number;
  readonly value: number;
  /** The interface or endpoint. */
  readonly index: number;
}

/** The endpoint is halted: the device refuses this transfer. Cleared with `clearHalt`; the driver decides what it means. */
export class StallError extends Error {
  override readonly name = 'StallError';
}

/**
 * All transfers fail with `device.gone` once the device is unplugged, with `device.protocol` on babble, with
 * `device.timeout` at their deadline, and with `StallError`. One transfer at a time an endpoint.
 */
export interface UsbConnection {
  /** Takes the interface from the kernel's driver where it has one, and gives it back on close. */
  claim(interfaceNumber: number, alternateSetting: number): Promise<void>;
  release(interfaceNumber: number): Promise<void>;
  /**
   * Ends with the first packet that is not full, or when `lengthBytes` (a multiple of the packet) have come: so never ask for
   * more than surely follows, or for one packet. What had come when the deadline passes may be lost.
   */
  transferIn(endpointAddress: number, lengthBytes: number, timeoutMs: number): Promise<Uint8Array>;
  transferOut(endpointAddress: number, bytes: Uint8Array, timeoutMs: number): Promise<void>;
  controlIn(setup: ControlSetup, lengthBytes: number, timeoutMs: number): Promise<Uint8Array>;
  controlOut(setup: ControlSetup, bytes: Uint8Array, timeoutMs: number): Promise<void>;
  clearHalt(endpointAddress: number): Promise<void>;
  /** Resets the device; interfaces have to be claimed again. */
  reset(): Promise<void>;
  /** Never throws. Transfers that are under way end with `device.gone`. */
  close(): Promise<void>;
}

export interface HidConnection {
  /** One input report, without its number where the device has none; `null` when `timeoutMs` passed without one. */
  read(timeoutMs: number): Promise<Uint8Array | null>;
  close(): Promise<void>;
}

/** Bytes both ways, in order, without boundaries. */
export interface StreamConnection {
  /** At least one byte and at most `atMostBytes`; `null` at the end. Fails with `device.timeout`, `device.gone`. */
  receive(atMostBytes: number, timeoutMs: number): Promise<Uint8Array | null>;
  send(bytes: Uint8Array, timeoutMs: number): Promise<void>;
  close(): Promise<void>;
}

/** Lists what is attached. Hotplug is the difference of two lists; `onChange` says when it is worth asking. */
export interface Bus {
  list(): Promise<readonly Attachment[]>;
  /** Returns what stops listening. */
  onChange(listener: () => void): () => void;
  close(): Promise<void>;
}
