// Engine. Brings a face to the pose that the recognition model was trained on.
import type { Point } from '../../shared/domain/geometry.ts';
import type { Face } from './face.ts';
import { type Pixels, type Similarity, warp } from './pixels.ts';

/** Side of the aligned face, pixels. */
export const alignedSidePx = 112;

/** ArcFace's five points in 112 x 112 pixels (insightface, `face_align.py`; SFace uses the same). */
export const arcFacePoints: readonly Point[] = [
  [38.2946, 51.6963],
  [73.5318, 51.5014],
  [56.0252, 71.7366],
  [41.5493, 92.3655],
  [70.7299, 92.2041],
];

/**
 * The rotation, scale and shift that takes `from` onto `to` with the least squared error (Umeyama 1991, in the plane,
 * where it has this closed form; no reflection).
 */
export function similarityBetween(from: readonly Point[], to: readonly Point[]): Similarity {
  const n = from.length;
  let fx = 0;
  let fy = 0;
  let gx = 0;
  let gy = 0;
  for (let i = 0; i < n; i++) {
    fx += from[i]![0] / n;
    fy += from[i]![1] / n;
    gx += to[i]![0] / n;
    gy += to[i]![1] / n;
  }
  let dot = 0;
  let cross = 0;
  let spread = 0;
  for (let i = 0; i < n; i++) {
    const x = from[i]![0] - fx;
    const y = from[i]![1] - fy;
    const u = to[i]![0] - gx;
    const v = to[i]![1] - gy;
    dot += x * u + y * v;
    cross += x * v - y * u;
    spread += x * x + y * y;
  }
  const a = dot / spread;
  const b = cross / spread;
  return { a, b, tx: gx - (a * fx - b * fy), ty: gy - (b * fx + a * fy) };
}

export function invert({ a, b, tx, ty }: Similarity): Similarity {
  const d = a * a + b * b;
  return { a: a / d, b: -b / d, tx: -(a * tx + b * ty) / d, ty: (b * tx - a * ty) / d };
}

/** The aligned face, RGB, `112 * zoom` pixels a side; the face in it `scale` times as large as ArcFace's. */
export function alignFace(image: Pixels, face: Face, zoom = 1, scale = 1): Uint8Array {
  const about = (value: number) => (value - alignedSidePx / 2) * scale + alignedSidePx / 2;
  const points = arcFacePoints.map(([x, y]): Point => [about(x), about(y)]);
  const toImage = invert(similarityBetween(face.landmarks, points));
  const map = { ...toImage, a: toImage.a / zoom, b: toImage.b / zoom };
  return warp(image, map, alignedSidePx * zoom, alignedSidePx * zoom);
}
