// Command line. What suite `portraits` does to a portrait: levels of degradation, each on a document of some state, by seed.
import { type Conditions, type PortraitPrint, type SpecimenKind, specimenKinds } from '../../studio/index.ts';
import { type Random, seededRandom } from '../../studio/random.ts';
import { layouts } from '../../studio/specimen/layouts.ts';

export interface PortraitShot {
  readonly kind: SpecimenKind;
  /** Of the holder and of the photograph. */
  readonly seed: number;
  readonly print: PortraitPrint;
  readonly conditions: Conditions & Required<Pick<Conditions, 'camera'>>;
}

interface Change {
  readonly print?: (random: Random) => PortraitPrint;
  readonly camera?: (random: Random) => Conditions['camera'];
  readonly fill?: (random: Random) => number;
  /** Lamp light on the laminate over the portrait: how much is added at its middle. */
  readonly glare?: (random: Random) => number;
}

/** A webcam's. */
const frame = { widthPx: 1280, heightPx: 720 } as const;

const engraved: Change = {
  print: (random) => ({ engraved: true, guilloche: random.between(0.15, 0.4) }),
};
const laminated: Change = {
  print: (random) => ({ faded: random.between(0.3, 0.7) }),
  glare: (random) => random.between(0.15, 0.4),
};
/** Held far from the webcam in a dim room: the portrait's face is 60 to 100 pixels high. */
const small: Change = {
  fill: (random) => random.between(0.4, 0.55),
  camera: (random) => ({
    ...frame,
    noise: random.between(2.5, 4.5),
    defocusPx: random.between(0.6, 1.1),
    warmth: random.between(-0.4, 0.4),
    jpegQuality: random.integer(55, 75),
  }),
};

/** `fresh`: a new document in colour under a good camera; the others change one thing; `worst` is all of them. */
const levels = {
  fresh: {},
  engraved,
  laminated,
  small,
  worst: {
    ...small,
    ...laminated,
    print: (random) => ({ ...engraved.print!(random), ...laminated.print!(random) }),
  },
} satisfies Record<string, Change>;
export type PortraitLevel = keyof typeof levels;
export const portraitLevels = Object.keys(levels) as PortraitLevel[];

const withPortrait = specimenKinds.filter((kind) => layouts[kind].portrait);
const desks = ['wood', 'cloth', 'stone', 'mat', 'clutter'] as const;

/** The same level and seed plan the same photograph. */
export function planPortrait(level: PortraitLevel, seed: number): PortraitShot {
  const change: Change = levels[level];
  const random = seededRandom(seed).stream(`portrait ${level}`);
  const kind = random.pick(withPortrait);
  const portrait = layouts[kind].portrait!;
  return {
    kind,
    seed,
    print: change.print?.(random) ?? {},
    conditions: {
      seed,
      background: random.pick(desks),
      camera: {
        ...frame,
        noise: random.between(0.8, 2),
        defocusPx: random.between(0.4, 0.8),
        warmth: random.between(-0.15, 0.15),
        jpegQuality: random.integer(82, 95),
        ...change.camera?.(random),
      },
      pose: {
        yawDegrees: random.between(-6, 6),
        pitchDegrees: random.between(-6, 6),
        rollDegrees: random.between(-5, 5),
        fill: change.fill?.(random) ?? random.between(0.78, 0.92),
      },
      light: {
        exposure: random.between(0.8, 1.1),
        gradient: random.between(0, 0.25),
        gradientDegrees: random.between(0, 360),
      },
      glare: change.glare
        ? {
            xMm: portrait.x + portrait.width * random.between(0.2, 0.8),
            yMm: portrait.y + portrait.height * random.between(0.2, 0.8),
            radiusMm: random.between(8, 16),
            strength: change.glare(random),
            stretch: random.between(1, 3),
            degrees: random.between(0, 180),
          }
        : null,
    },
  };
}
