// Devices process. Scanners that speak eSCL (Mopria; also known as AirScan): over USB as IPP over USB, class 7/1/4, or
// over a port of this computer at which a daemon such as ipp-usb serves them.
import { FailureError } from '../../src/shared/kernel/failure.ts';
import type { Attachment } from '../port/bus.ts';
import type { Driver } from '../port/driver.ts';
import { createLoopbackTransport, type Transport } from './channel.ts';
import { createEsclClient } from './escl-client.ts';
import { createHttpClient } from './http-client.ts';
import { quirksOf } from './quirks.ts';
import { createEsclSession } from './session.ts';
import { createUsbTransport, ippOverUsb } from './usb-transport.ts';

export const esclDriver: Driver = {
  name: 'escl',
  kind: 'scanner',
  matches: [{ bus: 'usb', ...ippOverUsb }, { bus: 'loopback' }],
  async open(attachment) {
    const transport = await openTransport(attachment);
    try {
      const client = createEsclClient(createHttpClient(transport));
      const capabilities = await client.capabilities();
      return createEsclSession({
        client,
        capabilities,
        name: capabilities.makeAndModel ?? attachment.product ?? 'Scanner',
        serial: attachment.serial ?? capabilities.serial,
        close: () => transport.close(),
      });
    } catch (error) {
      await transport.close();
      throw error;
    }
  },
};

async function openTransport(attachment: Attachment): Promise<Transport> {
  if (attachment.bus === 'loopback') return createLoopbackTransport(attachment);
  if (attachment.bus === 'hid') {
    throw new FailureError('device.unsupported', 'This device is no scanner.');
  }
  const connection = await attachment.open();
  try {
    const quirks = quirksOf(attachment);
    return await createUsbTransport(connection, attachment.interfaces, quirks);
  } catch (error) {
    await connection.close();
    throw error;
  }
}
