// Devices process. A page as the scanner encoded it: whether it is whole, how large it is, and at which resolution it was
// truly scanned. Only headers and markers are read; decoding is the engine's.
import { FailureError } from '../../src/shared/kernel/failure.ts';
import { unitsPerInch } from './capabilities.ts';
import { inspectJpeg, isJpeg } from './page-jpeg.ts';
import { inspectPng, isPng } from './page-png.ts';
import type { ScanSettings } from './settings.ts';

export interface PageSize {
  readonly widthPx: number;
  readonly heightPx: number;
  /** As the file says; `null` where it does not, or not in a unit of length. */
  readonly densityDpi: number | null;
}

export interface InspectedPage {
  readonly mediaType: 'image/jpeg' | 'image/png' | 'application/pdf';
  /** `null`: a PDF file has a size of paper, not of pixels. */
  readonly size: PageSize | null;
}

/** `null` while it is not whole. */
export function inspect(bytes: Uint8Array): InspectedPage | null {
  if (isJpeg(bytes)) {
    const size = inspectJpeg(bytes);
    return size === null ? null : { mediaType: 'image/jpeg', size };
  }
  if (isPng(bytes)) {
    const size = inspectPng(bytes);
    return size === null ? null : { mediaType: 'image/png', size };
  }
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const isPdf = view.subarray(0, 1024).includes('%PDF-') && view.subarray(-1024).includes('%%EOF');
  return isPdf ? { mediaType: 'application/pdf', size: null } : null;
}

/** By what it is, whatever its header says. Fails with `device.protocol` where it is not whole. */
export function inspectWhole(bytes: Uint8Array): InspectedPage {
  const page = inspect(bytes);
  if (page === null) {
    throw new FailureError('device.protocol', 'The scanner sent a page that is not whole. Scan it again.');
  }
  return page;
}

/** Rounding to whole pixels and whole units stays well below this. */
const tolerance = 0.02;

/**
 * Pixels tell it surely where the page has the size that was asked for: a scanner that falls back to another resolution
 * often keeps the one asked for in the file. Where the scanner has cropped the page, the file's own word stands if it is
 * one of the scanner's resolutions.
 */
export function trueResolution(page: InspectedPage, settings: ScanSettings): number {
  const asked = settings.resolutionDpi;
  if (page.size === null) return asked;
  const { widthPx, densityDpi } = page.size;
  const measured = widthPx / (settings.region.width / unitsPerInch);
  const fits = (dpi: number): boolean => Math.abs(measured - dpi) <= dpi * tolerance;
  if (fits(asked)) return asked;
  if (densityDpi !== null && fits(densityDpi)) return densityDpi;
  const other = settings.resolutionsDpi.find(fits);
  if (other !== undefined) return other;
  return densityDpi !== null && settings.resolutionsDpi.includes(densityDpi) ? densityDpi : asked;
}
