// Devices process. What real scanners do otherwise than the standard says. Those of `behaviours` are met whenever they
// show, whoever made the scanner; those of `modelQuirks` are a model's. Each names its symptom and where it was reported.
import type { UsbAttachment } from '../port/bus.ts';
import type { Transport } from './channel.ts';

/** Shared by all scanners; the numbers are what the driver does about them. */
export const behaviours = {
  resolutionRefused: {
    symptom:
      'A scan at the highest resolution named fails, at the order or at the page; one at 300 dpi works.',
    source: 'https://github.com/alexpevzner/sane-airscan/issues/38 (HP LaserJet MFP M28w)',
    /** Tried next, where the scanner has it or less. */
    fallbackDpi: 300,
  },
  resolutionIgnored: {
    symptom:
      'The page comes at another resolution than the one asked for, and its file may still claim that one.',
    source: 'https://github.com/alexpevzner/sane-airscan/issues/57 (Canon iR2625)',
  },
  falselyEmpty: {
    symptom: 'The status says that the feeder is empty although paper lies in it.',
    source: 'https://github.com/SimulPiscator/AirSane/issues/136 (Fujitsu fi-6130 behind AirSane)',
    /** So often the order is given again before the feeder is believed to be empty. */
    tries: 3,
  },
  pageNotYetThere: {
    symptom:
      'The next page is said not to exist (404) while it is still being scanned; asked again, it is there.',
    source: 'https://github.com/alexpevzner/sane-airscan/issues/39 (Brother MFC-L2710DW)',
    /** So often a back side that is missing, or an end that the job does not confirm, is asked for again. */
    tries: 8,
  },
  pageUnavailable: {
    symptom: 'The next page is refused (503, 409) for as long as the carriage needs.',
    source: 'https://github.com/manuc66/node-hp-scan-to/issues/1427 (HP LaserJet MFP M234sdw)',
  },
  conflictAtEnd: {
    symptom: 'After the last page of the feeder comes 409 instead of 404.',
    source: 'https://github.com/SimulPiscator/AirSane/issues/76 (AirSane before 2026)',
  },
  formatMislabelled: {
    symptom: 'The page is of another format than its header says.',
    source: 'https://github.com/alexpevzner/sane-airscan/issues/281 (Pantum M7100DN)',
  },
  feederEndless: {
    symptom: 'The feeder takes sheets of ten feet, and asked for all of that it gives a long grey bar.',
    source: 'https://github.com/alexpevzner/sane-airscan/issues/314 (HP ScanJet Pro 2000 s2)',
    /** In 1/300 inch. Feeders of offices take A3, 4961 long; one that takes more than this takes endless sheets. */
    longestSheet: 6_000,
    /** Legal, 14 inches, the longest of the usual sheets that are as wide as A4. */
    usualSheet: 4_200,
  },
  lengthWrong: {
    symptom: 'Content-Length is smaller or larger than the page.',
    source:
      'No report about a scanner was found; HTTP clients meet it elsewhere, and a picture tells its own end.',
  },
  lastChunkUnended: {
    symptom: 'The line end after the last chunk is missing; sizes of chunks carry extensions.',
    source: 'RFC 9112, 7.1 allows the latter; for the former no report about a scanner was found.',
  },
  jobKeptOpen: {
    symptom: 'A job whose page was fetched stays open, and the scanner busy, until the job is deleted.',
    source: 'https://github.com/OpenPrinting/ipp-usb/pull/128 (Kyocera ECOSYS M5521cdw)',
  },
  jobStuck: {
    symptom: 'A job of a program that crashed keeps the scanner busy.',
    source: 'https://github.com/alexpevzner/sane-airscan/issues/179 (Kyocera ECOSYS M5526cdw)',
    /** Somebody else's job is ended when it is older than this part of the time a scanner has to become ready: 30 seconds. */
    abandonedShare: 0.5,
  },
  leftoverBytes: {
    symptom: 'Rubbish of an earlier answer stands before the status line: “localHTTP/1.1”.',
    source: 'https://github.com/OpenPrinting/ipp-usb/issues/9 (Canon iR2625)',
  },
  emptyPackets: {
    symptom: 'The scanner sends packets of no bytes while it thinks, by the thousand.',
    source: 'https://github.com/OpenPrinting/ipp-usb/issues/83 (HP Color LaserJet Flow X677)',
  },
  byteOrderMark: {
    symptom:
      'A byte order mark stands before the XML; prefixes are anything; header names are in lower case.',
    source: 'RFC 9110, 5.1 and Namespaces in XML 1.0 allow the latter two.',
  },
  locationRelative: {
    symptom: 'The Location of a job names another host, is a path alone, or lacks its leading slash.',
    source: 'https://github.com/alexpevzner/sane-airscan (airscan-escl.c accepts all of them)',
  },
} as const;

export interface ModelQuirk {
  /** Of the manufacturer's and product's names as USB tells them. */
  readonly model: RegExp;
  readonly symptom: string;
  readonly source: string;
  readonly interfacesAtMost?: number;
  readonly connectionHeader?: Transport['connectionHeader'];
}

export const modelQuirks: readonly ModelQuirk[] = [
  {
    model: /ScanJet Pro 4500 fn1/i,
    symptom: 'Hangs when two interfaces are in use at the same time.',
    source: 'https://github.com/OpenPrinting/ipp-usb (ipp-usb-quirks/HP.conf)',
    interfacesAtMost: 1,
  },
  {
    model: /LaserJet MFP M28/i,
    symptom: 'Hangs without Connection: keep-alive.',
    source: 'https://github.com/OpenPrinting/ipp-usb/issues/5',
    connectionHeader: 'keep-alive',
  },
  {
    model: /OfficeJet Pro 8730/i,
    symptom: 'Hangs without Connection: close.',
    source: 'https://github.com/OpenPrinting/ipp-usb (ipp-usb-quirks/HP.conf)',
    connectionHeader: 'close',
  },
];

export function quirksOf(attachment: UsbAttachment): {
  readonly interfacesAtMost: number;
  readonly connectionHeader: Transport['connectionHeader'];
} {
  const name = `${attachment.manufacturer ?? ''} ${attachment.product ?? ''}`;
  const found = modelQuirks.filter((quirk) => quirk.model.test(name));
  return {
    interfacesAtMost: Math.min(...found.map((quirk) => quirk.interfacesAtMost ?? Infinity), Infinity),
    connectionHeader: found.find((quirk) => quirk.connectionHeader !== undefined)?.connectionHeader ?? null,
  };
}
