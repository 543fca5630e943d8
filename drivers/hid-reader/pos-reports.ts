// Devices process. The input reports of HID POS barcode scanners, and the read that several of them make up. Pure.
//
// HID Point of Sale Usage Tables 1.02 names the parts (symbology identifiers 0xFB to 0xFD, decoded data 0xFE, "decoded data
// continued" 0xFF) and leaves their places to the report descriptor. Makers' manuals give three layouts, all of 64 bytes,
// with the report's number first, the length second and "continued" in bit 0 of the last byte:
// - the symbology at 2, the data at 5: Honeywell (USB HID bar code scanner), Access-IS ATR110 and LSR118 (product manual,
//   "HID reports"), and what Windows.Devices.PointOfService is written for;
// - the same one byte later: Symbol/Zebra and Datalogic, as the package @point-of-sale/webhid-barcode-scanner reads them;
// - the data at 2 and no symbology: Newland, ID TECH and engines built on theirs ("Acquire Scanned Data").
import type { ReaderFraming } from '../../src/shared/domain/device.ts';
import { FailureError } from '../../src/shared/kernel/failure.ts';
import { deadlines } from '../port/deadlines.ts';
import { asRead, binary, cleanRead, type Framer, maxReadBytes } from '../port/reads.ts';

/** The number that all of these manuals give the report of scanned data. */
const scannedData = 2;
const lengthAt = 1;
/** A report with room for at least one byte of data in every layout. */
const minBytes = 8;

/** A read, its text one character each byte. */
export interface PosRead {
  readonly raw: string;
  readonly symbology: string | null;
}

export function createPosFramer(framing: ReaderFraming): Framer {
  let reports: Uint8Array[] = [];
  return {
    /** Reports carry their own end: silence in the middle is a fault. */
    silenceMs: deadlines.nextByteWithinMs,
    get isPending() {
      return reports.length > 0;
    },
    push(report) {
      // Scanners report triggers and states as well.
      if (report.length < minBytes || (report[0] !== scannedData && aimAt(report, 2) === null)) return [];
      reports.push(report);
      const isContinued = (report.at(-1)! & 1) === 1;
      if (isContinued && reports.length * report.length < 2 * maxReadBytes) return [];
      const read = reports;
      reports = [];
      if (isContinued) throw wrong('a read does not end');
      const { raw, symbology } = joinReports(read);
      const text = cleanRead(raw, framing);
      if (text === null) return [];
      return [symbology === null ? asRead(text) : { text, symbology }];
    },
    silence() {
      reports = [];
      throw new FailureError('device.timeout', 'The reader stopped in the middle. Read the document again.');
    },
    clear() {
      reports = [];
    },
  };
}

/** All reports of one read. */
export function joinReports(reports: readonly Uint8Array[]): PosRead {
  for (const at of [2, 3]) {
    const symbology = aimAt(reports[0]!, at);
    if (symbology === null || reports.some((report) => aimAt(report, at) !== symbology)) continue;
    const raw = dataOf(reports, at + 3);
    // Text has no zeros at its end: three of them are what follows data that holds the identifier itself.
    if (raw !== null && !raw.endsWith('\0\0\0')) return { raw, symbology };
  }
  const isBlank = reports.every((report) => report.subarray(2, 5).every((byte) => byte === 0));
  const raw = dataOf(reports, isBlank ? 5 : 2);
  if (raw === null) throw wrong('its length is more than it holds');
  return { raw, symbology: null };
}

/** An identifier of ISO/IEC 15424: `]`, a letter for the symbology, a modifier. */
function aimAt(report: Uint8Array, at: number): string | null {
  const text = binary(report.subarray(at, at + 3));
  return /^\][A-Za-z][0-9A-Za-z]$/.test(text) ? text : null;
}

function dataOf(reports: readonly Uint8Array[], at: number): string | null {
  let raw = '';
  for (const report of reports) {
    const end = at + report[lengthAt]!;
    if (end > report.length - 1) return null;
    raw += binary(report.subarray(at, end));
  }
  return raw;
}

const wrong = (what: string): FailureError =>
  new FailureError(
    'device.protocol',
    `The reader sent a report that makes no sense (${what}). Read the document again; if it happens again, set the reader to USB HID POS.`,
  );
