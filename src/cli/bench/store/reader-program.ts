// Benchmark. A process of readers, each a thread with connections of its own, that look at a store until they are told to stop.
import { setTimeout as pause } from 'node:timers/promises';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { StoreReader } from '../../../core/store/store-reader.ts';
import { findHalfCases } from './half-cases.ts';

export interface ReadersAsked {
  readonly folder: string;
  readonly secret: Uint8Array;
  readonly threads: number;
}
export interface Seen {
  readonly snapshots: number;
  /** Half cases and errors; at most a few. */
  readonly findings: readonly string[];
}

const mostFindings = 5;
/** Snapshots overlap those of others and many commits. */
const heldMs = 50;
const restMs = 150;

async function read(
  { folder, secret }: ReadersAsked,
  isStopped: () => boolean,
  ready: () => void,
): Promise<Seen> {
  const findings: string[] = [];
  let snapshots = 0;
  const reader = StoreReader.open(folder, { kind: 'secret', secret });
  ready();
  while (!isStopped() && findings.length < mostFindings) {
    try {
      const state = () => [reader.audited.head().hash, ...findHalfCases(reader)].join('\n');
      const [before, after] = reader.snapshot(() => {
        const seen = state();
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, heldMs);
        return [seen, state()];
      });
      findings.push(...before!.split('\n').slice(1));
      if (before !== after) findings.push('a snapshot changed while it was looked at');
      snapshots += 1;
    } catch (thrown) {
      findings.push(
        thrown instanceof Error ? `${thrown.message} ${String(thrown.cause ?? '')}` : String(thrown),
      );
    }
    await pause(restMs * (0.5 + Math.random()));
  }
  reader.close();
  return { snapshots, findings };
}

if (isMainThread) {
  process.once('message', (asked: ReadersAsked) => {
    const stop = new Int32Array(new SharedArrayBuffer(4));
    const seen: Seen[] = [];
    let readers = 0;
    for (let i = 0; i < asked.threads; i++) {
      const worker = new Worker(import.meta.filename, { workerData: { asked, stop } });
      worker.on('message', (one: Seen | 'ready') => {
        if (one === 'ready') {
          readers += 1;
          if (readers === asked.threads) process.send?.('ready');
          return;
        }
        seen.push(one);
        if (seen.length < asked.threads) return;
        process.send?.(seen, undefined, undefined, () => process.connected && process.disconnect?.());
      });
    }
    process.once('message', () => Atomics.store(stop, 0, 1));
    process.once('disconnect', () => Atomics.store(stop, 0, 1));
  });
} else {
  const { asked, stop } = workerData as { asked: ReadersAsked; stop: Int32Array };
  const ready = () => parentPort!.postMessage('ready');
  read(asked, () => Atomics.load(stop, 0) === 1, ready).then(
    (seen) => parentPort!.postMessage(seen),
    (thrown) => parentPort!.postMessage({ snapshots: 0, findings: [String(thrown)] } satisfies Seen),
  );
}
