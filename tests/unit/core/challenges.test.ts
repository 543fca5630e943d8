// Challenges: what is asked of a person, that it harms nobody, and which answers can be answers.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  issueChallenge,
  type KeptChallenge,
  lightColours,
  requireAnswerable,
} from '../../../src/core/sessions/challenges.ts';
import type { Answered } from '../../../src/shared/contract/kiosk-contract.ts';
import { type Challenge, challengeSchema, type ScreenColour } from '../../../src/shared/domain/challenge.ts';
import { toFailure } from '../../../src/shared/kernel/failure.ts';
import { defaultPolicy } from '../../fixtures/test-core.ts';

/** Any challenge that the random source could lead to. */
const issued = (wanted = defaultPolicy().liveness) =>
  fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })).map((stream) =>
    issueChallenge(wanted, (least, below) => {
      const { value } = stream.next();
      return least + Math.floor(value * (below - least));
    }),
  );

const linear = (srgb: number) => {
  const v = srgb / 255;
  return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
};
const light = (colour: ScreenColour) => colour.map(linear) as [number, number, number];
/** Relative luminance after WCAG 2.2. */
const luminance = (colour: ScreenColour) => {
  const [red, green, blue] = light(colour);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

describe('a challenge', () => {
  it('asks for one turn and one nod, in either order, and tells nobody when', () => {
    fc.assert(
      fc.property(issued(), ({ moves }) => {
        const kinds = moves.map(({ move }) => move.split('_')[0]).sort();
        expect(kinds).toEqual(['look', 'turn']);
        for (const { afterMs } of moves) expect(afterMs).toBeGreaterThanOrEqual(400);
      }),
    );
    // Of all that can be asked, each comes.
    const many = Array.from({ length: 300 }, () => issueChallenge(defaultPolicy().liveness));
    expect(new Set(many.map(({ moves }) => moves.map(({ move }) => move).join())).size).toBe(8);
    expect(new Set(many.map(({ moves }) => moves[0]!.afterMs)).size).toBeGreaterThan(100);
    expect(new Set(many.map(({ light: l }) => JSON.stringify(l))).size).toBe(300);
    expect(new Set(many.map(({ challengeId }) => challengeId)).size).toBe(300);
  });

  it('asks as many moves as the policy says, none of them twice, and leaves out what it does not ask', () => {
    for (const count of [0, 1, 2, 3, 4]) {
      fc.assert(
        fc.property(issued({ moves: count, light: count % 2 === 0 }), (challenge) => {
          expect(challengeSchema.safeParse(challenge).success).toBe(true);
          expect(new Set(challenge.moves.map(({ move }) => move)).size).toBe(count);
          expect(challenge.light === null).toBe(count % 2 === 1);
        }),
        { numRuns: 30 },
      );
    }
  });
});

describe('its colours', () => {
  it('follow one another, no two neighbours alike, at most three changes a second', () => {
    fc.assert(
      fc.property(issued(), (challenge) => {
        const { steps } = challenge.light!;
        expect(steps.length).toBeGreaterThanOrEqual(5);
        steps.slice(1).forEach(({ colour }, i) => void expect(colour).not.toEqual(steps[i]!.colour));
        // In any second that begins with a change.
        steps.forEach((_, from) => {
          let sinceMs = 0;
          const within = steps.slice(from).filter(({ ms }) => {
            const starts = sinceMs;
            sinceMs += ms;
            return starts < 1000;
          });
          expect(within.length).toBeLessThanOrEqual(3);
        });
      }),
    );
  });

  it('are no flash of WCAG 2.3.1: alike in luminance, none a saturated red', () => {
    const all = lightColours.map(luminance);
    expect(Math.max(...all) - Math.min(...all)).toBeLessThan(0.1);
    for (const colour of lightColours) {
      const [red, green, blue] = light(colour);
      expect(red / (red + green + blue)).toBeLessThan(0.8);
    }
  });
});

describe('an answer', () => {
  const challenge: Challenge = issueChallenge(defaultPolicy().liveness);
  const kept = (change: Partial<KeptChallenge> = {}): KeptChallenge => ({
    challenge,
    issuedAtMs: 1_000_000,
    answer: null,
    ...change,
  });
  const answered = (change: Partial<Answered['answer']> = {}): Answered => {
    const answer = {
      challengeId: challenge.challengeId,
      movesAskedAtMs: [900, 4000],
      moveFramesAtMs: [100, 1000, 4100],
      lightShownAtMs: [8000, 8600],
      lightFramesAtMs: [8100, 8700],
      declined: [],
      ...change,
    };
    const frames = (times: readonly number[]) => times.map(() => new Uint8Array([1]));
    return {
      answer,
      moveFrames: frames(answer.moveFramesAtMs),
      lightFrames: frames(answer.lightFramesAtMs),
    };
  };
  const refusal = (...given: Parameters<typeof requireAnswerable>) => {
    try {
      requireAnswerable(...given);
      return null;
    } catch (thrown) {
      return toFailure(thrown).kind;
    }
  };
  const nowMs = 1_000_000 + 12_000;

  it('to what was asked last, in time, is one', () => {
    expect(refusal(kept(), answered(), nowMs)).toBeNull();
    // Clocks do not start in the same instant.
    expect(refusal(kept(), answered(), 1_000_000 + 8500)).toBeNull();
  });

  it('to nothing, to something else, to the same thing twice or too late asks for another challenge', () => {
    const other = issueChallenge(defaultPolicy().liveness).challengeId;
    expect(refusal(null, answered(), nowMs)).toBe('challenge.expired');
    expect(refusal(kept(), answered({ challengeId: other }), nowMs)).toBe('challenge.expired');
    expect(refusal(kept({ answer: answered().answer }), answered(), nowMs)).toBe('challenge.expired');
    expect(refusal(kept(), answered(), nowMs + 600_000)).toBe('challenge.expired');
  });

  it('with times that have not come, that are out of order or that belong to no frame is none', () => {
    const lists = ['movesAskedAtMs', 'moveFramesAtMs', 'lightShownAtMs', 'lightFramesAtMs'] as const;
    for (const list of lists) {
      expect(refusal(kept(), answered({ [list]: [100, 13_000] }), nowMs), list).toBe('request.invalid');
      expect(refusal(kept(), answered({ [list]: [4000, 900] }), nowMs), list).toBe('request.invalid');
    }
    for (const frames of ['moveFrames', 'lightFrames'] as const) {
      expect(refusal(kept(), { ...answered(), [frames]: [new Uint8Array([1])] }, nowMs), frames).toBe(
        'request.invalid',
      );
    }
  });
});
