// Any JavaScript. A webcam: perspective, vignetting, sensor noise, and exposure and white balance that follow slowly.
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

const encode = Uint8Array.from({ length: 16_385 }, (_, step) => {
  const light = step / 16_384;
  return Math.round(255 * (light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055));
});

export interface Sensor {
  /** Sets `canvas` before `room` (linear light, three a pixel, times `roomLight`) and reads it out. */
  readOut(canvas: Canvas, room: Float32Array, roomLight: Light, atMs: number): Raster;
}

/** `exposure` multiplies all light: what the camera had settled on before the first frame. */
export function createSensor(camera: HeadCamera, exposure: number, random: Random): Sensor {
  const { widthPx, heightPx } = camera;
  const lens = lensMap(camera);
  const noise = Float32Array.from({ length: 8192 }, () => random.normal());
  // One sRGB step at mid grey is 0.0036 of linear light.
  const sigma = (camera.noise ?? 1.1) * 0.0036;
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
      const rgb = new Uint8Array(widthPx * heightPx * 3);
      const sums = [0, 0, 0];
      let state = random.integer(1, 0x7fffffff);
      const [gainR, gainG, gainB] = [gains[0]! * exposure, gains[1]! * exposure, gains[2]! * exposure];
      const [roomR, roomG, roomB] = roomLight;
      for (let pixel = 0, from = 0, to = 0; pixel < widthPx * heightPx; pixel++, from += 4, to += 3) {
        const rest = 1 - light[from + 3]!;
        const through = lens[pixel]!;
        let red = light[from]! * through;
        let green = light[from + 1]! * through;
        let blue = light[from + 2]! * through;
        if (rest > 0.001) {
          red += room[to]! * roomR * rest * through;
          green += room[to + 1]! * roomG * rest * through;
          blue += room[to + 2]! * roomB * rest * through;
        }
        if (pixel % meteredEvery === 0) {
          sums[0]! += red;
          sums[1]! += green;
          sums[2]! += blue;
        }
        red *= gainR;
        green *= gainG;
        blue *= gainB;
        // Photon noise grows with light, read noise does not.
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        red += noise[state & 8191]! * sigma * (0.6 + 1.35 * red);
        green += noise[(state >>> 9) & 8191]! * sigma * (0.6 + 1.35 * green);
        blue += noise[(state >>> 18) & 8191]! * sigma * (0.6 + 1.35 * blue);
        rgb[to] = encode[red <= 0 ? 0 : red >= 1 ? 16_384 : (red * 16_384) | 0]!;
        rgb[to + 1] = encode[green <= 0 ? 0 : green >= 1 ? 16_384 : (green * 16_384) | 0]!;
        rgb[to + 2] = encode[blue <= 0 ? 0 : blue >= 1 ? 16_384 : (blue * 16_384) | 0]!;
      }
      follow(
        sums.map((sum) => (sum * meteredEvery) / (widthPx * heightPx)),
        atMs,
      );
      return { widthPx, heightPx, rgb };
    },
  };
}

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
