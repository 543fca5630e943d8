// Engine. Whether a part of the picture stays where it is from frame to frame, to a fraction of a pixel.
import type { Box } from '../../shared/domain/geometry.ts';
import type { Pixels } from './pixels.ts';

/** Luma of a whole frame, 0 to 255. */
export interface GreyFrame {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly luma: Uint8Array;
}

export function greyFrame({ widthPx, heightPx, channels, data }: Pixels): GreyFrame {
  const luma = new Uint8Array(widthPx * heightPx);
  for (let i = 0, j = 0; i < luma.length; i++, j += channels) {
    luma[i] = 0.299 * data[j]! + 0.587 * data[j + 1]! + 0.114 * data[j + 2]! + 0.5;
  }
  return { widthPx, heightPx, luma };
}

/** Two frames prove nothing: a person may stand so for the time between them. */
export const fewestFrames = 3;
/**
 * As a share of the face's height. Standing people sway by some 4 mm a second (of a face of 180 mm: 0.02); of what the
 * studio draws, faces on the wall come out at 0.0001 and below and people at 0.004 and above.
 */
const stillWithin = 0.002;

/** Whether what `box` shows in the first frame is at the same place in all of them. */
export function isStill(frames: readonly GreyFrame[], box: Box): boolean {
  const [first, ...later] = frames;
  if (!first || frames.length < fewestFrames) return false;
  return later.every((frame) => shiftBetween(first, frame, box) < stillWithin * box.height);
}

/** How far the contents of `box` have moved, pixels: one step of Lucas and Kanade's, true for up to about a pixel. */
export function shiftBetween(a: GreyFrame, b: GreyFrame, box: Box): number {
  if (a.widthPx !== b.widthPx || a.heightPx !== b.heightPx) return Number.POSITIVE_INFINITY;
  const [x0, x1] = range(box.x, box.width, a.widthPx);
  const [y0, y1] = range(box.y, box.height, a.heightPx);
  const w = a.widthPx;
  // The camera may have changed its exposure: both are brought to one mean and spread.
  const [first, second] = [spreadIn(a, x0, x1, y0, y1), spreadIn(b, x0, x1, y0, y1)];
  const gain = first.deviation / second.deviation;
  let [xx, xy, yy, xt, yt] = [0, 0, 0, 0, 0];
  for (let y = y0; y < y1; y++) {
    for (let x = x0; x < x1; x++) {
      const i = y * w + x;
      const dx = (a.luma[i + 1]! - a.luma[i - 1]! + gain * (b.luma[i + 1]! - b.luma[i - 1]!)) / 4;
      const dy = (a.luma[i + w]! - a.luma[i - w]! + gain * (b.luma[i + w]! - b.luma[i - w]!)) / 4;
      const dt = gain * (b.luma[i]! - second.mean) - (a.luma[i]! - first.mean);
      xx += dx * dx;
      xy += dx * dy;
      yy += dy * dy;
      xt += dx * dt;
      yt += dy * dt;
    }
  }
  const determinant = xx * yy - xy * xy;
  if (determinant < 1e-6) return Number.POSITIVE_INFINITY;
  return Math.hypot((xt * yy - yt * xy) / determinant, (yt * xx - xt * xy) / determinant);
}

function spreadIn({ luma, widthPx }: GreyFrame, x0: number, x1: number, y0: number, y1: number) {
  let [sum, squares, count] = [0, 0, 0];
  for (let y = y0; y < y1; y++) {
    for (let x = x0; x < x1; x++) {
      const value = luma[y * widthPx + x]!;
      sum += value;
      squares += value * value;
      count++;
    }
  }
  const mean = sum / Math.max(1, count);
  return { mean, deviation: Math.sqrt(Math.max(squares / Math.max(1, count) - mean * mean, 1)) };
}

const range = (start: number, length: number, limit: number): [number, number] => [
  Math.max(1, Math.ceil(start)),
  Math.min(limit - 1, Math.floor(start + length)),
];
