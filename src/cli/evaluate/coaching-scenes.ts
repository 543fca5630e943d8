// Command line. Scenes for the suite `coaching`: one document before the camera, with one thing wrong, or with none.

import type { DocumentHint, DocumentPlace } from '../../shared/contract/guidance.ts';
import type { Box } from '../../shared/domain/geometry.ts';
import { mulberry32 } from '../../shared/kernel/mulberry32.ts';
import type { Finger, PhotographRequest, SpecimenKind, SpecimenTruth } from '../../studio/index.ts';
import { backgroundNames, skinNames } from '../../studio/index.ts';

export interface CoachingScene {
  /** What is wrong, and where; `good` for nothing, `good.held` for fingers on the rim alone. */
  readonly name: string;
  readonly hint: DocumentHint;
  /** Places that are right to name; `null` alone where the whole document is meant. */
  readonly at: readonly (DocumentPlace | null)[];
  readonly kind: SpecimenKind;
  readonly seed: number;
  /** Given what the drawn document turned out to be. */
  readonly request: (document: SpecimenTruth) => Omit<PhotographRequest, 'specimen' | 'seed'>;
}

const kinds = [
  'td3',
  'deu-passport',
  'chn-passport',
  'grc-passport',
  'twn-passport',
  'td1-front',
  'deu-card-front',
  'twn-card-front',
  'td1-back',
  'esp-card-back',
] as const satisfies readonly SpecimenKind[];
const withZone = [
  'td3',
  'esp-passport',
  'jpn-passport',
  'rus-passport',
  'td1-back',
  'deu-card-back',
] as const;
const withPortrait = ['td3', 'pol-passport', 'chn-passport', 'td1-front', 'esp-card-front'] as const;

/** The kiosk's camera, and the frame its coach sees. */
export const coachingCamera = { widthPx: 1280, heightPx: 720 };

interface Draw {
  between(low: number, high: number): number;
  pick<T>(values: readonly T[]): T;
}
type Request = ReturnType<CoachingScene['request']>;

/** A photograph with nothing wrong: some tilt, some slope of light, a camera's noise. */
const wellTaken = (draw: Draw): Request => ({
  background: draw.pick(backgroundNames),
  camera: { ...coachingCamera, noise: draw.between(0.6, 2), defocusPx: draw.between(0.4, 0.8) },
  pose: {
    fill: draw.between(0.68, 0.8),
    yawDegrees: draw.between(-14, 14),
    pitchDegrees: draw.between(-14, 14),
    rollDegrees: draw.between(-9, 9),
    shiftX: draw.between(-0.02, 0.02),
    shiftY: draw.between(-0.015, 0.015),
  },
  light: {
    exposure: draw.between(0.75, 1.1),
    gradient: draw.between(0, 0.3),
    gradientDegrees: draw.between(0, 360),
  },
});

const posed = (request: Request, pose: NonNullable<Request['pose']>): Request => ({
  ...request,
  pose: { ...request.pose, ...pose },
});

const inside = (draw: Draw, { x, y, width, height }: Box, rim: number) => ({
  xMm: draw.between(x + rim * width, x + (1 - rim) * width),
  yMm: draw.between(y + rim * height, y + (1 - rim) * height),
});

const lamp = (draw: Draw, box: Box, radiusMm: number): NonNullable<Request['glare']> => ({
  ...inside(draw, box, 0.2),
  radiusMm,
  strength: draw.between(1.4, 2.2),
  stretch: draw.between(1, 2.5),
  degrees: draw.between(0, 180),
});

/** From outside over the given edge, its tip at a place of the page. */
function fingerTo(draw: Draw, tip: { xMm: number; yMm: number }, edge: 'left' | 'right' | 'bottom'): Finger {
  const degrees = { left: 0, right: 180, bottom: 270 }[edge] + draw.between(-25, 25);
  return {
    tipXMm: tip.xMm,
    tipYMm: tip.yMm,
    degrees,
    widthMm: draw.between(14, 20),
    skin: draw.pick(skinNames),
  };
}

/** Values of print in a box that stands free of portrait and zone: where shine or a finger would hide a field. */
function printedIn({ printed }: SpecimenTruth): Box {
  const boxes = printed.map(({ boxMm }) => boxMm);
  const left = Math.min(...boxes.map(({ x }) => x));
  const top = Math.min(...boxes.map(({ y }) => y));
  const right = Math.max(...boxes.map(({ x, width }) => x + width));
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height));
  return { x: left, y: top, width: right - left, height: bottom - top };
}

interface Recipe {
  readonly hint: DocumentHint;
  readonly at: CoachingScene['at'];
  readonly kinds: readonly SpecimenKind[];
  readonly make: (draw: Draw, document: SpecimenTruth) => Request;
}

/** Moved sideways so far that this share of the page is beyond the border. */
function cutBy(request: Request, document: SpecimenTruth, side: 'left' | 'right' | 'bottom', share: number) {
  const aspect = document.widthMm / document.heightMm;
  const height = 0.8;
  const width = (height * aspect * coachingCamera.heightPx) / coachingCamera.widthPx;
  const level = 0.5 - width / 2 + share * width;
  const shift =
    side === 'bottom'
      ? { shiftX: 0, shiftY: 0.5 - height / 2 + share * height }
      : { shiftX: side === 'left' ? -level : level, shiftY: 0 };
  return posed(request, { fill: height, yawDegrees: 0, pitchDegrees: 0, rollDegrees: 0, ...shift });
}

const recipes: Record<string, Recipe> = {
  good: { hint: 'hold_still', at: [null], kinds, make: wellTaken },
  'good.held': {
    hint: 'hold_still',
    at: [null],
    kinds,
    make: (draw, { widthMm, heightMm }) => ({
      ...wellTaken(draw),
      fingers: [
        fingerTo(draw, { xMm: draw.between(0, 2), yMm: draw.between(0.2, 0.5) * heightMm }, 'left'),
        fingerTo(
          draw,
          { xMm: widthMm - draw.between(0, 2), yMm: draw.between(0.2, 0.5) * heightMm },
          'right',
        ),
      ],
    }),
  },
  move_closer: {
    hint: 'move_closer',
    at: [null],
    kinds,
    make: (draw) => posed(wellTaken(draw), { fill: draw.between(0.24, 0.36) }),
  },
  move_back: {
    hint: 'move_back',
    at: [null],
    kinds,
    make: (draw) => posed(wellTaken(draw), { fill: draw.between(1.2, 1.5), rollDegrees: 0 }),
  },
  'whole_document.mrz_end': {
    hint: 'whole_document',
    at: ['mrz_end'],
    kinds: withZone,
    make: (draw, document) => cutBy(wellTaken(draw), document, 'right', draw.between(0.08, 0.25)),
  },
  'whole_document.mrz_start': {
    hint: 'whole_document',
    at: ['mrz_start'],
    kinds: withZone,
    make: (draw, document) => cutBy(wellTaken(draw), document, 'left', draw.between(0.08, 0.25)),
  },
  'whole_document.side': {
    hint: 'whole_document',
    at: ['right'],
    kinds: ['td1-front', 'esp-card-front', 'twn-card-front'],
    make: (draw, document) => cutBy(wellTaken(draw), document, 'right', draw.between(0.08, 0.25)),
  },
  'fingers.mrz': {
    hint: 'fingers',
    at: ['mrz'],
    kinds: withZone,
    make: (draw, { widthMm, heightMm, mrzMm }) => {
      const edge = draw.pick(['left', 'right', 'bottom'] as const);
      const { x, y, width, height } = mrzMm!;
      const yMm = draw.between(y, y + height);
      const tip = {
        left: { xMm: x + draw.between(8, 20), yMm },
        right: { xMm: x + width - draw.between(8, 20), yMm },
        bottom: { xMm: draw.between(0.2, 0.8) * widthMm, yMm: heightMm - draw.between(10, 18) },
      }[edge];
      return { ...wellTaken(draw), fingers: [fingerTo(draw, tip, edge)] };
    },
  },
  'fingers.portrait': {
    hint: 'fingers',
    at: ['portrait'],
    kinds: withPortrait,
    make: (draw, { portraitMm }) => {
      const { x, y, width, height } = portraitMm!;
      const tip = { xMm: x + width * draw.between(0.5, 0.9), yMm: y + height * draw.between(0.3, 0.7) };
      return { ...wellTaken(draw), fingers: [fingerTo(draw, tip, 'left')] };
    },
  },
  'fingers.print': {
    hint: 'fingers',
    at: ['print'],
    kinds: ['td3', 'deu-passport', 'pol-passport', 'td1-front', 'deu-card-front'],
    make: (draw, document) => {
      const { x, y, width, height } = printedIn(document);
      const tip = { xMm: x + width * draw.between(0.3, 0.7), yMm: y + height * draw.between(0.1, 0.5) };
      return { ...wellTaken(draw), fingers: [fingerTo(draw, tip, 'right')] };
    },
  },
  too_steep: {
    hint: 'too_steep',
    at: [null],
    kinds,
    make: (draw) => {
      const steep = draw.between(42, 52) * draw.pick([1, -1]);
      const axis = draw.pick(['yawDegrees', 'pitchDegrees'] as const);
      return posed(wellTaken(draw), { yawDegrees: 0, pitchDegrees: 0, [axis]: steep, fill: 0.6 });
    },
  },
  too_dark: {
    hint: 'too_dark',
    at: [null],
    kinds,
    make: (draw) => ({ ...wellTaken(draw), light: { exposure: draw.between(0.025, 0.06) } }),
  },
  shadow: {
    hint: 'shadow',
    at: ['mrz', 'print'],
    kinds,
    make: (draw) => ({
      ...wellTaken(draw),
      light: {
        shadow: draw.between(0.75, 0.88),
        shadowDegrees: draw.between(0, 360),
        shadowReach: draw.between(0.42, 0.55),
      },
    }),
  },
  'glare.mrz': {
    hint: 'glare',
    at: ['mrz'],
    kinds: withZone,
    make: (draw, { mrzMm }) => ({
      ...wellTaken(draw),
      glare: lamp(draw, { ...mrzMm!, y: mrzMm!.y + 2, height: mrzMm!.height - 4 }, draw.between(5, 9)),
    }),
  },
  'glare.portrait': {
    hint: 'glare',
    at: ['portrait'],
    kinds: withPortrait,
    make: (draw, { portraitMm }) => ({
      ...wellTaken(draw),
      glare: lamp(draw, portraitMm!, draw.between(7, 10)),
    }),
  },
  'glare.print': {
    hint: 'glare',
    at: ['print'],
    kinds: ['td3', 'deu-passport', 'pol-passport', 'td1-front', 'deu-card-front'],
    make: (draw, document) => ({
      ...wellTaken(draw),
      glare: lamp(draw, printedIn(document), draw.between(7, 10)),
    }),
  },
  'blurred.focus': {
    hint: 'blurred',
    at: [null],
    kinds,
    make: (draw) => ({
      ...wellTaken(draw),
      camera: { ...coachingCamera, noise: 1.2, defocusPx: draw.between(3.2, 6) },
    }),
  },
  'blurred.motion': {
    hint: 'blurred',
    at: [null],
    kinds,
    make: (draw) => ({
      ...wellTaken(draw),
      camera: {
        ...coachingCamera,
        noise: 1.2,
        motionBlurPx: draw.between(9, 18),
        motionBlurDegrees: draw.between(0, 180),
      },
    }),
  },
};

/** `perRecipe` scenes of each; good ones three times as many. The same arguments give the same scenes. */
export function coachingScenes(perRecipe: number, firstSeed: number): CoachingScene[] {
  return Object.entries(recipes).flatMap(([name, recipe], index) =>
    Array.from({ length: name.startsWith('good') ? 3 * perRecipe : perRecipe }, (_, count): CoachingScene => {
      const seed = firstSeed + index * 1000 + count;
      const random = mulberry32(seed);
      const draw: Draw = {
        between: (low, high) => low + (high - low) * random(),
        pick: (values) => values[Math.floor(random() * values.length)]!,
      };
      return {
        name,
        hint: recipe.hint,
        at: recipe.at,
        kind: recipe.kinds[count % recipe.kinds.length]!,
        seed,
        request: (document) => recipe.make(draw, document),
      };
    }),
  );
}
