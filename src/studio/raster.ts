// Plain Node. The studio's pixels, and their way in and out of files.
import sharp from 'sharp';

export interface Raster {
  readonly widthPx: number;
  readonly heightPx: number;
  /** sRGB, interleaved, row by row: `widthPx * heightPx * 3` bytes. */
  readonly rgb: Uint8Array;
}

const toSharp = (raster: Raster) =>
  sharp(raster.rgb, { raw: { width: raster.widthPx, height: raster.heightPx, channels: 3 } });

/** Decodes upright (EXIF orientation applied), in sRGB. Throws sharp's error where the bytes are no image. */
export async function decodeRaster(image: Uint8Array): Promise<Raster> {
  const { data, info } = await sharp(image)
    .autoOrient()
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { widthPx: info.width, heightPx: info.height, rgb: data };
}

export const encodePng = (raster: Raster): Promise<Buffer> => toSharp(raster).png().toBuffer();

/** `quality` 1 to 100, chroma at half resolution as cameras do. */
export const encodeJpeg = (raster: Raster, quality = 90): Promise<Buffer> =>
  toSharp(raster).jpeg({ quality, chromaSubsampling: '4:2:0' }).toBuffer();

export async function resizeRaster(raster: Raster, widthPx: number, heightPx: number): Promise<Raster> {
  const data = await toSharp(raster).resize(widthPx, heightPx, { fit: 'fill' }).raw().toBuffer();
  return { widthPx, heightPx, rgb: data };
}
