// Command line. Which virtual photographs suite `virtual` takes: each changes one condition of an ordinary photograph, so
// that what a condition costs can be told. Tables and seeds; the same number of shots gives the same photographs.
import {
  type Conditions,
  exifOrientations,
  type SettingName,
  type SpecimenKind,
  settingNames,
  settings,
  specimenKinds,
} from '../../studio/index.ts';
import { type Random, seededRandom } from '../../studio/random.ts';

export interface Shot {
  readonly kind: SpecimenKind;
  /** Of the holder and of the photograph. */
  readonly seed: number;
  readonly axis: Axis;
  /** Where on that axis, for the report. */
  readonly value: string;
  readonly conditions: Conditions & Required<Pick<Conditions, 'camera'>>;
  /** Arranges the specimen further, once it is drawn. */
  readonly setting: SettingName | null;
}

interface Cell {
  readonly axis: Axis;
  readonly value: string;
  readonly change: (ordinary: Ordinary, random: Random) => Ordinary;
  readonly setting?: SettingName;
}
type Ordinary = Conditions & Required<Pick<Conditions, 'camera' | 'pose'>>;

const desks = ['wood', 'cloth', 'stone', 'mat', 'clutter'] as const;

/** A careful person with a good camera: sharp, near, almost straight, in the light of a room. */
function ordinary(seed: number, random: Random): Ordinary {
  return {
    seed,
    background: random.pick(desks),
    camera: {
      widthPx: 1920,
      heightPx: 1080,
      noise: random.between(0.8, 2),
      defocusPx: random.between(0.4, 0.8),
      warmth: random.between(-0.15, 0.15),
      jpegQuality: random.integer(82, 95),
    },
    pose: {
      yawDegrees: random.between(-6, 6),
      pitchDegrees: random.between(-6, 6),
      rollDegrees: random.between(-5, 5),
      fill: random.between(0.78, 0.92),
      shiftX: random.between(-0.02, 0.02),
      shiftY: random.between(-0.02, 0.02),
    },
    light: {
      exposure: random.between(0.8, 1.1),
      gradient: random.between(0, 0.25),
      gradientDegrees: random.between(0, 360),
    },
  };
}

const steps = (first: number, last: number, step: number) =>
  Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, index) => first + index * step);

/** Full HD is what everything else is taken with. */
const frames = [
  { widthPx: 1280, heightPx: 720 },
  { widthPx: 2592, heightPx: 1944 },
  { widthPx: 4000, heightPx: 3000, horizontalViewDegrees: 70 },
] as const;

const axes = {
  orientation: exifOrientations.map((orientation) => ({
    value: String(orientation),
    change: (base: Ordinary) => ({ ...base, camera: { ...base.camera, exifOrientation: orientation } }),
  })),
  rotation: steps(0, 345, 15).map((rollDegrees) => ({
    value: `${rollDegrees}°`,
    change: (base: Ordinary) => ({ ...base, pose: { ...base.pose, rollDegrees } }),
  })),
  tilt: steps(5, 35, 5).map((degrees) => ({
    value: `${degrees}°`,
    change: (base: Ordinary, random: Random) => {
      const towards = random.between(0, 2 * Math.PI);
      const pose = {
        ...base.pose,
        yawDegrees: degrees * Math.cos(towards),
        pitchDegrees: degrees * Math.sin(towards),
        // The near side of a steep page grows: it has to stay in the frame.
        fill: Math.min(base.pose.fill!, 0.92 - degrees / 175),
      };
      return { ...base, pose };
    },
  })),
  resolution: frames.map((frame) => ({
    value: `${frame.widthPx} x ${frame.heightPx}`,
    change: (base: Ordinary) => ({ ...base, camera: { ...base.camera, ...frame } }),
  })),
  setting: settingNames.map((name) => ({
    value: name,
    setting: name,
    change: (base: Ordinary, random: Random) => {
      const { camera } = settings[name];
      return camera ? { ...base, camera: camera(random) } : base;
    },
  })),
} as const satisfies Record<string, readonly Omit<Cell, 'axis'>[]>;
export type Axis = keyof typeof axes;

const cells: readonly Cell[] = (Object.keys(axes) as Axis[]).flatMap((axis) =>
  axes[axis].map((cell) => ({ axis, ...cell })),
);

/** Four photographs under each condition. */
export const ordinaryCount = cells.length * 4;

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last--) {
    const other = random.integer(0, last);
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}

/** Conditions and layouts take turns, so that any number of shots meets both evenly. */
export function planShots(count: number): Shot[] {
  const random = seededRandom(1).stream('virtual');
  const deal = <T>(items: readonly T[]): ((suits: (item: T) => boolean) => T) => {
    let hand: T[] = [];
    return (suits) => {
      if (!hand.some(suits)) hand = [...shuffled(items, random), ...hand];
      const at = hand.findLastIndex(suits);
      return hand.splice(at, 1)[0]!;
    };
  };
  const [nextCell, nextKind] = [deal(cells), deal(specimenKinds)];
  return Array.from({ length: count }, (_, index) => {
    const { axis, value, change, setting = null } = nextCell(() => true);
    const seed = index + 1;
    const own = seededRandom(seed).stream('conditions');
    const kind = nextKind((setting && settings[setting].suits) ?? (() => true));
    return { kind, seed, axis, value, setting, conditions: change(ordinary(seed, own), own) };
  });
}
