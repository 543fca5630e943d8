// Tests. Makes a recording of what core does to its disk (recorder.c), and reads it.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file or folder is known by its number: names come and go. */
export type Operation =
  | { readonly kind: 'root'; readonly node: number }
  | {
      readonly kind: 'file' | 'folder' | 'link';
      readonly parent: number;
      readonly node: number;
      readonly name: string;
    }
  | { readonly kind: 'remove'; readonly parent: number; readonly name: string }
  | {
      readonly kind: 'rename';
      readonly parent: number;
      readonly node: number;
      readonly from: string;
      readonly to: string;
    }
  | { readonly kind: 'write'; readonly node: number; readonly offset: number; readonly bytes: Buffer }
  | { readonly kind: 'resize'; readonly node: number; readonly bytes: number }
  | { readonly kind: 'sync' | 'synced'; readonly node: number; readonly token: number }
  /** Core was about to say something: see recorded-core.ts. */
  | { readonly kind: 'mark'; readonly text: string };

const kinds = [
  'root',
  'file',
  'folder',
  'link',
  'remove',
  'rename',
  'write',
  'resize',
  'sync',
  'synced',
  'mark',
] as const;
const headBytes = 24;

/** In the order in which they were done. */
export function readRecording(path: string): Operation[] {
  const log = readFileSync(path);
  const operations: Operation[] = [];
  for (let at = 0; at < log.byteLength; ) {
    const length = log.readUInt32LE(at);
    const kind = kinds[log.readUInt32LE(at + 4)]!;
    const first = Number(log.readBigUInt64LE(at + 8));
    const second = Number(log.readBigUInt64LE(at + 16));
    const bytes = log.subarray(at + headBytes, at + headBytes + length);
    at += headBytes + length;
    const text = () => bytes.toString('utf8');
    switch (kind) {
      case 'root':
        operations.push({ kind, node: first });
        break;
      case 'file':
      case 'folder':
      case 'link':
        operations.push({ kind, parent: first, node: second, name: text() });
        break;
      case 'remove':
        operations.push({ kind, parent: first, name: text() });
        break;
      case 'rename': {
        const [from = '', to = ''] = text().split('/');
        operations.push({ kind, parent: first, node: second, from, to });
        break;
      }
      case 'write':
        operations.push({ kind, node: first, offset: second, bytes });
        break;
      case 'resize':
        operations.push({ kind, node: first, bytes: second });
        break;
      case 'sync':
      case 'synced':
        operations.push({ kind, node: first, token: second });
        break;
      case 'mark':
        operations.push({ kind, text: text() });
    }
  }
  return operations;
}

export interface Recorder {
  readonly env: NodeJS.ProcessEnv;
  readonly log: string;
}

/** Why there can be no recording here, or `null`. */
export function whyNoRecorder(): string | null {
  if (process.platform !== 'linux') return 'recorded on Linux only';
  if (process.arch !== 'x64' && process.arch !== 'arm64') return 'recorded on 64-bit machines only';
  try {
    execFileSync('cc', ['--version'], { stdio: 'ignore' });
    return null;
  } catch {
    return 'no C compiler (cc)';
  }
}

/** Compiles the recorder. Returns the library. */
export function buildRecorder(folder: string): string {
  const library = join(folder, 'recorder.so');
  const source = join(import.meta.dirname, 'recorder.c');
  execFileSync('cc', ['-shared', '-fPIC', '-O2', '-o', library, source, '-ldl', '-lpthread']);
  return library;
}

/**
 * Processes with its environment are recorded below `root`, an absolute path without symbolic links; several, one after
 * another, go on in the same recording.
 */
export const recorderOf = (library: string, root: string): Recorder => ({
  log: `${root}.recording`,
  env: {
    LD_PRELOAD: library,
    UV_USE_IO_URING: '0',
    RECORDER_ROOT: root,
    RECORDER_LOG: `${root}.recording`,
    RECORDER_MARKS: `${root}.marks`,
    RECORDER_SYNC_DELAY_US: '1000',
  },
});
