// Bursts of specimens, photographed virtually, through the real models: what no frame gives alone, all give together.
import { beforeAll, describe, expect, test } from 'vitest';
import { isInside } from '../../../../src/engine/document/page-quad.ts';
import type { Point, Quad } from '../../../../src/shared/domain/geometry.ts';
import {
  type Glare,
  type Photograph,
  photograph,
  type Specimen,
  type SpecimenKind,
} from '../../../../src/studio/index.ts';
import { type RealEngine, startRealEngine } from './real-engine.ts';

const nowMs = Date.UTC(2026, 10, 25);
let engine: RealEngine['engine'];
let models: RealEngine['models'];
let draw: RealEngine['draw'];
beforeAll(async () => {
  ({ engine, models, draw } = await startRealEngine());
});

/** A frame of a hand-held burst: each a little apart from the one before. */
const shoot = (specimen: Specimen, frame: number, glare: Glare | null = null): Promise<Photograph> =>
  photograph({
    specimen,
    seed: 40 + frame,
    pose: { rollDegrees: 2 + 0.4 * frame, yawDegrees: 3 - 0.5 * frame, fill: 0.86 },
    camera: { widthPx: 1920, heightPx: 1080 },
    glare,
  });

/** A lamp mirrored over the zone, `across` and `down` as shares of it. */
const shine = (specimen: Specimen, across: number, down: number, radiusMm = 6): Glare => {
  const { x, y, width, height } = specimen.truth.mrzMm!;
  return { xMm: x + across * width, yMm: y + down * height, radiusMm, strength: 1.8, stretch: 1.5 };
};

const analyse = (...frames: readonly Photograph[]) =>
  engine.analyse({ front: frames.map(({ jpeg }) => jpeg), back: null, nowMs });

const expectInZone = (quads: readonly Quad[] | undefined, { truth }: Photograph) => {
  for (const quad of quads!) {
    const middle = quad.reduce<Point>(([x, y], corner) => [x + corner[0] / 4, y + corner[1] / 4], [0, 0]);
    expect(isInside(truth.mrzQuad!, middle)).toBe(true);
  }
};

describe.each<[SpecimenKind, number, readonly Point[]]>([
  // Number, date of birth, date of expiry; on the card the number is in the first line.
  [
    'td3',
    171,
    [
      [0.22, 0.75],
      [0.37, 0.75],
      [0.56, 0.75],
    ],
  ],
  [
    'td2',
    73,
    [
      [0.12, 0.75],
      [0.45, 0.75],
      [0.65, 0.75],
    ],
  ],
  [
    'td1-back',
    72,
    [
      [0.3, 0.17],
      [0.1, 0.5],
      [0.4, 0.5],
    ],
  ],
])('%s', (kind, seed, places) => {
  test('of which shine hides another part in every frame is read exactly from all of them', async () => {
    const specimen = await draw(kind, seed);
    const frames = await Promise.all(
      places.map(([across, down], frame) => shoot(specimen, frame, shine(specimen, across, down))),
    );
    for (const { jpeg } of frames) {
      expect((await engine.read(jpeg, { print: false })).mrz?.valid ?? false).toBe(false);
    }
    const { reading, findings, timings } = await analyse(...frames);
    expect(reading.mrz?.lines).toEqual(specimen.truth.mrzLines);
    expect(reading.mrz?.valid).toBe(true);
    expect(timings.burstMs).toBeGreaterThan(0);
    expectInZone(reading.mrz?.quads, frames[0]!);
    const read = findings.find(({ code }) => code === 'document.mrz.read');
    expect(read?.evidence).toContainEqual({ kind: 'number', label: 'mrz.frames', value: expect.any(Number) });
  });
});

describe('a passport', () => {
  let own: Specimen;
  let hidden: Photograph;
  let clear: Photograph;
  beforeAll(async () => {
    own = await draw('td3', 171);
    hidden = await shoot(own, 0, shine(own, 0.37, 0.75));
    clear = await shoot(own, 1);
  });
  const alone = async ({ jpeg }: Photograph) => (await engine.read(jpeg, { print: false })).mrz;

  test('is not mixed with another one that a later frame shows', async () => {
    const other = await draw('td3', 172);
    const spoilt = await shoot(other, 1, shine(other, 0.6, 0.75));
    const intruder = await shoot(other, 1);
    expect((await alone(intruder))?.valid).toBe(true);
    expect((await analyse(hidden, spoilt, intruder)).reading.mrz).toEqual(await alone(hidden));
    const again = await shoot(own, 2, shine(own, 0.6, 0.75));
    const broken = { ...again, jpeg: Buffer.from('no picture') };
    const { mrz } = (await analyse(hidden, intruder, broken, again)).reading;
    expect(mrz?.lines).toEqual(own.truth.mrzLines);
  });

  test('whose zone the first frame does not show at all is read from the next, and shown in the first', async () => {
    const covered = await shoot(own, 3, { ...shine(own, 0.5, 0.5, 40), stretch: 4 });
    expect(await alone(covered)).toBeNull();
    const { mrz } = (await analyse(covered, clear)).reading;
    expect(mrz?.lines).toEqual(own.truth.mrzLines);
    expectInZone(mrz?.quads, covered);
  });

  test('that the first frame shows well is looked at once', async () => {
    const inferences = async (...frames: readonly Photograph[]) => {
      const before = models.tally();
      const { timings } = await analyse(...frames);
      expect(timings.burstMs).toBeUndefined();
      return Object.entries(models.tally()).map(([name, { calls }]) => [
        name,
        calls - (before[name]?.calls ?? 0),
      ]);
    };
    expect(await inferences(clear, hidden, hidden)).toEqual(await inferences(clear));
  });
});
