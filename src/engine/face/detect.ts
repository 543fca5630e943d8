// Engine. RetinaFace (Deng et al. 2019), MobileNet-0.25: boxes and five landmarks at strides 32, 16 and 8.
import type { InferenceSession } from 'onnxruntime-node';
import type { Box, Point } from '../../shared/domain/geometry.ts';
import { floats, packImage } from '../models/tensor.ts';
import type { Face } from './face.ts';
import { cropResize, type Pixels } from './pixels.ts';

/** Anchor sides in pixels at each stride: base 16 times the scales of InsightFace's `net3` configuration. */
const levels = [
  { stride: 32, anchors: [512, 256] },
  { stride: 16, anchors: [128, 64] },
  { stride: 8, anchors: [32, 16] },
] as const;
/** Centre of the first anchor, half of the base window (0 to 15). */
const anchorCentre = 7.5;
/** The network gives landmark offsets in fifths of the anchor's side (InsightFace's `landmark_std`). */
const landmarkScale = 0.2;
/** Overlap over union beyond which the weaker of two boxes is the same face (RetinaFace's own value). */
const sameFaceOverlap = 0.4;

export interface Region extends Box {
  /** Longest side of the network's input for this region, pixels. */
  readonly inputPx: number;
}

/** Faces in `region` of the image, best score first. `minScore` 0 to 1. */
export async function detectFaces(
  session: InferenceSession,
  image: Pixels,
  region: Region,
  minScore: number,
): Promise<Face[]> {
  const scale = region.inputPx / Math.max(region.width, region.height);
  // The input must be a multiple of 32; the region grows to the right and downwards into black instead of stretching.
  const widthPx = Math.max(32, Math.ceil((region.width * scale) / 32) * 32);
  const heightPx = Math.max(32, Math.ceil((region.height * scale) / 32) * 32);
  const grown = { x: region.x, y: region.y, width: widthPx / scale, height: heightPx / scale };
  const rgb = cropResize(image, grown, widthPx, heightPx, 3);
  const outputs = await session.run({ data: packImage(rgb, widthPx, heightPx, { order: 'RGB' }) });
  const faces = decode(outputs, widthPx, heightPx, minScore);
  return suppress(faces).map((face) => toImage(face, region, scale));
}

function decode(
  outputs: InferenceSession.OnnxValueMapType,
  widthPx: number,
  heightPx: number,
  minScore: number,
): Face[] {
  const found: Face[] = [];
  for (const { stride, anchors } of levels) {
    const columns = widthPx / stride;
    const area = columns * (heightPx / stride);
    const scores = floats(outputs[`face_rpn_cls_prob_reshape_stride${stride}`]);
    const boxes = floats(outputs[`face_rpn_bbox_pred_stride${stride}`]);
    const points = floats(outputs[`face_rpn_landmark_pred_stride${stride}`]);
    anchors.forEach((side, k) => {
      // Planes: background of each anchor first, then face of each anchor.
      const scorePlane = (anchors.length + k) * area;
      for (let i = 0; i < area; i++) {
        const score = scores[scorePlane + i]!;
        if (score < minScore) continue;
        const cx = (i % columns) * stride + anchorCentre;
        const cy = Math.floor(i / columns) * stride + anchorCentre;
        const delta = (c: number) => boxes[(4 * k + c) * area + i]!;
        const width = Math.exp(delta(2)) * side;
        const height = Math.exp(delta(3)) * side;
        const landmarks: Point[] = [];
        for (let j = 0; j < 5; j++) {
          landmarks.push([
            cx + side * landmarkScale * points[(10 * k + 2 * j) * area + i]!,
            cy + side * landmarkScale * points[(10 * k + 2 * j + 1) * area + i]!,
          ]);
        }
        const x = cx + delta(0) * side - (width - 1) / 2;
        const y = cy + delta(1) * side - (height - 1) / 2;
        found.push({ box: { x, y, width, height }, landmarks, score });
      }
    });
  }
  return found;
}

/** Greedy non-maximum suppression. */
function suppress(faces: readonly Face[]): Face[] {
  const kept: Face[] = [];
  for (const face of [...faces].sort((a, b) => b.score - a.score)) {
    if (kept.every((other) => overlap(face.box, other.box) < sameFaceOverlap)) kept.push(face);
  }
  return kept;
}

/** Intersection over union, 0 to 1. */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (a.width * a.height + b.width * b.height - shared);
}

const toImage = ({ box, landmarks, score }: Face, region: Region, scale: number): Face => ({
  box: {
    x: region.x + (box.x + 0.5) / scale - 0.5,
    y: region.y + (box.y + 0.5) / scale - 0.5,
    width: box.width / scale,
    height: box.height / scale,
  },
  landmarks: landmarks.map(
    ([x, y]): Point => [region.x + (x + 0.5) / scale - 0.5, region.y + (y + 0.5) / scale - 0.5],
  ),
  score,
});
