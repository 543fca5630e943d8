// Devices process. Requests of the Still Image class on the control pipe (Still Image Capture Device Definition 1.0, 5.2), which
// works while the bulk pipes are busy or halted. A device that knows none of them is no fault.
import { FailureError } from '../../src/shared/kernel/failure.ts';
import { StallError, type UsbConnection } from '../port/bus.ts';
import { controlOutIfTaken } from '../port/control.ts';
import { deadlines } from '../port/deadlines.ts';
import { events } from './codes.ts';

const requests = { cancel: 0x64, reset: 0x66, getDeviceStatus: 0x67 } as const;
/** Four bytes and a parameter for each of at most four pipes. */
const statusBytes = 20;

const setup = (index: number, request: number) =>
  ({ type: 'class', recipient: 'interface', request, value: 0, index }) as const;
/** All three together have to leave time within `cancelledWithinMs`. */
const withinMs = (): number => deadlines.cancelledWithinMs / 3;

/** The transaction is to be given up. */
export async function requestCancel(usb: UsbConnection, index: number, transactionId: number): Promise<void> {
  const data = new Uint8Array(6);
  const view = new DataView(data.buffer);
  view.setUint16(0, events.cancelTransaction, true);
  view.setUint32(2, transactionId, true);
  await controlOutIfTaken(usb, setup(index, requests.cancel), data, withinMs());
}

/** To the state after it was switched on, without its leaving the bus; sessions end with it. */
export async function requestReset(usb: UsbConnection, index: number): Promise<void> {
  await controlOutIfTaken(usb, setup(index, requests.reset), new Uint8Array(), withinMs());
}

/** A response code; `null` where the device does not tell. */
export async function deviceStatus(usb: UsbConnection, index: number): Promise<number | null> {
  try {
    const status = await usb.controlIn(setup(index, requests.getDeviceStatus), statusBytes, withinMs());
    return status.length < 4 ? null : status[2]! | (status[3]! << 8);
  } catch (thrown) {
    if (thrown instanceof StallError || isTimeout(thrown)) return null;
    throw thrown;
  }
}

export const isTimeout = (thrown: unknown): boolean =>
  thrown instanceof FailureError && thrown.kind === 'device.timeout';
