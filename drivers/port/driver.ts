// Devices process. The port: what every driver is to Proofdesk. A driver drives one family of devices by an open
// standard, over a connection that a bus gives it, and never opens a device, a file or a socket by itself.
import type {
  AcquiredPage,
  AcquireProgress,
  AcquireRequest,
  Capabilities,
  DeviceKind,
  DeviceRead,
  ReaderFraming,
} from '../../src/shared/domain/device.ts';
import type { Attachment, Connection, HidAttachment, LoopbackAttachment, UsbAttachment } from './bus.ts';

/** Which devices a driver takes: a row of its table. Discovery, `proofdesk devices` and the udev rules read these rows. */
export type Match =
  /** An interface of this class, subclass and protocol (usb.org, Defined Class Codes), whoever made the device. */
  | {
      readonly bus: 'usb';
      readonly interfaceClass: number;
      readonly interfaceSubclass: number;
      readonly interfaceProtocol: number;
      /**
       * The class says too little (a keyboard may be anybody's): only models that the policy lists here are taken, and the
       * udev rules name them alone, never the class.
       */
      readonly listed?: 'keyboardReaders' | 'serialReaders';
    }
  /** One model, by its numbers; for devices whose class says nothing. */
  | { readonly bus: 'usb'; readonly vendorId: number; readonly productId: number }
  /** A top-level collection of this usage page (HID Usage Tables); `usage: null`: any. */
  | { readonly bus: 'hid'; readonly usagePage: number; readonly usage: number | null }
  | { readonly bus: 'loopback' };

/** What a station sets, as far as drivers need it. */
export interface DriverSettings {
  readonly framing: ReaderFraming;
  /** Readers that type like a keyboard: only those listed are taken. */
  readonly keyboardReaders: readonly { readonly vendorId: number; readonly productId: number }[];
  /** Readers behind a serial port of USB: only those listed are taken. */
  readonly serialReaders: readonly {
    readonly vendorId: number;
    readonly productId: number;
    readonly baud: number;
  }[];
}

export interface Driver {
  /** As its folder. */
  readonly name: string;
  readonly kind: DeviceKind;
  readonly matches: readonly Match[];
  /** Beyond the rows: descriptors alone, nothing is sent. Absent: the rows are enough. */
  accepts?(attachment: Attachment, settings: DriverSettings): boolean;
  /**
   * Opens exclusively. Fails with `device.gone`, `device.denied`, `device.in_use`, `device.timeout`, `device.protocol`;
   * then nothing stays open.
   */
  open(attachment: Attachment, settings: DriverSettings): Promise<DeviceSession>;
}

export type Acquired =
  | { readonly type: 'progress'; readonly progress: AcquireProgress }
  /** A small picture of the page that is on its way, where the device has one: a JPEG. */
  | { readonly type: 'preview'; readonly jpeg: Uint8Array }
  /** Whole and durable on this side: the device has been told, and a later fault takes nothing of it back. */
  | { readonly type: 'page'; readonly page: AcquiredPage }
  | { readonly type: 'read'; readonly read: DeviceRead };

export interface DeviceSession {
  /** Make and model, best known once the device is open. */
  readonly name: string;
  readonly serial: string | null;
  capabilities(): Promise<Capabilities>;
  /**
   * One at a time. Ends by itself after the last page; `read` goes on until `signal` aborts. Throws `FailureError` of a
   * `device.*` kind: `device.cancelled` after an abort (within `cancelledWithinMs`, and the device is ready for the next job),
   * any other within the deadlines of `deadlines.ts`. Pages that were yielded before stand.
   */
  acquire(request: AcquireRequest, signal: AbortSignal): AsyncIterable<Acquired>;
  /** Never throws; whatever was claimed or detached is given back. */
  close(): Promise<void>;
}

export type { Attachment, Connection, HidAttachment, LoopbackAttachment, UsbAttachment };

/** Whether a row fits; a driver's `accepts` has the last word. */
export function matches(match: Match, attachment: Attachment): boolean {
  if (match.bus !== attachment.bus) return false;
  if (attachment.bus === 'loopback' || match.bus === 'loopback') return true;
  if (match.bus === 'hid') {
    return (
      attachment.bus === 'hid' &&
      attachment.usagePage === match.usagePage &&
      (match.usage === null || attachment.usage === match.usage)
    );
  }
  if (attachment.bus !== 'usb') return false;
  if ('vendorId' in match) {
    return attachment.vendorId === match.vendorId && attachment.productId === match.productId;
  }
  return attachment.interfaces.some(
    (each) =>
      each.interfaceClass === match.interfaceClass &&
      each.interfaceSubclass === match.interfaceSubclass &&
      each.interfaceProtocol === match.interfaceProtocol,
  );
}

/** The first driver of the table that takes it. */
export function driverFor(
  drivers: readonly Driver[],
  attachment: Attachment,
  settings: DriverSettings,
): Driver | null {
  return (
    drivers.find(
      (driver) =>
        driver.matches.some((match) => matches(match, attachment)) &&
        (driver.accepts?.(attachment, settings) ?? true),
    ) ?? null
  );
}
