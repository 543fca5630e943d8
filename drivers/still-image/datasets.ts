// Devices process. Data sets of PTP (PIMA 15740, 5.3 and 5.5): what the device says about itself and its objects. Pure.
import { makesNoSense } from './codes.ts';

/** The largest array that is read: more objects than any memory of a document camera holds. */
const maxElements = 65_536;

export interface DeviceInfo {
  readonly operations: ReadonlySet<number>;
  readonly manufacturer: string;
  readonly model: string;
  readonly serial: string;
}

export interface ObjectInfo {
  readonly format: number;
  /** As the device says; 0 where it does not know. */
  readonly sizeBytes: number;
  /** Format 0 and no bytes where there is none. */
  readonly thumbnailFormat: number;
  readonly thumbnailBytes: number;
}

export function decodeDeviceInfo(bytes: Uint8Array): DeviceInfo {
  const read = createReader(bytes);
  read.skip(2 + 4 + 2);
  read.string();
  read.skip(2);
  const operations = new Set(read.array(2));
  // Events, properties, formats of captures and of pictures.
  for (let index = 0; index < 4; index++) read.array(2);
  const manufacturer = read.string();
  const model = read.string();
  // Some devices end here.
  read.string();
  return { operations, manufacturer, model, serial: read.string() };
}

export function decodeObjectInfo(bytes: Uint8Array): ObjectInfo {
  const read = createReader(bytes);
  read.skip(4);
  const format = read.integer(2);
  read.skip(2);
  const sizeBytes = read.integer(4);
  return { format, sizeBytes, thumbnailFormat: read.integer(2), thumbnailBytes: read.integer(4) };
}

export const decodeHandles = (bytes: Uint8Array): number[] => createReader(bytes).array(4);

function createReader(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const take = (length: number): number => {
    if (length > bytes.length - at) throw makesNoSense('a data set that ends too early');
    at += length;
    return at - length;
  };
  const integer = (size: 1 | 2 | 4): number => {
    const from = take(size);
    if (size === 1) return view.getUint8(from);
    return size === 2 ? view.getUint16(from, true) : view.getUint32(from, true);
  };
  return {
    integer,
    skip(length: number): void {
      take(length);
    },
    array(size: 2 | 4): number[] {
      const count = integer(4);
      if (count > maxElements || count * size > bytes.length - at)
        throw makesNoSense('an array without its end');
      return Array.from({ length: count }, () => integer(size));
    },
    /** Characters of UTF-16, counted with the zero at the end; empty where the data set has ended. */
    string(): string {
      if (at === bytes.length) return '';
      const from = take(integer(1) * 2);
      const text = new TextDecoder('utf-16le').decode(bytes.subarray(from, at));
      const end = text.indexOf('\0');
      return (end < 0 ? text : text.slice(0, end)).trim();
    },
  };
}
