// Engine. Finds lines of text with PP-OCRv4's detector (differentiable binarisation): rotated boxes, any direction.
import type { InferenceSession } from 'onnxruntime-node';
import type { Point, Quad } from '../../shared/domain/geometry.ts';
import { loadOpenCv, type OpenCv, withMats } from '../image/opencv.ts';
import { resizeRaster } from '../image/pixels.ts';
import type { Raster } from '../image/raster.ts';
import { floats, packImage } from '../models/tensor.ts';

/** A straight run of text, in the pixels of the raster that was searched. */
export interface TextLine {
  readonly centre: Point;
  /** Unit vector along the text; its sign is arbitrary (`x > 0`, or straight down). */
  readonly along: Point;
  readonly lengthPx: number;
  readonly thicknessPx: number;
  /** Mean probability of text inside, 0 to 1. */
  readonly score: number;
}

/** Long side of the detector's input: lines of 8 pixels and more are found; at 1280 it takes 1.8 times as long. */
const detectorSidePx = 960;
/** Small scans are enlarged at most this much: beyond it there is only blur to find. */
const maxEnlargement = 3;
/** PP-OCR's own post-processing: binarisation, lowest mean probability, how far kernels were shrunk in training. */
const binaryThreshold = 0.3;
const scoreThreshold = 0.5;
const unclipRatio = 1.6;
/** ImageNet's mean and deviation, which PP-OCR applies to B, G, R in this order, on the scale 0 to 255. */
const mean = [0.485 * 255, 0.456 * 255, 0.406 * 255] as const;
const scale = [1 / (0.229 * 255), 1 / (0.224 * 255), 1 / (0.225 * 255)] as const;

/** @param sidePx long side of what the detector looks at. */
export async function findTextLines(
  session: InferenceSession,
  raster: Raster,
  sidePx: number = detectorSidePx,
): Promise<TextLine[]> {
  const zoom = Math.min(maxEnlargement, sidePx / Math.max(raster.widthPx, raster.heightPx));
  const widthPx = toMultipleOf32(raster.widthPx * zoom);
  const heightPx = toMultipleOf32(raster.heightPx * zoom);
  const cv = await loadOpenCv();
  const input = await resizeRaster(raster, widthPx, heightPx);
  const probability = await runDetector(session, input);
  const scaleX = raster.widthPx / widthPx;
  const scaleY = raster.heightPx / heightPx;
  return boxesOf(cv, probability, widthPx, heightPx).map((box) => toTextLine(box, scaleX, scaleY));
}

const toMultipleOf32 = (value: number): number => Math.max(32, Math.round(value / 32) * 32);

/** One forward pass on an input whose sides are multiples of 32. Returns the probability of text, row by row. */
export async function runDetector(session: InferenceSession, raster: Raster): Promise<Float32Array> {
  const { widthPx, heightPx, rgb } = raster;
  const input = packImage(rgb, widthPx, heightPx, { order: 'BGR', mean, scale });
  const output = await session.run({ [session.inputNames[0]!]: input });
  return floats(output[session.outputNames[0]!]);
}

interface RotatedBox {
  readonly corners: readonly Point[];
  readonly score: number;
}

function boxesOf(cv: OpenCv, probability: Float32Array, widthPx: number, heightPx: number): RotatedBox[] {
  return withMats((keep) => {
    const mask = keep(new cv.Mat(heightPx, widthPx, cv.CV_8UC1));
    for (let index = 0; index < probability.length; index += 1) {
      mask.data[index] = probability[index]! > binaryThreshold ? 255 : 0;
    }
    const contours = keep(new cv.MatVector());
    const hierarchy = keep(new cv.Mat());
    cv.findContours(mask, contours, hierarchy, cv.RETR_EXTERNAL, cv.CHAIN_APPROX_SIMPLE);
    const boxes: RotatedBox[] = [];
    for (let index = 0; index < contours.size(); index += 1) {
      const contour = contours.get(index);
      const rectangle = cv.minAreaRect(contour);
      contour.delete();
      const { width, height } = rectangle.size;
      if (Math.min(width, height) < 3) continue;
      const corners = cv.boxPoints(rectangle) as unknown as { x: number; y: number }[];
      const score = meanInside(probability, widthPx, heightPx, corners);
      if (score < scoreThreshold) continue;
      // Training shrank each box by this distance (Liao et al. 2020, section 3.4); it is put back.
      const grow = ((width * height * unclipRatio) / (2 * (width + height))) * 2;
      const larger = { ...rectangle, size: { width: width + grow, height: height + grow } };
      const points = cv.boxPoints(larger) as unknown as { x: number; y: number }[];
      boxes.push({ corners: points.map(({ x, y }): Point => [x, y]), score });
    }
    return boxes;
  });
}

/** Samples the probability on an 8 x 24 grid inside the box: enough to tell text from a faint response. */
function meanInside(
  probability: Float32Array,
  widthPx: number,
  heightPx: number,
  corners: readonly { x: number; y: number }[],
): number {
  const [a, b, , d] = corners;
  if (!a || !b || !d) return 0;
  let sum = 0;
  let count = 0;
  for (let i = 0.5; i < 24; i += 1) {
    for (let j = 0.5; j < 8; j += 1) {
      const x = Math.round(a.x + ((b.x - a.x) * i) / 24 + ((d.x - a.x) * j) / 8);
      const y = Math.round(a.y + ((b.y - a.y) * i) / 24 + ((d.y - a.y) * j) / 8);
      if (x < 0 || y < 0 || x >= widthPx || y >= heightPx) continue;
      sum += probability[y * widthPx + x]!;
      count += 1;
    }
  }
  return count === 0 ? 0 : sum / count;
}

function toTextLine({ corners, score }: RotatedBox, scaleX: number, scaleY: number): TextLine {
  const [a, b, c, d] = corners.map(([x, y]): Point => [x * scaleX, y * scaleY]) as Quad;
  const first: Point = [b[0] - a[0], b[1] - a[1]];
  const second: Point = [d[0] - a[0], d[1] - a[1]];
  const firstPx = Math.hypot(...first);
  const secondPx = Math.hypot(...second);
  const [axis, lengthPx, thicknessPx] =
    firstPx >= secondPx ? [first, firstPx, secondPx] : [second, secondPx, firstPx];
  const sign = axis[0] > 1e-6 * lengthPx || (Math.abs(axis[0]) <= 1e-6 * lengthPx && axis[1] > 0) ? 1 : -1;
  return {
    centre: [(a[0] + c[0]) / 2, (a[1] + c[1]) / 2],
    along: [(sign * axis[0]) / lengthPx, (sign * axis[1]) / lengthPx],
    lengthPx,
    thicknessPx,
    score,
  };
}
