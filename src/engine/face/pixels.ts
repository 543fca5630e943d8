// Engine. Small resampling kernels for faces: few pixels, no copy of the whole image, a millisecond or so each.
import type { Raster } from '../image/raster.ts';

/** Interleaved 8-bit pixels: a raster (3 channels) or a live frame (4, the last ignored). */
export interface Pixels {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly channels: 3 | 4;
  readonly data: Uint8Array;
}

export const rasterPixels = ({ widthPx, heightPx, rgb }: Raster): Pixels => ({
  widthPx,
  heightPx,
  channels: 3,
  data: rgb,
});

/** x and y in the source of the output's pixel (u, v): `x = a*u - b*v + tx`, `y = b*u + a*v + ty` (rotation, scale, shift). */
export interface Similarity {
  readonly a: number;
  readonly b: number;
  readonly tx: number;
  readonly ty: number;
}

/**
 * Samples `source` through `map` into RGB of `widthPx * heightPx * 3`, bilinear, black outside. Where the map shrinks,
 * up to `maxTaps` x `maxTaps` samples are averaged for each pixel, so that fine texture does not alias.
 */
export function warp(
  source: Pixels,
  map: Similarity,
  widthPx: number,
  heightPx: number,
  maxTaps = 4,
): Uint8Array {
  return warpAffine(
    source,
    { xu: map.a, xv: -map.b, x0: map.tx, yu: map.b, yv: map.a, y0: map.ty },
    widthPx,
    heightPx,
    maxTaps,
  );
}

/** RGB pixels, left and right exchanged. */
export function mirrored(rgb: Uint8Array, widthPx: number): Uint8Array {
  const out = new Uint8Array(rgb.length);
  for (let at = 0; at < rgb.length; at += 3) {
    const x = (at / 3) % widthPx;
    const from = at + 3 * (widthPx - 1 - 2 * x);
    out[at] = rgb[from]!;
    out[at + 1] = rgb[from + 1]!;
    out[at + 2] = rgb[from + 2]!;
  }
  return out;
}

/** The box `x, y, width, height` of the source (it may reach outside), stretched to the output size. */
export function cropResize(
  source: Pixels,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  widthPx: number,
  heightPx: number,
  maxTaps = 4,
): Uint8Array {
  const sx = box.width / widthPx;
  const sy = box.height / heightPx;
  if (Math.min(sx, sy) >= 2) return cropShrink(source, box, widthPx, heightPx, maxTaps);
  // Pixel centres: the middle of the first output pixel lies half an output pixel inside the box.
  const map = { xu: sx, xv: 0, x0: box.x + 0.5 * sx - 0.5, yu: 0, yv: sy, y0: box.y + 0.5 * sy - 0.5 };
  return warpAffine(source, map, widthPx, heightPx, maxTaps);
}

/** As `cropResize`, for shrinking to half and less: means of whole pixels, a third of the time of `warpAffine`. */
function cropShrink(
  source: Pixels,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  widthPx: number,
  heightPx: number,
  maxTaps: number,
): Uint8Array {
  const { data, channels } = source;
  const tapsOf = (shrink: number) => Math.min(maxTaps, Math.round(shrink));
  const columnTaps = tapsOf(box.width / widthPx);
  const rowTaps = tapsOf(box.height / heightPx);
  const columns = offsets(box.x, box.width, widthPx, columnTaps, source.widthPx, channels);
  const rows = offsets(box.y, box.height, heightPx, rowTaps, source.heightPx, source.widthPx * channels);
  const weight = 1 / (columnTaps * rowTaps);
  const out = new Uint8Array(widthPx * heightPx * 3);
  let o = 0;
  for (let v = 0; v < heightPx; v++) {
    for (let u = 0; u < widthPx; u++) {
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let j = v * rowTaps; j < (v + 1) * rowTaps; j++) {
        const row = rows[j]!;
        if (row < 0) continue;
        for (let i = u * columnTaps; i < (u + 1) * columnTaps; i++) {
          const column = columns[i]!;
          if (column < 0) continue;
          const p = row + column;
          red += data[p]!;
          green += data[p + 1]!;
          blue += data[p + 2]!;
        }
      }
      out[o++] = red * weight + 0.5;
      out[o++] = green * weight + 0.5;
      out[o++] = blue * weight + 0.5;
    }
  }
  return out;
}

/** Where the samples of each output pixel lie along one axis, as offsets into the data; -1 outside the image. */
function offsets(
  start: number,
  length: number,
  outputs: number,
  taps: number,
  limit: number,
  stride: number,
): Int32Array {
  return Int32Array.from({ length: outputs * taps }, (_, i) => {
    const at = Math.floor(start + ((i + 0.5) * length) / (outputs * taps));
    return at < 0 || at >= limit ? -1 : at * stride;
  });
}

interface Affine {
  readonly xu: number;
  readonly xv: number;
  readonly x0: number;
  readonly yu: number;
  readonly yv: number;
  readonly y0: number;
}

function warpAffine(
  source: Pixels,
  map: Affine,
  widthPx: number,
  heightPx: number,
  maxTaps: number,
): Uint8Array {
  const { data, channels, widthPx: sw, heightPx: sh } = source;
  const shrink = Math.max(Math.hypot(map.xu, map.yu), Math.hypot(map.xv, map.yv));
  const taps = Math.min(maxTaps, Math.max(1, Math.round(shrink)));
  const weight = 1 / (taps * taps);
  const rowStride = sw * channels;
  const out = new Uint8Array(widthPx * heightPx * 3);
  let o = 0;
  for (let v = 0; v < heightPx; v++) {
    for (let u = 0; u < widthPx; u++) {
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let j = 0; j < taps; j++) {
        const vv = v + (j + 0.5) / taps - 0.5;
        for (let i = 0; i < taps; i++) {
          const uu = u + (i + 0.5) / taps - 0.5;
          const x = map.xu * uu + map.xv * vv + map.x0;
          const y = map.yu * uu + map.yv * vv + map.y0;
          const xf = Math.floor(x);
          const yf = Math.floor(y);
          if (xf < -1 || yf < -1 || xf >= sw || yf >= sh) continue;
          const fx = x - xf;
          const fy = y - yf;
          // Beyond the border the nearest pixel continues for half a pixel; farther out it is black.
          const x0 = Math.max(xf, 0);
          const y0 = Math.max(yf, 0);
          const dx = xf + 1 < sw && xf >= 0 ? channels : 0;
          const dy = yf + 1 < sh && yf >= 0 ? rowStride : 0;
          const p = y0 * rowStride + x0 * channels;
          const w00 = (1 - fx) * (1 - fy);
          const w10 = fx * (1 - fy);
          const w01 = (1 - fx) * fy;
          const w11 = fx * fy;
          red += data[p]! * w00 + data[p + dx]! * w10 + data[p + dy]! * w01 + data[p + dx + dy]! * w11;
          const g = p + 1;
          green += data[g]! * w00 + data[g + dx]! * w10 + data[g + dy]! * w01 + data[g + dx + dy]! * w11;
          const b = p + 2;
          blue += data[b]! * w00 + data[b + dx]! * w10 + data[b + dy]! * w01 + data[b + dx + dy]! * w11;
        }
      }
      out[o++] = red * weight + 0.5;
      out[o++] = green * weight + 0.5;
      out[o++] = blue * weight + 0.5;
    }
  }
  return out;
}
