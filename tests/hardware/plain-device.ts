// Tests on a real bus. The plainest device: told how many bytes, it sends them, as fast as the bus takes them.
import type { PlayedDevice } from '../../drivers/emulator/memory-rig.ts';

/** A vendor's own class; no driver takes it. */
export const plainClass = 0xff;

export const plainDevice = (): PlayedDevice => ({
  gadget: {
    description: {
      vendorId: 0x1209,
      productId: 0x0002,
      manufacturer: 'Proofdesk',
      product: 'Plain bulk source',
      serial: 'PLAIN',
      interfaces: [
        {
          interfaceNumber: 0,
          alternateSetting: 0,
          interfaceClass: plainClass,
          interfaceSubclass: 0,
          interfaceProtocol: 0,
          endpoints: [
            { address: 0x01, type: 'bulk', packetBytes: 512 },
            { address: 0x81, type: 'bulk', packetBytes: 512 },
          ],
        },
      ],
    },
    async serve(endpoints) {
      for (;;) {
        const order = await endpoints.receive(0x01, 512);
        const length = Buffer.from(order).readUInt32LE(0);
        await endpoints.send(0x81, new Uint8Array(length), true);
      }
    },
  },
});
