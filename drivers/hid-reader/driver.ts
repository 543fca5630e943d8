// Devices process. Readers of class HID: barcode scanners that speak HID POS, and readers that type like a keyboard, as far as
// the policy names them. See README.md.
import { FailureError } from '../../src/shared/kernel/failure.ts';
import type { UsbInterface } from '../port/bus.ts';
import { controlOutIfTaken } from '../port/control.ts';
import { deadlines } from '../port/deadlines.ts';
import type { Attachment, DeviceSession, Driver, DriverSettings, UsbAttachment } from '../port/driver.ts';
import { packetsOf } from '../port/packets.ts';
import { readerSession } from '../port/reader-session.ts';
import { createTextFramer } from '../port/reads.ts';
import { createKeyboardDecoder } from './keyboard-reports.ts';
import { createPosFramer } from './pos-reports.ts';

/** HID Point of Sale Usage Tables 1.02: bar code scanner page, bar code scanner. */
const posScanner = { usagePage: 0x8c, usage: 0x02 } as const;
/** HID 1.11, 4.2 and 4.3: boot interface, keyboard. */
const bootKeyboard = { interfaceClass: 3, interfaceSubclass: 1, interfaceProtocol: 1 } as const;
/** HID 1.11, 7.2. */
const setIdle = 0x0a;
const setProtocol = 0x0b;
const bootProtocol = 0;

/** How long one wait for a report is: closing waits no longer than this for the bus to let go. */
const pollMs = 500;

export const hidReaderDriver: Driver = createHidReaderDriver();

export function createHidReaderDriver(platform: NodeJS.Platform = process.platform): Driver {
  return {
    name: 'hid-reader',
    kind: 'reader',
    matches: [
      { bus: 'hid', ...posScanner },
      { bus: 'usb', ...bootKeyboard, listed: 'keyboardReaders' },
    ],
    accepts,
    async open(attachment, settings) {
      // Whoever asks: a keyboard that is not listed is somebody's.
      if (!accepts(attachment, settings)) {
        throw new FailureError('device.unsupported', 'This device is not a reader, or not listed as one.');
      }
      if (attachment.bus === 'hid') {
        const hid = await attachment.open();
        return readerSession({
          attachment,
          receive: () => hid.read(pollMs),
          framer: createPosFramer(settings.framing),
          close: () => hid.close(),
        });
      }
      if (attachment.bus === 'usb') return openKeyboard(attachment, settings, platform);
      throw new FailureError('device.unsupported', 'A reader is read over USB.');
    },
  };
}

function accepts(attachment: Attachment, settings: DriverSettings): boolean {
  if (attachment.bus === 'hid') {
    return attachment.usagePage === posScanner.usagePage && attachment.usage === posScanner.usage;
  }
  if (keyboardOf(attachment) === undefined) return false;
  return settings.keyboardReaders.some((each) => isModel(each, attachment));
}

const keyboardOf = (attachment: Attachment): UsbInterface | undefined =>
  attachment.bus !== 'usb'
    ? undefined
    : attachment.interfaces.find(
        (each) =>
          each.interfaceClass === bootKeyboard.interfaceClass &&
          each.interfaceSubclass === bootKeyboard.interfaceSubclass &&
          each.interfaceProtocol === bootKeyboard.interfaceProtocol,
      );

const isModel = (
  model: { readonly vendorId: number; readonly productId: number },
  attachment: { readonly vendorId: number; readonly productId: number },
): boolean => model.vendorId === attachment.vendorId && model.productId === attachment.productId;

async function openKeyboard(
  attachment: UsbAttachment,
  settings: DriverSettings,
  platform: NodeJS.Platform,
): Promise<DeviceSession> {
  // Windows and macOS keep keyboards for themselves: no program may claim one.
  if (platform !== 'linux') {
    throw new FailureError(
      'device.unsupported',
      'This reader types like a keyboard, and this operating system keeps keyboards for itself. Set the reader to USB HID POS or to a serial port (its manual has a barcode for that).',
    );
  }
  const keyboard = keyboardOf(attachment);
  const endpoint = keyboard?.endpoints.find((each) => each.type === 'interrupt' && each.address >= 0x80);
  if (keyboard === undefined || endpoint === undefined) {
    throw new FailureError(
      'device.protocol',
      'The reader says that it is a keyboard, and has no keys to read.',
    );
  }
  const usb = await attachment.open();
  try {
    await usb.claim(keyboard.interfaceNumber, keyboard.alternateSetting);
    // Reports have the form of the boot protocol only once that is asked for (HID 1.11, 7.2.6); and only changes are sent.
    // Simple readers refuse both requests, and send boot reports anyway.
    const ask = (request: number, value: number): Promise<boolean> =>
      controlOutIfTaken(
        usb,
        { type: 'class', recipient: 'interface', request, value, index: keyboard.interfaceNumber },
        new Uint8Array(),
        deadlines.answerWithinMs,
      );
    await ask(setProtocol, bootProtocol);
    await ask(setIdle, 0);
  } catch (thrown) {
    await usb.close();
    throw thrown;
  }
  const decoder = createKeyboardDecoder();
  return readerSession({
    attachment,
    receive: packetsOf(usb, endpoint),
    framer: createTextFramer(settings.framing, (report) => decoder.push(report)),
    close: () => usb.close(),
  });
}
