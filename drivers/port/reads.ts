// Devices process. Where one read of a reader begins and ends in what it sends, and what is taken off it. Pure.
import type { DeviceRead, ReaderFraming } from '../../src/shared/domain/device.ts';
import { FailureError } from '../../src/shared/kernel/failure.ts';

/** As `deviceReadSchema`: four times what a PDF417 symbol holds at most (ISO/IEC 15438), so whatever is longer is no read. */
export const maxReadBytes = 16_384;

/**
 * How the file of an AAMVA barcode begins (AAMVA DL/ID Card Design Standard, D.12.3): `@`, separators, file type, issuer. Its
 * own separators are carriage return, line feed and record separator; readers use the first two as a suffix as well, so its
 * end is told by silence alone. An AIM identifier may stand before it.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the standard's own separators.
const aamvaStart = /^(?:\][A-Za-z][0-9A-Za-z])?(?:@[\x00-\x20]|.{0,16}(?:ANSI ?|AAMVA)\d{6})/s;
// biome-ignore lint/suspicious/noControlCharactersInRegex: separators alone are no read.
const isBlank = /^[\x00-\x20]*$/;
const aamvaSeparators = /^[\r\n]+$/;

/** ISO/IEC 15424: the name of the symbology, which some readers are set to send before the data. */
const aimIdentifier = /^\][A-Za-z][0-9A-Za-z]/;

/** What a reader sends, piece by piece, put together to reads. */
export interface Framer {
  /** The reads that this piece completes. Fails with `device.protocol`; what was there is dropped then. */
  push(piece: Uint8Array): readonly DeviceRead[];
  /** Nothing came for `silenceMs`: what is there is a read, or a failure. */
  silence(): readonly DeviceRead[];
  readonly silenceMs: number;
  /** The beginning of a read is there. */
  readonly isPending: boolean;
  /** Forgets it. */
  clear(): void;
}

/** For readers that send text as it is. `decode`: what a piece says, where it is not the text itself. */
export function createTextFramer(
  framing: ReaderFraming,
  decode: (piece: Uint8Array) => Uint8Array = (piece) => piece,
): Framer {
  const suffix = unescapeFraming(framing.suffix);
  const suffixIsInAamva = aamvaSeparators.test(suffix);
  let pending = '';

  const ended = (raw: string): DeviceRead[] => {
    const text = cleanRead(raw, framing);
    return text === null ? [] : [asRead(text)];
  };
  const take = (length: number): string => {
    const taken = pending.slice(0, length);
    pending = pending.slice(length);
    return taken;
  };
  const endOf = (): number => {
    if (suffix === '' || (suffixIsInAamva && aamvaStart.test(withoutPrefix(pending, framing)))) return -1;
    return pending.indexOf(suffix);
  };

  return {
    silenceMs: framing.silenceMs,
    get isPending() {
      // Line ends alone are the rest of a suffix.
      return /[^\r\n]/.test(pending);
    },
    push(piece) {
      pending += binary(decode(piece));
      const reads: DeviceRead[] = [];
      for (let end = endOf(); end >= 0; end = endOf()) reads.push(...ended(take(end + suffix.length)));
      if (pending.length > maxReadBytes) {
        pending = '';
        throw tooLong();
      }
      return reads;
    },
    silence: () => ended(take(pending.length)),
    clear() {
      pending = '';
    },
  };
}

/** A read's bytes, one character each, without its framing, as text; `null` where nothing is left. */
export function cleanRead(raw: string, framing: ReaderFraming): string | null {
  if (raw.length > maxReadBytes) throw tooLong();
  const suffix = unescapeFraming(framing.suffix);
  let content = withoutPrefix(raw, framing);
  if (suffix !== '' && content.endsWith(suffix)) content = content.slice(0, -suffix.length);
  if (!aamvaStart.test(content)) {
    content = content.replace(/\r\n?/g, '\n').replace(/^\n+|\n+$/g, '');
  }
  return isBlank.test(content) ? null : decodeText(content);
}

export function asRead(text: string): DeviceRead {
  const symbology = aimIdentifier.exec(text)?.[0] ?? null;
  if (symbology === null || text.length === symbology.length) return { text, symbology: null };
  return { text: text.slice(symbology.length), symbology };
}

/** Line ends before the prefix are what is left of the suffix of the read before. */
function withoutPrefix(raw: string, framing: ReaderFraming): string {
  const prefix = unescapeFraming(framing.prefix);
  const content = raw.replace(/^[\r\n]+/, '');
  if (prefix === '') return content;
  if (raw.startsWith(prefix)) return raw.slice(prefix.length);
  return content.startsWith(prefix) ? content.slice(prefix.length) : content;
}

/** `\r`, `\n`, `\t`, `\\` and `\xHH`; anything else stands for itself. */
export function unescapeFraming(text: string): string {
  return text.replace(/\\(?:x([0-9a-f]{2})|([rnt\\]))/gi, (whole, hex?: string, letter?: string) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    return { r: '\r', n: '\n', t: '\t', '\\': '\\' }[letter ?? ''] ?? whole;
  });
}

/** One character a byte: what is compared with the framing, before anybody knows the encoding. */
export function binary(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

/** UTF-8 where it is that; otherwise ISO 8859-1, which AAMVA prescribes and most readers send. */
function decodeText(bytes: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(bytes, 'latin1'));
  } catch {
    return bytes;
  }
}

const tooLong = (): FailureError =>
  new FailureError(
    'device.protocol',
    'The reader sent more in one read than any document holds. Check the suffix that it is set to.',
  );
