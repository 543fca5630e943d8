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
  const good = (sharpness: number) => ({ ready: true, sharpness });

  it('fires after enough good pictures in a row, and keeps the sharpest', () => {
    let shutter: Shutter<string> = restingShutter;
    const pictures = [3, 9, 4, 5].slice(0, readyInARow);
    for (const [index, sharpness] of pictures.entries()) {
      expect(fires(shutter)).toBe(false);
      shutter = advance(shutter, good(sharpness), `picture ${index}`);
    }
    expect(fires(shutter)).toBe(true);
    expect(shutter.best?.picture).toBe('picture 1');
  });

  it('starts again after one bad picture, and forgets the good ones before it', () => {
    let shutter: Shutter<string> = restingShutter;
    for (let count = 1; count < readyInARow; count++) shutter = advance(shutter, good(9), 'before');
    shutter = advance(shutter, { ready: false, sharpness: 99 }, 'moved');
    shutter = advance(shutter, good(1), 'after');
    expect(fires(shutter)).toBe(false);
    expect(shutter.best?.picture).toBe('after');
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
