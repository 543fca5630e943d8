// The live coach before a camera: the first instruction that applies, and the shutter only when all is well.
import { describe, expect, it } from 'vitest';
import { prepareHead } from '../../../../src/studio/index.ts';
import { faceScenes, liveFrameOf } from './face-scenes.ts';
import { faces, liveFrame, scene } from './samples.ts';

const asset = await prepareHead('emily-2');

const hint = async (...people: Parameters<typeof scene>[0]) => {
  const guidance = await faces.guide(await liveFrame(await scene(people)));
  expect(guidance.ready).toBe(guidance.hint === 'hold_still');
  return guidance.hint;
};

describe('the live coach', () => {
  it('asks for a face where there is none', async () => {
    expect(await hint()).toBe('show_face');
  });

  it.each(faceScenes)('of somebody $name says $hint', async ({ make, hint: expected }) => {
    const { hint: said, ready } = await faces.guide(liveFrameOf(await make(asset)));
    expect(said).toBe(expected);
    expect(ready).toBe(expected === 'hold_still');
  });

  it('is content with one person, near, straight and sharp', async () => {
    expect(await hint({ name: 'emily-1', heightPx: 720 })).toBe('hold_still');
  });

  it('does not take the portrait of a passport that fills the picture for a person', async () => {
    // ICAO Doc 9303: the portrait is 45 mm high on a page 88 mm high.
    const page = Math.round((720 * 45) / 88);
    expect(await hint({ name: 'jessica-2', heightPx: page, x: 640 })).toBe('move_closer');
  });
});
