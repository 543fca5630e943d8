// Plain Node. Other sheets on the desk, under and beside the page: a second card, the other page of an open booklet.
import { openCv, withMats } from '../opencv.ts';
import type { Raster } from '../raster.ts';
import { planeOf, type View } from './pose.ts';
import { projectSurface } from './projection.ts';
import type { Sheet } from './surface.ts';

export interface Laid {
  readonly sheet: Sheet;
  /** Its top left corner, in millimetres from the page's. */
  readonly xMm: number;
  readonly yMm: number;
  /** Turned about that corner, clockwise. */
  readonly degrees?: number;
  /** Raised towards the camera about the page's upper edge, as the other page of a booklet is; not turned then. */
  readonly raisedDegrees?: number;
}

const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** A sheet of paper or a card hardly lifts off the desk: its shadow is this wide. */
const shadowMm = 1.2;
const shadowStrength = 0.45;

/** The desk with the sheets on it, the first lowest. */
export async function layBeside(sheets: readonly Laid[], view: View, desk: Raster): Promise<Raster> {
  const { widthPx, heightPx } = desk;
  const rgb = sheets.length === 0 ? desk.rgb : Uint8Array.from(desk.rgb);
  for (const { sheet, xMm, yMm, degrees = 0, raisedDegrees = 0 } of sheets) {
    const [turn, raise] = [radians(degrees), radians(raisedDegrees)];
    const [cr, sr] = [Math.cos(raise), Math.sin(raise)];
    const toImage = planeOf(
      view,
      [Math.cos(turn), Math.sin(turn), 0],
      [-Math.sin(turn), Math.cos(turn) * cr, sr],
      [xMm, yMm * cr, yMm * sr],
    );
    const surface = { ...sheet, pageXMm: 0, pageYMm: 0, micro: null };
    const laid = await projectSurface(surface, toImage, widthPx, heightPx);
    const pxPerMm = Math.hypot(toImage[0], toImage[3]) / toImage[8];
    const shadow = await softened(laid.coverage, widthPx, heightPx, shadowMm * pxPerMm);
    for (let pixel = 0, at = 0; pixel < shadow.length; pixel++) {
      const share = laid.coverage[pixel]! / 255;
      const lit = (1 - share) * (1 - (shadowStrength * shadow[pixel]!) / 255);
      for (let channel = 0; channel < 3; channel++, at++) rgb[at] = rgb[at]! * lit + laid.rgb[at]! * share;
    }
  }
  return { widthPx, heightPx, rgb };
}

async function softened(coverage: Uint8Array, widthPx: number, heightPx: number, sigmaPx: number) {
  const cv = await openCv();
  return withMats((keep) => {
    const mask = keep(new cv.Mat(heightPx, widthPx, cv.CV_8UC1));
    mask.data.set(coverage);
    cv.GaussianBlur(mask, mask, new cv.Size(0, 0), Math.max(0.5, sigmaPx));
    return Uint8Array.from(mask.data);
  });
}
