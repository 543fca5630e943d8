// Devices process. What a device sends whenever it likes: keystrokes, text, events. A packet at a time, so that none is lost.
import { FailureError } from '../../src/shared/kernel/failure.ts';
import { StallError, type UsbConnection, type UsbEndpoint } from './bus.ts';

/** Halts in a row that are cleared before the device counts as broken. */
const maxHalts = 3;
/** Nobody has to swipe or press anything: this is only how long one transfer waits before the next one does. */
const waitMs = 3_600_000;

/** Of a bulk or interrupt IN endpoint: the next packet, `null` where nothing came yet. */
export function packetsOf(usb: UsbConnection, endpoint: UsbEndpoint): () => Promise<Uint8Array | null> {
  let halts = 0;
  return async () => {
    try {
      const packet = await usb.transferIn(endpoint.address, endpoint.packetBytes, waitMs);
      halts = 0;
      return packet.length === 0 ? null : packet;
    } catch (thrown) {
      if (thrown instanceof FailureError && thrown.kind === 'device.timeout') return null;
      if (!(thrown instanceof StallError)) throw thrown;
      if (++halts > maxHalts) {
        halts = 0;
        throw new FailureError(
          'device.protocol',
          'The device refuses to be read. Unplug it and plug it in again.',
        );
      }
      await usb.clearHalt(endpoint.address);
      return null;
    }
  };
}
