// Devices process. Document cameras and page scanners that speak PTP over USB (class 6/1/1). See README.md.
import { FailureError } from '../../src/shared/kernel/failure.ts';
import { StallError } from '../port/bus.ts';
import type { Driver } from '../port/driver.ts';
import { packetsOf } from '../port/packets.ts';
import { makesNoSense } from './codes.ts';
import { createEvents } from './events.ts';
import { openCamera } from './session.ts';
import { Transport } from './transport.ts';

/** USB Still Image Capture Device Definition 1.0, 3: image, still image capture, PIMA 15740. */
const stillImage = { interfaceClass: 6, interfaceSubclass: 1, interfaceProtocol: 1 } as const;

export const stillImageDriver: Driver = {
  name: 'still-image',
  kind: 'document_camera',
  matches: [{ bus: 'usb', ...stillImage }],

  async open(attachment) {
    const setting =
      attachment.bus === 'usb'
        ? attachment.interfaces.find(
            (each) =>
              each.interfaceClass === stillImage.interfaceClass &&
              each.interfaceSubclass === stillImage.interfaceSubclass &&
              each.interfaceProtocol === stillImage.interfaceProtocol,
          )
        : undefined;
    if (attachment.bus !== 'usb' || setting === undefined) {
      throw new FailureError('device.unsupported', 'A document camera is driven over USB.');
    }
    const pipe = (type: 'bulk' | 'interrupt', isInput: boolean) =>
      setting.endpoints.find((each) => each.type === type && each.address >= 0x80 === isInput);
    const [input, output, interrupt] = [pipe('bulk', true), pipe('bulk', false), pipe('interrupt', true)];
    if (input === undefined || output === undefined || interrupt === undefined) {
      throw makesNoSense('descriptors without the pipes of its class');
    }
    const usb = await attachment.open();
    try {
      await usb.claim(setting.interfaceNumber, setting.alternateSetting);
      return await openCamera({
        transport: new Transport(usb, { ...setting, input, output }),
        events: createEvents(packetsOf(usb, interrupt)),
        fallbackName: attachment.product ?? 'Document camera',
        serial: attachment.serial,
        close: () => usb.close(),
      });
    } catch (thrown) {
      await usb.close();
      if (thrown instanceof StallError) throw makesNoSense('a refusal at the beginning');
      throw thrown;
    }
  },
};
