// Core. Chooses what a person before the camera is asked, so that nobody can know it beforehand, and keeps it until it is answered.
import { randomInt, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Answered } from '../../shared/contract/kiosk-contract.ts';
import {
  answerSchema,
  type Challenge,
  type ChallengeId,
  challengeSchema,
  type Move,
  moves,
  type ScreenColour,
} from '../../shared/domain/challenge.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import { FailureError } from '../../shared/kernel/failure.ts';

/** As it is sealed with the session. */
export const keptChallengeSchema = z.object({
  challenge: challengeSchema,
  issuedAtMs: z.number(),
  answer: answerSchema.nullable(),
});
export type KeptChallenge = z.infer<typeof keptChallengeSchema>;

/**
 * Far apart in hue, alike in relative luminance (0.33 to 0.41 after WCAG 2.2), none a saturated red, and never more than
 * two changes a second: neither a general flash nor a red flash after success criterion 2.3.1 can come of them. Alike in
 * luminance they also leave the camera's exposure alone.
 */
export const lightColours: readonly ScreenColour[] = [
  [255, 138, 64],
  [40, 188, 84],
  [104, 160, 255],
  [238, 106, 226],
];
const lightSteps = 7;
const stepMs = { least: 500, most: 620 } as const;
/** Long enough to come back to looking straight, and not to be known. */
const straightMs = { least: 400, most: 900 } as const;

/** An applicant takes half a minute; whoever comes later is asked something else. */
const lifetimeMs = 180_000;
/** The kiosk's clock starts when the challenge arrives, core's when it leaves. */
const clockSlackMs = 500;

/** A whole number from `least` on, below `below`. */
type Pick = (least: number, below: number) => number;

/** `pick` is the operating system's random source; measurements that are to be repeated give another. */
export function issueChallenge(wanted: Policy['liveness'], pick: Pick = randomInt): Challenge {
  return {
    challengeId: randomUUID() as ChallengeId,
    moves: chooseMoves(wanted.moves, pick).map((move) => ({ move, afterMs: between(straightMs, pick) })),
    light: wanted.light
      ? { steps: chooseColours(lightSteps, pick).map((colour) => ({ colour, ms: between(stepMs, pick) })) }
      : null,
  };
}

/**
 * Different moves in random order. One turns the head and one nods: a flat picture can do neither, and one that is bent
 * stands out along one of the two alone.
 */
function chooseMoves(count: number, pick: Pick): Move[] {
  if (count === 0) return [];
  const oneOf = (start: string) => {
    const alike = moves.filter((move) => move.startsWith(start));
    return alike[pick(0, alike.length)]!;
  };
  const chosen = [oneOf('turn_'), oneOf('look_')].slice(0, count);
  const others = moves.filter((move) => !chosen.includes(move));
  while (chosen.length < count) chosen.push(...others.splice(pick(0, others.length), 1));
  return shuffled(chosen, pick);
}

function chooseColours(count: number, pick: Pick): ScreenColour[] {
  const chosen: ScreenColour[] = [];
  while (chosen.length < count) {
    const choice = lightColours.filter((colour) => colour !== chosen.at(-1));
    chosen.push(choice[pick(0, choice.length)]!);
  }
  return chosen;
}

const between = ({ least, most }: { readonly least: number; readonly most: number }, pick: Pick) =>
  pick(least, most + 1);

function shuffled<T>(items: readonly T[], pick: Pick): T[] {
  const left = [...items];
  const out: T[] = [];
  while (left.length > 0) out.push(...left.splice(pick(0, left.length), 1));
  return out;
}

/**
 * Whether this answer can be one to the challenge that was kept. Fails with `challenge.expired` where another one must be
 * asked, with `request.invalid` for what no kiosk sends.
 */
export function requireAnswerable(kept: KeptChallenge | null, answered: Answered, nowMs: number): void {
  const { answer, moveFrames, lightFrames } = answered;
  if (!kept || kept.answer !== null || kept.challenge.challengeId !== answer.challengeId) {
    throw new FailureError('challenge.expired', 'This challenge is not the one that was asked last.');
  }
  const sinceMs = nowMs - kept.issuedAtMs;
  if (sinceMs > lifetimeMs) {
    throw new FailureError('challenge.expired', 'This challenge was asked too long ago.');
  }
  if (
    moveFrames.length !== answer.moveFramesAtMs.length ||
    lightFrames.length !== answer.lightFramesAtMs.length
  ) {
    throw new FailureError('request.invalid', 'An answer has one time for each of its frames.');
  }
  const times = [answer.movesAskedAtMs, answer.moveFramesAtMs, answer.lightShownAtMs, answer.lightFramesAtMs];
  if (times.some((list) => list.some((atMs, i) => atMs < (list[i - 1] ?? 0)))) {
    throw new FailureError('request.invalid', 'The times of an answer must be in order.');
  }
  if (Math.max(0, ...times.flat()) > sinceMs + clockSlackMs) {
    throw new FailureError('request.invalid', 'The answer tells of a time that has not come yet.');
  }
}
