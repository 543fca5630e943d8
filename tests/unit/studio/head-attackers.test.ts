// The attackers before the camera: each can do what its kind can do in the world, and no more.
import { beforeAll, describe, expect, it } from 'vitest';
import { cosine } from '../../../src/engine/face/template.ts';
import { type Challenge, type Move, moves } from '../../../src/shared/domain/challenge.ts';
import {
  attackKinds,
  createPresenter,
  type HeadAsset,
  type PresenterKind,
  prepareHead,
  type Raster,
} from '../../../src/studio/index.ts';
import { faces } from '../engine/face/samples.ts';
import { answerToLight, camera, facesIn, hold, progressIn } from './head-samples.ts';

let asset: HeadAsset;
let otherAsset: HeadAsset;
beforeAll(async () => {
  asset = await prepareHead('emily-2');
  otherAsset = await prepareHead('jessica-1');
});

const earlier: Challenge = {
  challengeId: 'earlier' as Challenge['challengeId'],
  moves: [{ move: 'look_up', afterMs: 500 }],
  light: {
    steps: [
      { colour: [255, 0, 0], ms: 600 },
      { colour: [0, 255, 0], ms: 600 },
    ],
  },
};

const attack = (kind: PresenterKind, seed: number) =>
  createPresenter(kind, { seed, asset, otherAsset, camera, earlier, screenGain: 0.2 });

async function likeness(a: Raster, b: Raster): Promise<number> {
  const template = async (frame: Raster) => faces.template(frame, (await facesIn(frame))[0]!);
  return cosine(await template(a), await template(b));
}

describe('attackers', () => {
  it.each(attackKinds)('%s shows one face to the camera', async (kind) => {
    expect(await facesIn(attack(kind, 1).frame(1000, hold()))).toHaveLength(1);
  });

  const byTheNeck = moves.filter((move): move is Exclude<Move, 'come_closer'> => move !== 'come_closer');
  it('a flat print comes closer, but its nose never goes where a nose goes', async () => {
    expect(await progressIn(attack('flat-print', 2), 'come_closer')).toBeGreaterThan(1);
    for (const move of byTheNeck) expect(await progressIn(attack('flat-print', 2), move)).toBeLessThan(0.8);
  });

  it.each(['screen-replay', 'injected-recording', 'injected-tint'] as const)(
    '%s does what was asked when it was recorded, whatever is asked now',
    async (kind) => {
      expect(await progressIn(attack(kind, 3), 'turn_left')).toBeLessThan(0.5);
    },
  );

  it('paper answers the light of the screen, as skin does; a recording does not', () => {
    const skin = answerToLight(() => attack('bona-fide', 4)).skin;
    expect(answerToLight(() => attack('flat-print', 4)).skin).toBeGreaterThan(skin / 2);
    expect(Math.abs(answerToLight(() => attack('injected-recording', 4)).skin)).toBeLessThan(skin / 10);
  });

  it('software that tints a recording tints the room with it', () => {
    const { skin, wall } = answerToLight(() => attack('injected-tint', 5));
    expect(wall).toBeGreaterThan(skin / 2);
  });

  it('one person becomes another in a swap', async () => {
    const presenter = createPresenter('swap', {
      ...{ seed: 6, asset, otherAsset, camera },
      swapBetweenMs: [2000, 3000],
    });
    const [first, still, last] = [500, 1500, 6000].map((atMs) => presenter.frame(atMs, hold()));
    expect(await likeness(first!, still!)).toBeGreaterThan(0.7);
    expect(await likeness(first!, last!)).toBeLessThan(0.3);
  });

  it('a mask with the wrong face moves as a head does', async () => {
    const presenter = attack('wrong-face-mask', 7);
    expect(await progressIn(presenter, 'turn_left')).toBeGreaterThan(1);
    expect(
      await likeness(
        attack('bona-fide', 7).frame(500, hold()),
        attack('wrong-face-mask', 7).frame(500, hold()),
      ),
    ).toBeLessThan(0.3);
  });

  it('is the same again for an equal seed', () => {
    for (const kind of attackKinds) {
      expect(attack(kind, 8).frame(1500, hold())).toEqual(attack(kind, 8).frame(1500, hold()));
    }
  });

  it('says which option is missing', () => {
    expect(() => createPresenter('screen-replay', { seed: 1, asset, camera })).toThrow('earlier');
    expect(() => createPresenter('swap', { seed: 1, asset, camera })).toThrow('otherAsset');
  });
});
