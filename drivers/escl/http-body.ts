// Devices process. The body of an HTTP/1.1 answer as it comes, in pieces that are not copied.
import { FailureError } from '../../src/shared/kernel/failure.ts';
import type { ByteSource } from './http-bytes.ts';
import type { Framing } from './http-head.ts';
import { within } from './timings.ts';

export interface HttpBody {
  /** `null` where the head does not say. */
  readonly lengthBytes: number | null;
  /** Nothing tells where it ends but that nothing comes for as long as was waited. */
  readonly endsInSilence: boolean;
  /** The next piece; `null` at the end. */
  next(timeoutMs: number): Promise<Uint8Array | null>;
  /** What comes after the end that the head told: for scanners that tell too small a length. `null` where that cannot be. */
  beyond(timeoutMs: number): Promise<Uint8Array | null>;
  /** The stream ended before the body did. */
  readonly isCutShort: boolean;
  /** Read to its end, and nothing may follow. */
  readonly isClean: boolean;
}

const chunkLineBytes = 4 * 1024;
/** Lines after the last chunk. */
const trailerLines = 64;

export function createBody(
  source: ByteSource,
  framing: Framing,
  options: { readonly canEnd: boolean; readonly settleMs: number },
): HttpBody {
  let leftBytes = framing.kind === 'length' ? framing.bytes : 0;
  let isDone = framing.kind === 'length' && leftBytes === 0;
  let isStarted = false;
  let isCutShort = false;
  let isClean = true;

  const cutShort = (): null => {
    isCutShort = framing.kind !== 'end';
    isDone = true;
    isClean = false;
    return null;
  };

  const unreadable = (): FailureError =>
    new FailureError('device.protocol', 'The scanner sent a piece whose size cannot be read.');

  /** Returns false at the last chunk. */
  const startChunk = async (timeoutMs: number): Promise<boolean | null> => {
    const by = within(timeoutMs);
    // Its line end shows that a chunk was as long as it said: without it bytes are missing, or too many.
    const end = isStarted ? await source.line(chunkLineBytes, by.leftMs()) : '';
    if (end === null) return null;
    if (end !== '') throw unreadable();
    isStarted = true;
    const line = await source.line(chunkLineBytes, by.leftMs());
    if (line === null) return null;
    // Extensions after a semicolon mean nothing here (RFC 9112, 7.1.1); white space around the size is seen too.
    const size = /^\s*([0-9a-fA-F]{1,8})\s*(?:;.*)?$/.exec(line)?.[1];
    if (size === undefined) throw unreadable();
    leftBytes = Number.parseInt(size, 16);
    return leftBytes > 0;
  };

  /** The line end after the last chunk, which some scanners forget, and trailers, which nobody needs. */
  const endChunks = async (): Promise<void> => {
    const by = within(options.settleMs);
    try {
      for (let lines = 0; lines < trailerLines; lines++) {
        const line = await source.line(chunkLineBytes, by.leftMs());
        if (line === null || line === '') return;
      }
    } catch (error) {
      // All of the body has come.
      if (!(error instanceof FailureError)) throw error;
    }
    isClean = false;
  };

  const untilEnd = async (timeoutMs: number): Promise<Uint8Array | null> => {
    if (options.canEnd) return source.some(Infinity, 0, timeoutMs);
    try {
      return await source.some(Infinity, 0, timeoutMs);
    } catch (error) {
      if (error instanceof FailureError && error.kind === 'device.timeout') return null;
      throw error;
    }
  };

  return {
    lengthBytes: framing.kind === 'length' ? framing.bytes : null,
    endsInSilence: framing.kind === 'end' && !options.canEnd,
    get isCutShort() {
      return isCutShort;
    },
    get isClean() {
      return isDone && isClean && source.heldBytes === 0;
    },
    async next(timeoutMs) {
      if (isDone) return null;
      const by = within(timeoutMs);
      if (framing.kind === 'end') {
        const piece = await untilEnd(timeoutMs);
        if (piece === null) {
          isDone = true;
          isClean = options.canEnd;
        }
        return piece;
      }
      if (framing.kind === 'chunked' && leftBytes === 0) {
        const isMore = await startChunk(by.leftMs());
        if (isMore === null) return cutShort();
        if (!isMore) {
          await endChunks();
          isDone = true;
          return null;
        }
      }
      const piece = await source.some(leftBytes, leftBytes, by.leftMs());
      if (piece === null) return cutShort();
      leftBytes -= piece.length;
      if (leftBytes === 0 && framing.kind === 'length') isDone = true;
      return piece;
    },
    async beyond(timeoutMs) {
      if (framing.kind !== 'length' || !isDone || isCutShort) return null;
      isClean = false;
      return source.some(Infinity, 0, timeoutMs);
    },
  };
}
