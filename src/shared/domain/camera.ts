// Any process. Which camera a picture comes from, as far as its name tells. Pure.
import { z } from 'zod';

/** What the kiosk knows of the camera it holds: the track's label and settings. Only the label says what it is. */
export const cameraSchema = z.object({
  label: z.string().max(256),
  deviceId: z.string().max(256),
  groupId: z.string().max(256).optional(),
  widthPx: z.number().int().nonnegative(),
  heightPx: z.number().int().nonnegative(),
  frameRate: z.number().nonnegative().optional(),
});
export type Camera = z.infer<typeof cameraSchema>;

/** Four hexadecimal digits, lower case, as the USB Implementers Forum gives them out. */
const usbNumberSchema = z.string().regex(/^[0-9a-f]{4}$/);

export const camerasPolicySchema = z.object({
  /** `null`: any USB camera. A serial number is asked for where it is given; not every camera has one. */
  allowed: z
    .array(
      z.object({
        vendorId: usbNumberSchema,
        productId: usbNumberSchema,
        serial: z.string().min(1).nullable(),
      }),
    )
    .min(1)
    .nullable(),
  /** Cameras that are programs, and those that are not on USB, of which nothing can be told. */
  allowVirtual: z.boolean(),
});
export type CamerasPolicy = z.infer<typeof camerasPolicySchema>;

export interface UsbId {
  readonly vendorId: string;
  readonly productId: string;
}

/** Chromium ends the label of a USB camera with its vendor and product, on every platform: "Name (046d:0825)". */
export function usbIdOf(label: string): UsbId | null {
  const [, vendorId, productId] = /\(([0-9a-f]{4}):([0-9a-f]{4})\)\s*$/i.exec(label) ?? [];
  return vendorId && productId
    ? { vendorId: vendorId.toLowerCase(), productId: productId.toLowerCase() }
    : null;
}

/**
 * Programs that offer themselves as cameras, and inputs for the picture of another device. Names can be changed, so
 * this finds the careless; who must be sure lists the cameras that are allowed.
 */
const namesOfNoCamera: readonly RegExp[] = [
  /\bvirtual\b/i,
  /\bv?loopback\b|v4l2loopback|dummy video device/i,
  /\bOBS\b|obs[- ]?camera/i,
  /manycam|splitcam|altercam|camtwist|youcam|finecam|webcamoid|akvcam|fakewebcam|fake[ _]device|vcam\b/i,
  /xsplit|snap camera|chromacam|nvidia broadcast|prism live|mmhmm|perfect ?corp/i,
  /droidcam|\biriun\b|epoccam|\bivcam\b|e2esoft|\bcamo\b|reincubate|ip camera adapter|dev47apps/i,
  /\bndi\b|newtek|vmix|wirecast|streamlabs|screen ?capture|\bscreencast/i,
  /cam link|\bhdmi\b|video grabber|capture card/i,
];

/** Whether the name is that of a program, or of an input that is no camera. */
export const isNamedVirtual = (label: string): boolean => namesOfNoCamera.some((name) => name.test(label));
