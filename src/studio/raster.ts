// Plain Node. The studio's pixels, and their way in and out of files.
import sharp, { type Sharp } from 'sharp';

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

/** The values of EXIF's tag 0x0112: how a viewer has to turn the stored picture. */
export const exifOrientations = [1, 2, 3, 4, 5, 6, 7, 8] as const;
export type ExifOrientation = (typeof exifOrientations)[number];

/** Turns an upright picture so that a viewer who obeys the tag turns it back. */
const storedTurned: Readonly<Record<ExifOrientation, (upright: Sharp) => Sharp>> = {
  1: (upright) => upright,
  2: (upright) => upright.flop(),
  3: (upright) => upright.rotate(180),
  4: (upright) => upright.flip(),
  5: (upright) => upright.rotate(270).flop(),
  6: (upright) => upright.rotate(270),
  7: (upright) => upright.rotate(90).flop(),
  8: (upright) => upright.rotate(90),
};

/** `quality` 1 to 100, chroma at half resolution as cameras do. With an orientation it is stored turned, with its tag. */
export async function encodeJpeg(
  raster: Raster,
  quality = 90,
  orientation?: ExifOrientation,
): Promise<Buffer> {
  const image = toSharp(raster);
  return (orientation ? storedTurned[orientation](image).withMetadata({ orientation }) : image)
    .jpeg({ quality, chromaSubsampling: '4:2:0' })
    .toBuffer();
}

export async function resizeRaster(raster: Raster, widthPx: number, heightPx: number): Promise<Raster> {
  const data = await toSharp(raster).resize(widthPx, heightPx, { fit: 'fill' }).raw().toBuffer();
  return { widthPx, heightPx, rgb: data };
}
