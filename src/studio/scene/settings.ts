// Plain Node. Where documents are photographed besides a tidy desk: in a hand, in an open booklet, on a scanner's glass,
// among others, by a telephone, half out of the picture. A table; each setting arranges one specimen.
import { type Finger, type Skin, skinNames } from '../photograph/hand.ts';
import { type Camera, type PhotographRequest, webcam } from '../photograph/photograph.ts';
import type { Random } from '../random.ts';
import { layouts, type SpecimenKind, specimenKinds } from '../specimen/layouts.ts';
import { drawSpecimen, type Specimen } from '../specimen/specimen.ts';
import { bookletAround } from './booklet.ts';
import { cardsWithoutZone } from './cards.ts';

/** Everything about a photograph but the document in it. */
export type Conditions = Omit<PhotographRequest, 'specimen'>;

export interface Setting {
  /** Sides it makes sense for; all where absent. */
  readonly suits?: (kind: SpecimenKind) => boolean;
  /** What it is taken with, where that is not the ordinary camera. */
  readonly camera?: (random: Random) => Partial<Camera> & Pick<Camera, 'widthPx' | 'heightPx'>;
  readonly arrange: (
    specimen: Specimen,
    ordinary: Conditions,
    random: Random,
  ) => Arranged | Promise<Arranged>;
}
export interface Arranged {
  /** As given, or with the shading that the setting lays on it. */
  readonly specimen: Specimen;
  readonly conditions: Conditions;
}

const sign = (random: Random) => (random.next() < 0.5 ? -1 : 1);
const skin = (random: Random): Skin => random.pick(skinNames);

/** A thumb over the left or right edge, above the zone. */
function thumb({ truth }: Specimen, random: Random, edge: 'left' | 'right'): Finger {
  const free = (truth.mrzMm?.y ?? truth.heightMm) - 16;
  const depthMm = random.between(3, 8);
  return {
    tipXMm: edge === 'left' ? depthMm : truth.widthMm - depthMm,
    tipYMm: random.between(14, Math.max(16, free)),
    degrees: (edge === 'left' ? 0 : 180) + random.between(-25, 25),
    widthMm: random.between(15, 21),
    skin: skin(random),
  };
}

/** A glass bed of A4 at 200 dots an inch, seen straight on. */
const bed = { widthPx: 1654, heightPx: 2339, horizontalViewDegrees: 4 } as const;
const bedPxPerMm = 200 / 25.4;

function onScanner(lid: readonly [number, number, number]): Setting {
  return {
    camera: () => ({ ...bed, noise: 0.6, defocusPx: 0.35, vignetting: 0, jpegQuality: 90 }),
    arrange: (specimen, { seed, camera }, random) => {
      const focalPx = bed.widthPx / 2 / Math.tan((bed.horizontalViewDegrees * Math.PI) / 360);
      const pixels = bed.widthPx * bed.heightPx;
      const rgb = new Uint8Array(pixels * 3);
      for (let pixel = 0; pixel < pixels; pixel++) rgb.set(lid, pixel * 3);
      return {
        specimen,
        conditions: {
          seed,
          ...(camera ? { camera } : {}),
          background: { widthPx: bed.widthPx, heightPx: bed.heightPx, rgb },
          pose: {
            distanceMm: focalPx / bedPxPerMm,
            rollDegrees: random.between(-4, 4) + (random.next() < 0.25 ? 180 : 0),
            shiftX: random.between(-0.18, 0.18),
            shiftY: random.between(-0.3, 0.3),
          },
          light: { exposure: 0.95, gradient: 0, liftPx: 2 },
        },
      };
    },
  };
}

const withoutZone = specimenKinds.filter((kind) => !layouts[kind].mrz);

/** Two other documents and a card, none with a zone of its own, under and beside this one. */
async function others(random: Random) {
  const sheets = await Promise.all([
    ...Array.from({ length: 2 }, async () => {
      const seed = random.integer(0, 1e6);
      const { truth, ...drawn } = await drawSpecimen({ kind: random.pick(withoutZone), seed });
      return { ...drawn, widthMm: truth.widthMm, heightMm: truth.heightMm };
    }),
    cardsWithoutZone['bank card'](random),
  ]);
  // Around the page: to its left, above it, below it.
  const places = [
    { xMm: random.between(-95, -70), yMm: random.between(-20, 30) },
    { xMm: random.between(10, 40), yMm: random.between(-60, -40) },
    { xMm: random.between(20, 60), yMm: random.between(45, 80) },
  ];
  return sheets.map((sheet, index) => ({ sheet, ...places[index]!, degrees: random.between(-25, 25) }));
}

const tables = {
  'fingers at the edges': {
    arrange: (specimen, ordinary, random) => ({
      specimen,
      conditions: {
        ...ordinary,
        fingers: [thumb(specimen, random, 'left'), thumb(specimen, random, 'right')],
      },
    }),
  },
  'finger on the zone’s end': {
    suits: (kind) => layouts[kind].mrz !== undefined,
    arrange: (specimen, ordinary, random) => {
      const zone = specimen.truth.mrzMm!;
      const finger = {
        tipXMm: zone.x + zone.width - random.between(6, 25),
        tipYMm: zone.y + zone.height * random.between(0.2, 0.8),
        degrees: 180 + random.between(-20, 20),
        skin: skin(random),
      };
      return { specimen, conditions: { ...ordinary, fingers: [finger] } };
    },
  },
  'hard shadow': {
    arrange: (specimen, ordinary, random) => ({
      specimen,
      conditions: {
        ...ordinary,
        light: {
          ...ordinary.light,
          shadow: random.between(0.5, 0.75),
          shadowDegrees: random.between(0, 360),
          shadowReach: random.between(0.35, 0.6),
          shadowSharpness: 90,
        },
      },
    }),
  },
  'open booklet': {
    suits: (kind) => layouts[kind].type === 'passport',
    arrange: async (specimen, ordinary, random) => {
      const { page, beside } = await bookletAround(specimen, random);
      const pose = {
        ...ordinary.pose,
        fill: random.between(0.48, 0.62),
        shiftY: random.between(0.14, 0.2),
      };
      return { specimen: page, conditions: { ...ordinary, pose, beside } };
    },
  },
  'flatbed, white lid': onScanner([243, 243, 240]),
  'flatbed, black lid': onScanner([20, 20, 21]),
  'several documents': {
    arrange: async (specimen, ordinary, random) => ({
      specimen,
      conditions: {
        ...ordinary,
        pose: { ...ordinary.pose, fill: random.between(0.5, 0.65) },
        beside: await others(random),
      },
    }),
  },
  'telephone held upright': {
    camera: (random) => ({
      widthPx: 3000,
      heightPx: 4000,
      horizontalViewDegrees: 55,
      exifOrientation: 6,
      noise: random.between(1.5, 3),
      defocusPx: random.between(0.6, 1.1),
    }),
    arrange: (specimen, ordinary, random) => ({
      specimen,
      conditions: {
        ...ordinary,
        pose: {
          yawDegrees: random.between(-15, 15),
          pitchDegrees: random.between(-15, 15),
          rollDegrees: random.between(-10, 10) + random.pick([0, 0, 90, 270]),
          fill: random.between(0.55, 0.85),
          shiftX: random.between(-0.04, 0.04),
          shiftY: random.between(-0.08, 0.08),
        },
      },
    }),
  },
  'cut at one side': {
    arrange: (specimen, ordinary, random) => {
      const { widthMm, heightMm } = specimen.truth;
      const { widthPx, heightPx } = { ...webcam, ...ordinary.camera };
      const fill = 0.9;
      const perMm = Math.min((widthPx * fill) / widthMm, (heightPx * fill) / heightMm);
      const cut = random.between(0.06, 0.14);
      // As far as the page's edge leaves the frame by that share of the page.
      const shift = (mm: number, px: number) =>
        sign(random) * (0.5 - (mm * perMm) / px / 2 + (cut * mm * perMm) / px);
      const sideways = random.next() < 0.5;
      const pose = {
        ...ordinary.pose,
        fill,
        ...(sideways ? { shiftX: shift(widthMm, widthPx) } : { shiftY: shift(heightMm, heightPx) }),
      };
      return { specimen, conditions: { ...ordinary, pose } };
    },
  },
  'lamp in the laminate': {
    arrange: (specimen, ordinary, random) => ({
      specimen,
      conditions: {
        ...ordinary,
        glare: {
          xMm: random.between(0, specimen.truth.widthMm),
          yMm: random.between(0, specimen.truth.heightMm),
          radiusMm: random.between(10, 22),
          strength: random.between(0.15, 0.4),
          stretch: random.between(1, 4),
          degrees: random.between(0, 180),
        },
      },
    }),
  },
  'dim room': {
    arrange: (specimen, ordinary, random) => ({
      specimen,
      conditions: {
        ...ordinary,
        camera: { ...ordinary.camera, noise: random.between(3.5, 5) },
        light: { ...ordinary.light, exposure: random.between(0.22, 0.4) },
      },
    }),
  },
} as const satisfies Record<string, Setting>;
export type SettingName = keyof typeof tables;

export const settings: Readonly<Record<SettingName, Setting>> = tables;
export const settingNames = Object.keys(tables) as readonly SettingName[];
