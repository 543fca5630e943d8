// Devices process. USB devices of this computer, as their descriptors say.
import type { UsbAttachment, UsbInterface } from '../port/bus.ts';
import { openUsb } from './usb-connection.ts';
import { keyOf, type UsbDevice, usbDevices } from './usb-device.ts';

export interface UsbBus {
  list(): Promise<readonly UsbAttachment[]>;
}

export function createUsbBus(): UsbBus {
  // Descriptors are read once a device: they do not change while it stays.
  let known = new Map<string, UsbAttachment>();

  return {
    async list() {
      const next = new Map<string, UsbAttachment>();
      for (const device of await usbDevices()) {
        const key = keyOf(device);
        next.set(key, known.get(key) ?? attachmentOf(key, device));
      }
      known = next;
      return [...next.values()];
    },
  };
}

function attachmentOf(key: string, device: UsbDevice): UsbAttachment {
  const { configuration, interfaces } = interfacesOf(device);
  return {
    bus: 'usb',
    key,
    vendorId: device.vendorId,
    productId: device.productId,
    manufacturer: device.manufacturerName,
    product: device.productName,
    serial: device.serialNumber,
    interfaces,
    open: () => openUsb({ key, interfaces, sysfsName: sysfsNameOf(device, configuration) }),
  };
}

/** `1-2.3:1`: bus, ports, configuration; an interface's folder in /sys/bus/usb/devices has `.` and its number after it. */
function sysfsNameOf(device: UsbDevice, configuration: number): string {
  return `${Number(device.bus)}-${device.ports.join('.')}:${configuration}`;
}

function interfacesOf(device: UsbDevice): {
  readonly configuration: number;
  readonly interfaces: readonly UsbInterface[];
} {
  let active: UsbDevice['configuration'] = null;
  try {
    active = device.configuration;
  } catch {
    // Not configured, or not readable without opening it on this system: nothing that a driver could take.
  }
  const interfaces = (active?.interfaces ?? []).flatMap((each) =>
    each.alternates.map((alternate) => ({
      interfaceNumber: each.interfaceNumber,
      alternateSetting: alternate.alternateSetting,
      interfaceClass: alternate.interfaceClass,
      interfaceSubclass: alternate.interfaceSubclass,
      interfaceProtocol: alternate.interfaceProtocol,
      endpoints: alternate.endpoints.flatMap(({ endpointNumber, direction, type, packetSize }) =>
        type === 'isochronous'
          ? []
          : [{ address: endpointNumber | (direction === 'in' ? 0x80 : 0), type, packetBytes: packetSize }],
      ),
    })),
  );
  return { configuration: active?.configurationValue ?? 0, interfaces };
}
