// Core. `audit-head`: where the audit log stood after the last commit. Not synced: it is never ahead of what is durable,
// and after a kill it is exact, so that acknowledged acts which a damaged write-ahead log has lost are missed.
import { hash } from 'node:crypto';
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export interface ChainHead {
  /** 0: nothing was ever written. */
  readonly sequence: number;
  /** Hexadecimal. */
  readonly hash: string;
}

const headBytes = 8 + 32;
const checkOf = (head: Uint8Array) => hash('sha256', head, 'buffer').subarray(0, 8);

function encode({ sequence, hash }: ChainHead): Buffer {
  const head = Buffer.alloc(headBytes);
  head.writeBigUInt64BE(BigInt(sequence), 0);
  head.write(hash, 8, 'hex');
  return Buffer.concat([head, checkOf(head)]);
}

export class AuditHeadFile {
  readonly #descriptor: number;

  constructor(folder: string) {
    const path = join(folder, nameOfFile);
    // Written in place: one sector, no rename.
    this.#descriptor = openSync(path, 'a+', 0o600);
    closeSync(this.#descriptor);
    this.#descriptor = openSync(path, 'r+');
  }

  write(head: ChainHead): void {
    writeSync(this.#descriptor, encode(head), 0, headBytes + 8, 0);
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

const nameOfFile = 'audit-head';

/** `null` where there is none; `damaged` where it says nothing any more. */
export function readAuditHead(folder: string): ChainHead | 'damaged' | null {
  let bytes: Buffer;
  try {
    bytes = readFileSync(join(folder, nameOfFile));
  } catch {
    return null;
  }
  // Never synced: a loss of power may leave it empty.
  if (bytes.every((byte) => byte === 0)) return null;
  const head = bytes.subarray(0, headBytes);
  if (bytes.length !== headBytes + 8 || !checkOf(head).equals(bytes.subarray(headBytes))) return 'damaged';
  return { sequence: Number(head.readBigUInt64BE(0)), hash: head.toString('hex', 8) };
}
