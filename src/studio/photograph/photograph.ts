// Plain Node. Takes a virtual photograph of a specimen: pinhole perspective, room light, lens, sensor, JPEG.
import type { DocumentFieldName } from '../../shared/domain/document.ts';
import type { Box, Point, Quad } from '../../shared/domain/geometry.ts';
import { seededRandom } from '../random.ts';
import { type ExifOrientation, encodeJpeg, type Raster } from '../raster.ts';
import type { Specimen, SpecimenTruth } from '../specimen/specimen.ts';
import { type BackgroundName, drawBackground } from './background.ts';
import { type Laid, layBeside } from './beside.ts';
import { expose, type Glare, illuminate, type Light } from './exposure.ts';
import { type Finger, layFingers, liesOver } from './hand.ts';
import { chain, type Homography, type Pose, planeOf, project, viewOf } from './pose.ts';
import { projectSurface } from './projection.ts';
import { type Medium, type Sheet, surfaceOf } from './surface.ts';

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

export interface SheetRequest {
  readonly sheet: Sheet;
  readonly seed: number;
  readonly camera?: Partial<Camera>;
  readonly pose?: Pose;
  /** A name, or a picture of the camera's size drawn before. */
  readonly background?: BackgroundName | Raster;
  /** Other sheets on the desk, the lowest first; the page lies over them all. */
  readonly beside?: readonly Laid[];
  readonly medium?: Medium;
  readonly light?: Light;
  /** Reflection on the laminate; absent for none. */
  readonly glare?: Glare | null;
  /** Fingers over the page. */
  readonly fingers?: readonly Finger[];
}
export interface PhotographRequest extends Omit<SheetRequest, 'sheet'> {
  readonly specimen: Specimen;
}

export interface PhotographTruth {
  readonly specimen: SpecimenTruth;
  /** Corners of the page in the image, clockwise from its own top left. */
  readonly quad: Quad;
  readonly portraitQuad: Quad | null;
  readonly mrzQuad: Quad | null;
  /** What is not to be seen whole: it lies under a finger or outside the picture. */
  readonly hidden: { readonly mrz: boolean; readonly printed: readonly DocumentFieldName[] };
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

/** Takes a picture of anything flat, as pixels. */
export async function photographSheet(request: SheetRequest): Promise<{
  raster: Raster;
  /** From millimetres on the sheet to pixels. */
  sheetToImage: Homography;
}> {
  const { sheet } = request;
  const camera = { ...webcam, ...request.camera };
  const { widthPx, heightPx } = camera;
  const random = seededRandom(request.seed).stream('photograph');
  const medium = request.medium ?? { type: 'original' };
  const surface = await surfaceOf(sheet, medium);
  const focalPx = widthPx / 2 / Math.tan(((camera.horizontalViewDegrees ?? 60) * Math.PI) / 360);

  const view = viewOf(request.pose ?? {}, sheet, camera, focalPx);
  const sheetToImage = planeOf(view);
  const toImage = chain(sheetToImage, [1, 0, -surface.pageXMm, 0, 1, -surface.pageYMm, 0, 0, 1]);
  const background = request.background ?? 'wood';
  const desk =
    typeof background === 'string'
      ? await drawBackground(background, request.seed, widthPx, heightPx)
      : background;
  const behind = await layBeside(request.beside ?? [], view, desk);
  const bare = await projectSurface(surface, toImage, widthPx, heightPx);
  const { rgb, coverage } = request.fingers
    ? await layFingers(request.fingers, sheetToImage, bare, widthPx, heightPx)
    : bare;
  const maps = await illuminate({
    widthPx,
    heightPx,
    light: request.light ?? {},
    glare: request.glare ?? null,
    vignetting: camera.vignetting ?? 0.18,
    outline: quadOf(toImage, { x: 0, y: 0, width: surface.widthMm, height: surface.heightMm }),
    pageToImage: sheetToImage,
    selfLuminous: medium.type === 'screen',
  });
  return { raster: await expose({ camera, behind, rgb, coverage, maps, random }), sheetToImage };
}

/** Points a millimetre or two apart, edges included. */
function gridOf({ x, y, width, height }: Box): Point[] {
  const [columns, rows] = [Math.ceil(width / 2) + 1, Math.ceil(height) + 1];
  return Array.from({ length: columns * rows }, (_, index) => [
    x + (width * (index % columns)) / (columns - 1),
    y + (height * Math.floor(index / columns)) / (rows - 1),
  ]);
}

/** Takes the photograph as pixels, before JPEG: what an uncompressed camera stream carries. */
export async function photographRaster(
  request: PhotographRequest,
): Promise<{ raster: Raster; truth: PhotographTruth }> {
  const { specimen, ...rest } = request;
  const page = specimen.truth;
  const { raster, pxPerMm, cornerRadiusMm } = specimen;
  const sheet = { raster, pxPerMm, cornerRadiusMm, widthMm: page.widthMm, heightMm: page.heightMm };
  const { raster: taken, sheetToImage: pageToImage } = await photographSheet({ ...rest, sheet });
  const isSeen = (box: Box) =>
    gridOf(box).every((at) => {
      const [x, y] = project(pageToImage, at);
      const inFrame = x >= 0 && y >= 0 && x <= taken.widthPx && y <= taken.heightPx;
      return inFrame && !request.fingers?.some((finger) => liesOver(finger, at));
    });
  return {
    raster: taken,
    truth: {
      specimen: page,
      quad: quadOf(pageToImage, { x: 0, y: 0, width: page.widthMm, height: page.heightMm }),
      portraitQuad: page.portraitMm && quadOf(pageToImage, page.portraitMm),
      mrzQuad: page.mrzMm && quadOf(pageToImage, page.mrzMm),
      hidden: {
        mrz: page.mrzMm !== null && !isSeen(page.mrzMm),
        printed: page.printed.filter(({ boxMm }) => !isSeen(boxMm)).map(({ name }) => name),
      },
      medium: request.medium?.type ?? 'original',
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
