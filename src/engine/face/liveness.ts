// Engine. Passive liveness: whether the camera saw a face or a picture of one. Measured on printed photographs alone;
// screens, masks and injected video are not measured.
import type { InferenceSession } from 'onnxruntime-node';
import type { Box } from '../../shared/domain/geometry.ts';
import { floats, packImage } from '../models/tensor.ts';
import type { Face } from './face.ts';
import { cropResize, type Pixels } from './pixels.ts';

export const livenessInputPx = 128;
/** The model judges the face with its surroundings: 2.7 times the box, as it was trained. */
const surroundings = 2.7;

/**
 * The square that the model sees. It stays inside the image, smaller where it must: black borders look to the model
 * like an attack (with them a third of bona fide webcam frames fell below 0.5; without, none of 150).
 */
export function livenessBox(image: Pixels, { box }: Face): Box {
  const side = Math.min(image.widthPx, image.heightPx, surroundings * Math.max(box.width, box.height));
  const within = (centre: number, limit: number) => Math.max(0, Math.min(centre - side / 2, limit - side));
  return {
    x: within(box.x + box.width / 2, image.widthPx),
    y: within(box.y + box.height / 2, image.heightPx),
    width: side,
    height: side,
  };
}

/** 0 (an attack) to 1 (live). */
export async function livenessOf(session: InferenceSession, image: Pixels, face: Face): Promise<number> {
  const rgb = cropResize(image, livenessBox(image, face), livenessInputPx, livenessInputPx);
  const input = packImage(rgb, livenessInputPx, livenessInputPx, { order: 'BGR' });
  const outputs = await session.run({ input });
  const logits = floats(outputs.output);
  // Softmax over the three classes; class 0 is a live face.
  const highest = Math.max(...logits);
  const exponentials = Array.from(logits, (logit) => Math.exp(logit - highest));
  return exponentials[0]! / exponentials.reduce((sum, value) => sum + value, 0);
}
