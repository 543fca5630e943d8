// Engine, thread of the print. ONNX Runtime's binding for Node computes on the thread that calls it: on a thread of its
// own, print is read while the rest of the engine reads the machine-readable zone.
import { parentPort, workerData } from 'node:worker_threads';
import { serve } from '../../shared/contract/rpc.ts';
import { assert } from '../../shared/kernel/assert.ts';
import { createModelStore } from '../models/model-store.ts';
import { createLineReader } from './line-reader.ts';
import { printContract } from './print-contract.ts';

const port = parentPort;
assert(port, 'print-worker.ts runs as a thread of the engine');
const { modelsFolder } = workerData as { modelsFolder: string };
const models = await createModelStore({
  folder: `${modelsFolder}/files`,
  manifestFile: `${modelsFolder}/manifest.json`,
});
const reader = createLineReader(models);

serve(
  printContract,
  {
    send: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.on('message', listener);
      return () => port.off('message', listener);
    },
  },
  {
    findLines: ({ raster }) => reader.findLines(raster),
    recognise: ({ alphabet, crops }) => reader.recognise(alphabet, crops),
    inferenceTally: () => models.tally(),
  },
  // Class names alone, as in main.ts.
  (call, thrown) => {
    const name = thrown instanceof Error ? thrown.constructor.name : typeof thrown;
    process.stderr.write(`engine ${process.pid}: a bug in ${call}: ${name}\n`);
  },
);
