// Devices process. JPEG markers (ITU-T T.81, annex B): where the picture ends, how large it is, its density (JFIF, Exif).
import type { PageSize } from './page.ts';

const startOfImage = 0xd8;
const endOfImage = 0xd9;
const startOfScan = 0xda;
const application0 = 0xe0;
const application1 = 0xe1;
/** Define number of lines: comes after the first scan where the height was not known at the start. */
const numberOfLines = 0xdc;
const cmPerInch = 2.54;

export const isJpeg = (bytes: Uint8Array): boolean => bytes[0] === 0xff && bytes[1] === startOfImage;

/** C4, C8 and CC lie among the frame headers, but are none. */
const isFrameHeader = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** `null` while it is not whole. */
export function inspectJpeg(bytes: Uint8Array): PageSize | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let size: { widthPx: number; heightPx: number } | null = null;
  let jfifDpi: number | null = null;
  let exifDpi: number | null = null;
  let hasScan = false;
  let at = 2;
  for (;;) {
    // Within a scan: FF 00 is a byte of FF, FF D0 to D7 are restarts. Between segments FF may be repeated.
    if (hasScan) {
      at = bytes.indexOf(0xff, at);
      if (at < 0) return null;
    }
    if (at + 1 >= bytes.length || bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0x00 || (marker >= 0xd0 && marker <= 0xd7)) {
      at += 2;
      continue;
    }
    if (marker === endOfImage) {
      if (size === null || !hasScan) return null;
      return { ...size, densityDpi: jfifDpi ?? exifDpi };
    }
    if (at + 4 > bytes.length) return null;
    const length = view.getUint16(at + 2);
    const start = at + 4;
    const end = at + 2 + length;
    if (length < 2 || end > bytes.length) return null;
    if (isFrameHeader(marker) && length >= 8) {
      size = { heightPx: view.getUint16(start + 1), widthPx: view.getUint16(start + 3) };
    } else if (marker === numberOfLines && size !== null && length >= 4) {
      size.heightPx = view.getUint16(start);
    } else if (marker === application0) {
      jfifDpi ??= jfifDensity(view, start, end);
    } else if (marker === application1) {
      exifDpi ??= exifDensity(bytes.subarray(start, end));
    } else if (marker === startOfScan) {
      hasScan = true;
    }
    at = end;
  }
}

/** JFIF 1.02: `JFIF\0`, version, units (1: dots an inch, 2: dots a centimetre), density. */
function jfifDensity(view: DataView, start: number, end: number): number | null {
  if (end - start < 12 || view.getUint32(start) !== 0x4a464946) return null;
  const units = view.getUint8(start + 7);
  const density = view.getUint16(start + 8);
  if (density < 2) return null;
  if (units === 1) return density;
  return units === 2 ? Math.round(density * cmPerInch) : null;
}

/** Exif 2.3, 4.6: XResolution (282) and ResolutionUnit (296) of the first directory of a TIFF structure. */
function exifDensity(segment: Uint8Array): number | null {
  const header = 'Exif\0\0';
  if (Buffer.from(segment.subarray(0, header.length)).toString('latin1') !== header) return null;
  const tiff = segment.subarray(header.length);
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.length);
  try {
    const isLittle = view.getUint16(0) === 0x4949;
    const directory = view.getUint32(4, isLittle);
    const entries = view.getUint16(directory, isLittle);
    let density: number | null = null;
    let perCm = false;
    for (let index = 0; index < entries; index++) {
      const entry = directory + 2 + index * 12;
      const tag = view.getUint16(entry, isLittle);
      if (tag === 282) {
        const rational = view.getUint32(entry + 8, isLittle);
        density = view.getUint32(rational, isLittle) / view.getUint32(rational + 4, isLittle);
      } else if (tag === 296) {
        perCm = view.getUint16(entry + 8, isLittle) === 3;
      }
    }
    if (density === null || !Number.isFinite(density) || density < 2) return null;
    return Math.round(perCm ? density * cmPerInch : density);
  } catch (error) {
    // An offset that points outside: the file does not tell.
    if (error instanceof RangeError) return null;
    throw error;
  }
}
