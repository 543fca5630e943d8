// Engine. The light challenge: the screen plays colours that nobody could know beforehand, and skin before it takes them
// on, in time and in hue. What was recorded earlier shows other colours, or none.
import type { ScreenColour } from '../../shared/domain/challenge.ts';
import { mulberry32 } from '../../shared/kernel/mulberry32.ts';
import { srgbToLinear } from '../../shared/kernel/srgb.ts';

/** Linear light, 0 to 1 for each of red, green and blue. */
export type Light = readonly [red: number, green: number, blue: number];

export interface LightSample {
  readonly atMs: number;
  readonly skin: Light;
  /** Beside the person. */
  readonly surroundings: Light;
}

export interface ShownColour {
  readonly colour: ScreenColour;
  readonly shownAtMs: number;
}

export interface LightJudgement {
  /** Correlation of the skin's hue with the screen's, over both axes of hue: 1 is a perfect answer, 0 none. */
  readonly correlation: number;
  /** From the screen to the camera's frame. */
  readonly latencyMs: number;
  /** Change of the skin's hue (natural logarithm) for a change of the screen from none to all of a colour. */
  readonly response: number;
  /** The surroundings' response, as a share of the skin's. */
  readonly surroundings: number;
  /** Share of other sequences that would have fitted at least as well: at least 1 of those that were tried. */
  readonly chance: number;
  /** What was measured and what was expected, scaled alike: red against green, and blue against green. */
  readonly curves: readonly {
    readonly axis: 'red' | 'blue';
    readonly atMs: readonly number[];
    readonly measured: readonly number[];
    readonly expected: readonly number[];
  }[];
}

/** Screens and webcams together take 40 to 200 ms; what answers later is not light. */
const latenciesMs = Array.from({ length: 19 }, (_, i) => i * 20);
/** A frame gathers light for about this long. */
const exposureMs = 33;
/** Slower changes are the camera's own white balance; they are taken off both curves. */
const slowMs = 1300;
/** Other sequences that are tried against the same recording. */
const others = 400;

export const linearOf = (byte: number): number => srgbToLinear(byte / 255);

type Curve = Float64Array;
/** Two axes of hue, one value for each sample. */
type Hue = readonly [Curve, Curve];

/** `null` with fewer than 8 samples: nothing can be said. */
export function judgeLight(
  shown: readonly ShownColour[],
  samples: readonly LightSample[],
): LightJudgement | null {
  if (samples.length < 8 || shown.length < 2) return null;
  const times = samples.map(({ atMs }) => atMs);
  const steady = highPass(times);
  const hue = (lights: readonly Light[]): Hue => {
    const [red, blue] = hueOf(lights);
    return [steady(red), steady(blue)];
  };
  const skin = hue(samples.map((sample) => sample.skin));
  const beside = hue(samples.map((sample) => sample.surroundings));
  const fits = latenciesMs.map((latencyMs) => fitAt(latencyMs, shown, times, steady, skin));
  const bestFit = (colours: readonly ScreenColour[]) => {
    const hues = colours.map(hueOfScreen);
    return fits
      .map((fit) => ({ fit, hues, correlation: fit.correlation(hues) }))
      .reduce((a, b) => (b.correlation > a.correlation ? b : a));
  };
  const { fit, hues, correlation } = bestFit(shown.map(({ colour }) => colour));
  const expected = fit.expected(hues);
  const power = dot(expected, expected) || 1;
  const response = dot(skin, expected) / power;
  // Drawn as strong as what was measured, so that one without an answer shows what it should have been.
  const scale = Math.sqrt(dot(skin, skin) / power);
  const random = repeatable(shown);
  let better = 0;
  for (let i = 0; i < others; i++) {
    if (bestFit(shuffled(shown, random)).correlation >= correlation) better += 1;
  }
  return {
    correlation,
    latencyMs: fit.latencyMs,
    response,
    surroundings: response > 0 ? dot(beside, expected) / power / response : 0,
    chance: (better + 1) / (others + 1),
    curves: ([0, 1] as const).map((axis) => ({
      axis: axis === 0 ? ('red' as const) : ('blue' as const),
      atMs: times,
      measured: Array.from(skin[axis]),
      expected: Array.from(expected[axis], (value) => value * scale),
    })),
  };
}

/** Red against green and blue against green of the screen's own light. */
type ScreenHue = readonly [red: number, blue: number];
const hueOfScreen = (colour: ScreenColour): ScreenHue => {
  const [red, green, blue] = colour.map(linearOf) as [number, number, number];
  return [red - green, blue - green];
};

/**
 * How any colours at these times fit the skin, were the light so late. The expected curve is a sum over the steps of the
 * colour times a curve of when the step is seen, so that trying other colours costs a few products instead of curves.
 */
function fitAt(
  latencyMs: number,
  shown: readonly ShownColour[],
  times: readonly number[],
  steady: (curve: Curve) => Curve,
  skin: Hue,
) {
  const seen = shown.map((_, step) =>
    steady(Float64Array.from(times, (atMs) => shareOf(step, shown, atMs - latencyMs))),
  );
  const product = (a: Curve, b: Curve) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  const withSkin = skin.map((axis) => seen.map((curve) => product(curve, axis)));
  const among = seen.map((a) => seen.map((b) => product(a, b)));
  const skinPower = dot(skin, skin);
  return {
    latencyMs,
    correlation: (hues: readonly ScreenHue[]): number => {
      let common = 0;
      let power = 0;
      for (const axis of [0, 1] as const) {
        for (let i = 0; i < hues.length; i++) {
          common += hues[i]![axis] * withSkin[axis]![i]!;
          for (let j = 0; j < hues.length; j++) power += hues[i]![axis] * hues[j]![axis] * among[i]![j]!;
        }
      }
      return common / Math.sqrt(skinPower * power || 1);
    },
    expected: (hues: readonly ScreenHue[]): Hue => {
      const axis = (which: 0 | 1): Curve =>
        Float64Array.from(times, (_, i) =>
          hues.reduce((sum, hue, step) => sum + hue[which] * seen[step]![i]!, 0),
        );
      return [axis(0), axis(1)];
    },
  };
}

/** How much of the exposure of a frame that ends at `atMs` falls into one step; before the first step it counts as the first. */
function shareOf(step: number, shown: readonly ShownColour[], atMs: number): number {
  const from = step === 0 ? Number.NEGATIVE_INFINITY : shown[step]!.shownAtMs;
  const until = shown[step + 1]?.shownAtMs ?? Number.POSITIVE_INFINITY;
  const overlap = Math.min(until, atMs) - Math.max(from, atMs - exposureMs);
  return Math.max(0, Math.min(1, overlap / exposureMs));
}

/** Logarithms of red over green and blue over green: brightness, distance and exposure cancel out. */
function hueOf(lights: readonly Light[]): Hue {
  const least = 1e-4;
  const axis = (channel: 0 | 2) =>
    Float64Array.from(lights, (light) => Math.log((light[channel] + least) / (light[1] + least)));
  return [axis(0), axis(2)];
}

/** Takes off what changes slowly: the mean of the neighbours in time, weighted by a bell of `slowMs`. */
function highPass(times: readonly number[]): (curve: Curve) => Curve {
  const rows = times.map((at) => {
    const weights = times.map((other) => Math.exp(-(((other - at) / slowMs) ** 2) / 2));
    const sum = weights.reduce((a, b) => a + b, 0);
    return weights.map((weight) => weight / sum);
  });
  return (curve) =>
    curve.map((value, i) => {
      const row = rows[i]!;
      let slow = 0;
      for (let j = 0; j < row.length; j++) slow += row[j]! * curve[j]!;
      return value - slow;
    });
}

function dot(a: Hue, b: Hue): number {
  let sum = 0;
  for (const axis of [0, 1] as const) {
    for (let i = 0; i < a[axis].length; i++) sum += a[axis][i]! * b[axis][i]!;
  }
  return sum;
}

/** The same times with other colours of the same set, no two neighbours alike. */
function shuffled(shown: readonly ShownColour[], random: () => number): ScreenColour[] {
  const colours = [...new Map(shown.map(({ colour }) => [colour.join(), colour])).values()];
  let last: ScreenColour | undefined;
  return shown.map(() => {
    const choice = colours.length > 1 ? colours.filter((colour) => colour !== last) : colours;
    last = choice[Math.floor(random() * choice.length)]!;
    return last;
  });
}

/** Seeded by the sequence itself, so that an auditor's replay gives the same figures. */
const repeatable = (shown: readonly ShownColour[]): (() => number) =>
  mulberry32(shown.reduce((sum, { colour: [r, g, b] }, i) => (sum * 31 + r * 7 + g * 3 + b + i) | 0, 17));
