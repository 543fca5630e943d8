// A head made from a photograph: seen by the real detector, moved as a head moves, lit as skin is lit.
import { beforeAll, describe, expect, it } from 'vitest';
import {
  bundleInPage,
  createPresenter,
  type HeadAsset,
  packHead,
  prepareHead,
  unpackHead,
} from '../../../src/studio/index.ts';
import {
  answerToLight,
  asked,
  camera,
  eyesOpenIn,
  facesIn,
  hold,
  move,
  poseIn,
  progressIn,
} from './head-samples.ts';

let asset: HeadAsset;
beforeAll(async () => {
  asset = await prepareHead('emily-2');
});

const sitDown = (seed: number) => createPresenter('bona-fide', { seed, asset, camera });

describe('a virtual applicant', () => {
  it('is one face, near the middle, as large as a person at the desk', async () => {
    const faces = await facesIn(sitDown(1).frame(500, hold()));
    expect(faces).toHaveLength(1);
    const { box } = faces[0]!;
    expect(Math.abs((box.x + box.width / 2) / camera.widthPx - 0.5)).toBeLessThan(0.1);
    expect(box.height / camera.heightPx).toBeGreaterThan(0.4);
    expect(box.height / camera.heightPx).toBeLessThan(0.65);
  });

  it.each(['turn_left', 'turn_right', 'look_up', 'look_down', 'come_closer'] as const)(
    'makes the move %s as far as the kiosk asks',
    async (name) => {
      expect(await progressIn(sitDown(2), name)).toBeGreaterThan(1);
    },
  );

  it('goes back when nothing is asked any more', async () => {
    const presenter = sitDown(3);
    const { before, after } = move(presenter, 'turn_left');
    presenter.look(3600, hold());
    const back = await poseIn(presenter.frame(6500, hold()));
    const [first, turned] = [await poseIn(before), await poseIn(after)];
    expect(Math.abs(back.side - first.side)).toBeLessThan(0.3 * Math.abs(turned.side - first.side));
  });

  it('does not answer at once, as nobody does', () => {
    const [answering, still] = [sitDown(4), sitDown(4)];
    for (const presenter of [answering, still]) presenter.frame(1000, hold());
    answering.look(1010, asked('turn_left'));
    expect(answering.frame(1200, asked('turn_left')).rgb).toEqual(still.frame(1200, hold()).rgb);
    expect(answering.frame(2200, asked('turn_left')).rgb).not.toEqual(still.frame(2200, hold()).rgb);
  });

  it('takes on the colour of the screen, and the room behind hardly does', () => {
    const { skin, wall } = answerToLight(() =>
      createPresenter('bona-fide', { seed: 5, asset, camera, screenGain: 0.2 }),
    );
    expect(skin).toBeGreaterThan(0.08);
    expect(Math.abs(wall)).toBeLessThan(skin / 4);
  });

  it('shuts the eyes now and then', async () => {
    const presenter = sitDown(6);
    const open: number[] = [];
    for (let at = 0; at < 65; at++) open.push(await eyesOpenIn(presenter.frame(500 + at * 100, hold())));
    const usually = open.toSorted((a, b) => a - b)[32]!;
    expect(Math.min(...open)).toBeLessThan(0.75 * usually);
  });

  it('is the same again for an equal seed, and another for another', () => {
    const later = (seed: number) => {
      const presenter = sitDown(seed);
      presenter.frame(0, hold());
      presenter.look(50, asked('turn_left'));
      return presenter.frame(1200, asked('turn_left')).rgb;
    };
    expect(later(7)).toEqual(later(7));
    expect(later(7)).not.toEqual(later(8));
  });

  it('is one script for a page, without anything of Node', async () => {
    const script = await bundleInPage({ kind: 'bona-fide', seed: 1, head: packHead(asset), camera });
    expect(() => new Function(script)).not.toThrow();
    expect(script).not.toMatch(/\brequire\(|node:|^import /m);
  });

  it('travels as text into a page', () => {
    const frame = (head: HeadAsset) =>
      createPresenter('bona-fide', { seed: 9, asset: head, camera }).frame(0, hold());
    expect(frame(unpackHead(packHead(asset)))).toEqual(frame(asset));
  });
});
