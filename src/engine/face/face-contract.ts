// Engine, both threads. What the engine's main thread asks of the thread that works on faces.
import { z } from 'zod';
import { type Contract, nothing } from '../../shared/contract/contract.ts';
import { engineContract, templateSchema } from '../../shared/contract/engine-contract.ts';
import type { Raster } from '../image/raster.ts';
import type { Face } from './face.ts';

const { analyseSelfie, compareFaces, guideFace, faceTemplate, liveness, inferenceFloor, inferenceTally } =
  engineContract.calls;

// Both ends are one program: what crosses is ours, so its class is checked and not every number in it.
const raster = z.custom<Raster>((value) => (value as Raster | null)?.rgb instanceof Uint8Array);
const face = z.custom<Face>((value) => Array.isArray((value as Face | null)?.landmarks));

export const faceContract = {
  calls: {
    analyseSelfie,
    compareFaces,
    guideFace,
    faceTemplate,
    liveness,
    inferenceFloor,
    inferenceTally,
    findFaces: { input: z.object({ raster }), output: z.array(face) },
    template: { input: z.object({ raster, face }), output: templateSchema },
  },
  events: { ready: nothing },
} as const satisfies Contract;
export type FaceContract = typeof faceContract;
