// Scenes and settings: what they promise about the document and its zone holds in the picture.
import { describe, expect, it } from 'vitest';
import {
  drawSpecimen,
  photographRaster,
  scenesWithoutZone,
  sceneWithoutZone,
  type settingNames,
  settings,
} from '../../../src/studio/index.ts';
import { liesOver } from '../../../src/studio/photograph/hand.ts';
import { seededRandom } from '../../../src/studio/random.ts';
import { layouts } from '../../../src/studio/specimen/layouts.ts';

const camera = { widthPx: 640, heightPx: 360, noise: 0, defocusPx: 0 };

async function arranged(name: (typeof settingNames)[number], seed: number) {
  const specimen = await drawSpecimen({ kind: 'td3', seed: 2, pxPerMm: 5 });
  const pose = { fill: 0.8, rollDegrees: 2 };
  const setting = await settings[name].arrange(
    specimen,
    { seed, camera, pose, background: 'mat' },
    seededRandom(seed),
  );
  return { specimen, setting, pose };
}

describe('fingers', () => {
  const finger = { tipXMm: 50, tipYMm: 40, degrees: 0, widthMm: 20 };
  it.each([
    [[49, 40], true],
    [[51, 40], false],
    [[20, 49], true],
    [[20, 51], false],
    [[49, 49], false],
  ] as const)('one that points right from the left: %j lies under it: %s', (point, under) => {
    expect(liesOver(finger, [...point])).toBe(under);
  });
});

describe('settings', () => {
  it('a finger on the zone’s end hides the zone, fingers at the edges do not', async () => {
    for (const [name, hides] of [
      ['finger on the zone’s end', true],
      ['fingers at the edges', false],
    ] as const) {
      const { specimen, setting } = await arranged(name, 5);
      const { truth } = await photographRaster({ ...setting.conditions, specimen });
      expect(truth.hidden.mrz, name).toBe(hides);
    }
  });

  it('a page is cut at one side, by a few per cent', async () => {
    for (let seed = 1; seed <= 3; seed++) {
      const { specimen, setting } = await arranged('cut at one side', seed);
      const plain = { pose: { ...setting.conditions.pose, rollDegrees: 0 } };
      const { truth } = await photographRaster({ ...setting.conditions, ...plain, specimen });
      const beyond = [
        -Math.min(...truth.quad.map(([x]) => x)) / 640,
        -Math.min(...truth.quad.map(([, y]) => y)) / 360,
        Math.max(...truth.quad.map(([x]) => x)) / 640 - 1,
        Math.max(...truth.quad.map(([, y]) => y)) / 360 - 1,
      ].filter((share) => share > 1e-6);
      expect(beyond, String(seed)).toHaveLength(1);
      expect(beyond[0]).toBeLessThan(0.15);
    }
  });

  it('the facing page of a booklet joins the data page at its upper edge', async () => {
    const { setting } = await arranged('open booklet', 3);
    const { heightMm } = layouts.td3;
    const facing = setting.conditions.beside!.at(-1)!;
    expect(facing.yMm + facing.sheet.heightMm).toBe(0);
    expect(facing.sheet.heightMm).toBe(heightMm);
    const white = { ...setting.specimen, raster: fill(setting.specimen.raster, 255) };
    const black = { ...facing, sheet: { ...facing.sheet, raster: fill(facing.sheet.raster, 0) } };
    const { raster, truth } = await photographRaster({
      ...setting.conditions,
      camera: { ...camera, vignetting: 0 },
      light: { gradient: 0, liftPx: 0 },
      specimen: white,
      beside: [black],
    });
    const [topLeft, topRight] = truth.quad;
    const at = (y: number) =>
      raster.rgb[
        (Math.round((topLeft[1] + topRight[1]) / 2 + y) * 640 + Math.round((topLeft[0] + topRight[0]) / 2)) *
          3
      ]!;
    expect(at(3)).toBeGreaterThan(200);
    expect(at(-3)).toBeLessThan(20);
  });
});

const fill = <T extends { readonly rgb: Uint8Array }>(raster: T, grey: number): T => ({
  ...raster,
  rgb: new Uint8Array(raster.rgb.length).fill(grey),
});

describe('scenes without zone', () => {
  it('the same seed gives the same file; kinds take turns', async () => {
    const kinds = scenesWithoutZone.length;
    const desk = scenesWithoutZone.indexOf('desk');
    const [first, again, other] = [
      await sceneWithoutZone(desk),
      await sceneWithoutZone(desk),
      await sceneWithoutZone(desk + kinds),
    ];
    expect([first.scene, other.scene]).toEqual(['desk', 'desk']);
    expect(first.jpeg.equals(again.jpeg)).toBe(true);
    expect(first.jpeg.equals(other.jpeg)).toBe(false);
  });
});
