// Devices process. What a tape must not carry: pictures, texts of documents, serial numbers. In place and length for
// length, so that boundaries of packets, chunks and reports stay where they were.

const indexOf = (bytes: Buffer, value: readonly number[], from: number) =>
  bytes.indexOf(Buffer.from(value), from);

/** The lines between two chunks of an HTTP body (RFC 9112, 7.1), which may fall anywhere in a picture. */
const chunkLine = /\r\n[0-9a-fA-F]{1,8}(;[^\r\n]*)?\r\n/g;

/** Everything between but the lines of chunks. */
function blank(bytes: Buffer, from: number, to: number): void {
  const kept = [...bytes.toString('latin1', from, to).matchAll(chunkLine)].map((match) => ({
    at: from + match.index,
    text: match[0],
  }));
  bytes.fill(0, from, to);
  for (const { at, text } of kept) bytes.write(text, at, 'latin1');
}

/** Entropy-coded data, and what applications and people wrote into it (ITU-T T.81, annex B). Frame headers stay. */
function redactJpegs(bytes: Buffer): void {
  let at = indexOf(bytes, [0xff, 0xd8, 0xff], 0);
  while (at >= 0) {
    const end = indexOf(bytes, [0xff, 0xd9], at);
    const stop = end < 0 ? bytes.byteLength : end;
    for (let marker = at + 2; marker + 4 <= stop && bytes[marker] === 0xff; ) {
      const code = bytes[marker + 1]!;
      const length = bytes.readUInt16BE(marker + 2);
      if (code === 0xda) {
        blank(bytes, marker + 2 + length, stop);
        break;
      }
      // APP0 is JFIF, which holds the resolution; APP1 to 15 hold EXIF and names of devices, COM comments.
      if ((code >= 0xe1 && code <= 0xef) || code === 0xfe) {
        blank(bytes, marker + 4, Math.min(marker + 2 + length, stop));
      }
      marker += 2 + length;
    }
    at = indexOf(bytes, [0xff, 0xd8, 0xff], stop);
  }
}

/** From one marker to another, the markers themselves kept. */
function blankBetween(bytes: Buffer, opening: string, closing: string): void {
  for (let at = bytes.indexOf(opening); at >= 0; ) {
    const from = at + opening.length;
    const end = bytes.indexOf(closing, from);
    blank(bytes, from, end < 0 ? bytes.byteLength : end);
    at = end < 0 ? -1 : bytes.indexOf(opening, end);
  }
}

/** Pictures and documents in any wrapping, and the device's serial number wherever it stands. */
export function redactPayload(bytes: Buffer, serial: string | null): void {
  redactJpegs(bytes);
  blankBetween(bytes, 'IDAT', 'IEND');
  blankBetween(bytes, 'stream\n', 'endstream');
  blankBetween(bytes, 'stream\r\n', 'endstream');
  const replace = (pattern: RegExp) => {
    for (const match of bytes.toString('latin1').matchAll(pattern)) {
      const value = match[1]!;
      const from = match.index + match[0].lastIndexOf(value);
      bytes.fill('X', from, from + value.length);
    }
  };
  replace(/<(?:\w+:)?(?:SerialNumber|UUID|AdminURI|IconURI)>([^<]+)</g);
  for (const encoding of ['latin1', 'utf16le'] as const) {
    if (!serial) return;
    const value = Buffer.from(serial, encoding);
    const substitute = Buffer.from('X'.repeat(serial.length), encoding);
    for (let at = bytes.indexOf(value); at >= 0; at = bytes.indexOf(value, at + value.byteLength)) {
      substitute.copy(bytes, at);
    }
  }
}

/** Letters become A or a, digits 0: fillers, separators and line ends stay. */
export function redactTexts(bytes: Buffer): void {
  for (let index = 0; index < bytes.byteLength; index += 1) {
    const byte = bytes[index]!;
    if (byte >= 0x30 && byte <= 0x39) bytes[index] = 0x30;
    else if (byte >= 0x41 && byte <= 0x5a) bytes[index] = 0x41;
    else if (byte >= 0x61 && byte <= 0x7a) bytes[index] = 0x61;
  }
}

/** Boot keyboard reports (HID 1.11, B.1): keys of letters become that of A, of digits that of 1. */
export function redactKeys(reports: Buffer): void {
  for (let index = 0; index < reports.byteLength; index += 1) {
    // Modifiers and the reserved byte are no keys; with Control they are no letters.
    const isControl = ((reports[index - (index % 8)] ?? 0) & 0x11) !== 0;
    if (index % 8 < 2 || isControl) continue;
    const key = reports[index]!;
    if (key >= 0x04 && key <= 0x1d) reports[index] = 0x04;
    else if (key >= 0x1e && key <= 0x27) reports[index] = 0x1e;
  }
}
