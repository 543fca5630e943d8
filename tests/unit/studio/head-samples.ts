// Shared by the tests of virtual applicants: a small camera, what the screen shows, and what the real engine sees.
import { findFaces } from '../../../src/engine/face/find.ts';
import { findLandmarks, part } from '../../../src/engine/face/landmarks.ts';
import { headPose } from '../../../src/engine/face/pose.ts';
import { faceModels } from '../../../src/engine/face/single-image.ts';
import {
  type HeadPose,
  type Move,
  progressOf,
  type ScreenColour,
} from '../../../src/shared/domain/challenge.ts';
import type { Presenter, Raster, ScreenView } from '../../../src/studio/index.ts';
import { models } from '../engine/face/samples.ts';

export const camera = { widthPx: 640, heightPx: 480, horizontalDegrees: 45 };
export const grey: ScreenColour = [238, 240, 241];
export const hold = (colour: ScreenColour = grey): ScreenView => ({ instruction: { kind: 'hold' }, colour });
export const asked = (move: Move): ScreenView => ({ instruction: { kind: 'move', move }, colour: grey });

const pixelsOf = ({ widthPx, heightPx, rgb }: Raster) => ({
  widthPx,
  heightPx,
  channels: 3 as const,
  data: rgb,
});

export const facesIn = async (frame: Raster) =>
  findFaces(await models.session(faceModels.detection), pixelsOf(frame));

async function landmarksIn(frame: Raster) {
  const [face] = await facesIn(frame);
  if (!face) throw new Error('no face in the frame');
  return findLandmarks(await models.session(faceModels.landmarks), pixelsOf(frame), face);
}

export const poseIn = async (frame: Raster): Promise<HeadPose> =>
  headPose(await landmarksIn(frame), Math.min(frame.widthPx, frame.heightPx));

/** Between the lids, as a share of the eye's width; mean of both eyes. */
export async function eyesOpenIn(frame: Raster): Promise<number> {
  const points = await landmarksIn(frame);
  const between = (a: number, b: number) =>
    Math.hypot(points[a]![0] - points[b]![0], points[a]![1] - points[b]![1]);
  const eye = ([outer, upper1, upper2, inner, lower2, lower1]: readonly number[]) =>
    (between(upper1!, lower1!) + between(upper2!, lower2!)) / 2 / between(outer!, inner!);
  return (eye(part.rightEye) + eye(part.leftEye)) / 2;
}

/** The frame before a move is asked, and the one 2.4 s later. */
export function move(presenter: Presenter, name: Move, fromMs = 1000): { before: Raster; after: Raster } {
  const before = presenter.frame(fromMs, hold());
  presenter.look(fromMs + 100, asked(name));
  return { before, after: presenter.frame(fromMs + 2500, asked(name)) };
}

/** How much of the move is seen: 1 is enough. */
export async function progressIn(presenter: Presenter, name: Move): Promise<number> {
  const { before, after } = move(presenter, name);
  return progressOf(name, await poseIn(before), await poseIn(after));
}

/** Mean sRGB of a rectangle, in shares of the frame: x, y, width, height. */
export function meanOf(
  { widthPx, heightPx, rgb }: Raster,
  [x, y, w, h]: readonly [number, number, number, number],
): [number, number, number] {
  const sum: [number, number, number] = [0, 0, 0];
  let count = 0;
  for (let row = Math.round(y * heightPx); row < (y + h) * heightPx; row++) {
    for (let column = Math.round(x * widthPx); column < (x + w) * widthPx; column++, count++) {
      for (let channel = 0; channel < 3; channel++)
        sum[channel]! += rgb[(row * widthPx + column) * 3 + channel]!;
    }
  }
  return sum.map((value) => value / count) as [number, number, number];
}

/** How much redder than under blue light the cheeks and the wall are under red light: logarithm of the ratio. */
export function answerToLight(presenterOf: () => Presenter): { skin: number; wall: number } {
  const seen = (colour: ScreenColour) => {
    const presenter = presenterOf();
    presenter.frame(1000, hold());
    presenter.look(1100, hold(colour));
    const frame = presenter.frame(1400, hold(colour));
    const redness = ([red, , blue]: [number, number, number]) => Math.log(red / blue);
    return {
      skin: redness(meanOf(frame, [0.42, 0.52, 0.16, 0.06])),
      wall: redness(meanOf(frame, [0.02, 0.1, 0.1, 0.4])),
    };
  };
  const [red, blue] = [seen([255, 0, 0]), seen([0, 0, 255])];
  return { skin: red.skin - blue.skin, wall: red.wall - blue.wall };
}
