// Devices process. A request on the control pipe that a device may refuse without being broken.
import { type ControlSetup, StallError, type UsbConnection } from './bus.ts';

/** `false` where the device refuses it. Anything else that goes wrong is thrown. */
export async function controlOutIfTaken(
  usb: UsbConnection,
  setup: ControlSetup,
  bytes: Uint8Array,
  timeoutMs: number,
): Promise<boolean> {
  try {
    await usb.controlOut(setup, bytes, timeoutMs);
    return true;
  } catch (thrown) {
    if (thrown instanceof StallError) return false;
    throw thrown;
  }
}
