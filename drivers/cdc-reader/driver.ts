// Devices process. Readers that appear as a serial port (USB CDC-ACM), as far as the policy names them: most desktop MRZ
// readers. See README.md; drivers/README.md walks through this file as the example of a driver.
import { FailureError } from '../../src/shared/kernel/failure.ts';
import type { UsbInterface } from '../port/bus.ts';
import { controlOutIfTaken } from '../port/control.ts';
import { deadlines } from '../port/deadlines.ts';
import type { Attachment, Driver } from '../port/driver.ts';
import { packetsOf } from '../port/packets.ts';
import { readerSession } from '../port/reader-session.ts';
import { createTextFramer } from '../port/reads.ts';

/** CDC 1.2, tables 2 to 5: communications interface, abstract control model. */
const communications = { interfaceClass: 2, interfaceSubclass: 2 } as const;
/** CDC 1.2, table 6. */
const dataClass = 10;
/** PSTN 1.2, 6.3.10 and 6.3.12. */
const setLineCoding = 0x20;
const setControlLineState = 0x22;
/** PSTN 1.2, table 18: a terminal is there, and it listens. Many readers send nothing before. */
const terminalReady = 0b11;

export const cdcReaderDriver: Driver = {
  name: 'cdc-reader',
  kind: 'reader',
  // Protocol 1: AT commands, which many readers name though they know none; 0: none.
  matches: [
    { bus: 'usb', ...communications, interfaceProtocol: 1, listed: 'serialReaders' },
    { bus: 'usb', ...communications, interfaceProtocol: 0, listed: 'serialReaders' },
  ],
  accepts: (attachment, settings) => listed(attachment, settings.serialReaders) !== undefined,

  async open(attachment, settings) {
    const model = listed(attachment, settings.serialReaders);
    if (attachment.bus !== 'usb' || model === undefined) {
      throw new FailureError('device.unsupported', 'This serial port is not listed as a reader.');
    }
    const control = attachment.interfaces.find(
      (each) =>
        each.interfaceClass === communications.interfaceClass &&
        each.interfaceSubclass === communications.interfaceSubclass,
    );
    const data = attachment.interfaces.find(
      (each) => each.interfaceClass === dataClass && inputOf(each) !== undefined,
    );
    const input = data && inputOf(data);
    if (control === undefined || data === undefined || input === undefined) {
      throw new FailureError('device.protocol', 'The reader says that it is a serial port, and has no data.');
    }
    const usb = await attachment.open();
    try {
      // Both: the kernel's driver (cdc_acm) has to let go of the whole port.
      await usb.claim(control.interfaceNumber, control.alternateSetting);
      await usb.claim(data.interfaceNumber, data.alternateSetting);
      // Readers without a real serial line refuse what only such a line needs.
      const ask = (request: number, value: number, bytes: Uint8Array): Promise<boolean> =>
        controlOutIfTaken(
          usb,
          { type: 'class', recipient: 'interface', request, value, index: control.interfaceNumber },
          bytes,
          deadlines.answerWithinMs,
        );
      await ask(setLineCoding, 0, lineCoding(model.baud));
      await ask(setControlLineState, terminalReady, new Uint8Array());
    } catch (thrown) {
      await usb.close();
      throw thrown;
    }
    return readerSession({
      attachment,
      receive: packetsOf(usb, input),
      framer: createTextFramer(settings.framing),
      close: () => usb.close(),
    });
  },
};

const listed = <Model extends { readonly vendorId: number; readonly productId: number }>(
  attachment: Attachment,
  models: readonly Model[],
): Model | undefined =>
  models.find((each) => each.vendorId === attachment.vendorId && each.productId === attachment.productId);

const inputOf = (each: UsbInterface) =>
  each.endpoints.find((endpoint) => endpoint.type === 'bulk' && endpoint.address >= 0x80);

/** PSTN 1.2, table 17: bits a second, one stop bit, no parity, eight data bits. */
function lineCoding(baud: number): Uint8Array {
  const bytes = new Uint8Array(7);
  new DataView(bytes.buffer).setUint32(0, baud, true);
  bytes[6] = 8;
  return bytes;
}
