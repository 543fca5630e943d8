// Whether a page is whole, and at which resolution it truly is.
import fc from 'fast-check';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { inspect, inspectWhole, trueResolution } from '../../../../drivers/escl/page.ts';
import type { ScanSettings } from '../../../../drivers/escl/settings.ts';
import { kindOf, noisePage } from './support.ts';

const jpeg = await noisePage(90, 70);
const png = await noisePage(30, 20, { format: 'png', densityDpi: 600 });
const pixels = sharp(jpeg);
/** Its own picture ends within it, before the page's does. */
const withThumbnail = new Uint8Array(
  Buffer.concat([
    jpeg.subarray(0, 2),
    Buffer.from([0xff, 0xe2, (png.length + 2 + jpeg.length) >> 8, (png.length + 2 + jpeg.length) & 0xff]),
    png,
    jpeg,
    jpeg.subarray(2),
  ]),
);
const progressive = new Uint8Array(await pixels.clone().jpeg({ progressive: true }).toBuffer());
const grey = new Uint8Array(await pixels.clone().greyscale().jpeg().toBuffer());

test.each([
  ['JPEG', jpeg, 'image/jpeg', 90, 70],
  ['JPEG with pictures inside', withThumbnail, 'image/jpeg', 90, 70],
  ['progressive JPEG', progressive, 'image/jpeg', 90, 70],
  ['grey JPEG', grey, 'image/jpeg', 90, 70],
  ['PNG', png, 'image/png', 30, 20],
])('%s: its size is seen, and each cut is', (_name, bytes, mediaType, widthPx, heightPx) => {
  expect(inspect(bytes)).toMatchObject({ mediaType, size: { widthPx, heightPx } });
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), (length) => {
      expect(inspect(bytes.subarray(0, length))).toBeNull();
    }),
    { numRuns: 300 },
  );
});

test('densities are read where the file has them', async () => {
  expect(inspect(jpeg)?.size?.densityDpi).toBe(300);
  expect(inspect(png)?.size?.densityDpi).toBe(600);
  const jfif = Buffer.concat([
    jpeg.subarray(0, 2),
    Buffer.from([0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 2, 2, 0, 118, 0, 118, 0, 0]),
    jpeg.subarray(2),
  ]);
  // 118 dots a centimetre.
  expect(inspect(jfif)?.size?.densityDpi).toBe(300);
});

test('noise never crashes it', async () => {
  const start = fc.constantFrom(
    jpeg.subarray(0, 40),
    png.subarray(0, 33),
    Buffer.from('%PDF-'),
    new Uint8Array(),
  );
  fc.assert(
    fc.property(start, fc.uint8Array({ maxLength: 500 }), (head, noise) => {
      inspect(Buffer.concat([head, noise]));
    }),
  );
  fc.assert(
    fc.property(fc.nat(200), fc.nat(255), (at, value) => {
      const changed = jpeg.slice();
      changed[at] = value;
      inspect(changed);
    }),
    { numRuns: 500 },
  );
  expect(await kindOf((async () => inspectWhole(jpeg.subarray(0, -1)))())).toBe('device.protocol');
});

test('the resolution is what the pixels say, whatever was asked and claimed', () => {
  const resolutionsDpi = [100, 200, 300, 600];
  const dpi = fc.constantFrom(...resolutionsDpi);
  fc.assert(
    fc.property(
      dpi,
      dpi,
      fc.option(fc.constantFrom(1, 72, 96, 300, 600)),
      fc.integer({ min: 500, max: 2550 }),
      (asked, real, claimed, width) => {
        const settings: ScanSettings = {
          source: 'platen',
          duplex: false,
          colourMode: 'RGB24',
          mediaType: 'image/jpeg',
          resolutionDpi: asked,
          resolutionsDpi,
          region: { x: 0, y: 0, width, height: 1_000 },
          version: '2.6',
          hasFormatExt: true,
          hasDocumentIntent: true,
        };
        const size = { widthPx: Math.round((width * real) / 300), heightPx: 100, densityDpi: claimed };
        expect(trueResolution({ mediaType: 'image/jpeg', size }, settings)).toBe(real);
      },
    ),
  );
});
