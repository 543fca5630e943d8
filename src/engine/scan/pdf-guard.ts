// Engine. Looks through a PDF before it is read: whatever it has packed must not unpack to more than a scanned page can
// need, or a file of kilobytes would fill the machine's memory.
import { inflateSync } from 'node:zlib';
import { FailureError } from '../../shared/kernel/failure.ts';
import { maxSourcePixels } from '../image/decode.ts';

/** Three colours of 16 bits. */
const mostImageBytes = 6 * maxSourcePixels;
/** What a page says besides its image; a scanner's says a few hundred bytes. */
const mostOtherBytes = 8 * 1024 * 1024;
/** Packed in a way that scanners do not need and whose size cannot be told beforehand. */
const refusedFilters = /\/(?:LZWDecode|LZW|RunLengthDecode|RL|JPXDecode|Crypt)\b/;
/** A dictionary of a stream is no longer than this. */
const longestDictionary = 4_096;

export function guardPdf(bytes: Uint8Array): void {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = file.indexOf('stream'); at >= 0; at = file.indexOf('stream', at + 6)) {
    if (file.subarray(at - 3, at).toString('latin1') === 'end') continue;
    const before = file.subarray(Math.max(0, at - longestDictionary), at).toString('latin1');
    const start = before.lastIndexOf(' obj');
    // Names may be written with their letters as numbers.
    const dictionary = before
      .slice(Math.max(0, start))
      .replace(/#([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
    if (refusedFilters.test(dictionary)) {
      throw new FailureError('image.unsupported', 'The PDF is packed in a way that no scanner needs.');
    }
    const packings = dictionary.match(/\/(?:FlateDecode|Fl)\b/g)?.length ?? 0;
    if (packings === 0) continue;
    if (packings > 1) {
      throw new FailureError('image.unsupported', 'The PDF is packed more than once.');
    }
    const body = at + 6 + (file[at + 6] === 0x0d ? 2 : 1);
    const end = file.indexOf('endstream', body);
    guardStream(file.subarray(body, end < 0 ? file.length : end), /\/Image\b/.test(dictionary));
  }
}

function guardStream(packed: Uint8Array, isImage: boolean): void {
  const most = isImage ? mostImageBytes : mostOtherBytes;
  try {
    inflateSync(packed, { maxOutputLength: most });
  } catch (cause) {
    if (cause instanceof RangeError) {
      throw new FailureError('image.too_large', 'The PDF unpacks to more than a scanned page can be.', {
        cause,
      });
    }
    // Damage is for the reader to tell: it mends what can be mended.
  }
}
