// Devices process. The bytes of one page as they come, whole at the end even where the scanner told a wrong length.
import { FailureError } from '../../src/shared/kernel/failure.ts';
import type { HttpBody } from './http-body.ts';
import { inspect } from './page.ts';
import { timings, within } from './timings.ts';

/** A4 at 600 dpi in colour is about 20 MiB as a JPEG file of good quality. */
export const pageBytes = 64 * 1024 * 1024;
/** Progress is told that often; small pieces come by the hundred. */
const progressBytes = 64 * 1024;
const endOfJpeg = [0xff, 0xd9];

/** Yields how many bytes have come; returns all of them. Copies each byte once, where they came in more than one piece. */
export async function* downloadPage(body: HttpBody): AsyncGenerator<number, Uint8Array> {
  const by = within(timings.pageWithinMs);
  const pieces: Uint8Array[] = [];
  let received = 0;
  let told = 0;

  const joined = (): Uint8Array => {
    const [first] = pieces;
    if (pieces.length > 1 || first === undefined)
      pieces.splice(0, pieces.length, Buffer.concat(pieces, received));
    return pieces[0] ?? new Uint8Array();
  };
  const keep = (piece: Uint8Array): void => {
    pieces.push(piece);
    received += piece.length;
    if (received > pageBytes) {
      throw new FailureError(
        'device.protocol',
        'The scanner sent a page that is too large. Choose a lower resolution.',
      );
    }
    if (by.isOver()) throw new FailureError('device.timeout', 'The scanner took too long over a page.');
  };
  /** Looks at the last bytes first: only where they are the end of a picture is it worth reading its markers. */
  const isWhole = (): boolean => {
    const last = pieces.at(-1);
    const before = last?.at(-2) ?? pieces.at(-2)?.at(-1);
    return before === endOfJpeg[0] && last?.at(-1) === endOfJpeg[1] && inspect(joined()) !== null;
  };
  /** One piece; `null` at the end or when none comes any more though the picture is whole. */
  const nextPiece = async (read: (ms: number) => Promise<Uint8Array | null>, seemsOver: boolean) => {
    if (!seemsOver) return read(timings.nextByteWithinMs);
    try {
      return await read(timings.settleMs);
    } catch (error) {
      if (error instanceof FailureError && error.kind === 'device.timeout') return null;
      throw error;
    }
  };

  for (;;) {
    // The length told may be too large: then nothing follows the end of the picture.
    const piece = await nextPiece((ms) => body.next(ms), received > 0 && isWhole());
    if (piece === null) break;
    keep(piece);
    if (received - told >= progressBytes || told === 0) {
      told = received;
      yield received;
    }
  }
  // Or too small: then more follows at once, until the picture ends.
  while (body.lengthBytes !== null && received > 0 && inspect(joined()) === null) {
    const piece = await nextPiece((ms) => body.beyond(ms), true);
    if (piece === null) break;
    keep(piece);
  }
  return joined();
}
