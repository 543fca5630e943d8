// Tests and development. What an emulated camera has in its memory, and the data sets about it (PIMA 15740:2000, 5.5).
import { array16, number16, number32, string } from './ptp-bytes.ts';

export interface Photograph {
  readonly bytes: Uint8Array;
  /** PIMA 15740, table 15. */
  readonly format: number;
}

export interface CameraState {
  readonly objects: Map<number, Photograph>;
  readonly canInitiateCapture: boolean;
  isSessionOpen: boolean;
  /** The next photograph; its handle. */
  take(): number;
}

const exifJpeg = 0x3801;
const storage = 0x0001_0001;

export function createCameraState(
  photographs: readonly (Photograph | Uint8Array)[],
  canInitiateCapture: boolean,
): CameraState {
  const objects = new Map<number, Photograph>();
  let taken = 0;
  return {
    objects,
    canInitiateCapture,
    isSessionOpen: false,
    take() {
      const next = photographs[taken % photographs.length];
      if (next === undefined) throw new Error('A camera needs a photograph to take.');
      const handle = ++taken;
      objects.set(handle, next instanceof Uint8Array ? { bytes: next, format: exifJpeg } : next);
      return handle;
    },
  };
}

export function deviceInfo(canInitiateCapture: boolean, isPhone = false, hasThumb = false): Uint8Array {
  const operations = [0x1001, 0x1002, 0x1003, 0x1004, 0x1007, 0x1008, 0x1009, 0x100b];
  if (hasThumb) operations.push(0x100a);
  if (isPhone) operations.push(0x9801, 0x9802, 0x9803, 0x9804, 0x9805);
  return Buffer.concat([
    number16(100),
    number32(0),
    number16(0),
    string(''),
    number16(0),
    array16(canInitiateCapture ? [...operations, 0x100e] : operations),
    array16([0x4002, 0x400d]),
    array16([]),
    array16([exifJpeg]),
    array16([exifJpeg]),
    string('Proofdesk'),
    string('Emulated document camera'),
    string('1.0'),
    string('PTP-1'),
  ]);
}

export function objectInfo({ bytes, format }: Photograph, thumbnail?: Uint8Array): Uint8Array {
  return Buffer.concat([
    number32(storage),
    number16(format),
    number16(0),
    number32(bytes.length),
    // Thumbnail: format (JFIF), size, width, height.
    number16(thumbnail ? 0x3808 : 0),
    number32(thumbnail?.length ?? 0),
    number32(0),
    number32(0),
    // Width, height, bits a pixel; parent; association; sequence.
    number32(0),
    number32(0),
    number32(24),
    number32(0),
    number16(0),
    number32(0),
    number32(0),
    string('DOC.JPG'),
    string('20261127T120000'),
    string(''),
    string(''),
  ]);
}
