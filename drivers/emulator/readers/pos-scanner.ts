// Tests and development. A barcode scanner that speaks HID POS (HID Point of Sale Usage Tables 1.02, page 0x8C), in the
// layouts that makers' manuals give (drivers/hid-reader/pos-reports.ts names them).
import type { GadgetDescription } from '../gadget.ts';
import { bytesOf, createReaderGadget, type ReaderGadget } from './reader-gadget.ts';

/** Where the AIM identifier and the data are. */
export const posLayouts = {
  /** Honeywell, Access-IS. */
  identified: { symbologyAt: 2, dataAt: 5 },
  /** Symbol, Datalogic: a byte more before it. */
  shifted: { symbologyAt: 3, dataAt: 6 },
  /** Newland, ID TECH: no identifier. */
  plain: { symbologyAt: null, dataAt: 2 },
} as const;
export type PosLayout = keyof typeof posLayouts;

const reportBytes = 64;
const mostData = { identified: 56, shifted: 55, plain: 56 } as const satisfies Record<PosLayout, number>;

export interface PosScanner extends ReaderGadget {
  /** `symbology`: an AIM identifier, of PDF417 where none is given. */
  read(text: string, symbology?: string): Promise<void>;
}

export function createPosScanner(layout: PosLayout = 'identified'): PosScanner {
  let symbology = ']L2';
  const gadget = createReaderGadget(description, 0x81, (text) => posReports(text, symbology, layout));
  return {
    ...gadget,
    read(text, identifier = ']L2') {
      symbology = identifier;
      return gadget.read(text);
    },
  };
}

export function posReports(text: string, symbology: string, layout: PosLayout): Uint8Array[] {
  const bytes = bytesOf(text);
  const { symbologyAt, dataAt } = posLayouts[layout];
  const step = mostData[layout];
  const reports: Uint8Array[] = [];
  for (let at = 0; at === 0 || at < bytes.length; at += step) {
    const piece = bytes.subarray(at, at + step);
    const report = new Uint8Array(reportBytes);
    report[0] = 2;
    report[1] = piece.length;
    if (symbologyAt !== null) report.set(bytesOf(symbology), symbologyAt);
    report.set(piece, dataAt);
    report[reportBytes - 1] = at + step < bytes.length ? 1 : 0;
    reports.push(report);
  }
  return reports;
}

const description: GadgetDescription = {
  vendorId: 0x1209,
  productId: 0x8c01,
  manufacturer: 'Proofdesk',
  product: 'Emulated barcode scanner',
  serial: 'POS-1',
  interfaces: [
    {
      interfaceNumber: 0,
      alternateSetting: 0,
      interfaceClass: 3,
      interfaceSubclass: 0,
      interfaceProtocol: 0,
      endpoints: [{ address: 0x81, type: 'interrupt', packetBytes: reportBytes }],
    },
  ],
  hid: {
    usagePage: 0x8c,
    usage: 0x02,
    reportBytes,
    bootProtocol: 0,
    // biome-ignore format: a line an item.
    reportDescriptor: Uint8Array.from([
      0x05, 0x8c, // Usage page: bar code scanner
      0x09, 0x02, // Usage: bar code scanner
      0xa1, 0x01, // Collection: application
      0x09, 0x12, //   Usage: scanned data report
      0xa1, 0x02, //   Collection: logical
      0x85, 0x02, //     Report 2
      0x15, 0x00, 0x26, 0xff, 0x00, // 0 to 255
      0x75, 0x08, //     8 bits
      0x95, 0x01, 0x05, 0x01, 0x09, 0x3b, 0x81, 0x02, // Byte count (generic desktop)
      0x05, 0x8c, 0x09, 0xfb, 0x09, 0xfc, 0x09, 0xfd, 0x95, 0x03, 0x81, 0x02, // Symbology identifiers 1 to 3
      0x09, 0xfe, 0x95, 0x38, 0x82, 0x02, 0x01, // Decoded data: 56 bytes, buffered
      0x95, 0x02, 0x81, 0x03, // Reserved
      0x09, 0xff, 0x25, 0x01, 0x75, 0x01, 0x95, 0x01, 0x81, 0x02, // Decoded data continued: a bit
      0x95, 0x07, 0x81, 0x03, // The rest of that byte
      0xc0,
      0xc0,
    ]),
  },
};
