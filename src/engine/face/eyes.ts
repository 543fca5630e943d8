// Engine. Whether eyes are open, by the eye network of faceplugin, and whether dark glasses hide them.
import { type InferenceSession, Tensor } from 'onnxruntime-node';
import type { Point } from '../../shared/domain/geometry.ts';
import { floats } from '../models/tensor.ts';
import { greyOf, part, squareAround } from './landmarks.ts';
import { type Pixels, warp } from './pixels.ts';

const inputPx = 24;
/** The square around an eye, in widths of the eye: the network's own. */
const surroundings = 1.6;
/**
 * Every crop gets this mean and deviation first. As they come, the network takes dark eyes for closed ones: it called 38 %
 * of NUAA's open eyes closed, and with it 0.7 %.
 */
const contrast = { mean: 0.5, deviation: 0.18 } as const;

/**
 * How open the more open of the two eyes is: the difference of the network's two logits, 0 where either is as likely. One
 * eye is enough: some people have but one. All of 17 pairs of closed eyes found in LFW, NUAA and the portraits lie below 0,
 * and so do 9 of 1,521 open pairs (0.6 %). They were found by looking through the 185 faces of LFW that this network and
 * the gap between the lids thought most closed, and through all of NUAA.
 */
export async function openness(
  session: InferenceSession,
  image: Pixels,
  landmarks: readonly Point[],
): Promise<number> {
  const eyes = [part.rightEye, part.leftEye].map((indices) => indices.map((index) => landmarks[index]!));
  // Both eyes are cut along the line from one to the other: their own corners are too near for an angle.
  const [a, b] = [landmarks[part.rightEye[0]]!, landmarks[part.leftEye[3]]!];
  const turn = Math.atan2(b[1] - a[1], b[0] - a[0]);
  let most = Number.NEGATIVE_INFINITY;
  for (const points of eyes) {
    const [outer, inner] = [points[0]!, points[3]!];
    const lids = [points[1]!, points[2]!, points[4]!, points[5]!];
    const centre: Point = [
      lids.reduce((sum, [x]) => sum + x / 4, 0),
      lids.reduce((sum, [, y]) => sum + y / 4, 0),
    ];
    const width = Math.hypot(inner[0] - outer[0], inner[1] - outer[1]);
    const crop = warp(image, squareAround(centre, width * surroundings, turn, inputPx), inputPx, inputPx);
    const input = new Tensor('float32', normalised(greyOf(crop)), [1, 1, inputPx, inputPx]);
    const [closed, open] = floats((await session.run({ input })).output) as unknown as [number, number];
    most = Math.max(most, open - closed);
  }
  return most;
}

function normalised(grey: Float32Array): Float32Array {
  const mean = grey.reduce((sum, value) => sum + value, 0) / grey.length;
  const variance = grey.reduce((sum, value) => sum + (value - mean) ** 2, 0) / grey.length;
  const gain = contrast.deviation / Math.max(Math.sqrt(variance), 1e-4);
  return grey.map((value) => Math.max(0, Math.min(1, (value - mean) * gain + contrast.mean)));
}
