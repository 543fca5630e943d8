// The document half as the engine's process composes it, on the real models, and specimens with a photograph of a person.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startBarcodeThread } from '../../../../src/engine/barcode/barcode-thread.ts';
import { createDocumentEngine, type DocumentEngine } from '../../../../src/engine/document/analyse.ts';
import { createLineNetworkRecogniser } from '../../../../src/engine/document/mrz-network.ts';
import { createFaceEngine } from '../../../../src/engine/face/analyse.ts';
import { createModelStore, type ModelStore } from '../../../../src/engine/models/model-store.ts';
import { createLineReader } from '../../../../src/engine/printed/line-reader.ts';
import { drawSpecimen, type Specimen, type SpecimenKind } from '../../../../src/studio/index.ts';

const root = join(import.meta.dirname, '../../../..');

export interface RealEngine {
  readonly models: ModelStore;
  readonly engine: DocumentEngine;
  draw(kind: SpecimenKind, seed: number): Promise<Specimen>;
}

export async function startRealEngine(): Promise<RealEngine> {
  const models = await createModelStore({
    folder: join(root, 'models/files'),
    manifestFile: join(root, 'models/manifest.json'),
  });
  const engine = createDocumentEngine({
    models,
    faces: createFaceEngine(models),
    recogniser: createLineNetworkRecogniser(models),
    print: createLineReader(models),
    barcodes: startBarcodeThread(),
  });
  const image = await readFile(join(root, '.cache/portraits/emily-1.jpg'));
  return {
    models,
    engine,
    draw: (kind, seed) => drawSpecimen({ kind, seed, portrait: { image, face: null } }),
  };
}
