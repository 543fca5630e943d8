// The live coach before a camera: the first instruction that applies, and the shutter only when all is well.
import { describe, expect, it } from 'vitest';
import { faces, liveFrame, scene } from './samples.ts';

const hint = async (...people: Parameters<typeof scene>[0]) => {
  const guidance = await faces.guide(await liveFrame(await scene(people)));
  expect(guidance.ready).toBe(guidance.hint === 'hold_still');
  return guidance.hint;
};

describe('the live coach', () => {
  it('asks for a face, for one person, for the right distance and place', async () => {
    expect(await hint()).toBe('show_face');
    expect(
      await hint({ name: 'emily-1', heightPx: 700, x: 350 }, { name: 'jessica-1', heightPx: 700, x: 950 }),
    ).toBe('one_person');
    expect(await hint({ name: 'emily-1', heightPx: 300 })).toBe('move_closer');
    expect(await hint({ name: 'emily-1', heightPx: 700, x: 300 })).toBe('center_face');
  });

  it('is content with one person, near, straight and sharp', async () => {
    expect(await hint({ name: 'emily-1', heightPx: 720 })).toBe('hold_still');
  });

  it('does not take the portrait of a passport that fills the picture for a person', async () => {
    // ICAO Doc 9303: the portrait is 45 mm high on a page 88 mm high.
    const page = Math.round((720 * 45) / 88);
    expect(await hint({ name: 'jessica-2', heightPx: page, x: 640 })).toBe('move_closer');
  });

  it('keeps up with the camera: 15 frames a second and more', async () => {
    const frame = await liveFrame(await scene([{ name: 'emily-1', heightPx: 720 }]));
    await faces.guide(frame);
    const start = performance.now();
    for (let i = 0; i < 20; i++) await faces.guide(frame);
    expect((performance.now() - start) / 20).toBeLessThan(1000 / 15);
  });
});
