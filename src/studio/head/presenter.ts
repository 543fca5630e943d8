// Any JavaScript. Somebody, or something, before the kiosk's camera: sees the screen, and is seen by the camera.
import { type Random, seededRandom } from '../random.ts';
import type { Raster } from '../raster.ts';
import type { HeadAsset } from './asset.ts';
import { type Behaviour, createBehaviour, type ScreenView } from './behaviour.ts';
import { createSensor, type HeadCamera } from './camera.ts';
import { createFigure, type Figure, type Lamp } from './figure.ts';
import { type Canvas, clear, createCanvas } from './rasteriser.ts';
import { type Light, linearColour, restDistanceCm } from './screen-light.ts';

export type { ScreenView } from './behaviour.ts';

export interface Presenter {
  /**
   * Notes what the screen shows from `atMs` on, without a picture. A caller that takes few frames tells each change
   * when it happens, or it counts from the next frame.
   */
  look(atMs: number, screen: ScreenView): void;
  /** What the camera delivers at `atMs`, with that on the screen. Times never go back. Equal calls give equal frames. */
  frame(atMs: number, screen: ScreenView): Raster;
}

export interface Scene {
  readonly camera: HeadCamera;
  readonly random: Random;
  /** The person whose room it is, and for whose skin the exposure is set. */
  readonly asset: HeadAsset;
  /** A white screen's light on the face, as a share of the room's: 0.1 to 0.25 in an ordinary room. */
  readonly screenGain: number;
  /** What the camera had settled on before: multiplies all light. */
  readonly exposure: number;
}

/** What stands before the camera: draws itself as it is at `atMs`, under `lamp`. */
export interface Subject {
  look(atMs: number, instruction: ScreenView['instruction']): void;
  draw(canvas: Canvas, atMs: number, lamp: Lamp): void;
}

/** The room's wall, cm; it gets the screen's light by the square of the distance. */
const wallCm = [150, 250] as const;
/** From light to frame, ms. */
const latencyMs = [30, 120] as const;
/** A frame gathers light for about this long. */
const exposureMs = 25;
/** Linear light of skin in a well exposed frame. */
const skinLight = 0.3;
/** Mean of the room behind, in the same units: outdoors photographs become rooms. */
const brightestRoom = 0.3;

/** A subject before a camera. The screen's light reaches it at once, and the frame shows it a camera's latency later. */
export function present(scene: Scene, subject: Subject): Presenter {
  const { camera, random, asset, exposure } = scene;
  const canvas = createCanvas(camera.widthPx, camera.heightPx);
  const room = roomFor(asset, camera, exposure);
  const sensor = createSensor(camera, exposure, random.stream('sensor'));
  const latency = random.stream('latency').between(...latencyMs);
  const wallGain = 0.4 * scene.screenGain * (restDistanceCm / random.stream('wall').between(...wallCm)) ** 2;
  const shown: { fromMs: number; colour: Light }[] = [];

  const look = (atMs: number, screen: ScreenView) => {
    const colour = linearColour(screen.colour);
    const last = shown.at(-1)?.colour;
    if (!last || last.some((value, channel) => value !== colour[channel]))
      shown.push({ fromMs: atMs, colour });
    subject.look(atMs, screen.instruction);
  };

  return {
    look,
    frame(atMs, screen) {
      look(atMs, screen);
      const seenMs = atMs - latency;
      const colour = during(shown, seenMs - exposureMs, seenMs);
      clear(canvas);
      subject.draw(canvas, Math.max(0, seenMs), { colour, gain: scene.screenGain });
      const wall: Light = [1 + wallGain * colour[0], 1 + wallGain * colour[1], 1 + wallGain * colour[2]];
      return sensor.readOut(canvas, room, wall, atMs);
    },
  };
}

/** The mean of what was shown from one time to another; before the first it was the first. */
function during(
  shown: readonly { readonly fromMs: number; readonly colour: Light }[],
  fromMs: number,
  untilMs: number,
): Light {
  const mean: [number, number, number] = [0, 0, 0];
  shown.forEach(({ colour, fromMs: since }, index) => {
    const start = index === 0 ? fromMs : Math.max(fromMs, since);
    const end = Math.min(untilMs, shown[index + 1]?.fromMs ?? untilMs);
    const share = Math.max(0, end - start) / (untilMs - fromMs);
    for (let channel = 0; channel < 3; channel++) mean[channel]! += colour[channel]! * share;
  });
  return mean;
}

export const person = (figure: Figure, behaviour: Behaviour): Subject => ({
  look: (atMs, instruction) => behaviour.look(atMs, instruction),
  draw: (canvas, atMs, lamp) => figure.draw(canvas, behaviour.pose(atMs), lamp),
});

export interface BonaFideOptions {
  readonly seed: number;
  readonly asset: HeadAsset;
  readonly camera: HeadCamera;
  /** By default drawn between 0.1 and 0.25. */
  readonly screenGain?: number;
}

export const sceneOf = ({ seed, asset, camera, screenGain }: BonaFideOptions): Scene => {
  const random = seededRandom(seed);
  return {
    camera,
    random,
    asset,
    screenGain: screenGain ?? random.stream('screen').between(0.1, 0.25),
    exposure: skinLight / meanSkin(asset),
  };
};

export function bonaFide(options: BonaFideOptions): Presenter {
  const scene = sceneOf(options);
  return present(scene, person(createFigure(scene.asset, scene.camera), createBehaviour(scene.random)));
}

/** The plate, stretched over the frame, as linear light; a room brighter than `brightestRoom` is dimmed to it. */
function roomFor({ plate }: HeadAsset, { widthPx, heightPx }: HeadCamera, exposure: number): Float32Array {
  const room = new Float32Array(widthPx * heightPx * 3);
  const linear = Float32Array.from({ length: 256 }, (_, byte) => linearColour([byte, byte, byte])[0]);
  const mean = plate.rgb.reduce((sum, byte) => sum + linear[byte]!, 0) / plate.rgb.length;
  const dimming = Math.min(1, brightestRoom / (mean * exposure));
  for (let byte = 0; byte < 256; byte++) linear[byte]! *= dimming;
  for (let y = 0, at = 0; y < heightPx; y++) {
    const v = Math.min(plate.heightPx - 1.001, (y / heightPx) * plate.heightPx);
    for (let x = 0; x < widthPx; x++) {
      const u = Math.min(plate.widthPx - 1.001, (x / widthPx) * plate.widthPx);
      const [iu, iv] = [Math.floor(u), Math.floor(v)];
      const [fu, fv] = [u - iu, v - iv];
      for (let channel = 0; channel < 3; channel++, at++) {
        const value = (dx: number, dy: number) =>
          linear[plate.rgb[((iv + dy) * plate.widthPx + iu + dx) * 3 + channel]!]!;
        room[at] =
          (value(0, 0) * (1 - fu) + value(1, 0) * fu) * (1 - fv) +
          (value(0, 1) * (1 - fu) + value(1, 1) * fu) * fv;
      }
    }
  }
  return room;
}

/** Mean linear light of the middle of the face. */
function meanSkin({ texture, originPx, pxPerCm }: HeadAsset): number {
  let sum = 0;
  let count = 0;
  for (let y = Math.round(originPx[1] - 5 * pxPerCm); y < originPx[1] + 6 * pxPerCm; y += 3) {
    for (let x = Math.round(originPx[0] - 4.5 * pxPerCm); x < originPx[0] + 4.5 * pxPerCm; x += 3) {
      const at = (y * texture.widthPx + x) * 4;
      const [red, green, blue] = linearColour([
        texture.rgba[at]!,
        texture.rgba[at + 1]!,
        texture.rgba[at + 2]!,
      ]);
      sum += 0.2126 * red + 0.7152 * green + 0.0722 * blue;
      count++;
    }
  }
  return sum / count;
}
