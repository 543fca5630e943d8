// Engine. A scanner's page becomes the documents that lie on it: found, straightened, each with a little of the glass
// around it and its true size. A document camera's photograph passes through as it is.
import type { Input, Output } from '../../shared/contract/contract.ts';
import type { EngineContract, ScannedDocument } from '../../shared/contract/engine-contract.ts';
import type { Point, Quad } from '../../shared/domain/geometry.ts';
import { isInside } from '../document/page-quad.ts';
import { decodeImage } from '../image/decode.ts';
import { sniffImageType } from '../image/image-type.ts';
import { loadOpenCv, type OpenCv, rasterToMat, withMats } from '../image/opencv.ts';
import { cropRaster, encodeJpeg } from '../image/pixels.ts';
import type { Raster } from '../image/raster.ts';
import { type Bed, bedAt } from './bed.ts';
import { formatOf, sizeOnScan } from './card-size.ts';
import { findOnGlass } from './find.ts';
import { isPdf, pagesOfPdf } from './pdf.ts';

/** Of the glass around a document: its edge and its corners stay to be seen, and glass beyond the lamp's shadow. */
const aroundMm = 4;
/** Fine print survives; the pictures are looked at for traces of copies. */
const jpegQuality = 95;
/** As many as the contract lets through. */
const mostDocuments = 8;
const mmPerInch = 25.4;
/** Aslant by less than this over its longer side a document is cut out without being drawn anew, in pixels. */
const straightPx = 0.75;

export async function prepareScan({
  page,
  resolutionDpi,
}: Input<EngineContract, 'prepareScan'>): Promise<Output<EngineContract, 'prepareScan'>> {
  // What a device says of its pages is not always so: their first bytes say what they are.
  if (resolutionDpi === null) return { documents: await photographed(page) };
  const documents: ScannedDocument[] = [];
  for await (const raster of rastersOf(page)) {
    documents.push(...(await cutOut(raster, resolutionDpi / mmPerInch)));
    if (documents.length >= mostDocuments) break;
  }
  return { documents: documents.slice(0, mostDocuments) };
}

async function* rastersOf(page: Uint8Array): AsyncGenerator<Raster> {
  if (isPdf(page)) yield* pagesOfPdf(page);
  else yield await decodeImage(page);
}

/** An upright JPEG stays as it is: coding it once more would only lose. It is decoded to know that it is whole. */
async function photographed(page: Uint8Array): Promise<ScannedDocument[]> {
  for await (const raster of rastersOf(page)) {
    const { widthPx, heightPx } = raster;
    const isUpright = 'sourceOrientation' in raster && raster.sourceOrientation === 1;
    return isUpright && sniffImageType(page).name === 'JPEG'
      ? [{ jpeg: page, widthPx, heightPx, size: null }]
      : [await encoded(raster, null)];
  }
  return [];
}

async function cutOut(scan: Raster, pxPerMm: number): Promise<ScannedDocument[]> {
  const { documents: found, covered, bed } = await findOnGlass(scan, pxPerMm);
  const cv = await loadOpenCv();
  const documents: ScannedDocument[] = [];
  for (const { quad } of found.slice(0, mostDocuments)) {
    const others = found.flatMap((each) => (each.quad === quad ? [] : [each.quad]));
    const size = sizeOnScan(quad, pxPerMm);
    const rounded = { widthMm: round(size.widthMm), heightMm: round(size.heightMm), format: formatOf(size) };
    documents.push(await encoded(straighten(cv, scan, quad, { others, covered, bed, pxPerMm }), rounded));
  }
  return documents;
}

const round = (mm: number): number => Math.round(mm * 100) / 100;

const encoded = async (raster: Raster, size: ScannedDocument['size']): Promise<ScannedDocument> => ({
  jpeg: await encodeJpeg(raster, jpegQuality),
  widthPx: raster.widthPx,
  heightPx: raster.heightPx,
  size,
});

/** At the scan's own resolution. Where the glass ends before the margin does, the lid is drawn on. */
function straighten(
  cv: OpenCv,
  scan: Raster,
  quad: Quad,
  {
    others,
    covered,
    bed,
    pxPerMm,
  }: {
    readonly others: readonly Quad[];
    readonly bed: Bed;
    readonly covered: boolean;
    readonly pxPerMm: number;
  },
): Raster {
  const outer = withMargin(quad, others, aroundMm * pxPerMm, covered ? scan : null);
  const xs = outer.map(([x]) => x);
  const ys = outer.map(([, y]) => y);
  const [left, top] = [Math.floor(Math.min(...xs)), Math.floor(Math.min(...ys))];
  const box = {
    x: left,
    y: top,
    width: Math.ceil(Math.max(...xs)) - left,
    height: Math.ceil(Math.max(...ys)) - top,
  };
  const slant = Math.max(
    ...outer.map(([x, y], index) => {
      const [nextX, nextY] = outer[(index + 1) % 4]!;
      return Math.min(Math.abs(nextX - x), Math.abs(nextY - y));
    }),
  );
  // cropRaster keeps within the scan.
  const part = cropRaster(scan, box);
  const isInsideScan = outer.every(([x, y]) => x >= 0 && y >= 0 && x <= scan.widthPx && y <= scan.heightPx);
  if (slant < straightPx && isInsideScan) return part;
  const [originX, originY] = [Math.max(0, left), Math.max(0, top)];
  const sideOf = (index: number) => {
    const [from, to] = [outer[index]!, outer[(index + 1) % 4]!];
    return Math.hypot(to[0] - from[0], to[1] - from[1]);
  };
  const widthPx = Math.max(1, Math.round((sideOf(0) + sideOf(2)) / 2));
  const heightPx = Math.max(1, Math.round((sideOf(1) + sideOf(3)) / 2));
  return withMats((keep) => {
    const from = outer.flatMap(([x, y]) => [x - originX - 0.5, y - originY - 0.5]);
    const to = [-0.5, -0.5, widthPx - 0.5, -0.5, widthPx - 0.5, heightPx - 0.5, -0.5, heightPx - 0.5];
    const transform = keep(
      cv.getPerspectiveTransform(
        keep(cv.matFromArray(4, 1, cv.CV_32FC2, from)),
        keep(cv.matFromArray(4, 1, cv.CV_32FC2, to)),
      ),
    );
    const straight = keep(new cv.Mat());
    const [x, y] = [quad[0]![0], quad[0]![1]];
    // Corners of the margin that lie beyond the glass are filled with the lid's colour.
    const lid = bedAt(bed, (2 * x) / scan.widthPx - 1, (2 * y) / scan.heightPx - 1);
    cv.warpPerspective(
      keep(rasterToMat(cv, part)),
      straight,
      transform,
      new cv.Size(widthPx, heightPx),
      cv.INTER_CUBIC,
      cv.BORDER_CONSTANT,
      new cv.Scalar(...lid),
    );
    return { widthPx, heightPx, rgb: new Uint8Array(straight.data) };
  });
}

/** Each side moved outwards, half way to another document at most, and within `scan` where one is given. */
function withMargin(quad: Quad, others: readonly Quad[], marginPx: number, scan: Raster | null): Quad {
  const sides = quad.map((from, index) => {
    const to = quad[(index + 1) % 4]!;
    const length = Math.hypot(to[0] - from[0], to[1] - from[1]) || 1;
    const outwards: Point = [(to[1] - from[1]) / length, -(to[0] - from[0]) / length];
    const middle: Point = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
    const free = [0.05, 0.25, 0.5, 0.75, 0.95].map((share) => {
      const place: Point = [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])];
      return freeBeside(place, outwards, others, 2 * marginPx) / 2;
    });
    return { outwards, by: Math.min(...free, scan ? room(scan, middle, outwards) : marginPx) };
  });
  return quad.map(([x, y], index): Point => {
    const [before, after] = [sides[(index + 3) % 4]!, sides[index]!];
    return [
      x + before.by * before.outwards[0] + after.by * after.outwards[0],
      y + before.by * before.outwards[1] + after.by * after.outwards[1],
    ];
  }) as Quad;
}

/** How far it is to another document, at most `farthest`; to an eighth of that. */
function freeBeside([x, y]: Point, [dx, dy]: Point, others: readonly Quad[], farthest: number): number {
  for (let eighth = 0; eighth < 8; eighth += 1) {
    const off = (farthest * (eighth + 1)) / 8;
    if (others.some((other) => isInside(other, [x + off * dx, y + off * dy]))) return (farthest * eighth) / 8;
  }
  return farthest;
}

/** How far it is from a place to the scan's border; 0 where it lies outside. */
function room({ widthPx, heightPx }: Raster, [x, y]: Point, [dx, dy]: Point): number {
  const until = (at: number, step: number, end: number) =>
    step > 1e-9 ? (end - at) / step : step < -1e-9 ? -at / step : Infinity;
  return Math.max(0, Math.min(until(x, dx, widthPx), until(y, dy, heightPx)));
}
