// Engine. The networks that look at every frame with a face; each is loaded once, when it is first asked for.
import type { InferenceSession } from 'onnxruntime-node';
import { pageModel } from '../document/page-network.ts';
import type { ModelStore } from '../models/model-store.ts';
import { faceModels } from './single-image.ts';

export interface FaceSessions {
  readonly detection: InferenceSession;
  readonly landmarks: InferenceSession;
  readonly eyes: InferenceSession;
  readonly liveness: InferenceSession;
  readonly page: InferenceSession;
}

export async function faceSessions(models: ModelStore): Promise<FaceSessions> {
  const [detection, landmarks, eyes, liveness, page] = await Promise.all([
    models.session(faceModels.detection),
    models.session(faceModels.landmarks),
    models.session('faceplugin-eyes'),
    models.session(faceModels.liveness),
    models.session(pageModel),
  ]);
  return { detection, landmarks, eyes, liveness, page };
}
