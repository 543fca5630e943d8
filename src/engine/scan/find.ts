// Engine. Finds the documents on a scanner's glass: on a small copy what is not bare glass, then each one's four edges on
// the scan itself.
import { boxToQuad, type Point, type Quad } from '../../shared/domain/geometry.ts';
import { areaOf } from '../document/page-quad.ts';
import { greyToMat, loadOpenCv, type Mat, type OpenCv, withMats } from '../image/opencv.ts';
import { resizeRaster } from '../image/pixels.ts';
import type { Raster } from '../image/raster.ts';
import { type Bed, distanceFromBed, measureBed } from './bed.ts';
import { formatOf, sizeOnScan } from './card-size.ts';
import { coveringSheet } from './covering.ts';
import { parted } from './parted.ts';
import { sharpenSides } from './sides.ts';

/** Of the small copy: 75 dots an inch. */
const smallPxPerMm = 3;
/** Less than the smallest documents (ID-1 is 54 mm high), more than staples, hairs, and slips of paper. */
const leastMm = { short: 25, long: 42 };
/** Of bare glass along the scan's border: enough to tell its colour from a hair's. */
const usualRimMm = 2;
/** What strays from the lid by so many times its own spread, and at least by so many steps, lies on it. */
const farFrom = { spreads: 3.5, steps: 5 };
/** Gaps of an outline that is hardly seen are closed over this; two documents lie further apart, or a second way is tried. */
const gapsMm = [1.2, 4.5] as const;
/** Hairs and staples that stick to a document are thinner than this, with the wedge that closing makes of them. */
const thinMm = 5;
/** Share of its rectangle that a document fills; two that were taken for one do not. */
const solidFrom = 0.88;

/** Share of the glass from which a document covers it. */
const coversFrom = 0.5;

export interface FoundDocument {
  /** In pixels of the scan, clockwise; the first corner is the one that lies top left. */
  readonly quad: Quad;
}

export interface FoundOnGlass {
  readonly documents: readonly FoundDocument[];
  /** Something covers all of the glass, and `bed` is its colour. */
  readonly covered: boolean;
  readonly bed: Bed;
}

/** In reading order. `pxPerMm` of the scan. `rimMm`: how much of its border is bare, for the most part. */
export async function findOnGlass(scan: Raster, pxPerMm: number, rimMm = usualRimMm): Promise<FoundOnGlass> {
  const cv = await loadOpenCv();
  const whole = boxToQuad({ x: 0, y: 0, width: scan.widthPx, height: scan.heightPx });
  // Feeders cut their pages themselves: then there is no glass around it.
  const isCut = formatOf(sizeOnScan(whole, pxPerMm)) !== null;
  const shrink = Math.min(1, smallPxPerMm / pxPerMm);
  const [width, height] = [scan.widthPx, scan.heightPx].map((px) => Math.max(8, Math.round(px * shrink)));
  const small = await resizeRaster(scan, width!, height!);
  const smallPerMm = pxPerMm * shrink;
  const bed = measureBed(small, Math.max(2, Math.round(rimMm * smallPerMm)));
  if (isCut) return { documents: [{ quad: whole }], covered: true, bed };
  const rough = roughQuads(cv, small, bed, smallPerMm);
  const toScan = ([x, y]: Point): Point => [
    (x * scan.widthPx) / small.widthPx,
    (y * scan.heightPx) / small.heightPx,
  ];
  const documents = rough.flatMap((quad) => {
    const sharp = sharpenSides(scan, quad.map(toScan) as Quad, pxPerMm);
    return (parted(scan, sharp, pxPerMm) ?? [sharp]).map((each) => ({ quad: each }));
  });
  const covers = documents.some(({ quad }) => areaOf(quad) > coversFrom * scan.widthPx * scan.heightPx);
  const sheet = covers ? null : coveringSheet(scan, pxPerMm);
  return {
    documents: sheet ? [{ quad: sheet }] : inReadingOrder(documents),
    covered: sheet !== null,
    bed,
  };
}

function roughQuads(cv: OpenCv, small: Raster, bed: Bed, perMm: number): Quad[] {
  return withMats((keep) => {
    const far = keep(greyToMat(cv, distanceFromBed(small, bed), small.widthPx, small.heightPx));
    const mask = keep(new cv.Mat());
    const from = Math.max(farFrom.steps, farFrom.spreads * bed.spread);
    cv.threshold(far, mask, from, 255, cv.THRESH_BINARY);
    const found: Quad[] = [];
    for (const gapMm of gapsMm) {
      const closed = keep(mask.clone());
      morph(cv, closed, cv.MORPH_CLOSE, gapMm * perMm);
      fillHoles(cv, closed);
      morph(cv, closed, cv.MORPH_OPEN, thinMm * perMm);
      const last = gapMm === gapsMm.at(-1);
      for (const { quad, solidity } of rectangles(cv, closed, perMm)) {
        if (solidity < solidFrom && !last) continue;
        found.push(quad);
        // What was found is gone from the next, more generous round.
        erase(cv, mask, quad);
      }
    }
    return found;
  });
}

function morph(cv: OpenCv, mat: Mat, operation: number, sizePx: number): void {
  withMats((keep) => {
    const size = Math.max(1, Math.round(sizePx));
    const kernel = keep(cv.getStructuringElement(cv.MORPH_ELLIPSE, new cv.Size(size, size)));
    // A frame of nothing around the picture, so that its border does not hold back or add anything.
    const framed = keep(new cv.Mat());
    const edge = size + 1;
    cv.copyMakeBorder(mat, framed, edge, edge, edge, edge, cv.BORDER_CONSTANT, new cv.Scalar(0));
    cv.morphologyEx(framed, framed, operation, kernel);
    framed.roi(new cv.Rect(edge, edge, mat.cols, mat.rows)).copyTo(mat);
  });
}

function fillHoles(cv: OpenCv, mask: Mat): void {
  withMats((keep) => {
    const contours = keep(new cv.MatVector());
    cv.findContours(mask, contours, keep(new cv.Mat()), cv.RETR_EXTERNAL, cv.CHAIN_APPROX_NONE);
    cv.drawContours(mask, contours, -1, new cv.Scalar(255), cv.FILLED);
  });
}

function rectangles(cv: OpenCv, mask: Mat, perMm: number): { quad: Quad; solidity: number }[] {
  return withMats((keep) => {
    const contours = keep(new cv.MatVector());
    cv.findContours(mask, contours, keep(new cv.Mat()), cv.RETR_EXTERNAL, cv.CHAIN_APPROX_NONE);
    const found: { quad: Quad; solidity: number }[] = [];
    for (let index = 0; index < contours.size(); index += 1) {
      const contour = keep(contours.get(index));
      const { center, size, angle } = cv.minAreaRect(contour);
      // Contours run through the middles of pixels: half a pixel is missing on every side.
      const [width, height] = [size.width + 1, size.height + 1];
      if (Math.min(width, height) < leastMm.short * perMm || Math.max(width, height) < leastMm.long * perMm)
        continue;
      const solidity = cv.contourArea(contour) / (size.width * size.height);
      found.push({ quad: uprightQuad(center.x + 0.5, center.y + 0.5, width, height, angle), solidity });
    }
    return found;
  });
}

function erase(cv: OpenCv, mask: Mat, quad: Quad): void {
  withMats((keep) => {
    const points = keep(cv.matFromArray(4, 1, cv.CV_32SC2, quad.flat().map(Math.round)));
    const polygons = keep(new cv.MatVector());
    polygons.push_back(points);
    cv.fillPoly(mask, polygons, new cv.Scalar(0));
    cv.polylines(mask, polygons, true, new cv.Scalar(0), 9);
  });
}

/** The corners of a turned rectangle, turned by 45 degrees at most: which way up it is, its content tells later. */
function uprightQuad(x: number, y: number, width: number, height: number, degrees: number): Quad {
  const turns = Math.round(degrees / 90);
  const [w, h] = turns % 2 === 0 ? [width, height] : [height, width];
  const turn = ((degrees - 90 * turns) * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const corner = (u: number, v: number): Point => [
    x + (u * w * cos - v * h * sin) / 2,
    y + (u * w * sin + v * h * cos) / 2,
  ];
  return [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)];
}

/** Rows from the top, each from the left: what begins above the middle of the row's first belongs to that row. */
function inReadingOrder(documents: readonly FoundDocument[]): FoundDocument[] {
  const boxed = documents
    .map((document) => {
      const ys = document.quad.map(([, y]) => y);
      const left = Math.min(...document.quad.map(([x]) => x));
      return { document, left, top: Math.min(...ys), bottom: Math.max(...ys) };
    })
    .sort((a, b) => a.top - b.top);
  const rows: (typeof boxed)[] = [];
  for (const each of boxed) {
    const first = rows.at(-1)?.[0];
    if (first && each.top < (first.top + first.bottom) / 2) rows.at(-1)!.push(each);
    else rows.push([each]);
  }
  return rows.flatMap((row) => row.sort((a, b) => a.left - b.left).map(({ document }) => document));
}
