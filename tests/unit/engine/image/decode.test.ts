// Every kind of file that may come through the door: decoded right, or refused with a cause that a person understands.
import sharp, { type Sharp } from 'sharp';
import { describe, expect, test } from 'vitest';
import { decodeImage } from '../../../../src/engine/image/decode.ts';
import type { Raster } from '../../../../src/engine/image/raster.ts';

const red = { r: 220, g: 30, b: 30 };
const blue = { r: 30, g: 30, b: 220 };

/** 160 x 100, red on the left and blue on the right. */
const halves = (): Sharp =>
  sharp({ create: { width: 160, height: 100, channels: 3, background: red } }).composite([
    { input: { create: { width: 80, height: 100, channels: 3, background: blue } }, left: 80, top: 0 },
  ]);
const jpegOfHalves = (): Promise<Buffer> => halves().jpeg({ quality: 95 }).toBuffer();

const at = ({ rgb, widthPx }: Raster, x: number, y: number): readonly number[] =>
  Array.from(rgb.subarray((y * widthPx + x) * 3, (y * widthPx + x) * 3 + 3));
const isRed = ([r, , b]: readonly number[]) => r! > 150 && b! < 90;
const isBlue = ([r, , b]: readonly number[]) => b! > 120 && r! < 90;

describe('refuses, and says why', () => {
  const cases: readonly (readonly [string, () => Promise<Uint8Array> | Uint8Array, string, RegExp])[] = [
    ['an empty file', () => new Uint8Array(), 'image.empty', /empty/],
    ['a text file', () => Buffer.from('Dear Sir or Madam,\n'), 'image.unsupported', /text/],
    ['a PDF', () => Buffer.from('%PDF-1.7\n%\xe2\xe3'), 'image.unsupported', /PDF/],
    [
      'an SVG',
      () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200"/>'),
      'image.unsupported',
      /SVG/,
    ],
    [
      'random bytes',
      () => Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 197 + 31) % 256)),
      'image.unsupported',
      /unknown/,
    ],
    [
      'a JPEG cut short',
      async () => (await noise(400, 300)).subarray(0, 9000),
      'image.corrupt',
      /JPEG.*cut short/,
    ],
    ['a JPEG of its first bytes alone', () => Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 'image.corrupt', /JPEG/],
    [
      'one pixel',
      () =>
        sharp({ create: { width: 1, height: 1, channels: 3, background: red } })
          .png()
          .toBuffer(),
      'image.too_small',
      /1 x 1/,
    ],
    ['200 megapixels', () => bomb(20_000, 10_000), 'image.too_large', /200 megapixels/],
  ];
  test.each(cases)('%s', async (_name, make, kind, message) => {
    await expect(decodeImage(await make())).rejects.toMatchObject({
      name: 'FailureError',
      kind,
      message: expect.stringMatching(message),
    });
  });
});

const noise = (width: number, height: number): Promise<Buffer> =>
  sharp({
    create: {
      width,
      height,
      channels: 3,
      background: red,
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
    },
  })
    .jpeg()
    .toBuffer();

/** A one-bit PNG: a few kilobytes that say they are this large. */
const bomb = (width: number, height: number): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: '#fff' }, limitInputPixels: false })
    .png({ palette: true, colours: 2 })
    .toBuffer();

describe('decodes to upright sRGB', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])('EXIF orientation %i', async (orientation) => {
    // Stored so that it is red on the left once the orientation has been applied.
    const undo: Record<number, (image: Sharp) => Sharp> = {
      1: (image) => image,
      2: (image) => image.flop(),
      3: (image) => image.rotate(180),
      4: (image) => image.flip(),
      5: (image) => image.rotate(270).flop(),
      6: (image) => image.rotate(270),
      7: (image) => image.rotate(90).flop(),
      8: (image) => image.rotate(90),
    };
    const stored = await undo[orientation]!(sharp(await halves().png().toBuffer()))
      .withMetadata({ orientation })
      .jpeg({ quality: 95 })
      .toBuffer();
    const raster = await decodeImage(stored);
    expect([raster.widthPx, raster.heightPx, raster.sourceWidthPx, raster.sourceHeightPx]).toEqual([
      160, 100, 160, 100,
    ]);
    expect(isRed(at(raster, 20, 50))).toBe(true);
    expect(isBlue(at(raster, 140, 50))).toBe(true);
  });

  const encodings: readonly (readonly [string, () => Promise<Buffer>])[] = [
    [
      'CMYK JPEG',
      async () =>
        sharp(await jpegOfHalves())
          .toColourspace('cmyk')
          .jpeg()
          .toBuffer(),
    ],
    [
      '16-bit PNG',
      async () =>
        sharp(await jpegOfHalves())
          .toColourspace('rgb16')
          .png()
          .toBuffer(),
    ],
    [
      'palette PNG',
      async () =>
        sharp(await jpegOfHalves())
          .png({ palette: true, colours: 8 })
          .toBuffer(),
    ],
    [
      'WebP',
      async () =>
        sharp(await jpegOfHalves())
          .webp()
          .toBuffer(),
    ],
    [
      'TIFF',
      async () =>
        sharp(await jpegOfHalves())
          .tiff()
          .toBuffer(),
    ],
    [
      'AVIF',
      async () =>
        sharp(await jpegOfHalves())
          .avif()
          .toBuffer(),
    ],
  ];
  test.each(encodings)('%s', async (_name, encode) => {
    const raster = await decodeImage(await encode());
    expect([raster.widthPx, raster.heightPx]).toEqual([160, 100]);
    expect(isRed(at(raster, 20, 50))).toBe(true);
    expect(isBlue(at(raster, 140, 50))).toBe(true);
  });

  test('the first frame of an animation', async () => {
    const frames = await Promise.all(
      [red, blue].map((background) =>
        sharp({ create: { width: 100, height: 80, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    );
    const gif = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    const raster = await decodeImage(gif);
    expect([raster.widthPx, raster.heightPx]).toEqual([100, 80]);
    expect(isRed(at(raster, 50, 40))).toBe(true);
  });

  test('grey, and transparency on white', async () => {
    const grey = await decodeImage(
      await sharp(await jpegOfHalves())
        .grayscale()
        .jpeg()
        .toBuffer(),
    );
    const [r, g, b] = at(grey, 20, 50);
    expect(grey.rgb.length).toBe(160 * 100 * 3);
    expect([g, b]).toEqual([r, r]);
    const clear = sharp({ create: { width: 80, height: 80, channels: 4, background: { ...red, alpha: 0 } } });
    expect(at(await decodeImage(await clear.png().toBuffer()), 40, 40)).toEqual([255, 255, 255]);
  });
});

test('a large photograph is shrunk on load and remembers its size', async () => {
  const jpeg = await sharp({ create: { width: 6000, height: 4000, channels: 3, background: red } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
  const raster = await decodeImage(jpeg, { maxPixels: 3_000_000 });
  expect(raster.widthPx * raster.heightPx).toBeLessThan(3_010_000);
  expect([raster.sourceWidthPx, raster.sourceHeightPx]).toEqual([4000, 6000]);
  expect(raster.widthPx * raster.sourceScale).toBeCloseTo(4000, 0);
});
