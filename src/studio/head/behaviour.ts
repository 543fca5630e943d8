// Any JavaScript. How somebody moves before the screen: sees the instruction late, turns as people turn, sways, blinks.
import type { Move, ScreenColour } from '../../shared/domain/challenge.ts';
import type { Random } from '../random.ts';
import type { HeadPose } from './figure.ts';
import { restDistanceCm } from './screen-light.ts';

/** What the screen shows. */
export interface ScreenView {
  readonly instruction: { readonly kind: 'hold' } | { readonly kind: 'move'; readonly move: Move };
  readonly colour: ScreenColour;
}

/** How far somebody goes, with which delay and speed; each drawn once for a move. */
export interface Habits {
  readonly reactionMs: readonly [number, number];
  readonly moveMs: readonly [number, number];
  readonly turnDegrees: readonly [number, number];
  readonly nodDegrees: readonly [number, number];
  readonly nearCm: readonly [number, number];
}

export const natural: Habits = {
  reactionMs: [300, 900],
  moveMs: [500, 1200],
  turnDegrees: [18, 35],
  nodDegrees: [15, 22],
  nearCm: [37.5, 42],
};

export interface Behaviour {
  /** Tells what is on the screen from `atMs` on. Times never go back. */
  look(atMs: number, instruction: ScreenView['instruction']): void;
  pose(atMs: number): HeadPose;
}

interface Attitude {
  readonly yaw: number;
  readonly pitch: number;
  readonly nearer: number;
}

interface Stroke {
  readonly startMs: number;
  readonly ms: number;
  readonly from: Attitude;
  readonly to: Attitude;
}

const straight: Attitude = { yaw: 0, pitch: 0, nearer: 0 };
const radians = Math.PI / 180;

export function createBehaviour(random: Random, habits: Habits = natural): Behaviour {
  const moving = random.stream('moves');
  const rest = restOf(random.stream('rest'));
  const lids = blinking(random.stream('blinks'));
  let strokes: Stroke[] = [];
  let shown = 'hold';

  const attitude = (atMs: number): Attitude => {
    const stroke = strokes.findLast(({ startMs }) => startMs <= atMs);
    if (!stroke) return straight;
    const t = Math.min(1, (atMs - stroke.startMs) / stroke.ms);
    // Minimum jerk (Flash and Hogan 1985).
    const done = t * t * t * (10 + t * (6 * t - 15));
    const between = (key: keyof Attitude) => stroke.from[key] + (stroke.to[key] - stroke.from[key]) * done;
    return { yaw: between('yaw'), pitch: between('pitch'), nearer: between('nearer') };
  };

  return {
    look(atMs, instruction) {
      const now = instruction.kind === 'hold' ? 'hold' : instruction.move;
      if (now === shown) return;
      shown = now;
      const startMs = atMs + moving.between(...habits.reactionMs);
      // What had been begun but not started is dropped.
      strokes = strokes.filter((stroke) => stroke.startMs < startMs);
      const to = instruction.kind === 'hold' ? straight : goal(instruction.move);
      strokes.push({ startMs, ms: moving.between(...habits.moveMs), from: attitude(startMs), to });
    },
    pose(atMs) {
      const { yaw, pitch, nearer } = attitude(atMs);
      const sway = rest(atMs / 1000);
      return {
        ...sway,
        distanceCm: sway.distanceCm - nearer,
        yaw: sway.yaw + yaw,
        pitch: sway.pitch + pitch,
        lids: lids(atMs),
        mouth: 0,
      };
    },
  };

  function goal(move: Move): Attitude {
    const turn = moving.between(...habits.turnDegrees) * radians;
    const nod = moving.between(...habits.nodDegrees) * radians;
    const near = moving.between(...habits.nearCm);
    // Nobody moves along one axis alone.
    const slip = moving.normal() * 2 * radians;
    switch (move) {
      case 'turn_left':
        return { yaw: turn, pitch: slip, nearer: 0 };
      case 'turn_right':
        return { yaw: -turn, pitch: slip, nearer: 0 };
      case 'look_up':
        return { yaw: slip, pitch: nod, nearer: 0 };
      case 'look_down':
        return { yaw: slip, pitch: -nod, nearer: 0 };
      case 'come_closer':
        return { yaw: slip, pitch: slip / 2, nearer: restDistanceCm - near };
    }
  }
}

/** Where they sit, and the slow sway of a person who sits still; seconds. */
function restOf(random: Random): (seconds: number) => Omit<HeadPose, 'lids' | 'mouth'> {
  const drift = (amplitude: number) => {
    const waves = [0.11, 0.23, 0.41].map((hertz, index) => ({
      turn: 2 * Math.PI * hertz * random.between(0.8, 1.25),
      phase: random.between(0, 2 * Math.PI),
      size: amplitude / (index + 1),
    }));
    return (seconds: number) =>
      waves.reduce((sum, { turn, phase, size }) => sum + size * Math.sin(turn * seconds + phase), 0);
  };
  const seat = {
    xCm: random.normal() * 0.8,
    yCm: random.normal() * 0.6 - 0.5,
    distanceCm: restDistanceCm + random.between(-2.5, 2),
    yaw: random.normal() * 1.5 * radians,
    pitch: random.normal() * 1.5 * radians,
    roll: random.normal() * 1.2 * radians,
  };
  const drifts = {
    xCm: drift(0.25),
    yCm: drift(0.15),
    distanceCm: drift(0.35),
    yaw: drift(0.7 * radians),
    pitch: drift(0.5 * radians),
    roll: drift(0.5 * radians),
  };
  return (seconds) => ({
    xCm: seat.xCm + drifts.xCm(seconds),
    yCm: seat.yCm + drifts.yCm(seconds),
    distanceCm: seat.distanceCm + drifts.distanceCm(seconds),
    yaw: seat.yaw + drifts.yaw(seconds),
    pitch: seat.pitch + drifts.pitch(seconds),
    roll: seat.roll + drifts.roll(seconds),
  });
}

/** Every two to six seconds, a quarter of a second each: shut quickly, opened more slowly. */
export function blinking(random: Random): (atMs: number) => number {
  const starts = [random.between(700, 4000)];
  return (atMs) => {
    while (starts.at(-1)! < atMs) starts.push(starts.at(-1)! + random.between(2000, 6000));
    const since = atMs - (starts.findLast((start) => start <= atMs) ?? Number.POSITIVE_INFINITY);
    if (!(since >= 0 && since < 270)) return 0;
    if (since < 80) return since / 80;
    return since < 120 ? 1 : 1 - (since - 120) / 150;
  };
}
