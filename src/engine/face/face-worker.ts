// Engine, thread of the faces. ONNX Runtime's binding for Node computes on the thread that calls it: with faces on a
// thread of their own, a document and a selfie really are analysed side by side.
import { parentPort, workerData } from 'node:worker_threads';
import { serve } from '../../shared/contract/rpc.ts';
import { assert } from '../../shared/kernel/assert.ts';
import { inferenceFloor, tallyOfInputs } from '../models/floor.ts';
import { createModelStore } from '../models/model-store.ts';
import { createFaceEngine } from './analyse.ts';
import { faceContract } from './face-contract.ts';

const port = parentPort;
assert(port, 'face-worker.ts runs as a thread of the engine');
const { modelsFolder } = workerData as { modelsFolder: string };
const models = await createModelStore({
  folder: `${modelsFolder}/files`,
  manifestFile: `${modelsFolder}/manifest.json`,
});
const faces = createFaceEngine(models);

serve(
  faceContract,
  {
    send: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.on('message', listener);
      return () => port.off('message', listener);
    },
  },
  {
    analyseSelfie: (input) => faces.analyseSelfie(input),
    compareFaces: (input) => faces.compare(input),
    guideFace: ({ frame }) => faces.guide(frame),
    faceTemplate: ({ image }) => faces.templateOf(image),
    liveness: ({ image }) => faces.livenessOf(image),
    findFaces: ({ raster }) => faces.findFaces(raster),
    template: ({ raster, face }) => faces.template(raster, face),
    inferenceFloor: ({ runs }) => inferenceFloor(models, runs),
    inferenceTally: () => tallyOfInputs(models),
  },
  // Class names alone, as in main.ts.
  (call, thrown) => {
    const name = thrown instanceof Error ? thrown.constructor.name : typeof thrown;
    process.stderr.write(`engine ${process.pid}: a bug in ${call}: ${name}\n`);
  },
);
