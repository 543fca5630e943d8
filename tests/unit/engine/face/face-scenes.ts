// Shared by the face tests: one virtual head before the kiosk's camera, in every way that the coach has a hint for.
import sharp from 'sharp';
import { detectFaces } from '../../../../src/engine/face/detect.ts';
import { rasterPixels } from '../../../../src/engine/face/pixels.ts';
import type { LiveFrame } from '../../../../src/shared/contract/contract.ts';
import type { FaceHint } from '../../../../src/shared/contract/guidance.ts';
import type { HeadAsset } from '../../../../src/studio/head/asset.ts';
import { createFigure, type HeadPose } from '../../../../src/studio/head/figure.ts';
import { present, sceneOf } from '../../../../src/studio/head/presenter.ts';
import { type Cover, coverFace } from '../../../../src/studio/person/cover.ts';
import type { Raster } from '../../../../src/studio/raster.ts';
import { models } from './samples.ts';

const camera = { widthPx: 640, heightPx: 360 };
const atEase: HeadPose = { xCm: 0, yCm: 0, distanceCm: 45, yaw: 0, pitch: 0, roll: 0, lids: 0, mouth: 0 };

/** One frame, 640 x 360. `exposure` multiplies all light. */
export function headFrame(asset: HeadAsset, pose: Partial<HeadPose> = {}, exposure = 1): Raster {
  const scene = sceneOf({ seed: 5, asset, camera });
  const figure = createFigure(asset, camera);
  const presenter = present(
    { ...scene, exposure: scene.exposure * exposure },
    { look: () => {}, draw: (canvas, _, lamp) => figure.draw(canvas, { ...atEase, ...pose }, lamp) },
  );
  return presenter.frame(0, { colour: [255, 255, 255], instruction: { kind: 'hold' } });
}

export async function withCover(frame: Raster, cover: Cover): Promise<Raster> {
  const whole = { x: 0, y: 0, width: frame.widthPx, height: frame.heightPx, inputPx: 320 };
  const [face] = await detectFaces(
    await models.session('retinaface-mnet025'),
    rasterPixels(frame),
    whole,
    0.6,
  );
  if (!face) throw new Error('no face to cover');
  return coverFace(frame, face.landmarks, cover);
}

/** The left half of one frame and the right half of another. */
export function joined(left: Raster, right: Raster): Raster {
  const { widthPx, heightPx } = left;
  const rgb = new Uint8Array(left.rgb);
  for (let y = 0; y < heightPx; y++) {
    const from = (y * widthPx + widthPx / 2) * 3;
    const to = (y + 1) * widthPx * 3;
    rgb.set(right.rgb.subarray(from, to), from);
  }
  return { widthPx, heightPx, rgb };
}

/** Light from one side alone: what lies left of the middle keeps a fifth of it. */
function fromOneSide(frame: Raster): Raster {
  const rgb = frame.rgb.map((value, i) => {
    const x = (Math.floor(i / 3) % frame.widthPx) / frame.widthPx - 0.5;
    return value * Math.min(1, Math.max(0.2, 0.6 + x * 14));
  });
  return { ...frame, rgb };
}

async function blurred(frame: Raster, sigma: number): Promise<Raster> {
  const raw = { width: frame.widthPx, height: frame.heightPx, channels: 3 as const };
  return { ...frame, rgb: new Uint8Array(await sharp(frame.rgb, { raw }).blur(sigma).raw().toBuffer()) };
}

const covers: readonly Cover[] = [
  { shape: 'surgical', colour: '#a9d2e6' },
  { shape: 'surgical', colour: '#18181a' },
  { shape: 'surgical', colour: 'skin' },
  { shape: 'respirator', colour: '#f0efe9' },
  { shape: 'below the nose', colour: '#f2f2f0' },
  { shape: 'scarf', colour: '#7c2230' },
  { shape: 'scarf', colour: '#3b4a63', pattern: 'stripes' },
  { shape: 'hand', colour: 'skin' },
  { shape: 'thing', colour: '#111111' },
];

export interface FaceScene {
  readonly name: string;
  readonly hint: FaceHint;
  readonly make: (asset: HeadAsset) => Raster | Promise<Raster>;
}

const posed = (name: string, hint: FaceHint, pose: Partial<HeadPose>, exposure = 1): FaceScene => ({
  name,
  hint,
  make: (asset) => headFrame(asset, pose, exposure),
});
const inRadians = (degrees: number) => (degrees * Math.PI) / 180;

export const faceScenes: readonly FaceScene[] = [
  posed('at ease', 'hold_still', {}),
  posed('turned by 8 degrees', 'hold_still', { yaw: inRadians(8) }),
  posed('in dim light', 'hold_still', {}, 0.35),
  posed('nearer', 'hold_still', { distanceCm: 36 }),
  posed('far away', 'move_closer', { distanceCm: 95 }),
  posed('too near', 'move_back', { distanceCm: 23 }),
  posed('beside the oval', 'center_face', { xCm: 12 }),
  posed('in the dark', 'too_dark', {}, 0.02),
  posed('in glaring light', 'too_bright', {}, 7),
  posed('turned right', 'look_straight', { yaw: inRadians(33) }),
  posed('turned left', 'look_straight', { yaw: inRadians(-33) }),
  posed('head on the shoulder', 'look_straight', { roll: inRadians(30) }),
  {
    name: 'eyes shut',
    hint: 'open_eyes',
    make: (asset) => withCover(headFrame(asset), { shape: 'closed lids', colour: 'skin' }),
  },
  { name: 'lit from one side', hint: 'uneven_light', make: (asset) => fromOneSide(headFrame(asset)) },
  { name: 'out of focus', hint: 'blurred', make: (asset) => blurred(headFrame(asset), 6) },
  ...covers.map(
    (cover): FaceScene => ({
      name: `${cover.shape}, ${cover.pattern ?? cover.colour}`,
      hint: 'uncover_face',
      make: (asset) => withCover(headFrame(asset), cover),
    }),
  ),
  ...['#101012', '#3a2a22'].map(
    (colour): FaceScene => ({
      name: `dark glasses, ${colour}`,
      hint: 'take_off_glasses',
      make: (asset) => withCover(headFrame(asset), { shape: 'dark glasses', colour }),
    }),
  ),
  {
    name: 'two side by side',
    hint: 'one_person',
    make: (asset) => joined(headFrame(asset, { xCm: -14 }), headFrame(asset, { xCm: 14 })),
  },
];

/** As the kiosk sends it for coaching. */
export function liveFrameOf({ widthPx, heightPx, rgb }: Raster): LiveFrame {
  const rgba = new Uint8Array(widthPx * heightPx * 4).fill(255);
  for (let i = 0, j = 0; i < rgb.length; i += 3, j += 4) rgba.set(rgb.subarray(i, i + 3), j);
  return { widthPx, heightPx, rgba };
}
