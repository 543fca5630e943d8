// Engine. The light challenge: the screen plays colours that nobody could know beforehand, and skin before it takes them
// on, in time and in hue. What was recorded earlier shows other colours, or none.
import type { ScreenColour } from '../../shared/domain/challenge.ts';

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

export const linearOf = (srgb: number): number => {
  const v = srgb / 255;
  return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
};

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
  const skin = hueOf(samples.map((sample) => sample.skin)).map(steady) as unknown as Hue;
  const beside = hueOf(samples.map((sample) => sample.surroundings)).map(steady) as unknown as Hue;
  const expectedAt = (colours: readonly ShownColour[], latencyMs: number): Hue => {
    const light = times.map((atMs) => shownDuring(colours, atMs - latencyMs));
    const axis = (channel: 0 | 2) => steady(Float64Array.from(light, (each) => each[channel] - each[1]));
    return [axis(0), axis(2)];
  };
  const bestFit = (colours: readonly ShownColour[]) => {
    let best = { correlation: -1, latencyMs: 0, expected: expectedAt(colours, 0) };
    for (const latencyMs of latenciesMs) {
      const expected = expectedAt(colours, latencyMs);
      const correlation = dot(skin, expected) / Math.sqrt(dot(skin, skin) * dot(expected, expected) || 1);
      if (correlation > best.correlation) best = { correlation, latencyMs, expected };
    }
    return best;
  };
  const { correlation, latencyMs, expected } = bestFit(shown);
  const power = dot(expected, expected) || 1;
  const response = dot(skin, expected) / power;
  const random = repeatable(shown);
  let better = 0;
  for (let i = 0; i < others; i++) {
    if (bestFit(shuffled(shown, random)).correlation >= correlation) better += 1;
  }
  return {
    correlation,
    latencyMs,
    response,
    surroundings: response > 0 ? dot(beside, expected) / power / response : 0,
    chance: (better + 1) / (others + 1),
    curves: ([0, 1] as const).map((axis) => ({
      axis: axis === 0 ? ('red' as const) : ('blue' as const),
      atMs: times,
      measured: Array.from(skin[axis]),
      expected: Array.from(expected[axis], (value) => value * response),
    })),
  };
}

/** Mean light of the screen while a frame that ends at `atMs` was exposed. */
function shownDuring(shown: readonly ShownColour[], atMs: number): Light {
  const parts = [0, 0.5, 1].map((share) => {
    const at = atMs - share * exposureMs;
    const step = shown.findLast(({ shownAtMs }) => shownAtMs <= at) ?? shown[0]!;
    return step.colour.map(linearOf) as unknown as Light;
  });
  const mean = (channel: 0 | 1 | 2) => parts.reduce((sum, part) => sum + part[channel], 0) / parts.length;
  return [mean(0), mean(1), mean(2)];
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
function shuffled(shown: readonly ShownColour[], random: () => number): ShownColour[] {
  const colours = [...new Map(shown.map(({ colour }) => [colour.join(), colour])).values()];
  let last: ScreenColour | undefined;
  return shown.map(({ shownAtMs }) => {
    const choice = colours.length > 1 ? colours.filter((colour) => colour !== last) : colours;
    last = choice[Math.floor(random() * choice.length)]!;
    return { colour: last, shownAtMs };
  });
}

/** Seeded by the sequence itself, so that an auditor's replay gives the same figures (mulberry32). */
function repeatable(shown: readonly ShownColour[]): () => number {
  let state = shown.reduce((sum, { colour: [r, g, b] }, i) => (sum * 31 + r * 7 + g * 3 + b + i) | 0, 17);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
