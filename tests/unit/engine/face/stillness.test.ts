// Whether a part of the picture moves: told to a tenth of a pixel, and by no change of the light.
import { describe, expect, it } from 'vitest';
import { type GreyFrame, isStill, shiftBetween } from '../../../../src/engine/face/stillness.ts';
import { seededRandom } from '../../../../src/studio/random.ts';

const size = 120;
const box = { x: 20, y: 20, width: 80, height: 80 };

/** Smooth blobs, moved by (dx, dy), with the noise of a camera. */
function frame(seed: number, dx: number, dy: number, gain = 1): GreyFrame {
  const random = seededRandom(seed);
  const blobs = seededRandom(1);
  const waves = Array.from({ length: 6 }, () => ({
    kx: blobs.between(-0.3, 0.3),
    ky: blobs.between(-0.3, 0.3),
    phase: blobs.between(0, 6),
  }));
  const luma = Uint8Array.from({ length: size * size }, (_, i) => {
    const [x, y] = [(i % size) - dx, Math.floor(i / size) - dy];
    const value = waves.reduce((sum, { kx, ky, phase }) => sum + 12 * Math.sin(kx * x + ky * y + phase), 110);
    return Math.round(value * gain + random.normal() * 2);
  });
  return { widthPx: size, heightPx: size, luma };
}

describe('movement between frames', () => {
  it.each([0, 0.1, 0.3, 0.7])('of %s px is measured as that', (shift) => {
    const measured = shiftBetween(frame(2, 0, 0), frame(3, shift * 0.6, shift * 0.8), box);
    expect(measured).toBeCloseTo(shift, 1);
  });

  it('is none where only the exposure changes', () => {
    expect(shiftBetween(frame(2, 0, 0), frame(3, 0, 0, 1.3), box)).toBeLessThan(0.05);
  });

  it('needs three frames to be ruled out, and half a pixel in one of them to be seen', () => {
    const still = [frame(2, 0, 0), frame(3, 0, 0), frame(4, 0, 0)];
    expect(isStill(still, box)).toBe(true);
    expect(isStill(still.slice(1), box)).toBe(false);
    expect(isStill([...still, frame(5, 0.5, 0)], box)).toBe(false);
  });
});
