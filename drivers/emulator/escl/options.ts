// Tests and development. What an emulated eSCL scanner is made of, and how it departs from the standard where it is told to.

/** What was asked of it, as far as it changes the picture. */
export interface EmulatedSettings {
  readonly source: 'platen' | 'feeder';
  readonly duplex: boolean;
  readonly colourMode: string;
  readonly mediaType: string;
  readonly resolutionDpi: number;
  /** In 1/300 inch. */
  readonly region: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  };
}

/** Encoded bytes, or what makes them. */
export type EmulatedPage = Uint8Array | ((settings: EmulatedSettings) => Uint8Array | Promise<Uint8Array>);

export type EmulatedFault = 'jam' | 'cover_open' | 'stopped';

export interface EsclQuirks {
  /** Scans above this resolution fail: at the order (409, 400, 500) or at the page (500). */
  readonly failsAbove?: { readonly dpi: number; readonly at: 409 | 400 | 500 | 'page' };
  /** Scans at this resolution whatever is asked for. */
  readonly alwaysAtDpi?: number;
  /** The status always says that the feeder is empty; so many orders from it are refused although it is not. */
  readonly falselyEmpty?: number;
  /** So often the next page is said not to exist (404) before it is given; never the first. */
  readonly pageNotYetThere?: number;
  /** So often each page is refused (503) before it is given. */
  readonly pageUnavailable?: number;
  /** 409 after the last page of the feeder. */
  readonly conflictAtEnd?: boolean;
  /** Content-Length is off by so many bytes. */
  readonly lengthOff?: number;
  /** No length and no chunks: the end of the connection, or silence, ends a page. */
  readonly endsByClosing?: boolean;
  readonly chunks?: 'extensions' | 'upperCase' | 'unended';
  /** Only the first bytes of each page are sent, as if it were whole. */
  readonly truncatesTo?: number;
  readonly firstByteAfterMs?: number;
  /** A job stays open, and the scanner busy, until it is deleted. */
  readonly keepsJobsOpen?: boolean;
  /** Starts with a job that a program left open, which is so many seconds old. */
  readonly abandonedJobAgeS?: number;
  readonly continues?: boolean;
  readonly location?: 'absolute' | 'otherHost' | 'noSlash' | 'bare';
  readonly lowerCaseHeaders?: boolean;
  readonly byteOrderMark?: boolean;
  /** Sent before the first answer on each channel. */
  readonly leftover?: Uint8Array;
  /** Packets of no bytes before each answer. USB only. */
  readonly emptyPackets?: number;
  /** Ends what it sends with a packet of no bytes where its last packet is full. USB only. */
  readonly endsWithEmptyPacket?: boolean;
}

export interface EsclScannerOptions {
  readonly platen?: EmulatedPage | null;
  /** In the order they come out: of a duplex pass front, back, front and so on. */
  readonly feeder?: readonly EmulatedPage[];
  /** Without one, it has no feeder at all. */
  readonly hasFeeder?: boolean;
  readonly hasDuplex?: boolean;
  readonly mediaTypes?: readonly string[];
  readonly resolutionsDpi?: readonly number[];
  readonly colourModes?: readonly string[];
  /** How fast the carriage is: bytes a second. Absent: as fast as the bus. */
  readonly bytesPerSecond?: number;
  readonly framing?: 'chunked' | 'length';
  /** Of one chunk, or of one piece handed to the bus. */
  readonly pieceBytes?: number;
  readonly fault?: EmulatedFault;
  /** Warming up: so many orders are refused (503) first, and the status says so. */
  readonly ordersWhileWarming?: number;
  /** Sleeping: the first answer takes so long. */
  readonly wakesAfterMs?: number;
  /** USB: how many pairs of endpoints. */
  readonly interfaces?: 1 | 2 | 3;
  readonly packetBytes?: 64 | 512 | 1024;
  /** USB: the older protocol of printers too, as another alternate setting. */
  readonly alternateSettings?: boolean;
  readonly serial?: string;
  readonly quirks?: EsclQuirks;
}

/** Everything decided. */
export type EsclScannerModel = Required<Omit<EsclScannerOptions, 'fault' | 'bytesPerSecond'>> & {
  readonly bytesPerSecond: number | null;
  readonly fault: EmulatedFault | null;
};

export function modelOf(options: EsclScannerOptions): EsclScannerModel {
  return {
    platen: null,
    feeder: [],
    hasFeeder: true,
    hasDuplex: true,
    mediaTypes: ['application/pdf', 'image/jpeg'],
    resolutionsDpi: [100, 200, 300, 600],
    colourModes: ['BlackAndWhite1', 'Grayscale8', 'RGB24'],
    framing: 'chunked',
    pieceBytes: 256 * 1024,
    ordersWhileWarming: 0,
    wakesAfterMs: 0,
    interfaces: 3,
    packetBytes: 512,
    alternateSettings: true,
    serial: 'PD0000000001',
    quirks: {},
    ...options,
    bytesPerSecond: options.bytesPerSecond ?? null,
    fault: options.fault ?? null,
  };
}
