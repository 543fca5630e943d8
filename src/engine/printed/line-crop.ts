// Engine. Cuts lines of text out of a photograph, turned upright and scaled to the height that recognisers take.
import type { Point, Quad } from '../../shared/domain/geometry.ts';
import type { Raster } from '../image/raster.ts';
import { squareToQuad } from './perspective.ts';

/** Height of PP-OCRv4's input. */
export const lineHeightPx = 48;
/** Wider than any printed field; what is longer is squeezed. */
const maxWidthPx = 960;
const minWidthPx = 24;

/** One line, upright: RGB, interleaved, `widthPx * 48 * 3` bytes. */
export interface LineCrop {
  readonly widthPx: number;
  readonly rgb: Uint8Array;
}

const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);

/**
 * @param quad clockwise from the text's own top left, in the raster's pixels; parts outside repeat the picture's rim.
 * Null where it is too small to hold a letter.
 */
export function cropLine(raster: Raster, quad: Quad): LineCrop | null {
  const lengthPx = Math.max(distance(quad[0], quad[1]), distance(quad[3], quad[2]));
  const thicknessPx = Math.max(distance(quad[0], quad[3]), distance(quad[1], quad[2]));
  if (!(lengthPx >= 3 && thicknessPx >= 3)) return null;
  const widthPx = Math.round(
    Math.min(maxWidthPx, Math.max(minWidthPx, (lengthPx / thicknessPx) * lineHeightPx)),
  );
  const rgb = new Uint8Array(widthPx * lineHeightPx * 3);
  const [a, b, c, d, e, f, g, h] = squareToQuad(quad);
  // Where the photograph is finer than the crop, each pixel is the mean of several samples: no aliasing.
  const samplesX = samplesFor(lengthPx / widthPx);
  const samplesY = samplesFor(thicknessPx / lineHeightPx);
  const weight = 1 / (samplesX * samplesY);
  const lastX = raster.widthPx - 1.001;
  const lastY = raster.heightPx - 1.001;
  const stride = raster.widthPx * 3;
  const source = raster.rgb;
  for (let y = 0, out = 0; y < lineHeightPx; y++) {
    for (let x = 0; x < widthPx; x++, out += 3) {
      let [red, green, blue] = [0, 0, 0];
      for (let j = 0; j < samplesY; j++) {
        const v = (y + (j + 0.5) / samplesY) / lineHeightPx;
        for (let i = 0; i < samplesX; i++) {
          const u = (x + (i + 0.5) / samplesX) / widthPx;
          const depth = g * u + h * v + 1;
          // Centres of pixels lie at half units.
          const sourceX = Math.min(lastX, Math.max(0, (a * u + b * v + c) / depth - 0.5));
          const sourceY = Math.min(lastY, Math.max(0, (d * u + e * v + f) / depth - 0.5));
          const left = Math.floor(sourceX);
          const top = Math.floor(sourceY);
          const dx = sourceX - left;
          const dy = sourceY - top;
          const at = top * stride + left * 3;
          const [w00, w10, w01, w11] = [(1 - dx) * (1 - dy), dx * (1 - dy), (1 - dx) * dy, dx * dy];
          red +=
            source[at]! * w00 +
            source[at + 3]! * w10 +
            source[at + stride]! * w01 +
            source[at + stride + 3]! * w11;
          green +=
            source[at + 1]! * w00 +
            source[at + 4]! * w10 +
            source[at + stride + 1]! * w01 +
            source[at + stride + 4]! * w11;
          blue +=
            source[at + 2]! * w00 +
            source[at + 5]! * w10 +
            source[at + stride + 2]! * w01 +
            source[at + stride + 5]! * w11;
        }
      }
      rgb[out] = red * weight + 0.5;
      rgb[out + 1] = green * weight + 0.5;
      rgb[out + 2] = blue * weight + 0.5;
    }
  }
  return { widthPx, rgb };
}

const samplesFor = (shrink: number): number => Math.min(4, Math.max(1, Math.round(shrink)));
