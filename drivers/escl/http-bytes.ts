// Devices process. What has come over a channel and was not used yet: an HTTP answer is cut out of it piece by piece.
import { FailureError } from '../../src/shared/kernel/failure.ts';
import type { Channel } from './channel.ts';
import { within } from './timings.ts';

const none = new Uint8Array();
const lineFeed = 0x0a;

export interface ByteSource {
  /** A line without its end; `null` where the stream ended before one. Longer ones fail with `device.protocol`. */
  line(atMostBytes: number, timeoutMs: number): Promise<string | null>;
  /** At least one byte; `null` at the end of the stream. Not copied. */
  some(atMostBytes: number, surelyBytes: number, timeoutMs: number): Promise<Uint8Array | null>;
  /** Drops whatever comes before `mark`; false where the stream ended before it. */
  skipTo(mark: string, atMostBytes: number, timeoutMs: number): Promise<boolean>;
  readonly heldBytes: number;
}

export function createByteSource(channel: Channel): ByteSource {
  let held: Uint8Array = none;

  const more = async (timeoutMs: number): Promise<boolean> => {
    const piece = await channel.read(0, timeoutMs);
    if (piece === null) return false;
    held = held.length === 0 ? piece : Buffer.concat([held, piece]);
    return true;
  };

  return {
    get heldBytes() {
      return held.length;
    },
    async line(atMostBytes, timeoutMs) {
      const by = within(timeoutMs);
      for (;;) {
        const end = held.indexOf(lineFeed);
        if (end > atMostBytes || (end < 0 && held.length > atMostBytes)) {
          throw new FailureError('device.protocol', 'The scanner sent a line that is too long.');
        }
        if (end >= 0) {
          const line = Buffer.from(held.subarray(0, end)).toString('latin1');
          held = held.subarray(end + 1);
          return line.endsWith('\r') ? line.slice(0, -1) : line;
        }
        if (!(await more(by.leftMs()))) return null;
      }
    },
    async some(atMostBytes, surelyBytes, timeoutMs) {
      const piece = held.length > 0 ? held : await channel.read(surelyBytes, timeoutMs);
      if (piece === null) return null;
      held = piece.subarray(atMostBytes);
      return piece.subarray(0, atMostBytes);
    },
    async skipTo(mark, atMostBytes, timeoutMs) {
      const by = within(timeoutMs);
      let skipped = 0;
      for (;;) {
        const start = Buffer.from(held.buffer, held.byteOffset, held.length).indexOf(mark);
        const drop = start >= 0 ? start : Math.max(0, held.length - mark.length + 1);
        skipped += drop;
        held = held.subarray(drop);
        if (skipped > atMostBytes) {
          throw new FailureError('device.protocol', 'The scanner sent something that is no answer.');
        }
        if (start >= 0) return true;
        if (by.isOver()) throw new FailureError('device.timeout', 'The scanner did not answer in time.');
        if (!(await more(by.leftMs()))) return false;
      }
    },
  };
}
