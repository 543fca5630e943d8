// Any JavaScript. Attackers with a recording of an earlier session: on a telephone's or tablet's display, or as a camera of software.

import type { Challenge, ScreenColour } from '../../shared/domain/challenge.ts';
import { linearToSrgb } from '../../shared/kernel/srgb.ts';
import type { Random } from '../random.ts';
import type { Raster } from '../raster.ts';
import type { HeadAsset } from './asset.ts';
import { createBehaviour, type Habits, natural, type ScreenView } from './behaviour.ts';
import { focalPx, type HeadCamera } from './camera.ts';
import { bonaFide, type Presenter, type Scene, type Subject } from './presenter.ts';
import type { Texture } from './rasteriser.ts';
import { linearColour, restDistanceCm } from './screen-light.ts';
import { createSheet, type SheetForm } from './sheet.ts';

/** Time before the first move, for a move, and before the light, as the kiosk takes it. */
const pace = { firstMs: 2500, moveMs: 2300, noticeMs: 1600 } as const;
const resting: ScreenColour = [245, 247, 248];

/** What the screen showed in the session that was recorded, by time since its start. */
export function earlierScreen(challenge: Challenge): (sinceMs: number) => ScreenView {
  const hold = { kind: 'hold' } as const;
  const changes: { fromMs: number; view: ScreenView }[] = [
    { fromMs: 0, view: { instruction: hold, colour: resting } },
  ];
  let now: number = pace.firstMs;
  for (const { move, afterMs } of challenge.moves) {
    now += afterMs;
    changes.push({ fromMs: now, view: { instruction: { kind: 'move', move }, colour: resting } });
    now += pace.moveMs;
    changes.push({ fromMs: now, view: { instruction: hold, colour: resting } });
  }
  now += pace.noticeMs;
  for (const { colour, ms } of challenge.light?.steps ?? []) {
    changes.push({ fromMs: now, view: { instruction: hold, colour } });
    now += ms;
  }
  changes.push({ fromMs: now, view: { instruction: hold, colour: resting } });
  return (sinceMs) => changes.findLast(({ fromMs }) => fromMs <= sinceMs)?.view ?? changes[0]!.view;
}

interface Recorded {
  readonly asset: HeadAsset;
  readonly camera: HeadCamera;
  readonly earlier: Challenge;
  readonly random: Random;
  readonly screenGain: number;
}

/** The frames of the earlier session, by time since the recording was started. Times never go back. */
function recordingOf({ asset, camera, earlier, random, screenGain }: Recorded): (sinceMs: number) => Raster {
  const presenter = bonaFide({ seed: random.integer(0, 0x7fffffff), asset, camera, screenGain });
  const screen = earlierScreen(earlier);
  // Changes are told when they happened, not when the next frame is asked for.
  const stepMs = 20;
  let toldMs = 0;
  return (sinceMs) => {
    for (; toldMs < sinceMs; toldMs += stepMs) presenter.look(toldMs, screen(toldMs));
    return presenter.frame(Math.max(sinceMs, toldMs - stepMs), screen(sinceMs));
  };
}

/** The recording itself, as a virtual camera delivers it. With `tintGain` software adds the screen's colour to every pixel. */
export function injected(scene: Scene, earlier: Challenge, tintGain: number | null): Presenter {
  const { asset, camera, screenGain } = scene;
  const random = scene.random.stream('recording');
  const recording = recordingOf({
    ...{ asset, camera, random, screenGain },
    // Colours of its own would speak against those that are added.
    earlier: tintGain === null ? earlier : { ...earlier, light: null },
  });
  const delayMs = random.between(10, 50);
  const shown: { fromMs: number; colour: ScreenColour }[] = [];
  let startMs = Number.NaN;
  const look = (atMs: number, { colour }: ScreenView) => {
    if (Number.isNaN(startMs)) startMs = atMs;
    shown.push({ fromMs: atMs, colour });
  };
  return {
    look,
    frame(atMs, screen) {
      look(atMs, screen);
      const frame = recording(atMs - startMs);
      if (tintGain === null) return frame;
      const seen = shown.findLast(({ fromMs }) => fromMs <= atMs - delayMs) ?? shown[0]!;
      return tinted(frame, linearColour(seen.colour), tintGain);
    },
  };
}

function tinted({ widthPx, heightPx, rgb }: Raster, colour: readonly number[], gain: number): Raster {
  const tables = colour.map((value) => {
    // As a photo editor does it, to stay as bright as before on average.
    const factor = (1 + gain * value) / (1 + gain / 3);
    return Uint8Array.from({ length: 256 }, (_, byte) => {
      const light = Math.min(1, linearColour([byte, byte, byte])[0] * factor);
      return Math.round(255 * linearToSrgb(light));
    });
  });
  const out = new Uint8Array(rgb.length);
  for (let at = 0; at < rgb.length; at++) out[at] = tables[at % 3]![rgb[at]!]!;
  return { widthPx, heightPx, rgb: out };
}

interface Device {
  readonly screenCm: readonly [number, number];
  readonly bezelCm: number;
  /** Of the display, a centimetre. */
  readonly pixelsPerCm: number;
  /** How near to the camera it is held. */
  readonly distanceCm: readonly [number, number];
  /** The recording is enlarged until the face is as large as it fits. */
  readonly lifeShare: number;
}

const devices = {
  tablet: { screenCm: [15.4, 20.6], bezelCm: 1.0, pixelsPerCm: 104, distanceCm: [38, 44], lifeShare: 0.75 },
  telephone: {
    screenCm: [7.1, 15.3],
    bezelCm: 0.45,
    pixelsPerCm: 181,
    distanceCm: [24, 29],
    lifeShare: 0.46,
  },
} as const satisfies Record<string, Device>;

const byHand: Habits = { ...natural, turnDegrees: [4, 12], nodDegrees: [3, 10] };

export function screenReplay(scene: Scene, earlier: Challenge): Subject {
  const random = scene.random.stream('replay');
  const device: Device = devices[random.pick(['tablet', 'telephone'] as const)];
  const [widthCm, heightCm] = device.screenCm;
  const seenCm = widthCm / device.lifeShare;
  const pxPerCm = 30;
  // A recording cropped to the head: a camera with a narrower view.
  const camera: HeadCamera = {
    widthPx: Math.round(widthCm * pxPerCm),
    heightPx: Math.round(heightCm * pxPerCm),
    horizontalDegrees: (2 * Math.atan(seenCm / 2 / restDistanceCm) * 180) / Math.PI,
    noise: 1.5,
  };
  const recording = recordingOf({ ...scene, camera, earlier, random: random.stream('recording') });
  const bezelPx = Math.round(device.bezelCm * pxPerCm);
  const texture = blank(camera.widthPx + 2 * bezelPx, camera.heightPx + 2 * bezelPx);
  const form: SheetForm = {
    widthCm: widthCm + 2 * device.bezelCm,
    heightCm: heightCm + 2 * device.bezelCm,
    bend: null,
    pivotCm: { y: 0, z: 0 },
    surface: { kind: 'display', brightness: random.between(0.8, 1.3) / scene.exposure },
  };
  const sheet = createSheet(form, scene.camera);
  const behaviour = createBehaviour(random.stream('hand'), byHand);
  const nearer = restDistanceCm - random.between(...device.distanceCm);
  const startMs = -random.between(0, 1500);
  const focal = focalPx(scene.camera);
  return {
    look: behaviour.look,
    draw(canvas, atMs, lamp) {
      const frame = recording(atMs - startMs);
      const pose = behaviour.pose(atMs);
      const distanceCm = Math.max(16, pose.distanceCm - nearer);
      const displayPxPerCameraPx = (device.pixelsPerCm * distanceCm) / focal;
      paint(texture, frame, bezelPx, displayPxPerCameraPx, focal / distanceCm / pxPerCm);
      sheet.draw(canvas, texture, { ...pose, distanceCm, yCm: pose.yCm + 1 }, lamp);
    },
  };
}

const blank = (widthPx: number, heightPx: number): Texture & { readonly rgba: Uint8Array } => ({
  widthPx,
  heightPx,
  rgba: new Uint8Array(widthPx * heightPx * 4),
});

/**
 * The recording on the display within its black frame. The display's pixels are too fine for the camera; what is left of
 * them is moire: their grid against the camera's, each colour in its own phase, as its stripes lie side by side.
 */
function paint(
  texture: Texture,
  frame: Raster,
  bezelPx: number,
  finer: number,
  cameraPxPerTexturePx: number,
): void {
  const { widthPx, heightPx, rgba } = texture;
  const alias = finer - Math.round(finer);
  const depth = Math.min(0.25, 0.12 / finer);
  const turn = 2 * Math.PI * alias * cameraPxPerTexturePx;
  const stripes = Array.from({ length: frame.widthPx * 3 }, (_, at) => {
    const [x, channel] = [Math.floor(at / 3), at % 3];
    return 1 + depth * Math.cos(turn * x + (2 * Math.PI * channel) / 3);
  });
  for (let y = 0; y < heightPx; y++) {
    const py = y - bezelPx;
    const line = 1 + 0.5 * depth * Math.cos(turn * y);
    for (let x = 0; x < widthPx; x++) {
      const [to, px] = [(y * widthPx + x) * 4, x - bezelPx];
      const within = px >= 0 && py >= 0 && px < frame.widthPx && py < frame.heightPx;
      for (let channel = 0; channel < 3; channel++) {
        rgba[to + channel] = within
          ? Math.min(
              255,
              frame.rgb[(py * frame.widthPx + px) * 3 + channel]! * stripes[px * 3 + channel]! * line,
            )
          : 14;
      }
      const edge = Math.min(x, y, widthPx - 1 - x, heightPx - 1 - y);
      rgba[to + 3] = edge < 1 ? 0 : 255;
    }
  }
}
