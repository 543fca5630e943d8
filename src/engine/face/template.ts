// Engine. SFace (Zhong et al. 2021): an aligned face becomes 128 numbers; the cosine of two of them says how alike the people are.
import type { InferenceSession } from 'onnxruntime-node';
import { floats, packImage } from '../models/tensor.ts';
import { alignedSidePx } from './align.ts';

/** `aligned`: 112 x 112 RGB. Unit length. */
export async function templateOfAligned(
  session: InferenceSession,
  aligned: Uint8Array,
): Promise<Float32Array> {
  const input = packImage(aligned, alignedSidePx, alignedSidePx, { order: 'RGB' });
  const outputs = await session.run({ data: input });
  return unit(floats(outputs.fc1));
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
