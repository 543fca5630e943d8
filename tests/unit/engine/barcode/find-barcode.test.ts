// A licence's barcode found and read in photographs: written by the studio, photographed by its camera, read by us.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAamva } from '../../../../src/engine/barcode/aamva.ts';
import { type BarcodeFinder, startBarcodeThread } from '../../../../src/engine/barcode/barcode-thread.ts';
import { resizeRaster } from '../../../../src/engine/image/pixels.ts';
import type { Point } from '../../../../src/shared/domain/geometry.ts';
import {
  decodeRaster,
  drawSpecimen,
  type PhotographRequest,
  photographRaster,
  type Specimen,
} from '../../../../src/studio/index.ts';
import { barcodePng } from '../../../../src/studio/specimen/barcode.ts';
import { sampleOfVersion } from './samples.ts';

let finder: BarcodeFinder;
let back: Specimen;
beforeAll(async () => {
  finder = startBarcodeThread();
  back = await drawSpecimen({ kind: 'usa-licence-back', seed: 11, pxPerMm: 20 });
});
afterAll(() => finder.close());

/** `shrink`: the copy that is searched, of the photograph. */
async function find(request: Omit<PhotographRequest, 'specimen' | 'seed'>, specimen = back, shrink = 1) {
  const { raster: full, truth } = await photographRaster({ specimen, seed: 3, ...request });
  const work = await resizeRaster(full, full.widthPx / shrink, full.heightPx / shrink);
  return { found: await finder.find({ work, full, budgetMs: 60_000 }), truth };
}

/** Of the holder, as the studio drew it. */
const holderOf = ({ truth }: Specimen) => {
  const { documentNumber, birthDate, expiryDate, issueDate, sex } = truth.holder;
  return { documentNumber, birthDate, expiryDate, issueDate, sex, issuingState: 'USA' };
};

/** Where the printed symbol's corners are in the photograph, from its own top left. */
function printedCorners({ specimen, pageToImage: h }: Awaited<ReturnType<typeof find>>['truth']): Point[] {
  const { x, y, width, height } = specimen.barcodeMm!;
  const quiet = 0.02 * width;
  const [left, top, right, bottom] = [x + quiet, y + quiet, x + width - quiet, y + height - quiet];
  const corners = [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ] as const;
  return corners.map(([mmX, mmY]): Point => {
    const depth = h[6] * mmX + h[7] * mmY + h[8];
    return [(h[0] * mmX + h[1] * mmY + h[2]) / depth, (h[3] * mmX + h[4] * mmY + h[5]) / depth];
  });
}

describe('a barcode in a photograph', () => {
  const poses: Record<string, Omit<PhotographRequest, 'specimen' | 'seed'>> = {
    'held straight before a webcam': { pose: { fill: 0.85 }, background: 'room' },
    'turned and tilted': {
      pose: { fill: 0.85, rollDegrees: 27, yawDegrees: 25, pitchDegrees: -20 },
      camera: { widthPx: 1920, heightPx: 1080 },
    },
    'upside down on cloth, tilted': {
      pose: { fill: 0.8, rollDegrees: 187, pitchDegrees: 35 },
      camera: { widthPx: 1920, heightPx: 1080, noise: 3 },
      background: 'cloth',
    },
    'on its side': {
      pose: { fill: 0.85, rollDegrees: 270, yawDegrees: 10 },
      camera: { widthPx: 1920, heightPx: 1080 },
      background: 'clutter',
    },
  };
  for (const [how, request] of Object.entries(poses)) {
    it(`is read and has its place: ${how}`, async () => {
      const { found, truth } = await find(request);
      expect(found && readAamva(found.text)).toMatchObject({
        ok: true,
        value: { jurisdiction: { code: 'CA' }, fields: holderOf(back), missing: [] },
      });
      expect(found?.text).toBe(back.truth.barcode);
      const printed = printedCorners(truth);
      const width = Math.hypot(printed[1]![0] - printed[0]![0], printed[1]![1] - printed[0]![1]);
      found!.quad.forEach(([x, y], corner) => {
        const off = Math.hypot(x - printed[corner]![0], y - printed[corner]![1]);
        expect(off / width, `corner ${corner}`).toBeLessThan(0.03);
      });
    });
  }

  it('is read from the photograph where the copy is too coarse, and has its place in the copy', async () => {
    const { found, truth } = await find(
      { pose: { fill: 0.45, rollDegrees: 12 }, camera: { widthPx: 2560, heightPx: 1440 } },
      back,
      2,
    );
    expect(found?.text).toBe(back.truth.barcode);
    const [left, top] = printedCorners(truth)[0]!;
    expect(Math.hypot(found!.quad[0][0] - left / 2, found!.quad[0][1] - top / 2)).toBeLessThan(8);
  });

  it('is not made up on sides without one', async () => {
    for (const kind of ['usa-licence-front', 'twn-card-back', 'td3'] as const) {
      const specimen = await drawSpecimen({ kind, seed: 2 });
      expect(
        (await find({ camera: { widthPx: 960, heightPx: 540 }, background: 'clutter' }, specimen)).found,
        kind,
      ).toBeNull();
    }
  });
});

describe('a barcode of every version of the standard', () => {
  it('is printed, decoded and parsed, field for field', async () => {
    for (let version = 1; version <= 10; version += 1) {
      const { text, fields } = sampleOfVersion(version);
      const raster = await decodeRaster(await barcodePng(text, 1100, 360));
      const found = await finder.find({ work: raster, full: raster, budgetMs: 60_000 });
      expect(found?.text, `version ${version}`).toBe(text);
      expect(readAamva(found!.text), `version ${version}`).toMatchObject({ ok: true, value: { fields } });
    }
  });
});

describe('pictures that are none', () => {
  it('are searched without complaint, from one pixel to noise', async () => {
    let state = 7;
    const random = () => {
      state = (state * 1103515245 + 12345) % 2147483648;
      return state / 2147483648;
    };
    for (let round = 0; round < 40; round += 1) {
      const widthPx = 1 + Math.floor(random() * (round < 20 ? 12 : 400));
      const heightPx = 1 + Math.floor(random() * (round < 20 ? 12 : 400));
      // Noise of several grains: from pixels to blocks that look like bars.
      const grain = 1 + Math.floor(random() * 12);
      const levels = Array.from({ length: 97 }, () => Math.floor(random() * 256));
      const rgb = Uint8Array.from(
        { length: widthPx * heightPx * 3 },
        (_, index) => levels[(Math.floor(index / 3 / grain) * 31 + (round % 3) * index) % 97]!,
      );
      const raster = { widthPx, heightPx, rgb };
      expect(await finder.find({ work: raster, full: raster })).toBeNull();
    }
  });
});
