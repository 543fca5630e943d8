// Plain Node. What a camera may see that has no machine-readable zone: nothing may be read from any of it.
import { personBeforeCamera } from '../person/person.ts';
import { type SubjectName, subjectImage, subjects } from '../person/subjects.ts';
import { type BackgroundName, backgroundNames, drawBackground } from '../photograph/background.ts';
import type { Camera } from '../photograph/photograph.ts';
import { photographSheet, type SheetRequest } from '../photograph/photograph.ts';
import { type Random, seededRandom } from '../random.ts';
import { encodeJpeg, type Raster } from '../raster.ts';
import { layouts, type SpecimenKind, specimenKinds } from '../specimen/layouts.ts';
import { drawSpecimen } from '../specimen/specimen.ts';
import { cardsWithoutZone } from './cards.ts';
import { papersWithoutZone } from './papers.ts';

const drawnSheets = { ...papersWithoutZone, ...cardsWithoutZone } as const;
type SheetName = keyof typeof drawnSheets;

export type SceneWithoutZone =
  | SheetName
  | 'identity document'
  | 'on a display'
  | 'several'
  | 'person'
  | 'desk';
const sheetNames = Object.keys(drawnSheets) as SheetName[];
export const scenesWithoutZone: readonly SceneWithoutZone[] = [
  ...sheetNames,
  'identity document',
  'on a display',
  'several',
  'person',
  'desk',
];

export interface SceneImage {
  readonly scene: SceneWithoutZone;
  readonly jpeg: Buffer;
  readonly widthPx: number;
  readonly heightPx: number;
}

const sidesWithoutZone = specimenKinds.filter((kind) => !layouts[kind].mrz);
const subjectNames = Object.keys(subjects) as SubjectName[];

const camera = (random: Random): Camera => ({
  ...random.pick([
    { widthPx: 1280, heightPx: 720 },
    { widthPx: 1920, heightPx: 1080 },
  ]),
  noise: random.between(0.8, 2.5),
  defocusPx: random.between(0.4, 1),
});

/** From near and far, at any angle; nearer than whole now and then. */
const conditions = (random: Random): Omit<SheetRequest, 'sheet'> => ({
  seed: random.integer(0, 0x7fffffff),
  camera: camera(random),
  background: random.pick(backgroundNames.filter((name) => name !== 'room')),
  pose: {
    yawDegrees: random.between(-22, 22),
    pitchDegrees: random.between(-22, 22),
    rollDegrees: random.next() < 0.6 ? random.between(-12, 12) : random.between(0, 360),
    fill: random.between(0.65, 1.25),
    shiftX: random.between(-0.06, 0.06),
    shiftY: random.between(-0.06, 0.06),
  },
  light: {
    exposure: random.between(0.7, 1.15),
    gradient: random.between(0, 0.3),
    gradientDegrees: random.between(0, 360),
  },
});

async function identitySide(random: Random) {
  const kind: SpecimenKind = random.pick(sidesWithoutZone);
  const subject = random.pick(subjectNames);
  const portrait = { image: await subjectImage(subject), face: subjects[subject].face };
  const { truth, ...drawn } = await drawSpecimen({
    kind,
    seed: random.integer(0, 1e6),
    portrait,
    pxPerMm: 14,
  });
  return { ...drawn, widthMm: truth.widthMm, heightMm: truth.heightMm };
}

async function picture(scene: SceneWithoutZone, random: Random): Promise<Raster> {
  const taken = async (request: SheetRequest) => (await photographSheet(request)).raster;
  switch (scene) {
    case 'identity document':
      return taken({ ...conditions(random), sheet: await identitySide(random) });
    case 'on a display': {
      const sheet = await drawnSheets[random.pick(['listing', 'telegram', 'table'] as const)](random);
      const medium = { type: 'screen', pixelPitchMm: random.pick([0.11, 0.18, 0.233]) } as const;
      return taken({ ...conditions(random), sheet, medium });
    }
    case 'several': {
      const [main, ...others] = await Promise.all(
        Array.from({ length: 4 }, () => drawnSheets[random.pick(sheetNames)](random)),
      );
      const beside = others.map((sheet) => ({
        sheet,
        xMm: random.between(-120, 90),
        yMm: random.between(-100, 60),
        degrees: random.between(-60, 60),
      }));
      const { pose, ...rest } = conditions(random);
      return taken({ ...rest, pose: { ...pose, fill: random.between(0.4, 0.6) }, sheet: main!, beside });
    }
    case 'person': {
      const subject = random.pick(subjectNames);
      const { face, crown } = subjects[subject];
      const image = await subjectImage(subject);
      const seed = random.integer(0, 1e6);
      const take = await personBeforeCamera({ image, face, crown, seed, camera: camera(random) });
      return take({ xPx: random.between(-60, 60), yPx: 0, degrees: random.between(-4, 4), scale: 1 }, seed);
    }
    case 'desk': {
      const { widthPx, heightPx } = camera(random);
      const name: BackgroundName = random.pick(backgroundNames);
      return drawBackground(name, random.integer(0, 1e6), widthPx, heightPx);
    }
    default:
      return taken({ ...conditions(random), sheet: await drawnSheets[scene](random) });
  }
}

/** The scene of this seed; kinds take turns. Deterministic. */
export async function sceneWithoutZone(seed: number): Promise<SceneImage> {
  const scene = scenesWithoutZone[seed % scenesWithoutZone.length]!;
  const random = seededRandom(seed).stream('scene without zone');
  const raster = await picture(scene, random);
  const jpeg = await encodeJpeg(raster, random.integer(80, 95));
  return { scene, jpeg, widthPx: raster.widthPx, heightPx: raster.heightPx };
}
