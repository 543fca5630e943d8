// Plain Node. A person before a webcam. It is a flat photograph before a drawn blur: no depth, no breath, no blink.
import sharp from 'sharp';
import type { Box } from '../../shared/domain/geometry.ts';
import { openCv, withMats } from '../opencv.ts';
import { expose, illuminate } from '../photograph/exposure.ts';
import type { Camera } from '../photograph/photograph.ts';
import { seededRandom } from '../random.ts';
import type { Raster } from '../raster.ts';
import { cutOut } from './cut-out.ts';

export interface PersonRequest {
  readonly image: Uint8Array;
  /** As fractions of the picture. */
  readonly face: Box;
  /** Top of the hair, as a fraction of the picture's height. */
  readonly crown: number;
  readonly seed: number;
  readonly camera: Camera;
  /** Height of the face box as a share of the frame's height; by default as small as keeps the face near the middle. */
  readonly faceShare?: number;
}

/** Where the head is in one frame, off its usual place. */
export interface Sway {
  readonly xPx: number;
  readonly yPx: number;
  readonly degrees: number;
  readonly scale: number;
}

/**
 * Where the middle of the face comes to lie, as a share of the frame's height. The photographs end at the shoulders, so
 * their lower edge is the frame's, and the face of a lower share would sink out of the middle.
 */
const faceHeightInFrame = 0.61;
/** The photograph's own background gives way to its blur over this share of the photograph's width. */
const featherShare = 0.09;

/** Prepares the person once; the returned function takes single frames. */
export async function personBeforeCamera(
  request: PersonRequest,
): Promise<(sway: Sway, seed: number) => Promise<Raster>> {
  const { camera, face } = request;
  const cut = await cutOut(request.image, face, request.crown);
  const photo = cut.raster;
  const centre = {
    x: (face.x + face.width / 2) * photo.widthPx,
    y: (face.y + face.height / 2) * photo.heightPx,
  };
  const share = request.faceShare ?? ((1 - faceHeightInFrame) * face.height) / (1 - face.y - face.height / 2);
  const scale = (share * camera.heightPx) / (face.height * photo.heightPx);
  const behind = await surroundings(photo, face, scale, centre, camera, request.seed);
  const edge = feather(photo);
  const alpha = cut.alpha.map((value, at) => (value * edge[at]!) / 255);
  const maps = await illuminate({
    widthPx: camera.widthPx,
    heightPx: camera.heightPx,
    light: { gradient: 0.1, gradientDegrees: 200, exposure: 1.05 },
    glare: null,
    vignetting: 0.15,
    // No page: nothing throws a shadow on the room.
    outline: [
      [-9e4, -9e4],
      [-8e4, -9e4],
      [-8e4, -8e4],
      [-9e4, -8e4],
    ],
    pageToImage: [1, 0, 0, 0, 1, 0, 0, 0, 1],
    selfLuminous: false,
  });
  const cv = await openCv();

  return async (sway, seed) => {
    const turn = (sway.degrees * Math.PI) / 180;
    const [cos, sin] = [Math.cos(turn) * scale * sway.scale, Math.sin(turn) * scale * sway.scale];
    // Turning about the neck, below the frame: the lower edge stays covered by a little surplus.
    const surplus = 1.02;
    const x = camera.widthPx / 2 + sway.xPx;
    const y = camera.heightPx * surplus + sway.yPx;
    const matrix = [
      cos,
      -sin,
      x - cos * centre.x + sin * photo.heightPx,
      sin,
      cos,
      y - sin * centre.x - cos * photo.heightPx,
      0,
      0,
      1,
    ];
    const { rgb, coverage } = withMats((keep) => {
      const warp = keep(cv.matFromArray(3, 3, cv.CV_64FC1, matrix));
      const size = new cv.Size(camera.widthPx, camera.heightPx);
      const warped = (type: number, pixels: Uint8Array, border: number) => {
        const source = keep(new cv.Mat(photo.heightPx, photo.widthPx, type));
        source.data.set(pixels);
        const target = keep(new cv.Mat());
        cv.warpPerspective(source, target, warp, size, cv.INTER_LINEAR, border, new cv.Scalar());
        return Uint8Array.from(target.data);
      };
      return {
        rgb: warped(cv.CV_8UC3, photo.rgb, cv.BORDER_REPLICATE),
        coverage: warped(cv.CV_8UC1, alpha, cv.BORDER_CONSTANT),
      };
    });
    return expose({ camera, behind, rgb, coverage, maps, random: seededRandom(seed).stream('person') });
  };
}

/** Opaque in the middle, clear at the sides and the top, by a smooth step. */
function feather({ widthPx: w, heightPx: h }: Raster): Uint8Array {
  const reach = w * featherShare;
  const step = (distance: number) => {
    const t = Math.min(1, Math.max(0, distance / reach));
    return t * t * (3 - 2 * t);
  };
  const alpha = new Uint8Array(w * h);
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      alpha[y * w + x] = Math.round(255 * step(Math.min(x, w - 1 - x)) * step((y + 1) * 3));
    }
  }
  return alpha;
}

/**
 * What lies beyond the photograph's edges: its own background, spread outwards and far out of focus. Worked out small:
 * known colours are averaged with ever wider weights until every cell has some.
 */
async function surroundings(
  photo: Raster,
  face: Box,
  scale: number,
  centre: { readonly x: number; readonly y: number },
  camera: Camera,
  seed: number,
): Promise<Raster> {
  const cell = 16;
  const columns = Math.ceil(camera.widthPx / cell);
  const rows = Math.ceil(camera.heightPx / cell);
  const [w, h] = [Math.round((photo.widthPx * scale) / cell), Math.round((photo.heightPx * scale) / cell)];
  const small = await sharp(photo.rgb, { raw: { width: photo.widthPx, height: photo.heightPx, channels: 3 } })
    .resize(w, h, { fit: 'fill' })
    .raw()
    .toBuffer();
  const left = Math.round((camera.widthPx / 2 - centre.x * scale) / cell);
  const top = rows - h;
  const cv = await openCv();
  const random = seededRandom(seed).stream('surroundings');
  return withMats((keep) => {
    const colour = keep(new cv.Mat(rows, columns, cv.CV_32FC3, new cv.Scalar(0, 0, 0)));
    const weight = keep(new cv.Mat(rows, columns, cv.CV_32FC1, new cv.Scalar(0)));
    for (let y = 0; y < h; y++) {
      for (let x = 0; x < w; x++) {
        const dx = (x / w - face.x - face.width / 2) / (face.width * 0.78);
        const dy = (y / h - face.y - face.height * 0.4) / (face.height * 0.78);
        const person = Math.hypot(dx, dy) < 1 || y / h > face.y + face.height * 0.62;
        const [row, column] = [top + y, left + x];
        if (person || row < 0 || column < 0 || column >= columns) continue;
        const at = row * columns + column;
        weight.data32F[at] = 1;
        for (let channel = 0; channel < 3; channel++) {
          colour.data32F[at * 3 + channel] = small[(y * w + x) * 3 + channel]!;
        }
      }
    }
    const filled = keep(new cv.Mat(rows, columns, cv.CV_32FC3, new cv.Scalar(128, 128, 128)));
    const done = new Float32Array(rows * columns);
    for (const sigma of [2.5, 5, 10, 20, 40]) {
      const spreadColour = keep(new cv.Mat());
      const spreadWeight = keep(new cv.Mat());
      cv.GaussianBlur(colour, spreadColour, new cv.Size(0, 0), sigma);
      cv.GaussianBlur(weight, spreadWeight, new cv.Size(0, 0), sigma);
      for (let at = 0; at < done.length; at++) {
        const known = spreadWeight.data32F[at]!;
        const share = Math.min(1, known * 12) * (1 - done[at]!);
        if (known < 1e-5 || share <= 0) continue;
        for (let channel = 0; channel < 3; channel++) {
          const value = spreadColour.data32F[at * 3 + channel]! / known;
          const before = filled.data32F[at * 3 + channel]!;
          const total = done[at]! + share;
          filled.data32F[at * 3 + channel] = (before * done[at]! + value * share) / total;
        }
        done[at] = done[at]! + share;
      }
    }
    // Out-of-focus shapes, so that the blur is not suspiciously even.
    for (let at = 0; at < done.length; at++) {
      const lift = 1 + random.normal() * 0.04;
      for (let channel = 0; channel < 3; channel++) filled.data32F[at * 3 + channel]! *= lift;
    }
    cv.GaussianBlur(filled, filled, new cv.Size(0, 0), 1.3);
    const bytes = keep(new cv.Mat());
    filled.convertTo(bytes, cv.CV_8UC3);
    const large = keep(new cv.Mat());
    cv.resize(bytes, large, new cv.Size(camera.widthPx, camera.heightPx), 0, 0, cv.INTER_CUBIC);
    return { widthPx: camera.widthPx, heightPx: camera.heightPx, rgb: Uint8Array.from(large.data) };
  });
}
