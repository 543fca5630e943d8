// The judgement of moves and of light, on poses and on light that follow from geometry and optics: what answers, scores;
// what answers something else, or what a camera does by itself, does not matter to it or does not score.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { issueChallenge, lightColours } from '../../../../src/core/sessions/challenges.ts';
import {
  judgeLight,
  type Light,
  type LightSample,
  linearOf,
  type ShownColour,
} from '../../../../src/engine/face/light.ts';
import { judgeMoves, type PosedFrame } from '../../../../src/engine/face/moves.ts';
import type { HeadPose, Move, ScreenColour } from '../../../../src/shared/domain/challenge.ts';
import { type Random, seededRandom } from '../../../../src/studio/random.ts';

const seeds = fc.integer({ min: 0, max: 1e6 });
/** Always the same, so that a failure is found again. */
const runs = { numRuns: 40, seed: 4 };

describe('moves', () => {
  const radians = Math.PI / 180;
  /** How far the nose stands out before the plane of eyes and mouth, in eye distances. */
  const head = { turn: 0.5, nod: 0.65 };
  const print = { turn: 0.06, nod: 0.06 };

  interface Angles {
    readonly yaw: number;
    readonly pitch: number;
    readonly nearer: number;
  }

  /** Positive yaw is to the person's left, positive pitch upwards; degrees. */
  function poseOf({ yaw, pitch, nearer }: Angles, relief: typeof head, noise: () => number): HeadPose {
    const aspect = 0.9 * (Math.cos(yaw * radians) / Math.cos(pitch * radians));
    return {
      side: 0.03 + relief.turn * Math.tan(yaw * radians) + noise(),
      height: 0.55 - relief.nod * Math.tan(pitch * radians) * 0.9 + noise(),
      eyeDistance: 0.15 * nearer + noise() / 10,
      aspect: aspect + noise(),
    };
  }

  const goals: Record<Move, Partial<Angles>> = {
    turn_left: { yaw: 24 },
    turn_right: { yaw: -24 },
    look_up: { pitch: 18 },
    look_down: { pitch: -18 },
    come_closer: { nearer: 1.35 },
  };

  /** Ten frames a second: straight until `atMs`, there in 0.6 s, held for 0.6 s, back. */
  function framesOf(
    made: readonly { readonly move: Move; readonly atMs: number }[],
    relief: typeof head,
    noise: () => number,
    times = 1,
  ): PosedFrame[] {
    return Array.from({ length: 70 }, (_, frame) => {
      const atMs = frame * 100;
      const angles = { yaw: 0, pitch: 0, nearer: 1 };
      for (const { move, atMs: fromMs } of made) {
        const since = (atMs - fromMs - 400) / 600;
        const share = Math.max(0, Math.min(1, since, 3 - since)) * times;
        const { yaw = 0, pitch = 0, nearer = 1 } = goals[move];
        angles.yaw += yaw * share;
        angles.pitch += pitch * share;
        angles.nearer += (nearer - 1) * share;
      }
      return { atMs, pose: poseOf(angles, relief, noise) };
    });
  }

  const times = [1000, 4300] as const;
  const askedOf = (moves: readonly Move[]) =>
    moves.map((move, index) => ({ move, askedAtMs: times[index]!, afterMs: 500 }));
  const madeOf = (moves: readonly Move[]) => moves.map((move, index) => ({ move, atMs: times[index]! }));
  const noiseOf = (seed: number) => {
    const random = seededRandom(seed);
    return () => random.normal() * 0.006;
  };
  const nods = ['look_up', 'look_down'] as const;
  const turns = ['turn_left', 'turn_right'] as const;
  const pairs = fc
    .tuple(fc.constantFrom(...turns), fc.constantFrom(...nods), fc.boolean())
    .map(([turn, nod, first]): [Move, Move] => (first ? [turn, nod] : [nod, turn]));

  it('that were asked and made are enough, nothing else was made, and the nose stands out as it does', () =>
    fc.assert(
      fc.property(pairs, seeds, (moves, seed) => {
        const judged = judgeMoves(framesOf(madeOf(moves), head, noiseOf(seed)), askedOf(moves));
        for (const [index, { move, progress, strayed, relief, peakAtMs }] of judged.entries()) {
          expect(progress).toBeGreaterThan(1);
          expect(strayed).toBeLessThan(1);
          const expected = move.startsWith('turn_') ? head.turn : head.nod;
          expect(Math.abs(relief! - expected)).toBeLessThan(0.4 * expected);
          expect(peakAtMs! - times[index]!).toBeGreaterThan(400);
          expect(peakAtMs! - times[index]!).toBeLessThan(2400);
        }
      }),
      runs,
    ));

  it('count nearer as well as turned', () => {
    const moves: Move[] = ['come_closer'];
    const [judged] = judgeMoves(framesOf(madeOf(moves), head, noiseOf(1)), askedOf(moves));
    expect(judged!.progress).toBeGreaterThan(1);
    expect(judged!.relief).toBeNull();
  });

  it('that answer something else are not made, and are seen to be something else', () =>
    fc.assert(
      fc.property(pairs, pairs, seeds, (asked, made, seed) => {
        fc.pre(asked.some((move, index) => move !== made[index]));
        const judged = judgeMoves(framesOf(madeOf(made), head, noiseOf(seed)), askedOf(asked));
        expect(Math.min(...judged.map(({ progress }) => progress))).toBeLessThan(0.5);
        expect(Math.max(...judged.map(({ strayed }) => strayed))).toBeGreaterThan(1);
      }),
      runs,
    ));

  it('made too late or not at all are missed', () => {
    const moves: Move[] = ['turn_left', 'look_up'];
    const still = judgeMoves(framesOf([], head, noiseOf(1)), askedOf(moves));
    for (const { progress } of still) expect(progress).toBeLessThan(0.5);
    const late = madeOf(moves).map(({ move, atMs }) => ({ move, atMs: atMs + 3000 }));
    expect(judgeMoves(framesOf(late, head, noiseOf(1)), askedOf(moves))[0]!.progress).toBeLessThan(0.5);
    const noFace = framesOf(madeOf(moves), head, noiseOf(1)).map(({ atMs }) => ({ atMs, pose: null }));
    expect(judgeMoves(noFace, askedOf(moves))).toMatchObject([{ progress: 0 }, { progress: 0 }]);
  });

  it('of a sheet show no nose, however far it is turned', () =>
    fc.assert(
      fc.property(pairs, fc.double({ min: 1, max: 2.4, noNaN: true }), seeds, (moves, far, seed) => {
        const judged = judgeMoves(framesOf(madeOf(moves), print, noiseOf(seed), far), askedOf(moves));
        for (const { progress, relief } of judged) expect(progress < 1 || relief! < 0.25).toBe(true);
      }),
      runs,
    ));
});

describe('light', () => {
  const room: Light = [0.3, 0.26, 0.2];
  const albedo: Light = [0.6, 0.42, 0.32];
  const wall: Light = [0.5, 0.5, 0.46];
  const exposureMs = 33;

  interface Optics {
    /** Of the room's light, on the face under a white screen; beside it. */
    readonly gain: number;
    readonly beside: number;
    readonly latencyMs: number;
    /** Share of a channel that white balance takes or gives over the recording, and by which exposure wanders. */
    readonly drift: number;
    readonly noise: number;
  }
  const usual: Optics = { gain: 0.15, beside: 0.01, latencyMs: 80, drift: 0, noise: 0.002 };

  function shownOf({
    steps,
  }: {
    readonly steps: readonly { readonly colour: ScreenColour; readonly ms: number }[];
  }) {
    let atMs = 5000;
    return steps.map(({ colour, ms }): ShownColour => {
      const shown = { colour, shownAtMs: atMs };
      atMs += ms + 40;
      return shown;
    });
  }

  /** What the camera sees of a face before a screen that plays `shown`; ten frames a second. */
  function samplesOf(shown: readonly ShownColour[], optics: Optics, random: Random): LightSample[] {
    const from = shown[0]!.shownAtMs + 60;
    const until = shown.at(-1)!.shownAtMs + 560;
    const at = (ms: number): ScreenColour =>
      (shown.findLast(({ shownAtMs }) => shownAtMs <= ms) ?? shown[0]!).colour;
    return Array.from({ length: Math.floor((until - from) / 105) }, (_, frame) => {
      const atMs = from + frame * 105 + random.between(-8, 8);
      const part = (atMs - from) / (until - from);
      const parts = Array.from({ length: 11 }, (_, i) => at(atMs - optics.latencyMs - (exposureMs * i) / 10));
      const exposure = 1 + optics.drift * Math.sin(part * 5);
      const seen = (own: Light, gain: number): Light =>
        [0, 1, 2].map((channel) => {
          const screen = parts.reduce((sum, colour) => sum + linearOf(colour[channel]!) / parts.length, 0);
          const light = room[channel]! + gain * 0.26 * screen;
          const balance = 1 + optics.drift * (channel - 1) * part;
          return own[channel]! * light * balance * exposure * (1 + random.normal() * optics.noise);
        }) as unknown as Light;
      return { atMs, skin: seen(albedo, optics.gain), surroundings: seen(wall, optics.beside) };
    });
  }

  const sequences = seeds.map((seed) => {
    const random = seededRandom(seed);
    const { light } = issueChallenge({ moves: 0, light: true }, (least, below) =>
      random.integer(least, below - 1),
    );
    return { seed, shown: shownOf(light!) };
  });

  it('that answers scores at every latency, which is found', () =>
    fc.assert(
      fc.property(sequences, fc.integer({ min: 30, max: 220 }), ({ seed, shown }, latencyMs) => {
        const samples = samplesOf(shown, { ...usual, latencyMs }, seededRandom(seed));
        const judged = judgeLight(shown, samples)!;
        expect(judged.correlation).toBeGreaterThan(0.9);
        expect(judged.chance).toBeLessThan(0.05);
        expect(judged.response).toBeGreaterThan(0.05);
        expect(judged.surroundings).toBeLessThan(0.3);
        expect(Math.abs(judged.latencyMs - latencyMs)).toBeLessThanOrEqual(50);
      }),
      runs,
    ));

  it('scores though white balance and exposure wander and the camera is noisy', () =>
    fc.assert(
      fc.property(sequences, ({ seed, shown }) => {
        const samples = samplesOf(shown, { ...usual, drift: 0.15, noise: 0.006 }, seededRandom(seed));
        const judged = judgeLight(shown, samples)!;
        expect(judged.correlation).toBeGreaterThan(0.8);
        expect(judged.chance).toBeLessThan(0.05);
      }),
      runs,
    ));

  it('of another sequence does not score', () =>
    fc.assert(
      fc.property(sequences, ({ seed, shown }) => {
        const random = seededRandom(seed).stream('other');
        // Another colour at each step: what was recorded at another time.
        const other = shown.map(({ colour, shownAtMs }) => {
          const left = lightColours.filter((each) => each.join() !== colour.join());
          return { colour: left[random.integer(0, left.length - 1)]!, shownAtMs };
        });
        const judged = judgeLight(shown, samplesOf(other, usual, random))!;
        expect(judged.correlation).toBeLessThan(0.7);
      }),
      runs,
    ));

  it('that does not fall on the face does not score', () =>
    fc.assert(
      fc.property(sequences, ({ seed, shown }) => {
        const dark = { ...usual, gain: 0, beside: 0, drift: 0.1 };
        expect(judgeLight(shown, samplesOf(shown, dark, seededRandom(seed)))!.correlation).toBeLessThan(0.7);
      }),
      runs,
    ));

  it('that is everywhere alike shows: a program coloured the whole picture', () =>
    fc.assert(
      fc.property(sequences, ({ seed, shown }) => {
        const tinted = samplesOf(shown, { ...usual, beside: usual.gain }, seededRandom(seed));
        const judged = judgeLight(shown, tinted)!;
        expect(judged.surroundings).toBeGreaterThan(0.7);
      }),
      runs,
    ));

  it('is judged alike each time, and not at all from a handful of frames', () => {
    const { light } = issueChallenge({ moves: 0, light: true });
    const shown = shownOf(light!);
    const samples = samplesOf(shown, usual, seededRandom(1));
    expect(judgeLight(shown, samples)).toEqual(judgeLight(shown, samples));
    expect(judgeLight(shown, samples.slice(0, 7))).toBeNull();
    expect(judgeLight(shown.slice(0, 1), samples)).toBeNull();
  });
});
