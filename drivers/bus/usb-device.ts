// Devices process. The package `usb` as far as it is used here, typed: its own types leave out the timeouts that it takes.
import { existsSync } from 'node:fs';
import { usb } from 'usb';
import { busFailure, translate } from './bus-errors.ts';

interface Alternate {
  readonly alternateSetting: number;
  readonly interfaceClass: number;
  readonly interfaceSubclass: number;
  readonly interfaceProtocol: number;
  readonly endpoints: readonly {
    readonly endpointNumber: number;
    readonly direction: 'in' | 'out';
    readonly type: 'bulk' | 'interrupt' | 'isochronous';
    readonly packetSize: number;
  }[];
}

export interface ControlParameters {
  readonly requestType: 'standard' | 'class' | 'vendor';
  readonly recipient: 'device' | 'interface' | 'endpoint';
  readonly request: number;
  readonly value: number;
  readonly index: number;
}

/** Stalls, timeouts and all else are thrown; `status` is always `ok`. */
export interface UsbDevice {
  readonly vendorId: number;
  readonly productId: number;
  readonly bus: string;
  readonly address: number;
  readonly ports: readonly number[];
  readonly manufacturerName: string | null;
  readonly productName: string | null;
  readonly serialNumber: string | null;
  readonly configuration: {
    readonly configurationValue: number;
    readonly interfaces: readonly {
      readonly interfaceNumber: number;
      readonly alternates: readonly Alternate[];
    }[];
  } | null;
  open(): Promise<void>;
  close(): Promise<void>;
  reset(): Promise<void>;
  claimInterface(interfaceNumber: number): Promise<void>;
  releaseInterface(interfaceNumber: number): Promise<void>;
  selectAlternateInterface(interfaceNumber: number, alternateSetting: number): Promise<void>;
  detachKernelDriver(interfaceNumber: number): Promise<void>;
  attachKernelDriver(interfaceNumber: number): Promise<void>;
  clearHalt(direction: 'in' | 'out', endpointNumber: number): Promise<void>;
  transferIn(
    endpointNumber: number,
    lengthBytes: number,
    timeoutMs: number,
  ): Promise<{ readonly data?: DataView }>;
  transferOut(endpointNumber: number, bytes: Uint8Array, timeoutMs: number): Promise<unknown>;
  controlTransferIn(
    setup: ControlParameters,
    lengthBytes: number,
    timeoutMs: number,
  ): Promise<{ readonly data?: DataView }>;
  controlTransferOut(setup: ControlParameters, bytes: Uint8Array, timeoutMs: number): Promise<unknown>;
}

/** A Linux without any USB (a container, a small virtual machine) has no such folder, and nothing to list or to watch. */
const hasUsb = (): boolean => process.platform !== 'linux' || existsSync('/sys/bus/usb/devices');

export async function usbDevices(): Promise<readonly UsbDevice[]> {
  if (!hasUsb()) return [];
  return (await usb.getDevices()) as unknown as readonly UsbDevice[];
}

/** The system's own word that something came or went; a Linux without udev sends none. */
export function onUsbEvent(listener: () => void): () => void {
  if (!hasUsb()) return () => {};
  usb.addEventListener('connect', listener);
  usb.addEventListener('disconnect', listener);
  return () => {
    usb.removeEventListener('connect', listener);
    usb.removeEventListener('disconnect', listener);
  };
}

/** Of this device until it is unplugged: the next plug has another address. */
export const keyOf = (device: UsbDevice): string =>
  `usb-${device.bus}-${device.ports.join('.')}-${device.address}`;

export async function isAttached(key: string): Promise<boolean> {
  return (await usbDevices()).some((each) => keyOf(each) === key);
}

/** Always a device object of its own: one that is open cannot be shared, and one of a past plug does not open. */
export async function openDevice(key: string): Promise<UsbDevice> {
  const found = (await usbDevices()).find((each) => keyOf(each) === key);
  if (found === undefined) throw busFailure('device.gone');
  try {
    await found.open();
  } catch (thrown) {
    throw translate(thrown);
  }
  return found;
}
