// Engine. How a face is lit and how sharp it is, from the aligned face: ISO/IEC 29794-5's components of light and sharpness.
import { alignedSidePx } from './align.ts';

export interface Illumination {
  /** Mean and variance of the luma, on a scale of 0 to 1. */
  readonly mean: number;
  readonly variance: number;
  /** Shares of the face at a luma of at most 25 and of at least 247 (of 255): the ends that OFIQ counts. */
  readonly underExposed: number;
  readonly overExposed: number;
  /** Entropy of the luma's histogram, bits: 8 where every value occurs as often, 0 for one value. */
  readonly rangeBits: number;
  /** Mean luma of the darker half, left or right, as a share of the brighter one's. */
  readonly uniformity: number;
  /** Deviation of the Laplacian over deviation of the luma. */
  readonly sharpness: number;
}

/** Of the face itself: brow to chin, without hair and background. */
const inner = { left: 20, right: 92, top: 24, bottom: 104 } as const;
const underExposedTo = 25;
const overExposedFrom = 247;

/** `aligned`: the face as `alignFace` gives it, 112 x 112 RGB. */
export function measureIllumination(aligned: Uint8Array): Illumination {
  const side = alignedSidePx;
  const luma = new Float32Array(side * side);
  for (let i = 0, j = 0; i < luma.length; i++, j += 3) {
    luma[i] = 0.299 * aligned[j]! + 0.587 * aligned[j + 1]! + 0.114 * aligned[j + 2]!;
  }
  const histogram = new Uint32Array(256);
  let [left, right, squares, laplacians] = [0, 0, 0, 0];
  for (let y = inner.top; y < inner.bottom; y++) {
    for (let x = inner.left; x < inner.right; x++) {
      const i = y * side + x;
      const value = luma[i]!;
      const laplacian = 4 * value - luma[i - 1]! - luma[i + 1]! - luma[i - side]! - luma[i + side]!;
      laplacians += laplacian * laplacian;
      squares += value * value;
      histogram[Math.round(value)]!++;
      if (x < side / 2) left += value;
      else right += value;
    }
  }
  const count = (inner.right - inner.left) * (inner.bottom - inner.top);
  const mean = (left + right) / count;
  const variance = Math.max(squares / count - mean * mean, 1e-6);
  const share = (from: number, to: number) =>
    histogram.subarray(from, to + 1).reduce((sum, n) => sum + n, 0) / count;
  return {
    mean: mean / 255,
    variance: variance / 255 ** 2,
    underExposed: share(0, underExposedTo),
    overExposed: share(overExposedFrom, 255),
    rangeBits: -histogram.reduce((sum, n) => (n > 0 ? sum + (n / count) * Math.log2(n / count) : sum), 0),
    uniformity: Math.min(left, right) / Math.max(left, right, 1),
    sharpness: Math.sqrt(laplacians / count / variance),
  };
}
