// Plain Node. Takes a virtual photograph of a specimen: pinhole perspective, room light, lens, sensor, JPEG.
import type { Box, Point, Quad } from '../../shared/domain/geometry.ts';
import { openCv, withMats } from '../opencv.ts';
import { seededRandom } from '../random.ts';
import { type ExifOrientation, encodeJpeg, type Raster, resizeRaster } from '../raster.ts';
import type { Specimen, SpecimenTruth } from '../specimen/specimen.ts';
import { type BackgroundName, drawBackground } from './background.ts';
import { expose, type Glare, illuminate, type Light } from './exposure.ts';
import { type Finger, layFingers } from './hand.ts';
import { sampleMicrostructure } from './microstructure.ts';
import { chain, type Homography, homographyOf, type Pose, project } from './pose.ts';
import { type Medium, type Surface, surfaceOf } from './surface.ts';

export interface Camera {
  readonly widthPx: number;
  readonly heightPx: number;
  /** 60 is a usual webcam, 70 a telephone. */
  readonly horizontalViewDegrees?: number;
  /** Standard deviation of noise at mid grey, in sRGB steps: 1 in daylight, 4 in a dim room. */
  readonly noise?: number;
  /** Radius of the blur disc of a lens out of focus. */
  readonly defocusPx?: number;
  readonly motionBlurPx?: number;
  readonly motionBlurDegrees?: number;
  /** Loss of light in the corners, 0 to 1. */
  readonly vignetting?: number;
  /** Error of the white balance: positive is warm, in stops between red and blue. */
  readonly warmth?: number;
  readonly jpegQuality?: number;
  /** How the sensor was held: the file's pixels are turned and its EXIF tag says so. The truth is of the upright picture. */
  readonly exifOrientation?: ExifOrientation;
}

export interface PhotographRequest {
  readonly specimen: Specimen;
  readonly seed: number;
  readonly camera?: Partial<Camera>;
  readonly pose?: Pose;
  /** A name, or a picture of the camera's size drawn before. */
  readonly background?: BackgroundName | Raster;
  readonly medium?: Medium;
  readonly light?: Light;
  /** Reflection on the laminate; absent for none. */
  readonly glare?: Glare | null;
  /** Fingers over the page. */
  readonly fingers?: readonly Finger[];
}

export interface PhotographTruth {
  readonly specimen: SpecimenTruth;
  /** Corners of the page in the image, clockwise from its own top left. */
  readonly quad: Quad;
  readonly portraitQuad: Quad | null;
  readonly mrzQuad: Quad | null;
  readonly medium: Medium['type'];
  /** Homography from page millimetres to image pixels, row-major. */
  readonly pageToImage: Homography;
}

export interface Photograph {
  readonly jpeg: Buffer;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly truth: PhotographTruth;
}

export const webcam: Camera = { widthPx: 1280, heightPx: 720 };
export const telephone: Camera = { widthPx: 4000, heightPx: 3000, horizontalViewDegrees: 70 };

const quadOf = (toImage: Homography, { x, y, width, height }: Box): Quad => {
  const at = (px: number, py: number): Point => project(toImage, [px, py]);
  return [at(x, y), at(x + width, y), at(x + width, y + height), at(x, y + height)];
};

/** Finest image scale over the surface, pixels a millimetre. */
function scaleOf(toImage: Homography, surface: Surface): number {
  const steps: Point[] = [
    [0, 0],
    [surface.widthMm, 0],
    [0, surface.heightMm],
    [surface.widthMm, surface.heightMm],
  ];
  return Math.max(
    ...steps.flatMap(([x, y]) => {
      const here = project(toImage, [x, y]);
      return (
        [
          [x + 1, y],
          [x, y + 1],
        ] as const
      ).map(([nextX, nextY]) => {
        const next = project(toImage, [nextX, nextY]);
        return Math.hypot(next[0] - here[0], next[1] - here[1]);
      });
    }),
  );
}

/** White inside the (rounded) outline, with the raster's own soft edge. */
function outlineMask(widthPx: number, heightPx: number, radiusPx: number): Uint8Array {
  const mask = new Uint8Array(widthPx * heightPx).fill(255);
  const radius = Math.ceil(radiusPx);
  for (let y = 0; y < radius; y++) {
    for (let x = 0; x < radius; x++) {
      const beyond = Math.hypot(radiusPx - x - 0.5, radiusPx - y - 0.5) - radiusPx;
      const value = Math.round(255 * Math.min(1, Math.max(0, 0.5 - beyond)));
      for (const row of [y, heightPx - 1 - y]) {
        mask[row * widthPx + x] = value;
        mask[row * widthPx + widthPx - 1 - x] = value;
      }
    }
  }
  return mask;
}

/** Projects the surface into the frame: its colours (8-bit sRGB) and how much of each pixel it covers. */
async function projectSurface(surface: Surface, toImage: Homography, widthPx: number, heightPx: number) {
  const cv = await openCv();
  // Reduced to about the image's scale first (area-averaged), so that the bilinear warp does not alias.
  const perMm = Math.min(surface.pxPerMm, scaleOf(toImage, surface) * 1.1);
  const raster =
    perMm < surface.pxPerMm * 0.95 && !surface.micro
      ? await resizeRaster(
          surface.raster,
          Math.round(surface.widthMm * perMm),
          Math.round(surface.heightMm * perMm),
        )
      : surface.raster;
  const [perMmX, perMmY] = [raster.widthPx / surface.widthMm, raster.heightPx / surface.heightMm];
  // Pixel centres lie at half units on both sides.
  const warp = chain(chain([1, 0, -0.5, 0, 1, -0.5, 0, 0, 1], toImage), [
    1 / perMmX,
    0,
    0.5 / perMmX,
    0,
    1 / perMmY,
    0.5 / perMmY,
    0,
    0,
    1,
  ]);
  const mask = outlineMask(raster.widthPx, raster.heightPx, surface.cornerRadiusMm * perMmX);
  const flat = withMats((keep) => {
    const matrix = keep(cv.matFromArray(3, 3, cv.CV_64FC1, [...warp]));
    const size = new cv.Size(widthPx, heightPx);
    const warped = (type: number, pixels: Uint8Array, border: number) => {
      const source = keep(new cv.Mat(raster.heightPx, raster.widthPx, type));
      source.data.set(pixels);
      const target = keep(new cv.Mat());
      cv.warpPerspective(source, target, matrix, size, cv.INTER_LINEAR, border, new cv.Scalar());
      return Uint8Array.from(target.data);
    };
    return {
      // The page's colour runs on past its edge, so that the edge blends with the background alone.
      rgb: surface.micro ? null : warped(cv.CV_8UC3, raster.rgb, cv.BORDER_REPLICATE),
      coverage: warped(cv.CV_8UC1, mask, cv.BORDER_CONSTANT),
    };
  });
  const rgb = flat.rgb ?? (await sampleMicrostructure(surface, surface.micro!, toImage, widthPx, heightPx));
  return { rgb, coverage: flat.coverage };
}

/** Takes the photograph as pixels, before JPEG: what an uncompressed camera stream carries. */
export async function photographRaster(
  request: PhotographRequest,
): Promise<{ raster: Raster; truth: PhotographTruth }> {
  const camera = { ...webcam, ...request.camera };
  const { widthPx, heightPx } = camera;
  const random = seededRandom(request.seed).stream('photograph');
  const medium = request.medium ?? { type: 'original' };
  const surface = await surfaceOf(request.specimen, medium);
  const focalPx = widthPx / 2 / Math.tan(((camera.horizontalViewDegrees ?? 60) * Math.PI) / 360);

  const page = request.specimen.truth;
  const pageToImage = homographyOf(request.pose ?? {}, page, camera, focalPx);
  const toImage = chain(pageToImage, [1, 0, -surface.pageXMm, 0, 1, -surface.pageYMm, 0, 0, 1]);
  const background = request.background ?? 'wood';
  const behind =
    typeof background === 'string'
      ? await drawBackground(background, request.seed, widthPx, heightPx)
      : background;
  const bare = await projectSurface(surface, toImage, widthPx, heightPx);
  const { rgb, coverage } = request.fingers
    ? await layFingers(request.fingers, pageToImage, bare, widthPx, heightPx)
    : bare;
  const maps = await illuminate({
    widthPx,
    heightPx,
    light: request.light ?? {},
    glare: request.glare ?? null,
    vignetting: camera.vignetting ?? 0.18,
    outline: quadOf(toImage, { x: 0, y: 0, width: surface.widthMm, height: surface.heightMm }),
    pageToImage,
    selfLuminous: medium.type === 'screen',
  });
  const raster = await expose({ camera, behind, rgb, coverage, maps, random });
  return {
    raster,
    truth: {
      specimen: page,
      quad: quadOf(pageToImage, { x: 0, y: 0, width: page.widthMm, height: page.heightMm }),
      portraitQuad: page.portraitMm && quadOf(pageToImage, page.portraitMm),
      mrzQuad: page.mrzMm && quadOf(pageToImage, page.mrzMm),
      medium: medium.type,
      pageToImage,
    },
  };
}

/** Takes the photograph. Deterministic: the same request gives the same bytes. */
export async function photograph(request: PhotographRequest): Promise<Photograph> {
  const { raster, truth } = await photographRaster(request);
  const { jpegQuality, exifOrientation } = request.camera ?? {};
  const jpeg = await encodeJpeg(raster, jpegQuality, exifOrientation);
  return { jpeg, widthPx: raster.widthPx, heightPx: raster.heightPx, truth };
}
