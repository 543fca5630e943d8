// Image files as nobody meant them: 10,000 over the four tests, each a whole raster or a failure with a cause.
import fc from 'fast-check';
import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import { type DecodedImage, decodeImage } from '../../../../src/engine/image/decode.ts';
import { FailureError } from '../../../../src/shared/kernel/failure.ts';

/** A flipped bit may say 100 megapixels; the rasters stay small all the same. */
const maxPixels = 100_000;

/** One of each container and of each way to store pixels in it, 96 x 72. */
let files: readonly Buffer[];

beforeAll(async () => {
  const noise = { type: 'gaussian', mean: 128, sigma: 20 } as const;
  const { data, info } = await sharp({
    create: { width: 96, height: 72, channels: 3, background: '#5a78c8', noise },
  })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const picture = () => sharp(data, { raw: info });
  files = await Promise.all(
    [
      picture().jpeg(),
      picture().withMetadata({ orientation: 6 }).jpeg({ progressive: true }),
      picture().png(),
      picture().toColourspace('rgb16').png({ progressive: true }),
      picture().png({ palette: true }),
      picture().tiff({ compression: 'lzw' }),
      picture().tiff({ compression: 'none' }),
      picture().webp(),
      picture().webp({ lossless: true }),
      picture().gif(),
      picture().avif({ effort: 0 }),
    ].map((encoded) => encoded.toBuffer()),
  );
});

/** Anything but a picture or a FailureError of kind `image.*` fails the test. */
async function decoded(bytes: Uint8Array): Promise<DecodedImage | null> {
  try {
    const image = await decodeImage(bytes, { maxPixels });
    expect(image.rgb).toHaveLength(image.widthPx * image.heightPx * 3);
    expect(Math.min(image.sourceWidthPx, image.sourceHeightPx)).toBeGreaterThanOrEqual(64);
    expect(image.sourceScale).toBeGreaterThanOrEqual(1);
    return image;
  } catch (thrown) {
    if (!(thrown instanceof FailureError)) throw thrown;
    expect(thrown.kind).toMatch(/^image\./);
    expect(thrown.message).toMatch(/\S\.$/);
    return null;
  }
}

const which = fc.nat(10);
const of = (count: number) => ({ numRuns: count });

test('random bytes, with the first bytes of a picture and without', async () => {
  const bytes = fc.tuple(which, fc.nat(64), fc.uint8Array({ maxLength: 600 }));
  await fc.assert(
    fc.asyncProperty(bytes, async ([file, head, rest]) => {
      await decoded(Buffer.concat([files[file]!.subarray(0, head), rest]));
    }),
    of(1500),
  );
});

test('files that are cut short are refused, or nothing of the picture was lost', async () => {
  const whole = await Promise.all(files.map(decoded));
  await fc.assert(
    fc.asyncProperty(which, fc.double({ min: 0, max: 1, noNaN: true }), async (file, share) => {
      const image = await decoded(files[file]!.subarray(0, Math.floor(files[file]!.length * share)));
      if (image) expect(Buffer.compare(image.rgb, whole[file]!.rgb)).toBe(0);
    }),
    of(1500),
  );
});

test('bits that are flipped, in the header above all', async () => {
  const flip = fc.tuple(fc.oneof(fc.nat(200), fc.nat()), fc.nat(7));
  await fc.assert(
    fc.asyncProperty(which, fc.array(flip, { minLength: 1, maxLength: 12 }), async (file, flips) => {
      const bytes = Buffer.from(files[file]!);
      for (const [at, bit] of flips) bytes[at % bytes.length]! ^= 1 << bit;
      await decoded(bytes);
    }),
    of(4000),
  );
});

test('pieces of two files put together, doubled and left out', async () => {
  const at = fc.double({ min: 0, max: 1, noNaN: true });
  const splice = fc.tuple(which, which, at, at, fc.nat(3));
  await fc.assert(
    fc.asyncProperty(splice, async ([a, b, upTo, from, times]) => {
      const [first, second] = [files[a]!, files[b]!];
      const head = first.subarray(0, Math.floor(first.length * upTo));
      const tail = second.subarray(Math.floor(second.length * from));
      await decoded(Buffer.concat([head, ...Array.from({ length: times }, () => tail)]));
    }),
    of(3000),
  );
});
