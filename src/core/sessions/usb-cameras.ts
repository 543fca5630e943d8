// Core. What the platform itself says of the cameras on it. Linux tells (sysfs); Windows and macOS tell nothing here.
import { readdir, readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { UsbId } from '../../shared/domain/camera.ts';

export interface VideoDevice {
  readonly name: string;
  /** `null`: not on USB. */
  readonly usb: (UsbId & { readonly serial: string | null }) | null;
}

/** Where Linux lists them. */
export const videoDevicesFolder = '/sys/class/video4linux';

const textOf = (file: string): Promise<string | null> =>
  readFile(file, 'utf8').then(
    (text) => text.trim(),
    () => null,
  );

/** A video device hangs under an interface of its USB device: the nearest folder above with a vendor is that. */
async function usbAbove(folder: string): Promise<VideoDevice['usb']> {
  for (let at = folder; at !== dirname(at); at = dirname(at)) {
    const [vendorId, productId] = await Promise.all([
      textOf(join(at, 'idVendor')),
      textOf(join(at, 'idProduct')),
    ]);
    if (vendorId && productId) return { vendorId, productId, serial: await textOf(join(at, 'serial')) };
  }
  return null;
}

/** `null` where the platform does not tell. */
export async function videoDevices(folder: string): Promise<VideoDevice[] | null> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch {
    return null;
  }
  return Promise.all(
    names.map(async (each) => {
      const place = join(folder, each);
      const device = await realpath(join(place, 'device')).catch(() => null);
      return { name: (await textOf(join(place, 'name'))) ?? '', usb: device ? await usbAbove(device) : null };
    }),
  );
}
