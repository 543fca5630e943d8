// Plain Node. Light falls on the scene, passes the lens, meets the sensor. All sums are of linear light.
import type { Point, Quad } from '../../shared/domain/geometry.ts';
import { openCv, withMats } from '../opencv.ts';
import type { Random } from '../random.ts';
import type { Raster } from '../raster.ts';
import { linearOf, srgbOf } from './light.ts';
import type { Camera } from './photograph.ts';
import { type Homography, invert, project } from './pose.ts';

export interface Light {
  /** Exposure: 1 is right, 0.25 two stops too dark. */
  readonly exposure?: number;
  /** Fall-off across the frame, 0 (even) to 1, and where the light comes from: 0 right, 90 below. */
  readonly gradient?: number;
  readonly gradientDegrees?: number;
  /** Shadow of a hand or a telephone over part of the scene, 0 to 1, from one side, up to this share of the frame. */
  readonly shadow?: number;
  readonly shadowDegrees?: number;
  readonly shadowReach?: number;
  /** How sharply it ends: 14 of a thing held far off, 90 of one that almost touches. */
  readonly shadowSharpness?: number;
  /** Height of the document above the desk as its shadow shows it, in pixels. */
  readonly liftPx?: number;
}

/** A lamp mirrored in the laminate: an ellipse on the page. */
export interface Glare {
  readonly xMm: number;
  readonly yMm: number;
  readonly radiusMm: number;
  /** Light added at its middle: 0.3 veils, above 1 burns out. */
  readonly strength: number;
  /** Length over width: a tube lamp is 4. */
  readonly stretch?: number;
  readonly degrees?: number;
}

export interface LightMaps {
  /** Over the whole frame, per pixel: multiplies everything. */
  readonly lens: Float32Array;
  /** Multiplies what lies beside the page. */
  readonly ground: Float32Array;
  /** Multiplies the page; all ones on a display, which the room does not light. */
  readonly page: Float32Array;
  /** Added on the page; `null` for none. */
  readonly glare: Float32Array | null;
}

/** Light varies slowly: it is worked out on a grid this coarse and enlarged. */
const gridPx = 8;

interface Illumination {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly light: Light;
  readonly glare: Glare | null;
  readonly vignetting: number;
  /** Of the surface, in the image. */
  readonly outline: Quad;
  readonly pageToImage: Homography;
  readonly selfLuminous: boolean;
}

export async function illuminate(scene: Illumination): Promise<LightMaps> {
  const cv = await openCv();
  const { widthPx, heightPx, light, glare, outline } = scene;
  const [columns, rows] = [Math.ceil(widthPx / gridPx), Math.ceil(heightPx / gridPx)];
  const angle = ((light.gradientDegrees ?? 225) * Math.PI) / 180;
  const shadowAngle = ((light.shadowDegrees ?? 45) * Math.PI) / 180;
  const reach = light.shadowReach ?? 0.4;
  const toPage = invert(scene.pageToImage);

  /** Evaluates `value` at grid points (u, v in -1 to 1; image point), then enlarges. */
  const map = (value: (u: number, v: number, at: Point) => number): Float32Array =>
    withMats((keep) => {
      const coarse = keep(new cv.Mat(rows, columns, cv.CV_32FC1));
      for (let row = 0, index = 0; row < rows; row++) {
        for (let column = 0; column < columns; column++, index++) {
          const [x, y] = [((column + 0.5) / columns) * widthPx, ((row + 0.5) / rows) * heightPx];
          coarse.data32F[index] = value((2 * x) / widthPx - 1, (2 * y) / heightPx - 1, [x, y]);
        }
      }
      const fine = keep(new cv.Mat());
      cv.resize(coarse, fine, new cv.Size(widthPx, heightPx), 0, 0, cv.INTER_LINEAR);
      return Float32Array.from(fine.data32F);
    });

  const room = (u: number, v: number) => {
    const slope = 1 + (light.gradient ?? 0.15) * (u * Math.cos(angle) + v * Math.sin(angle)) * 0.8;
    const across = (u * Math.cos(shadowAngle) + v * Math.sin(shadowAngle)) / Math.SQRT2;
    const inside = 1 / (1 + Math.exp((across + 1 - 2 * reach) * (light.shadowSharpness ?? 14)));
    return Math.max(0.02, slope) * (1 - (light.shadow ?? 0) * inside);
  };
  const lift = light.liftPx ?? heightPx / 90;
  const soft = Math.max(2, lift * 0.9);
  const lens = map((u, v) => (light.exposure ?? 1) * (1 - scene.vignetting * ((u * u + v * v) / 2)));
  const page = scene.selfLuminous ? new Float32Array(widthPx * heightPx).fill(1) : map(room);
  const ground = map((u, v, [x, y]) => {
    const distance = distanceOutside(outline, [x - lift * 0.5, y - lift]);
    const occluded = 0.62 / (1 + Math.exp((distance / soft - 0.4) * 3));
    return room(u, v) * (1 - occluded);
  });
  if (!glare) return { lens, ground, page, glare: null };
  const turn = ((glare.degrees ?? 20) * Math.PI) / 180;
  const stretch = Math.sqrt(glare.stretch ?? 2.2);
  const reflection = map((_u, _v, at) => {
    const [xMm, yMm] = project(toPage, at);
    const [dx, dy] = [xMm - glare.xMm, yMm - glare.yMm];
    const along = (dx * Math.cos(turn) + dy * Math.sin(turn)) / (glare.radiusMm * stretch);
    const across = ((dy * Math.cos(turn) - dx * Math.sin(turn)) * stretch) / glare.radiusMm;
    const squared = along * along + across * across;
    // A bright core with a wide veil: laminate is not quite smooth.
    return glare.strength * (Math.exp(-((squared * 1.4) ** 1.5)) + 0.12 * Math.exp(-squared / 5));
  });
  return { lens, ground, page, glare: reflection };
}

/** Pixels from a point to the outline: negative inside. */
function distanceOutside(quad: Quad, [x, y]: Point): number {
  let inside = Number.NEGATIVE_INFINITY;
  let nearest = Number.POSITIVE_INFINITY;
  for (let side = 0; side < 4; side++) {
    const [ax, ay] = quad[side]!;
    const [bx, by] = quad[(side + 1) % 4]!;
    const [ex, ey] = [bx - ax, by - ay];
    const length = Math.hypot(ex, ey) || 1;
    inside = Math.max(inside, ((x - ax) * ey - (y - ay) * ex) / length);
    const along = Math.min(1, Math.max(0, ((x - ax) * ex + (y - ay) * ey) / (length * length)));
    nearest = Math.min(nearest, Math.hypot(x - ax - along * ex, y - ay - along * ey));
  }
  return inside <= 0 ? inside : nearest;
}

interface Exposure {
  readonly camera: Camera;
  readonly behind: Raster;
  readonly rgb: Uint8Array;
  readonly coverage: Uint8Array;
  readonly maps: LightMaps;
  readonly random: Random;
}

/** Adds up the light, blurs it as lens and motion do, and reads it out with noise. */
export async function expose({ camera, behind, rgb, coverage, maps, random }: Exposure): Promise<Raster> {
  const { widthPx, heightPx } = camera;
  const warmth = camera.warmth ?? 0;
  const balance = [2 ** (warmth / 2), 1, 2 ** (-warmth / 2)];
  const count = widthPx * heightPx;
  const light = new Float32Array(count * 3);
  for (let pixel = 0, at = 0; pixel < count; pixel++) {
    const share = coverage[pixel]! / 255;
    const ground = (1 - share) * maps.ground[pixel]!;
    const page = share * maps.page[pixel]!;
    const added = maps.glare ? share * maps.glare[pixel]! : 0;
    const lens = maps.lens[pixel]!;
    for (let channel = 0; channel < 3; channel++, at++) {
      light[at] =
        (linearOf[behind.rgb[at]!]! * ground + linearOf[rgb[at]!]! * page + added) * lens * balance[channel]!;
    }
  }
  await blur(light, camera);
  return readOut(light, camera, random);
}

/** In place. */
async function blur(light: Float32Array, camera: Camera): Promise<void> {
  const defocus = camera.defocusPx ?? 0.5;
  const motion = camera.motionBlurPx ?? 0;
  if (defocus < 0.3 && motion < 1) return;
  const cv = await openCv();
  withMats((keep) => {
    const frame = keep(new cv.Mat(camera.heightPx, camera.widthPx, cv.CV_32FC3));
    frame.data32F.set(light);
    if (defocus >= 1.5) {
      const size = 2 * Math.ceil(defocus) + 1;
      const disc = Array.from({ length: size * size }, (_, index) => {
        const beyond =
          Math.hypot((index % size) - (size - 1) / 2, Math.floor(index / size) - (size - 1) / 2) - defocus;
        return Math.min(1, Math.max(0, 0.5 - beyond));
      });
      convolve(disc, size);
    } else if (defocus >= 0.3) {
      cv.GaussianBlur(frame, frame, new cv.Size(0, 0), defocus);
    }
    if (motion >= 1) {
      const size = 2 * Math.ceil(motion / 2) + 1;
      const angle = ((camera.motionBlurDegrees ?? 15) * Math.PI) / 180;
      const line = Array.from({ length: size * size }, (_, index) => {
        const [x, y] = [(index % size) - (size - 1) / 2, Math.floor(index / size) - (size - 1) / 2];
        const across = Math.abs(y * Math.cos(angle) - x * Math.sin(angle));
        const along = Math.abs(x * Math.cos(angle) + y * Math.sin(angle));
        return along <= motion / 2 ? Math.max(0, 1 - across) : 0;
      });
      convolve(line, size);
    }
    light.set(frame.data32F);

    function convolve(weights: readonly number[], size: number) {
      const sum = weights.reduce((total, weight) => total + weight, 0);
      const kernel = keep(
        cv.matFromArray(
          size,
          size,
          cv.CV_32FC1,
          weights.map((weight) => weight / sum),
        ),
      );
      cv.filter2D(frame, frame, -1, kernel);
    }
  });
}

/** Photon noise grows with the root of light, read noise does not; `noise` is their sum at mid grey in sRGB steps. */
function readOut(light: Float32Array, camera: Camera, random: Random): Raster {
  const { widthPx, heightPx } = camera;
  const rgb = new Uint8Array(light.length);
  // One sRGB step at mid grey is 0.0036 of linear light.
  const sigma = (camera.noise ?? 1.2) * 0.0036;
  const table = Float32Array.from({ length: 65_536 }, () => random.normal());
  let state = random.integer(1, 0x7fffffff);
  for (let at = 0; at < light.length; at++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const value = light[at]!;
    rgb[at] = srgbOf(
      value + table[state & 65_535]! * sigma * Math.sqrt(0.25 + 3.4 * (value > 0 ? value : 0)),
    );
  }
  return { widthPx, heightPx, rgb };
}
