// Tests. Of several pictures of one document the sharpest is kept, whatever blurred the others and however bright they are.
import { beforeAll, expect, it } from 'vitest';
import { sharpnessOf } from '../../../src/renderer/kiosk/camera/sharpness.ts';
import { type Camera, drawSpecimen, photographRaster, type Specimen } from '../../../src/studio/index.ts';

let specimen: Specimen;
beforeAll(async () => {
  specimen = await drawSpecimen({ kind: 'td3', seed: 4 });
});

/** Of the middle of a small photograph that the page fills. */
async function sharpness(camera: Partial<Camera>, exposure = 1): Promise<number> {
  const { raster } = await photographRaster({
    specimen,
    seed: 9,
    camera: { widthPx: 640, heightPx: 360, noise: 1, ...camera },
    pose: { fill: 1, rollDegrees: 4, yawDegrees: 5 },
    light: { exposure },
  });
  const data = new Uint8ClampedArray(raster.widthPx * raster.heightPx * 4);
  for (let pixel = 0; pixel < raster.widthPx * raster.heightPx; pixel++) {
    data.set(raster.rgb.subarray(pixel * 3, pixel * 3 + 3), pixel * 4);
  }
  return sharpnessOf({ width: raster.widthPx, height: raster.heightPx, data });
}

it('falls as the lens leaves its focus', async () => {
  const steps = [0.5, 0.8, 1.2, 3];
  const values = await Promise.all(steps.map((defocusPx) => sharpness({ defocusPx })));
  expect(values.toSorted((a, b) => b - a)).toEqual(values);
  expect(new Set(values).size).toBe(values.length);
});

it('falls with movement in any direction', async () => {
  const still = await sharpness({ defocusPx: 0.5 });
  for (const motionBlurDegrees of [0, 45, 90]) {
    const slow = await sharpness({ defocusPx: 0.5, motionBlurPx: 3, motionBlurDegrees });
    const fast = await sharpness({ defocusPx: 0.5, motionBlurPx: 7, motionBlurDegrees });
    expect(slow, `${motionBlurDegrees} degrees`).toBeLessThan(still);
    expect(fast, `${motionBlurDegrees} degrees`).toBeLessThan(slow);
  }
});

it('does not prefer the brighter picture to the sharper one', async () => {
  const sharpAndDim = await sharpness({ defocusPx: 0.5 }, 0.45);
  const blurredAndBright = await sharpness({ defocusPx: 1.4 }, 1);
  expect(sharpAndDim).toBeGreaterThan(blurredAndBright);
});

it('is nothing where there is nothing to see', () => {
  const grey = new Uint8ClampedArray(40 * 30 * 4).fill(128);
  expect(sharpnessOf({ width: 40, height: 30, data: grey })).toBe(0);
  expect(sharpnessOf({ width: 2, height: 2, data: new Uint8ClampedArray(16) })).toBe(0);
});
