// Any JavaScript. The attacker who lets the right person begin, and steps in half way.
import type { HeadAsset } from './asset.ts';
import { createBehaviour } from './behaviour.ts';
import { createFigure } from './figure.ts';
import type { Scene, Subject } from './presenter.ts';

/** One goes as the other comes. */
const changeMs = 900;
/** From the middle until out of the picture, at any distance, cm. */
const asideCm = 75;

/** The first person's own room and exposure stay. */
export function swap(
  { asset, camera, random }: Scene,
  other: HeadAsset,
  betweenMs: readonly [number, number],
): Subject {
  const afterMs = random.stream('swap').between(...betweenMs);
  let startMs = Number.NaN;
  const side = random.stream('side').pick([-1, 1]);
  const people = [asset, other].map((each, index) => ({
    figure: createFigure(each, camera),
    behaviour: createBehaviour(random.stream(`person ${index}`)),
  }));
  const [first, second] = people as [(typeof people)[0], (typeof people)[0]];
  return {
    look(now, instruction) {
      if (Number.isNaN(startMs)) startMs = now;
      for (const { behaviour } of people) behaviour.look(now, instruction);
    },
    draw(canvas, now, lamp) {
      const t = Math.min(1, Math.max(0, (now - startMs - afterMs) / changeMs));
      const done = t * t * t * (10 + t * (6 * t - 15));
      const draw = ({ figure, behaviour }: typeof first, offset: number) => {
        const pose = behaviour.pose(now);
        figure.draw(canvas, { ...pose, xCm: pose.xCm + offset }, lamp);
      };
      if (t < 1) draw(first, side * asideCm * done);
      if (t > 0) draw(second, -side * asideCm * (1 - done));
    },
  };
}
