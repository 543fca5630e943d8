// Engine. Straightens the page and finds the portrait on it, which also tells which way up a page without MRZ is.
import type { Face, FaceAnalyser } from '../face/face.ts';
import { loadOpenCv } from '../image/opencv.ts';
import { cropRaster } from '../image/pixels.ts';
import type { Raster } from '../image/raster.ts';
import { type Page, rectify } from './page.ts';
import { rotateQuad } from './page-quad.ts';
import type { Side } from './side.ts';

export interface StraightPage {
  readonly page: Page | null;
  /** Straightened; the whole photograph where no page was found. */
  readonly raster: Raster;
  /** The holder's portrait in `raster`: the largest face. */
  readonly face: Face | null;
}

/** By how much the detector must be surer of a face the other way up than the page network said. */
const muchSurer = 0.1;

/** The picture of the portrait that a reviewer compares: the face with hair, chin and some of the shoulders. */
const surroundings = { sides: 0.35, above: 0.35, below: 0.3 };

export async function straighten(side: Side, faces: FaceAnalyser, wantFace: boolean): Promise<StraightPage> {
  const { page, work } = side;
  const find = async (raster: Raster) => (wantFace ? ((await faces.findFaces(raster))[0] ?? null) : null);
  if (!page) return { page, raster: work, face: await find(work) };
  const cv = await loadOpenCv();
  const raster = rectify(cv, work, page);
  const face = await find(raster);
  if (side.mrz || !wantFace) return { page, raster, face };
  // No MRZ says which way up. The detector finds inverted faces too, and is mostly less sure of them.
  const turnedPage = { ...page, quad: rotateQuad(page.quad, 2) };
  const turned = rectify(cv, work, turnedPage);
  const turnedFace = await find(turned);
  if (turnedFace && turnedFace.score > (face ? face.score + muchSurer : 0))
    return { page: turnedPage, raster: turned, face: turnedFace };
  if (face) return { page, raster, face };
  // What looked like a page may have been part of one.
  const anywhere = await find(work);
  return anywhere ? { page: null, raster: work, face: anywhere } : { page, raster, face: null };
}

export const cropPortrait = (raster: Raster, { box }: Face): Raster =>
  cropRaster(raster, {
    x: box.x - surroundings.sides * box.width,
    y: box.y - surroundings.above * box.height,
    width: box.width * (1 + 2 * surroundings.sides),
    height: box.height * (1 + surroundings.above + surroundings.below),
  });
