// Engine. Small operations on rasters that several stages share: crop, resize, encode, grey, size changes.
import sharp from 'sharp';
import type { Box } from '../../shared/domain/geometry.ts';
import type { Raster } from './raster.ts';

const fromRaster = ({ widthPx, heightPx, rgb }: Raster) =>
  sharp(rgb, { raw: { width: widthPx, height: heightPx, channels: 3 } });

/** JPEG of a raster; quality 1 to 100. */
export async function encodeJpeg(raster: Raster, quality = 88): Promise<Uint8Array> {
  return fromRaster(raster).jpeg({ quality, chromaSubsampling: '4:4:4' }).toBuffer();
}

/** The part of `box` (raster pixels, rounded) that lies inside the raster; at least one pixel. */
export function cropRaster(raster: Raster, box: Box): Raster {
  const left = clamp(Math.round(box.x), 0, raster.widthPx - 1);
  const top = clamp(Math.round(box.y), 0, raster.heightPx - 1);
  const right = clamp(Math.round(box.x + box.width), left + 1, raster.widthPx);
  const bottom = clamp(Math.round(box.y + box.height), top + 1, raster.heightPx);
  const widthPx = right - left;
  const rgb = new Uint8Array(widthPx * (bottom - top) * 3);
  for (let y = top; y < bottom; y += 1) {
    const from = (y * raster.widthPx + left) * 3;
    rgb.set(raster.rgb.subarray(from, from + widthPx * 3), (y - top) * widthPx * 3);
  }
  return { widthPx, heightPx: bottom - top, rgb };
}

/** Resampled to exactly this size, aspect ratio not kept; averages when shrinking, cubic when enlarging. */
export async function resizeRaster(raster: Raster, widthPx: number, heightPx: number): Promise<Raster> {
  if (widthPx === raster.widthPx && heightPx === raster.heightPx) return raster;
  const rgb = await fromRaster(raster)
    .resize(widthPx, heightPx, { fit: 'fill', kernel: 'cubic' })
    .raw()
    .toBuffer();
  return { widthPx, heightPx, rgb };
}

/** Luma of ITU-R BT.601, 8 bits a pixel. */
export function toGrey({ widthPx, heightPx, rgb }: Raster): Uint8Array {
  const grey = new Uint8Array(widthPx * heightPx);
  for (let from = 0, to = 0; to < grey.length; from += 3, to += 1) {
    grey[to] = (rgb[from]! * 77 + rgb[from + 1]! * 150 + rgb[from + 2]! * 29 + 128) >> 8;
  }
  return grey;
}

export const clamp = (value: number, low: number, high: number): number =>
  Math.min(high, Math.max(low, value));
