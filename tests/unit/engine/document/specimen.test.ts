// Specimens, photographed virtually, through the real models: read, checked, straightened, coached.
import { beforeAll, describe, expect, test } from 'vitest';
import { guideDocument } from '../../../../src/engine/document/guide.ts';
import { pageModel } from '../../../../src/engine/document/page-network.ts';
import { overlapOf } from '../../../../src/engine/document/page-quad.ts';
import { documentAnalysisSchema } from '../../../../src/shared/contract/engine-contract.ts';
import {
  drawBackground,
  type Pose,
  photograph,
  photographRaster,
  type Raster,
  type SpecimenKind,
} from '../../../../src/studio/index.ts';
import { type RealEngine, startRealEngine } from './real-engine.ts';

const nowMs = Date.UTC(2026, 10, 25);
let engine: RealEngine['engine'];
let models: RealEngine['models'];
let specimen: RealEngine['draw'];
beforeAll(async () => {
  ({ engine, models, draw: specimen } = await startRealEngine());
});

describe.each<[SpecimenKind, number, Pose]>([
  ['td3', 11, { yawDegrees: 8, pitchDegrees: -6, rollDegrees: 4 }],
  ['td2', 12, { rollDegrees: 183 }],
  ['td1-back', 13, { rollDegrees: 90, fill: 0.9 }],
  ['mrv-b', 14, { yawDegrees: -10, rollDegrees: -12 }],
])('%s', (kind, seed, pose) => {
  test('is read exactly, and its page is found', async () => {
    const { jpeg, truth } = await photograph({
      specimen: await specimen(kind, seed),
      seed,
      pose,
      camera: { widthPx: 1920, heightPx: 1080 },
    });
    const reading = await engine.read(jpeg, { print: false });
    expect(reading.mrz?.lines).toEqual(truth.specimen.mrzLines);
    expect(reading.mrz?.valid).toBe(true);
    expect(reading.format).toBe(truth.specimen.format);
    expect(reading.fields.documentNumber).toBe(truth.specimen.fields.documentNumber);
    expect(reading.fields.birthDate).toBe(truth.specimen.fields.birthDate);
    expect(overlapOf(reading.quad!, truth.quad)).toBeGreaterThan(0.85);
    // The quad begins at the page's own top left, however the page is turned.
    const [x, y] = reading.quad![0];
    expect(Math.hypot(x - truth.quad[0][0], y - truth.quad[0][1])).toBeLessThan(80);
  });
});

test('a passport is analysed in full', async () => {
  const { jpeg } = await photograph({
    specimen: await specimen('td3', 21),
    seed: 21,
    camera: { widthPx: 1920, heightPx: 1080 },
  });
  const analysis = documentAnalysisSchema.parse(await engine.analyse({ front: [jpeg], back: null, nowMs }));
  const byCode = Object.fromEntries(analysis.findings.map((finding) => [finding.code, finding]));
  for (const code of [
    'document.page',
    'document.quality',
    'document.mrz.read',
    'document.mrz.check_digits',
    'document.expiry',
    'document.portrait',
  ]) {
    expect(byCode[code]?.status, code).toBe('passed');
  }
  expect(byCode['document.original.screen']!.score).toBeLessThan(0.5);
  expect(byCode['document.original.print']!.score).toBeLessThan(0.5);
  expect(analysis.images.map(({ role }) => role).sort()).toEqual(['document.page', 'document.portrait']);
  expect(Math.hypot(...analysis.portraitTemplate!)).toBeCloseTo(1, 3);
});

test('a card gives its portrait from the front and its zone from the back', async () => {
  const shoot = async (kind: SpecimenKind) =>
    (
      await photograph({
        specimen: await specimen(kind, 31),
        seed: 31,
        camera: { widthPx: 1920, heightPx: 1080 },
      })
    ).jpeg;
  const analysis = await engine.analyse({
    front: [await shoot('td1-front')],
    back: [await shoot('td1-back')],
    nowMs,
  });
  expect(analysis.reading.format).toBe('TD1');
  expect(analysis.reading.mrz?.valid).toBe(true);
  expect(analysis.portraitTemplate).not.toBeNull();
  const read = analysis.findings.find(({ code }) => code === 'document.mrz.read');
  expect(read?.evidence.some((item) => item.kind === 'characters' && item.image === 'document.back')).toBe(
    true,
  );
});

test('a card without a zone gives no reading', async () => {
  const { jpeg } = await photograph({ specimen: await specimen('card-without-mrz', 41), seed: 41 });
  const analysis = await engine.analyse({ front: [jpeg], back: null, nowMs });
  expect(analysis.reading.mrz).toBeNull();
  const read = analysis.findings.find(({ code }) => code === 'document.mrz.read');
  expect(read).toMatchObject({ status: 'failed', reasons: ['document.mrz_not_found'] });
});

test('a grey copy is pointed out', async () => {
  const { jpeg } = await photograph({
    specimen: await specimen('td3', 51),
    seed: 51,
    medium: { type: 'photocopy' },
  });
  const analysis = await engine.analyse({ front: [jpeg], back: null, nowMs });
  const print = analysis.findings.find(({ code }) => code === 'document.original.print');
  expect(print!.score).toBeGreaterThan(0.5);
});

describe('live guidance', () => {
  const frameOf = ({ widthPx, heightPx, rgb }: Raster) => {
    const rgba = new Uint8Array(widthPx * heightPx * 4).fill(255);
    for (let pixel = 0; pixel < widthPx * heightPx; pixel += 1) {
      rgba.set(rgb.subarray(pixel * 3, pixel * 3 + 3), pixel * 4);
    }
    return { widthPx, heightPx, rgba, photographWidthPx: 1920 };
  };
  const live = { widthPx: 640, heightPx: 360 };
  const scenes: readonly (readonly [string, Parameters<typeof photographRaster>[0]['pose'], object])[] = [
    ['hold_still', { fill: 0.85, rollDegrees: 3 }, {}],
    ['move_closer', { fill: 0.4 }, {}],
    ['too_dark', { fill: 0.85 }, { light: { exposure: 0.05 } }],
    ['glare', { fill: 0.85 }, { glare: { xMm: 60, yMm: 40, radiusMm: 14, strength: 1.6 } }],
    ['blurred', { fill: 0.85 }, { camera: { ...live, defocusPx: 2.5 } }],
  ];
  test.each(scenes)('%s', async (hint, pose, extra) => {
    const { raster, truth } = await photographRaster({
      specimen: await specimen('td3', 61),
      seed: 61,
      pose: pose!,
      background: 'wood',
      camera: live,
      ...extra,
    });
    const guidance = await guideDocument(await models.session(pageModel), frameOf(raster));
    expect(guidance.hint).toBe(hint);
    expect(guidance.ready).toBe(hint === 'hold_still');
    expect(overlapOf(guidance.quad!, truth.quad)).toBeGreaterThan(0.75);
  });

  test('an empty desk asks for the document', async () => {
    const empty = await drawBackground('cloth', 3, live.widthPx, live.heightPx);
    expect(await guideDocument(await models.session(pageModel), frameOf(empty))).toMatchObject({
      hint: 'show_document',
      ready: false,
      quad: null,
    });
  });
});
