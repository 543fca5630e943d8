// Engine. Puts the halves together: which analyser answers which call.
import { env } from 'onnxruntime-node';
import sharp from 'sharp';
import type { EngineContract } from '../shared/contract/engine-contract.ts';
import { engineContract } from '../shared/contract/engine-contract.ts';
import type { Handlers } from '../shared/contract/rpc.ts';
import type { FailureError } from '../shared/kernel/failure.ts';
import { startBarcodeThread } from './barcode/barcode-thread.ts';
import { createDocumentEngine } from './document/analyse.ts';
import { createLineNetworkRecogniser } from './document/mrz-network.ts';
import { startFaceThread } from './face/face-thread.ts';
import { matchCurve } from './face/match-curve.ts';
import { createModelStore } from './models/model-store.ts';
import { startPrintThread } from './printed/print-thread.ts';
import { checkReads } from './reader/reads.ts';
import { prepareScan } from './scan/prepare.ts';

export interface EngineOptions {
  /** Folder with `manifest.json` and the models in `files/`. */
  readonly modelsFolder: string;
}

/** Fails with `engine.unavailable` when the list of models cannot be read; models themselves load when first needed. */
export async function composeEngine({ modelsFolder }: EngineOptions): Promise<Handlers<EngineContract>> {
  const models = await createModelStore({
    folder: `${modelsFolder}/files`,
    manifestFile: `${modelsFolder}/manifest.json`,
  });
  const faces = startFaceThread(modelsFolder);
  const print = startPrintThread(modelsFolder);
  const documents = createDocumentEngine({
    models,
    faces,
    print,
    barcodes: startBarcodeThread(),
    recogniser: createLineNetworkRecogniser(models),
  });

  return {
    describe: () => ({
      models: models.describe(),
      versions: {
        node: process.versions.node,
        onnxruntime: env.versions.node ?? env.versions.common,
        sharp: sharp.versions.sharp ?? '',
        libvips: sharp.versions.vips,
      },
      match: matchCurve,
    }),
    async warm() {
      const startMs = performance.now();
      await Promise.all([faces.call('inferenceFloor', { runs: 1 }), documents.warm()]);
      return { ms: performance.now() - startMs };
    },

    readDocument: ({ image, print }) => documents.read(image, { print }),
    analyseDocument: (input) => documents.analyse(input),
    prepareScan,
    checkReads,
    analyseSelfie: (input) => faces.call('analyseSelfie', input),
    compareFaces: (input) => faces.call('compareFaces', input),

    guideDocument: ({ frame }) => documents.guide(frame),
    guideFace: ({ frame }) => faces.call('guideFace', { frame }),

    readMrzLine: ({ image }) => documents.readLine(image),
    faceTemplate: ({ image }) => faces.call('faceTemplate', { image }),
    portraitTemplate: ({ image }) => documents.portrait(image),
    liveness: ({ image }) => faces.call('liveness', { image }),
    recapture: ({ image }) => documents.recapture(image),
    // One after the other: bare times are those of an idle machine.
    inferenceFloor: async ({ runs }) => ({
      ...(await faces.call('inferenceFloor', { runs })),
      ...(await documents.floor(runs)),
    }),
    inferenceTally: async () => ({
      ...models.tally(),
      ...(await faces.call('inferenceTally')),
      ...(await print.tally()),
    }),
  };
}

/** Answers every call with this failure: an engine that cannot work says why instead of dying again and again. */
export function refuseAll(failure: FailureError): Handlers<EngineContract> {
  const refuse = (): never => {
    throw failure;
  };
  const calls = Object.keys(engineContract.calls).map((call) => [call, refuse]);
  return Object.fromEntries(calls) as Handlers<EngineContract>;
}
