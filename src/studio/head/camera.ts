// Any JavaScript. A webcam: perspective, vignetting, sensor noise, and exposure and white balance that follow slowly.
import { linearToSrgb } from '../../shared/kernel/srgb.ts';
import type { Random } from '../random.ts';
import type { Raster } from '../raster.ts';
import type { Canvas } from './rasteriser.ts';
import type { Light } from './screen-light.ts';

export interface HeadCamera {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Field of view; webcams have about 60 across. */
  readonly horizontalDegrees?: number;
  /** Standard deviation at mid grey, sRGB steps. */
  readonly noise?: number;
  /** Share of the light lost in the corners. */
  readonly vignetting?: number;
}

export const focalPx = ({ widthPx, horizontalDegrees = 60 }: HeadCamera): number =>
  widthPx / 2 / Math.tan((horizontalDegrees * Math.PI) / 360);

/** Exposure and white balance close half of the way in about a second, and never the whole way. */
const control = {
  timeMs: 1500,
  exposure: 0.6,
  balance: 0.4,
  exposureLimit: 1.3,
  balanceLimit: 1.07,
} as const;
/** One pixel in so many is metered. */
const meteredEvery = 37;

const encodeSteps = 16_384;
const encode = Uint8Array.from({ length: encodeSteps + 1 }, (_, index) =>
  Math.round(255 * linearToSrgb(index / encodeSteps)),
);

const readNoise = 0.6 * encodeSteps;
const noiseCount = 65_536;

export interface Sensor {
  /** Sets `canvas` before `room` (linear light, three a pixel, times `roomLight`) and reads it out. */
  readOut(canvas: Canvas, room: Float32Array, roomLight: Light, atMs: number): Raster;
}

/** `exposure` multiplies all light: what the camera had settled on before the first frame. */
export function createSensor(camera: HeadCamera, exposure: number, random: Random): Sensor {
  const { widthPx, heightPx } = camera;
  const lens = lensMap(camera);
  // One sRGB step at mid grey is 0.0036 of linear light.
  const sigma = (camera.noise ?? 1.1) * 0.0036;
  const noise = Float32Array.from({ length: noiseCount }, () => random.normal() * sigma);
  const gains = [1, 1, 1];
  let settled: readonly number[] | null = null;
  let lastMs = Number.NaN;

  const follow = (means: readonly number[], atMs: number) => {
    settled ??= means;
    const share = Number.isNaN(lastMs) ? 0 : 1 - Math.exp(-Math.max(0, atMs - lastMs) / control.timeMs);
    lastMs = atMs;
    const ratios = means.map((mean, channel) => settled![channel]! / Math.max(1e-4, mean));
    const whole = Math.cbrt(ratios[0]! * ratios[1]! * ratios[2]!);
    const limited = (value: number, limit: number) => Math.min(limit, Math.max(1 / limit, value));
    for (let channel = 0; channel < 3; channel++) {
      const wanted =
        limited(whole ** control.exposure, control.exposureLimit) *
        limited((ratios[channel]! / whole) ** control.balance, control.balanceLimit);
      gains[channel]! += (wanted - gains[channel]!) * share;
    }
  };

  return {
    readOut(canvas, room, roomLight, atMs) {
      const { light } = canvas;
      const count = widthPx * heightPx;
      const rgb = new Uint8Array(count * 3);
      for (let y = 0; y < heightPx; y++) {
        // Each row takes its noise from another place of one long table.
        const grain = random.integer(0, noiseCount - widthPx * 3);
        readRow({ rgb, light, room, lens, noise, y, widthPx, grain, gains, exposure, roomLight });
      }
      follow(metered(light, room, lens, roomLight), atMs);
      return { widthPx, heightPx, rgb };
    },
  };
}

/** Mean light of the frame, red, green, blue. */
function metered(light: Float32Array, room: Float32Array, lens: Float32Array, roomLight: Light): number[] {
  const sums = [0, 0, 0];
  for (let pixel = 0; pixel < lens.length; pixel += meteredEvery) {
    const rest = 1 - light[pixel * 4 + 3]!;
    for (let channel = 0; channel < 3; channel++) {
      const behind = room[pixel * 3 + channel]! * roomLight[channel]! * rest;
      sums[channel]! += (light[pixel * 4 + channel]! + behind) * lens[pixel]!;
    }
  }
  return sums.map((sum) => (sum * meteredEvery) / lens.length);
}

interface Row {
  readonly rgb: Uint8Array;
  readonly light: Float32Array;
  readonly room: Float32Array;
  readonly lens: Float32Array;
  readonly noise: Float32Array;
  readonly y: number;
  readonly widthPx: number;
  readonly grain: number;
  readonly gains: readonly number[];
  readonly exposure: number;
  readonly roomLight: Light;
}

/** A function of its own, called often: V8 compiles it whole, and not again for each frame in the middle of a loop. */
function readRow(row: Row): void {
  const { rgb, light, room, lens, noise, widthPx } = row;
  const [roomR, roomG, roomB] = row.roomLight;
  // In steps of the table.
  const gainR = row.gains[0]! * row.exposure * encodeSteps;
  const gainG = row.gains[1]! * row.exposure * encodeSteps;
  const gainB = row.gains[2]! * row.exposure * encodeSteps;
  const first = row.y * widthPx;
  for (let x = 0; x < widthPx; x++) {
    const from = (first + x) * 4;
    const to = (first + x) * 3;
    const grain = row.grain + x * 3;
    const rest = 1 - light[from + 3]!;
    const through = lens[first + x]!;
    const red = (light[from]! + room[to]! * roomR * rest) * through * gainR;
    const green = (light[from + 1]! + room[to + 1]! * roomG * rest) * through * gainG;
    const blue = (light[from + 2]! + room[to + 2]! * roomB * rest) * through * gainB;
    // Photon noise grows with light, read noise does not.
    rgb[to] = encode[step(red + noise[grain]! * (readNoise + 1.35 * red))]!;
    rgb[to + 1] = encode[step(green + noise[grain + 1]! * (readNoise + 1.35 * green))]!;
    rgb[to + 2] = encode[step(blue + noise[grain + 2]! * (readNoise + 1.35 * blue))]!;
  }
}

const step = (value: number): number => (value < 0 ? 0 : value > encodeSteps ? encodeSteps : value | 0);

function lensMap({ widthPx, heightPx, vignetting = 0.15 }: HeadCamera): Float32Array {
  const map = new Float32Array(widthPx * heightPx);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const [u, v] = [(2 * x) / widthPx - 1, (2 * y) / heightPx - 1];
      map[y * widthPx + x] = 1 - (vignetting * (u * u + v * v)) / 2;
    }
  }
  return map;
}
