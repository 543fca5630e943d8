// Command line. The lines of a file of any length.
import { closeSync, openSync, readSync } from 'node:fs';
import { readFailure } from '../input.ts';

/** Far above any line of an export; a longer one comes in pieces, of which none reads as one. */
const maxBytes = 1024 * 1024;

/** Each with its line feed, which the last of a file cut short lacks. Throws a `FailureError` that names the file. */
export function* linesOf(file: string): Generator<Uint8Array, void, undefined> {
  const descriptor = orFailure(file, () => openSync(file, 'r'));
  try {
    const chunk = Buffer.allocUnsafe(256 * 1024);
    let rest = Buffer.alloc(0);
    for (;;) {
      const length = orFailure(file, () => readSync(descriptor, chunk));
      if (length === 0) break;
      const bytes = Buffer.concat([rest, chunk.subarray(0, length)]);
      let start = 0;
      for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
        yield bytes.subarray(start, end + 1);
        start = end + 1;
      }
      rest = bytes.subarray(start);
      if (rest.length > maxBytes) {
        yield rest;
        rest = Buffer.alloc(0);
      }
    }
    if (rest.length > 0) yield rest;
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
