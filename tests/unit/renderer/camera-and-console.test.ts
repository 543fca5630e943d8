// Tests. The small rules of the screens: when the shutter fires, how far an image may be moved, when a decision is complete.
import { describe, expect, it } from 'vitest';
import {
  emptyDraft,
  isComplete,
  reasonsFor,
  withVerdict,
} from '../../../src/renderer/console/case/decide.tsx';
import { scoreScale } from '../../../src/renderer/console/case/score-bar.tsx';
import { fitted, moved, zoomed } from '../../../src/renderer/console/case/zoom.ts';
import {
  advance,
  fires,
  readyInARow,
  restingShutter,
  type Shutter,
} from '../../../src/renderer/kiosk/camera/shutter.ts';
import { decisionReasons } from '../../../src/shared/domain/case.ts';

describe('the shutter', () => {
  const shutterAfter = (...sharpnesses: number[]) =>
    sharpnesses.reduce<Shutter<number>>(
      (shutter, sharpness) => advance(shutter, { picture: sharpness, sharpness }),
      restingShutter,
    );
  const kept = (shutter: Shutter<number>) => shutter.frames.map(({ picture }) => picture);

  it('fires after enough good answers in a row, whether their frames are kept or not', () => {
    let shutter: Shutter<never> = restingShutter;
    for (let count = 0; count < readyInARow; count++) {
      expect(fires(shutter)).toBe(false);
      shutter = advance(shutter, null);
    }
    expect(fires(shutter)).toBe(true);
  });

  it('keeps the three sharpest frames, the best first, in whatever order they came', () => {
    for (const order of [
      [0.5, 0.45, 0.48, 0.46],
      [0.45, 0.46, 0.48, 0.5],
      [0.48, 0.5, 0.46, 0.45],
    ]) {
      expect(kept(shutterAfter(...order))).toEqual([0.5, 0.48, 0.46]);
    }
  });

  it('keeps no frame that is much less sharp than the best', () => {
    expect(kept(shutterAfter(0.2, 0.5, 0.2, 0.48))).toEqual([0.5, 0.48]);
    expect(kept(shutterAfter(0.2, 0.2, 0.2, 0.5))).toEqual([0.5]);
  });
});

describe('zoom', () => {
  it('keeps the place under the pointer', () => {
    const view = zoomed(fitted, 4, 0.25, -0.1);
    // A point of the image at p is shown at p * scale + shift.
    expect(0.25 * view.scale + view.x).toBeCloseTo(0.25);
    expect(-0.1 * view.scale + view.y).toBeCloseTo(-0.1);
  });

  it('never loses the image, and fits it again when zoomed out', () => {
    const far = moved(zoomed(fitted, 3), 50, -50);
    expect(far).toMatchObject({ x: 1, y: -1 });
    const back = zoomed(far, 0.01);
    expect(back.scale).toBe(1);
    expect(back.x).toBeCloseTo(0);
    expect(back.y).toBeCloseTo(0);
  });
});

describe('a decision', () => {
  it('offers every reason for at least one verdict', () => {
    expect(new Set([...reasonsFor.approve, ...reasonsFor.decline])).toEqual(new Set(decisionReasons));
  });

  it('needs verdict and reason, and a note where the reason is "other"', () => {
    expect(isComplete(emptyDraft)).toBe(false);
    const declined = withVerdict(emptyDraft, 'decline');
    expect(isComplete(declined)).toBe(false);
    expect(isComplete({ ...declined, reason: 'different_person' })).toBe(true);
    expect(isComplete({ ...declined, reason: 'other', note: '  ' })).toBe(false);
    expect(isComplete({ ...declined, reason: 'other', note: 'Seen' })).toBe(true);
  });

  it('drops a reason that does not fit the other verdict', () => {
    const declined = { ...withVerdict(emptyDraft, 'decline'), reason: 'different_person' } as const;
    expect(withVerdict(declined, 'approve').reason).toBeNull();
  });
});

it('a score bar holds score and threshold, below zero too', () => {
  expect(scoreScale(0.2, 0.42)).toEqual({ from: 0, to: 1 });
  expect(scoreScale(-0.1, 0.42)).toEqual({ from: -1, to: 1 });
  expect(scoreScale(412, 120)).toEqual({ from: 0, to: 1000 });
});
