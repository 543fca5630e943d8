import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import {
  drawSpecimen,
  type PhotographRequest,
  photograph,
  photographRaster,
  type Raster,
  writeRecording,
} from '../../../src/studio/index.ts';

const small = { widthPx: 640, heightPx: 360, noise: 0, defocusPx: 0, vignetting: 0 };
const even = { gradient: 0, liftPx: 0 };
/** A surface of one colour on another: where it ends can be measured. */
const plain = (raster: Raster, grey: number): Raster => ({
  ...raster,
  rgb: new Uint8Array(raster.rgb.length).fill(grey),
});

describe('photographs', () => {
  it.each([
    ['straight', { fill: 0.7 }],
    ['tilted', { fill: 0.7, yawDegrees: 25, pitchDegrees: -15, rollDegrees: 8 }],
    ['upside down', { fill: 0.7, rollDegrees: 180, shiftX: 0.05 }],
    ['on its side', { fill: 0.8, rollDegrees: -90 }],
  ])('the quad of a %s page is where the page is', async (_name, pose) => {
    const drawn = await drawSpecimen({ kind: 'mrv-b', seed: 1, pxPerMm: 6 });
    const specimen = { ...drawn, raster: plain(drawn.raster, 255) };
    const background = { widthPx: 640, heightPx: 360, rgb: new Uint8Array(640 * 360 * 3) };
    const { raster, truth } = await photographRaster({
      specimen,
      seed: 1,
      camera: small,
      light: even,
      background,
      pose,
    });
    // Covered area against the quad's (shoelace), and the mean of the light pixels against its middle.
    let area = 0;
    const mean = [0, 0];
    for (let index = 0; index < 640 * 360; index++) {
      if (raster.rgb[index * 3]! < 128) continue;
      area++;
      mean[0]! += index % 640;
      mean[1]! += Math.floor(index / 640);
    }
    const inside = (x: number, y: number) =>
      truth.quad.every(([ax, ay], side) => {
        const [bx, by] = truth.quad[(side + 1) % 4]!;
        return (bx - ax) * (y - ay) - (by - ay) * (x - ax) >= 0;
      });
    let expected = 0;
    const middle = [0, 0];
    for (let index = 0; index < 640 * 360; index++) {
      const [x, y] = [index % 640, Math.floor(index / 640)];
      if (!inside(x + 0.5, y + 0.5)) continue;
      expected++;
      middle[0]! += x;
      middle[1]! += y;
    }
    expect(Math.abs(area / expected - 1)).toBeLessThan(0.01);
    expect(mean[0]! / area).toBeCloseTo(middle[0]! / expected, 0);
    expect(mean[1]! / area).toBeCloseTo(middle[1]! / expected, 0);
  });

  it('the same request gives the same file, another seed another', async () => {
    const specimen = await drawSpecimen({ kind: 'td1-back', seed: 4, pxPerMm: 8 });
    const request: PhotographRequest = {
      specimen,
      seed: 5,
      camera: { widthPx: 640, heightPx: 360 },
      background: 'clutter',
    };
    const [first, again, other] = [
      await photograph(request),
      await photograph(request),
      await photograph({ ...request, seed: 6 }),
    ];
    expect(first.jpeg.equals(again.jpeg)).toBe(true);
    expect(first.jpeg.equals(other.jpeg)).toBe(false);
  });

  it('a display shows colour that an original has not, and more of it between its grid and the sensor’s', async () => {
    const drawn = await drawSpecimen({ kind: 'td3', seed: 2, pxPerMm: 8 });
    const specimen = { ...drawn, raster: plain(drawn.raster, 150) };
    const colour = async (medium: NonNullable<PhotographRequest['medium']>) => {
      const { raster } = await photographRaster({
        specimen,
        seed: 1,
        camera: small,
        light: even,
        pose: { fill: 0.9 },
        medium,
      });
      // Spread, not mean: a display's white is bluish as a whole.
      const differences: number[] = [];
      for (let y = 150; y < 210; y++) {
        for (let x = 280; x < 360; x++)
          differences.push(raster.rgb[(y * 640 + x) * 3]! - raster.rgb[(y * 640 + x) * 3 + 1]!);
      }
      const mean = differences.reduce((a, b) => a + b) / differences.length;
      return Math.sqrt(differences.reduce((sum, value) => sum + (value - mean) ** 2, 0) / differences.length);
    };
    const original = await colour({ type: 'original' });
    const coarse = await colour({ type: 'screen', pixelPitchMm: 0.4 });
    const finePhone = await colour({ type: 'screen', pixelPitchMm: 0.05 });
    expect(original).toBeLessThan(1);
    expect(coarse).toBeGreaterThan(original + 2);
    expect(coarse).toBeGreaterThan(finePhone + 2);
  });

  it('a grey copy has no colour left', async () => {
    const specimen = await drawSpecimen({ kind: 'td1-front', seed: 2, pxPerMm: 8 });
    const { raster, truth } = await photographRaster({
      specimen,
      seed: 1,
      camera: small,
      light: even,
      medium: { type: 'photocopy' },
    });
    const [x, y] = [
      Math.round((truth.quad[0][0] + truth.quad[2][0]) / 2),
      Math.round((truth.quad[0][1] * 3 + truth.quad[2][1]) / 4),
    ];
    const [r, g, b] = raster.rgb.subarray((y * 640 + x) * 3, (y * 640 + x) * 3 + 3);
    expect(Math.max(r!, g!, b!) - Math.min(r!, g!, b!)).toBeLessThan(4);
  });
});

describe('recordings', () => {
  it('writes whole JPEG frames one after another, as many as were said', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'studio-'));
    try {
      const file = join(folder, 'camera.mjpeg');
      const written = await writeRecording(file, [{ type: 'desk', seconds: 0.5 }], {
        widthPx: 320,
        heightPx: 180,
      });
      const bytes = await readFile(file);
      expect(written.frames).toBe(15);
      const size = bytes.length / 15;
      for (let frame = 0; frame < 15; frame++) {
        const meta = await sharp(bytes.subarray(frame * size, (frame + 1) * size)).metadata();
        expect([meta.format, meta.width, meta.height]).toEqual(['jpeg', 320, 180]);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
