// Suite `virtual`: its plan is even and fixed, its judgement strict, its tally right.
import { describe, expect, it } from 'vitest';
import { cornerError } from '../../../src/cli/evaluate/virtual.ts';
import { ordinaryCount, planShots } from '../../../src/cli/evaluate/virtual-plan.ts';
import { type ShotResult, tally } from '../../../src/cli/evaluate/virtual-tally.ts';
import type { Quad } from '../../../src/shared/domain/geometry.ts';
import { specimenKinds } from '../../../src/studio/index.ts';

const shot = (change: Partial<ShotResult>): ShotResult => ({
  shot: 'td3 1',
  kind: 'td3',
  language: 'English',
  format: 'TD3',
  axis: 'rotation',
  value: '15°',
  zone: { hidden: false, exact: true, valid: true, lines: ['A'], expected: ['A'] },
  invented: false,
  fields: [],
  cornerError: 0.001,
  ms: 1,
  ...change,
});

describe('the plan', () => {
  it('meets every condition four times and every layout, in the same order always', () => {
    const shots = planShots(ordinaryCount);
    const times = Map.groupBy(shots, ({ axis, value }) => `${axis} ${value}`);
    expect([...times.values()].every((group) => group.length === 4)).toBe(true);
    expect(new Set(shots.map(({ kind }) => kind)).size).toBe(specimenKinds.length);
    expect(planShots(10)).toEqual(shots.slice(0, 10));
  });
});

describe('corners', () => {
  const page: Quad = [
    [0, 0],
    [300, 0],
    [300, 400],
    [0, 400],
  ];
  it('are measured against the diagonal, whichever comes first', () => {
    const moved = page.map(([x, y]) => [x + 5, y]) as Quad;
    expect(cornerError(moved, page)).toBeCloseTo(0.01);
    expect(cornerError([moved[2], moved[3], moved[0], moved[1]], page)).toBeCloseTo(0.01);
  });
});

describe('the tally', () => {
  it('keeps hidden zones out of the rate, and counts them where they were read wrongly', () => {
    const metrics = tally([
      shot({}),
      shot({ zone: { hidden: false, exact: false, valid: false, lines: [], expected: ['A'] } }),
      shot({ zone: { hidden: true, exact: false, valid: true, lines: ['B'], expected: ['A'] } }),
      shot({ zone: null, invented: true }),
    ]);
    expect(metrics.mrzExact).toBe(0.5);
    expect(metrics.shotsWithMrzHidden).toBe(1);
    expect(metrics.mrzWrongYetValid).toBeCloseTo(1 / 3);
    expect(metrics.falseReads).toBe(1);
  });

  it('names the worst group first', () => {
    const wrong = { hidden: false, exact: false, valid: false, lines: [], expected: ['A'] };
    const { mrzExactByCondition } = tally([
      shot({}),
      shot({ value: '30°', zone: wrong }),
      shot({ value: '45°' }),
      shot({ value: '45°', zone: wrong }),
    ]);
    expect(mrzExactByCondition.map(({ group, rate }) => [group, rate])).toEqual([
      ['rotation 30°', 0],
      ['rotation 45°', 0.5],
      ['rotation 15°', 1],
    ]);
  });

  it('tells print beside a zone that was read from print beside one that was not', () => {
    const field = (right: boolean) =>
      ({ name: 'sex', right, rightToTheMark: right, read: 'F', expected: 'F' }) as const;
    const metrics = tally([
      shot({ fields: [field(true), field(true)] }),
      shot({
        zone: { hidden: false, exact: false, valid: false, lines: [], expected: ['A'] },
        fields: [field(false), field(false)],
      }),
    ]);
    expect(metrics.printedRight).toBe(0.5);
    expect(metrics.printedRightWhereMrzRight).toBe(1);
  });
});
