// Engine. SFace (Zhong et al. 2021): a face becomes 128 numbers; the cosine of two of them says how alike the people are.
import type { InferenceSession } from 'onnxruntime-node';
import { z } from 'zod';
import { modelReferenceSchema } from '../../shared/domain/check.ts';
import { floats, packImage } from '../models/tensor.ts';
import { alignedSidePx, alignFace } from './align.ts';
import type { Face } from './face.ts';
import { mirrored, type Pixels } from './pixels.ts';
import centreFile from './template-centre.json' with { type: 'json' };

/**
 * [Note: Two views] The network sees each face twice, a little smaller and, mirrored, a little larger than in the geometry
 * it was trained on; the template is their mean. Where the landmarks lie wrong, the two are wrong in different ways.
 *
 * [Note: Centre] All faces have something in common to SFace: the mean of everybody's vectors is far from zero, and it
 * makes strangers alike. It is taken off (the mean of Mu and Viswanath's "all-but-the-top", 2018), which costs nothing.
 *
 * On the photographs of match-curve.json, FNMR at FMR 1e-4, all 1,973 genuine pairs: one view 1.42 %, one view centred
 * 1.12 %, a view and its mirror image centred 1.17 %, these two centred 0.91 %, four views centred 0.91 %. Three in a
 * thousand are persons wrongly named in the set, which nothing can match.
 */
const views = {
  accurate: [
    { scale: 0.95, mirror: false },
    { scale: 1.05, mirror: true },
  ],
  quick: [{ scale: 1, mirror: false }],
} as const;
type Effort = keyof typeof views;

/** Whose templates these are: those of another geometry or centre cannot be compared. Change it with either. */
const centre = z
  .object({
    model: modelReferenceSchema,
    measuredOn: z.string(),
    photographs: z.number(),
    values: z.array(z.number()).length(128),
  })
  .parse(centreFile);
export const templateModel = centre.model;

/** Template of one face, unit length. `accurate` takes the time of two inferences, `quick` of one; they compare. */
export async function templateOf(
  session: InferenceSession,
  image: Pixels,
  face: Face,
  effort: Effort = 'accurate',
): Promise<Float32Array> {
  return centred(await bareTemplateOf(session, image, face, effort));
}

/** As `templateOf`, before the centre is taken off: what the centre is measured from. */
export async function bareTemplateOf(
  session: InferenceSession,
  image: Pixels,
  face: Face,
  effort: Effort = 'accurate',
): Promise<Float32Array> {
  const seen: Float32Array[] = [];
  for (const { scale, mirror } of views[effort]) {
    const aligned = alignFace(image, face, 1, scale);
    const rgb = mirror ? mirrored(aligned, alignedSidePx) : aligned;
    const outputs = await session.run({
      data: packImage(rgb, alignedSidePx, alignedSidePx, { order: 'RGB' }),
    });
    seen.push(unit(floats(outputs.fc1)));
  }
  return averageTemplates(seen);
}

export const centred = (bare: Float32Array, middle: readonly number[] = centre.values): Float32Array =>
  unit(bare.map((value, i) => value - middle[i]!));

/** The mean of templates of one person (one or more), of unit length: nearer to the person than each of them. */
export function averageTemplates(templates: readonly Float32Array[]): Float32Array {
  const sum = new Float32Array(templates[0]!.length);
  for (const template of templates) for (let i = 0; i < sum.length; i++) sum[i]! += template[i]!;
  return unit(sum);
}

export function unit(vector: Float32Array): Float32Array {
  let sum = 0;
  for (const value of vector) sum += value * value;
  const length = Math.sqrt(sum);
  return vector.map((value) => value / length);
}

/** Of two unit vectors: -1 to 1. */
export function cosine(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * (b[i] ?? 0);
  return sum;
}
