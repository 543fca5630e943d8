import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { type BadInput, badInputs, decodeRaster } from '../../../src/studio/index.ts';

/** In an async function, since sharp throws at once for an empty file. */
const decodeStrictly = async (bytes: Uint8Array) =>
  sharp(bytes, { failOn: 'truncated' }).autoOrient().raw().toBuffer({ resolveWithObject: true });

describe('bad input', () => {
  let inputs: BadInput[];
  const named = (name: string) => inputs.find((input) => input.name === name)!.bytes;
  beforeAll(async () => {
    inputs = await badInputs();
  });

  it('what is to be refused for what it holds does not decode, and the rest does', async () => {
    for (const { name, bytes, expectation } of inputs) {
      const strict = decodeStrictly(bytes);
      if (expectation.outcome === 'read') {
        const { info } = await strict;
        expect([info.width, info.height], name).toEqual([expectation.widthPx, expectation.heightPx]);
      } else if (expectation.outcome === 'refused' && ['empty', 'corrupt'].includes(expectation.because)) {
        await expect(strict, name).rejects.toThrow();
      } else {
        await strict.catch(() => undefined);
      }
    }
  });

  it('is what its name says', async () => {
    const bomb = await sharp(named('200-megapixels.png'), { limitInputPixels: false }).metadata();
    expect(bomb.width * bomb.height).toBe(200_000_000);
    expect(named('200-megapixels.png').length).toBeLessThan(100_000);
    expect((await sharp(named('animated.gif')).metadata()).pages).toBe(3);
    expect((await sharp(named('animated.webp')).metadata()).pages).toBe(3);
    expect((await sharp(named('cmyk.jpg')).metadata()).space).toBe('cmyk');
    expect((await sharp(named('16-bit.png')).metadata()).depth).toBe('ushort');
  });

  it('all eight orientations are the same picture once upright: red, green, blue, white', async () => {
    for (let orientation = 1; orientation <= 8; orientation++) {
      const bytes = named(`exif-orientation-${orientation}.jpg`);
      expect((await sharp(bytes).metadata()).orientation).toBe(orientation);
      const { widthPx, heightPx, rgb } = await decodeRaster(bytes);
      const at = (x: number, y: number) =>
        [...rgb.subarray((y * widthPx + x) * 3, (y * widthPx + x) * 3 + 3)].map((v) => (v > 128 ? 1 : 0));
      expect([widthPx, heightPx], String(orientation)).toEqual([320, 240]);
      expect([at(30, 30), at(290, 30), at(30, 210), at(290, 210)], String(orientation)).toEqual([
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
        [1, 1, 1],
      ]);
    }
  });
});
