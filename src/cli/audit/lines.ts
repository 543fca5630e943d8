// Command line. The lines of a file of any length.
import { closeSync, openSync, readSync } from 'node:fs';
import { readFailure } from '../input.ts';

/** Far above any line of an export; a longer one comes in pieces, of which none reads as one. */
const maxBytes = 1024 * 1024;
const chunkBytes = 256 * 1024;
const lineFeed = 10;

/** Each with its line feed, which the last of a file cut short lacks. Throws a `FailureError` that names the file. */
export const linesOf = (file: string): Generator<Uint8Array, void, undefined> => linesIn(chunksOf(file));

export function* linesIn(chunks: Iterable<Uint8Array>): Generator<Uint8Array, void, undefined> {
  let rest: Uint8Array = new Uint8Array();
  for (const chunk of chunks) {
    const bytes = Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, start)) {
      yield bytes.subarray(start, end + 1);
      start = end + 1;
    }
    rest = bytes.subarray(start);
    if (rest.length > maxBytes) {
      yield rest;
      rest = new Uint8Array();
    }
  }
  if (rest.length > 0) yield rest;
}

/** Each is overwritten by the next. */
function* chunksOf(file: string): Generator<Uint8Array, void, undefined> {
  const descriptor = orFailure(file, () => openSync(file, 'r'));
  try {
    const chunk = Buffer.allocUnsafe(chunkBytes);
    for (;;) {
      const length = orFailure(file, () => readSync(descriptor, chunk));
      if (length === 0) return;
      yield chunk.subarray(0, length);
    }
  } finally {
    closeSync(descriptor);
  }
}

function orFailure<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (thrown) {
    throw readFailure(thrown, file);
  }
}
