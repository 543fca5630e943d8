// The walk through a challenge, on a clock of its own: what is shown, what is recorded, and that nobody is locked in.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Challenge,
  type ChallengePart,
  challengeSchema,
  enoughOf,
  type HeadPose,
  type Move,
  moves,
  progressOf,
  type ScreenColour,
} from '../../../src/shared/domain/challenge.ts';
import {
  type ChallengeStage,
  type ChallengeView,
  walkThrough,
} from '../../../src/shared/domain/challenge-walk.ts';

const straight: HeadPose = { side: 0.02, height: 0.55, eyeDistance: 0.15, aspect: 0.9 };

/** The pose of a head that has made so much of a move; 1 is enough. */
function posed(move: Move | null, share: number): HeadPose {
  switch (move) {
    case 'turn_left':
      return { ...straight, side: straight.side + share * enoughOf.side };
    case 'turn_right':
      return { ...straight, side: straight.side - share * enoughOf.side };
    case 'look_up':
      return { ...straight, height: straight.height - share * enoughOf.height };
    case 'look_down':
      return { ...straight, height: straight.height + share * enoughOf.height };
    case 'come_closer':
      return { ...straight, eyeDistance: straight.eyeDistance * (1 + share * (enoughOf.closer - 1)) };
    case null:
      return straight;
  }
}

interface Person {
  /** From the words to the farthest point of the move. */
  readonly slowMs: number;
  readonly hasFace: boolean;
  /** What they press, and when. */
  readonly declines?: { readonly part: ChallengePart; readonly atMs: number };
  readonly leavesAtMs?: number;
  /** Between these the camera gives no picture. */
  readonly blind?: { readonly fromMs: number; readonly untilMs: number };
}

/** A stage on which pictures take 10 ms and the coach 30; frames carry their number. */
function stageFor(person: Person) {
  let nowMs = 1000;
  let asked: { move: Move; sinceMs: number } | null = null;
  const sinceStart = () => nowMs - 1000;
  const taken: { atMs: number; pose: HeadPose; view: string }[] = [];
  const views: ChallengeView[] = [];
  const painted: (ScreenColour | null)[] = [];
  const takenAfterEnd = { count: 0 };
  const isStopped = () => sinceStart() >= (person.leavesAtMs ?? Number.POSITIVE_INFINITY);
  const farthest = 1.3;
  const stage: ChallengeStage = {
    nowMs: () => nowMs,
    pause: async (ms) => {
      nowMs += ms;
    },
    take: async () => {
      nowMs += 10;
      if (isStopped()) takenAfterEnd.count += 1;
      if (person.blind && sinceStart() >= person.blind.fromMs && sinceStart() < person.blind.untilMs)
        return null;
      const share = asked ? farthest * Math.min(1, (nowMs - asked.sinceMs) / person.slowMs) : 0;
      const pose = posed(asked?.move ?? null, share);
      const number = taken.length;
      taken.push({ atMs: sinceStart(), pose, view: views.at(-1)?.phase ?? 'none' });
      return {
        jpeg: Promise.resolve(new Uint8Array([number >> 8, number & 255])),
        pose: async () => {
          nowMs += 30;
          return person.hasFace ? pose : null;
        },
      };
    },
    show: (view) => {
      const last = views.at(-1);
      if (view.phase === 'move' && last?.phase === 'move') return;
      views.push(view);
      asked = view.phase === 'move' ? { move: view.move, sinceMs: nowMs } : null;
    },
    paint: async (colour) => {
      nowMs += 25;
      painted.push(colour);
    },
    isStopped,
    isDeclined: (part) => part === person.declines?.part && sinceStart() >= person.declines.atMs,
    onSign: () => {},
  };
  return { stage, taken, views, painted, takenAfterEnd, elapsedMs: sinceStart };
}

const colour = fc.constantFrom<ScreenColour[]>([255, 138, 64], [40, 188, 84], [104, 160, 255]);
const challenges = fc
  .record({
    moves: fc.array(
      fc.record({ move: fc.constantFrom(...moves), afterMs: fc.integer({ min: 0, max: 900 }) }),
      {
        maxLength: 4,
      },
    ),
    light: fc.option(
      fc.record({
        steps: fc.array(fc.record({ colour, ms: fc.integer({ min: 300, max: 700 }) }), {
          minLength: 1,
          maxLength: 8,
        }),
      }),
      { nil: null },
    ),
  })
  .map((asked) => challengeSchema.parse({ challengeId: '3b241101-e2bb-4255-8caf-4136c566a962', ...asked }));
const people = fc.record({ slowMs: fc.integer({ min: 300, max: 6000 }), hasFace: fc.boolean() });
const usual: Challenge = challengeSchema.parse({
  challengeId: '3b241101-e2bb-4255-8caf-4136c566a962',
  moves: [
    { move: 'turn_left', afterMs: 600 },
    { move: 'look_up', afterMs: 500 },
  ],
  light: { steps: [0, 1, 2].map((step) => ({ colour: [step, 100, 100], ms: 500 })) },
});

const inOrder = (times: readonly number[]) => times.every((atMs, i) => atMs >= (times[i - 1] ?? 0));
const numberOf = (jpeg: Uint8Array) => jpeg[0]! * 256 + jpeg[1]!;
const phases = (views: readonly ChallengeView[]) => views.map(({ phase }) => phase);

describe('anybody', () => {
  it('is asked everything in order, and what comes back is a whole answer of no more frames than may be sent', () =>
    fc.assert(
      fc.asyncProperty(challenges, people, async (challenge, person) => {
        const { stage, taken, views, painted } = stageFor(person);
        const recording = (await walkThrough(challenge, stage))!;
        const { answer, moveFrames, lightFrames } = recording;
        expect(answer).toMatchObject({ challengeId: challenge.challengeId, declined: [] });
        expect(views.flatMap((view) => (view.phase === 'move' ? [view.move] : []))).toEqual(
          challenge.moves.map(({ move }) => move),
        );
        expect(answer.movesAskedAtMs).toHaveLength(challenge.moves.length);
        expect(moveFrames).toHaveLength(answer.moveFramesAtMs.length);
        expect(lightFrames).toHaveLength(answer.lightFramesAtMs.length);
        expect(moveFrames.length).toBeLessThanOrEqual(32);
        expect(lightFrames.length).toBeLessThanOrEqual(48);
        for (const times of [
          answer.movesAskedAtMs,
          answer.moveFramesAtMs,
          answer.lightShownAtMs,
          answer.lightFramesAtMs,
        ]) {
          expect(inOrder(times)).toBe(true);
        }
        // Each frame goes with the time at which it was taken.
        const both = [...moveFrames, ...lightFrames];
        expect(both.map((jpeg) => taken[numberOf(jpeg)]!.atMs)).toEqual([
          ...answer.moveFramesAtMs,
          ...answer.lightFramesAtMs,
        ]);
        // The colours in their order, each for its time at least, then the screen as it was.
        const steps = challenge.light?.steps ?? [];
        expect(painted).toEqual(challenge.light ? [...steps.map((step) => step.colour), null] : []);
        const shown = answer.lightShownAtMs;
        expect(shown).toHaveLength(steps.length);
        shown
          .slice(1)
          .forEach((atMs, i) => void expect(atMs - shown[i]!).toBeGreaterThanOrEqual(steps[i]!.ms));
      }),
      { numRuns: 60 },
    ));
});

describe('somebody who makes the moves', () => {
  it('is praised for each, and the end of each is in the recording, however slow they are', () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 300, max: 8000 }), async (slowMs) => {
        const { stage, taken, views } = stageFor({ slowMs, hasFace: true });
        const { answer, moveFrames } = (await walkThrough(usual, stage))!;
        expect(phases(views)).toEqual([
          'straight',
          'move',
          'good',
          'straight',
          'move',
          'good',
          'notice',
          'light',
        ]);
        usual.moves.forEach(({ move }, index) => {
          const [from, until] = [answer.movesAskedAtMs[index]!, answer.movesAskedAtMs[index + 1] ?? 1e9];
          const kept = moveFrames
            .map((jpeg) => taken[numberOf(jpeg)]!)
            .filter(({ atMs }) => atMs >= from && atMs < until);
          expect(Math.max(...kept.map(({ pose }) => progressOf(move, straight, pose)))).toBeGreaterThan(1.09);
        });
      }),
    ));

  it('is not asked the next thing before they look straight again', async () => {
    const { stage, taken, views } = stageFor({ slowMs: 800, hasFace: true });
    const { answer } = (await walkThrough(usual, stage))!;
    const before = taken.findLast(({ atMs }) => atMs < answer.movesAskedAtMs[1]!)!;
    expect(before.view).toBe('straight');
    expect(before.pose).toEqual(straight);
    expect(views[3]).toEqual({ phase: 'straight' });
  });
});

describe('where no face is seen', () => {
  it('nobody waits for ever or is praised, and the frames have no long gap', async () => {
    const { stage, views, elapsedMs } = stageFor({ slowMs: 800, hasFace: false });
    const { answer } = (await walkThrough(usual, stage))!;
    expect(phases(views)).not.toContain('good');
    expect(elapsedMs()).toBeLessThan(30_000);
    const gaps = answer.moveFramesAtMs.slice(1).map((atMs, i) => atMs - answer.moveFramesAtMs[i]!);
    expect(Math.max(...gaps)).toBeLessThan(1200);
  });

  it('a camera that stalls is waited for', async () => {
    const blind = { fromMs: 300, untilMs: 2500 };
    const { stage } = stageFor({ slowMs: 800, hasFace: true, blind });
    const { answer } = (await walkThrough(usual, stage))!;
    expect(answer.movesAskedAtMs).toHaveLength(2);
    expect(answer.moveFramesAtMs.every((atMs) => atMs < blind.fromMs || atMs >= blind.untilMs)).toBe(true);
  });
});

describe('whoever stops or declines', () => {
  it('is stopped at any moment, brings nothing back, and the screen has no colour left', () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 8000 }), async (leavesAtMs) => {
        const { stage, painted, takenAfterEnd } = stageFor({ slowMs: 800, hasFace: true, leavesAtMs });
        const recording = await walkThrough(usual, stage);
        if (recording) expect(recording.answer.lightShownAtMs).toHaveLength(3);
        expect(painted.at(-1) ?? null).toBeNull();
        expect(takenAfterEnd.count).toBeLessThanOrEqual(1);
      }),
    ));

  it('has no more of the moves, but the light', async () => {
    const declines = { part: 'moves', atMs: 1500 } as const;
    const { stage, taken, painted } = stageFor({ slowMs: 8000, hasFace: true, declines });
    const { answer } = (await walkThrough(usual, stage))!;
    expect(answer.declined).toEqual(['moves']);
    expect(answer.movesAskedAtMs).toHaveLength(1);
    expect(taken.some(({ atMs, view }) => view === 'move' && atMs > 1700)).toBe(false);
    expect(painted).toHaveLength(4);
  });

  it('has no colour before their eyes from then on', async () => {
    const declines = { part: 'light', atMs: 0 } as const;
    const { stage, painted, views } = stageFor({ slowMs: 800, hasFace: true, declines });
    const { answer, lightFrames } = (await walkThrough(usual, stage))!;
    expect(answer).toMatchObject({ declined: ['light'], lightShownAtMs: [] });
    expect(answer.movesAskedAtMs).toHaveLength(2);
    expect(lightFrames).toEqual([]);
    expect(painted).toEqual([null]);
    expect(phases(views)).not.toContain('light');
  });
});
