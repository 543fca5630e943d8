// Plain Node. Files that people and attackers hand in instead of a good photograph, made by our own code.
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { type ExifOrientation, encodeJpeg, exifOrientations } from './raster.ts';

/** What a reader of images has to do with it. */
export type Expectation =
  /** A clear error that names the file and the cause. */
  | {
      readonly outcome: 'refused';
      readonly because: 'empty' | 'corrupt' | 'unsupported' | 'too_small' | 'too_large';
    }
  /** The picture, upright, of this size. */
  | { readonly outcome: 'read'; readonly widthPx: number; readonly heightPx: number }
  /** Either is right; crashing, hanging or running out of memory is not. */
  | { readonly outcome: 'either' };

export interface BadInput {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly expectation: Expectation;
}

const widthPx = 320;
const heightPx = 240;

/** A picture whose four corners differ, so that a wrong turn shows: red, green, blue, white from the top left. */
export function cornersRaster(): Buffer {
  const rgb = Buffer.alloc(widthPx * heightPx * 3);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const [left, top] = [x < widthPx / 2, y < heightPx / 2];
      const colour = top ? (left ? [220, 30, 30] : [30, 200, 30]) : left ? [30, 30, 220] : [240, 240, 240];
      rgb.set(colour, (y * widthPx + x) * 3);
    }
  }
  return rgb;
}

const raw = { width: widthPx, height: heightPx, channels: 3 } as const;
const picture = () => sharp(cornersRaster(), { raw });
const read = (width = widthPx, height = heightPx): Expectation => ({
  outcome: 'read',
  widthPx: width,
  heightPx: height,
});
const refused = (because: Extract<Expectation, { outcome: 'refused' }>['because']): Expectation => ({
  outcome: 'refused',
  because,
});

/** A PNG of one colour and any size: rows of zeros compress a thousandfold, so 200 megapixels fit in kilobytes. */
export function pngBomb(width: number, height: number): Buffer {
  const chunk = (type: string, data: Uint8Array) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const framed = Buffer.alloc(body.length + 8);
    framed.writeUInt32BE(data.length, 0);
    body.copy(framed, 4);
    framed.writeUInt32BE(crc32(body), body.length + 4);
    return framed;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // One bit a pixel, grey: the least that 200 megapixels can be.
  header.set([1, 0, 0, 0, 0], 8);
  const row = Math.ceil(width / 8) + 1;
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(row * height), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Three frames of different grey. */
async function animated(format: 'gif' | 'webp'): Promise<Buffer> {
  const frames = [40, 130, 220].map((grey) =>
    sharp({
      create: { width: widthPx, height: heightPx, channels: 3, background: { r: grey, g: grey, b: grey } },
    })
      .png()
      .toBuffer(),
  );
  const joined = sharp(await Promise.all(frames), { join: { animated: true } });
  return format === 'gif' ? joined.gif({ delay: [80, 80, 80] }).toBuffer() : joined.webp().toBuffer();
}

async function rotatedByExif(orientation: ExifOrientation): Promise<BadInput> {
  const bytes = await encodeJpeg({ widthPx, heightPx, rgb: cornersRaster() }, 92, orientation);
  return { name: `exif-orientation-${orientation}.jpg`, bytes, expectation: read() };
}

/** All of them. Takes under two seconds. */
export async function badInputs(): Promise<BadInput[]> {
  const jpeg = await picture().jpeg().toBuffer();
  const png = await picture().png().toBuffer();
  const orientations = await Promise.all(exifOrientations.map(rotatedByExif));
  const wide = Buffer.alloc(widthPx * heightPx * 6);
  const deep = new Uint16Array(wide.buffer, wide.byteOffset, wide.length / 2);
  cornersRaster().forEach((value, at) => {
    deep[at] = value * 257;
  });
  return [
    { name: 'empty.jpg', bytes: new Uint8Array(0), expectation: refused('empty') },
    { name: 'truncated-header.jpg', bytes: jpeg.subarray(0, 40), expectation: refused('corrupt') },
    {
      name: 'truncated-half.jpg',
      bytes: jpeg.subarray(0, Math.floor(jpeg.length * 0.6)),
      expectation: refused('corrupt'),
    },
    {
      name: 'truncated.png',
      bytes: png.subarray(0, Math.floor(png.length * 0.6)),
      expectation: refused('corrupt'),
    },
    {
      name: 'text.jpg',
      bytes: Buffer.from('This is a letter, not a photograph.\n'.repeat(40)),
      expectation: refused('unsupported'),
    },
    {
      name: 'script.svg',
      bytes: Buffer.from(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>1</script></svg>',
      ),
      expectation: refused('unsupported'),
    },
    {
      name: 'noise.bin',
      bytes: Buffer.from(cornersRaster().subarray(0, 5000)),
      expectation: refused('unsupported'),
    },
    {
      name: '1x1.png',
      bytes: await sharp({ create: { width: 1, height: 1, channels: 3, background: '#888' } })
        .png()
        .toBuffer(),
      expectation: refused('too_small'),
    },
    { name: '200-megapixels.png', bytes: pngBomb(20_000, 10_000), expectation: refused('too_large') },
    { name: 'animated.gif', bytes: await animated('gif'), expectation: { outcome: 'either' } },
    { name: 'animated.webp', bytes: await animated('webp'), expectation: { outcome: 'either' } },
    {
      name: 'cmyk.jpg',
      bytes: await picture().toColourspace('cmyk').jpeg({ quality: 92 }).toBuffer(),
      expectation: read(),
    },
    { name: 'grey.jpg', bytes: await picture().greyscale().jpeg().toBuffer(), expectation: read() },
    {
      name: '16-bit.png',
      bytes: await sharp(deep, { raw: { ...raw } })
        .toColourspace('rgb16')
        .png()
        .toBuffer(),
      expectation: read(),
    },
    {
      name: 'transparent.png',
      bytes: await picture().ensureAlpha(0.5).png().toBuffer(),
      expectation: read(),
    },
    ...orientations,
  ];
}
