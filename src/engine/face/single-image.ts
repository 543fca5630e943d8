// Engine. One photograph, one measurement: the paths of `evaluate`, the same code as a session's.
import { decodeImage } from '../image/decode.ts';
import type { ModelStore } from '../models/model-store.ts';
import { findFaces } from './find.ts';
import { livenessOf } from './liveness.ts';
import { rasterPixels } from './pixels.ts';
import { bareTemplateOf, centred } from './template.ts';

/** A photograph is worked on at this many pixels at most: full HD, beyond which a face that fills it gains nothing. */
export const photographPixels = 2_100_000;

export const faceModels = {
  detection: 'retinaface-mnet025',
  template: 'sface',
  liveness: 'faceplugin-liveness',
  landmarks: 'faceplugin-landmarks',
} as const;

/** Template of the face nearest to the centre; `null` where there is no face. `ms` is without loading the models. */
export async function templateOfImage(models: ModelStore, bytes: Uint8Array) {
  await Promise.all([models.session(faceModels.detection), models.session(faceModels.template)]);
  const startMs = performance.now();
  const bare = await bareTemplateOfImage(models, bytes);
  return { template: bare && centred(bare), ms: performance.now() - startMs };
}

/** As `templateOfImage`, before the centre is taken off. */
export async function bareTemplateOfImage(
  models: ModelStore,
  bytes: Uint8Array,
): Promise<Float32Array | null> {
  const [detection, recognition] = await Promise.all([
    models.session(faceModels.detection),
    models.session(faceModels.template),
  ]);
  const image = rasterPixels(await decodeImage(bytes, { maxPixels: photographPixels }));
  const [face] = await findFaces(detection, image, 'central');
  return face ? bareTemplateOf(recognition, image, face) : null;
}

/** Liveness of the largest face, 0 (attack) to 1 (live); `null` where there is no face. */
export async function livenessOfImage(models: ModelStore, bytes: Uint8Array) {
  const [detection, liveness] = await Promise.all([
    models.session(faceModels.detection),
    models.session(faceModels.liveness),
  ]);
  const startMs = performance.now();
  const image = rasterPixels(await decodeImage(bytes, { maxPixels: photographPixels }));
  const [face] = await findFaces(detection, image);
  const score = face ? await livenessOf(liveness, image, face) : null;
  return { score, ms: performance.now() - startMs };
}
