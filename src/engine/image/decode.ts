// Engine. Turns an encoded image file of any origin into an upright sRGB raster, or says plainly why it cannot.
import sharp from 'sharp';
import { FailureError } from '../../shared/kernel/failure.ts';
import { sniffImageType } from './image-type.ts';
import type { Raster } from './raster.ts';

/** libvips keeps decoded operations for reuse; each photograph is decoded once, so the cache would only hold memory. */
sharp.cache(false);

/** Above any camera that stands at a desk; a 16-bit RGBA image of this size still decodes within 1.5 GB. */
export const maxSourcePixels = 100_000_000;
/** Below this no page and no face can be read. */
const usualMinSidePx = 64;

/** A raster that remembers how large its source was. Multiply raster coordinates by `sourceScale` for source pixels. */
export interface DecodedImage extends Raster {
  /** Size of the upright source, pixels. */
  readonly sourceWidthPx: number;
  readonly sourceHeightPx: number;
  /** Source pixels per raster pixel, 1 or more. */
  readonly sourceScale: number;
  /** EXIF orientation that the source was stored in; 1 is upright. */
  readonly sourceOrientation: number;
}

export interface DecodeOptions {
  /** Shrink so that the raster has about this many pixels at most (JPEG shrinks while loading). Default: never. */
  readonly maxPixels?: number;
  /** The smallest side that makes sense, pixels. Default: 64. */
  readonly minSidePx?: number;
}

/**
 * Decodes JPEG, PNG, WebP, TIFF, GIF and AVIF: EXIF orientation applied, sRGB, 8 bits, alpha flattened on white, first
 * frame of an animation. Throws FailureError with kind `image.empty`, `image.unsupported`, `image.corrupt`,
 * `image.too_small` or `image.too_large`.
 */
export async function decodeImage(bytes: Uint8Array, options: DecodeOptions = {}): Promise<DecodedImage> {
  if (bytes.byteLength === 0) throw new FailureError('image.empty', 'The file is empty (0 bytes).');
  const type = sniffImageType(bytes);
  if (!type.supported) {
    throw new FailureError(
      'image.unsupported',
      `This is ${type.name}, not a photograph: JPEG, PNG, WebP, TIFF, GIF and AVIF can be read.`,
    );
  }
  const source = await measure(bytes, type.name, options.minSidePx ?? usualMinSidePx);
  const shrink = Math.min(1, Math.sqrt((options.maxPixels ?? Infinity) / (source.widthPx * source.heightPx)));
  // Orientation is applied after shrinking: turning a whole photograph would need all of it in memory at once.
  const widthPx = Math.max(1, Math.round(source.widthPx * shrink));
  const heightPx = Math.max(1, Math.round(source.heightPx * shrink));
  const raw = await corruptIfThrown(type.name, () => {
    const pipeline = open(bytes);
    if (shrink < 1) pipeline.resize(widthPx, heightPx, { fit: 'fill', kernel: 'cubic' });
    return pipeline
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
  });
  const stored = toRgb(raw.data, raw.info.width, raw.info.height, raw.info.channels);
  const upright = source.orientation > 1 ? await orient(stored, source.orientation) : stored;
  const turned = source.orientation >= 5;
  const sourceWidthPx = turned ? source.heightPx : source.widthPx;
  return {
    ...upright,
    sourceWidthPx,
    sourceHeightPx: turned ? source.widthPx : source.heightPx,
    sourceScale: sourceWidthPx / upright.widthPx,
    sourceOrientation: source.orientation,
  };
}

const open = (bytes: Uint8Array) =>
  sharp(bytes, { limitInputPixels: maxSourcePixels, failOn: 'truncated', sequentialRead: true });

/** Reads the header alone, so that a decompression bomb is refused before any pixel is decoded. */
async function measure(bytes: Uint8Array, name: string, minSidePx: number) {
  const { width, height, orientation } = await corruptIfThrown(name, () =>
    sharp(bytes, { limitInputPixels: false }).metadata(),
  );
  if (width * height > maxSourcePixels) {
    throw new FailureError(
      'image.too_large',
      `The image is ${width} x ${height} pixels (${Math.round((width * height) / 1e6)} megapixels); at most ${maxSourcePixels / 1e6} megapixels can be read.`,
    );
  }
  if (width < minSidePx || height < minSidePx) {
    throw new FailureError(
      'image.too_small',
      `The image is ${width} x ${height} pixels; each side needs at least ${minSidePx}.`,
    );
  }
  return { widthPx: width, heightPx: height, orientation: orientation ?? 1 };
}

async function corruptIfThrown<T>(name: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    if (cause instanceof FailureError) throw cause;
    // libvips names the defect ("premature end of JPEG image"), never the content.
    const detail = cause instanceof Error ? (cause.message.split('\n')[0] ?? '').trim() : '';
    throw new FailureError('image.corrupt', `The ${name} data is damaged or cut short (${detail}).`, {
      cause,
    });
  }
}

/** Grey images come back with one channel, a few TIFFs with an extra one. */
function toRgb(data: Uint8Array, widthPx: number, heightPx: number, channels: number): Raster {
  if (channels === 3) return { widthPx, heightPx, rgb: data };
  const rgb = new Uint8Array(widthPx * heightPx * 3);
  const [green, blue] = channels >= 3 ? [1, 2] : [0, 0];
  for (let from = 0, to = 0; to < rgb.length; from += channels, to += 3) {
    rgb[to] = data[from]!;
    rgb[to + 1] = data[from + green]!;
    rgb[to + 2] = data[from + blue]!;
  }
  return { widthPx, heightPx, rgb };
}

/** EXIF 2.32, tag 0x0112: 2 mirrored, 3 half turn, 4 flipped, 5 transposed, 6 needs 90 degrees clockwise, 7 transverse, 8 needs 270. */
async function orient(raster: Raster, orientation: number): Promise<Raster> {
  const degrees = [0, 0, 0, 180, 180, 90, 90, 270, 270][orientation] ?? 0;
  const mirrored = orientation === 2 || orientation === 4 || orientation === 5 || orientation === 7;
  const turn = sharp(raster.rgb, {
    raw: { width: raster.widthPx, height: raster.heightPx, channels: 3 },
  }).rotate(degrees);
  const turned = await turn.raw().toBuffer({ resolveWithObject: true });
  const result: Raster = { widthPx: turned.info.width, heightPx: turned.info.height, rgb: turned.data };
  if (!mirrored) return result;
  const flopped = await sharp(result.rgb, {
    raw: { width: result.widthPx, height: result.heightPx, channels: 3 },
  })
    .flop()
    .raw()
    .toBuffer();
  return { ...result, rgb: flopped };
}
