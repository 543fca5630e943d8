// Engine. Packs interleaved 8-bit pixels into the planes that the models take.
import { Tensor } from 'onnxruntime-node';

export interface Packing {
  /** Order of the model's planes. */
  readonly order: 'RGB' | 'BGR';
  /** Each value becomes `(v - mean[c]) * scale[c]`, c in the model's order. */
  readonly mean?: readonly [number, number, number];
  readonly scale?: readonly [number, number, number];
}

/** `rgb`: RGB, interleaved, 3 bytes a pixel. Returns float32 of shape [1, 3, heightPx, widthPx]. */
export function packImage(rgb: Uint8Array, widthPx: number, heightPx: number, packing: Packing): Tensor {
  const area = widthPx * heightPx;
  const planes = new Float32Array(3 * area);
  for (let channel = 0; channel < 3; channel++) {
    const source = packing.order === 'RGB' ? channel : 2 - channel;
    const mean = packing.mean?.[channel] ?? 0;
    const scale = packing.scale?.[channel] ?? 1;
    const start = channel * area;
    for (let i = 0, j = source; i < area; i++, j += 3) planes[start + i] = (rgb[j]! - mean) * scale;
  }
  return new Tensor('float32', planes, [1, 3, heightPx, widthPx]);
}

/** The float32 values of an output tensor. */
export function floats(tensor: Tensor | undefined): Float32Array {
  if (!tensor || !(tensor.data instanceof Float32Array))
    throw new Error('The model gave no float32 output of that name.');
  return tensor.data;
}
