// Engine, main thread. The thread of the print as the rest of the engine sees it; the work is done in print-worker.ts.
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Input, Output } from '../../shared/contract/contract.ts';
import { connect } from '../../shared/contract/rpc.ts';
import { FailureError } from '../../shared/kernel/failure.ts';
import type { LineReader } from './line-reader.ts';
import { type PrintContract, printContract } from './print-contract.ts';

/** Never the first to give up: core's own deadlines are shorter, and end the whole engine. */
const deadlineMs = 10 * 60 * 1000;

type Call = keyof PrintContract['calls'];

export interface PrintThread extends LineReader {
  tally(): Promise<Output<PrintContract, 'inferenceTally'>>;
  close(): Promise<void>;
}

export function startPrintThread(modelsFolder: string): PrintThread {
  const worker = new Worker(join(import.meta.dirname, 'print-worker.ts'), { workerData: { modelsFolder } });
  // The engine without a part of itself is no engine: it ends, and core starts another.
  worker.on('error', (thrown) => {
    throw thrown;
  });
  const client = connect(
    printContract,
    {
      send: (message) => worker.postMessage(message),
      onMessage: (listener) => {
        worker.on('message', listener);
        return () => worker.off('message', listener);
      },
    },
    () => deadlineMs,
  );
  const call = async <N extends Call>(
    name: N,
    ...input: Input<PrintContract, N> extends undefined ? [] : [Input<PrintContract, N>]
  ): Promise<Output<PrintContract, N>> => {
    const result = await client.call(name, ...input);
    if (!result.ok) throw new FailureError(result.error.kind, result.error.message);
    return result.value;
  };
  return {
    findLines: (raster) => call('findLines', { raster }),
    recognise: (alphabet, crops) => call('recognise', { alphabet, crops: [...crops] }),
    tally: () => call('inferenceTally'),
    close: async () => {
      await worker.terminate();
    },
  };
}
