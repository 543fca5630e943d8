// Engine, thread of the barcodes. Finds where a stacked barcode may lie: a dense, sharply bounded block of bars, at any
// angle. PDF417 decoders look along the rows of pixels, and lose a symbol that is turned by ten degrees; so it is found
// and straightened first.
import type { Point, Quad } from '../../shared/domain/geometry.ts';
import { greyToMat, type Mat, type OpenCv, withMats } from '../image/opencv.ts';

export interface GreyImage {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly grey: Uint8Array;
}

export interface StripeRegion {
  /** Around the bars, from the end where they begin or stop; the first side is the long one. Pixels of the image. */
  readonly quad: Quad;
  /** In cells; the larger ones are tried first. */
  readonly area: number;
}

/** Longer side of the picture that is searched: a symbol that can be decoded at all still has its bars there. */
const searchSidePx = 1280;
/** Edges are summed over cells of this many pixels: a few modules, so that bars and gaps merge to one block. */
const cellPx = 4;
/** A cell belongs to a block when its edges are this strong, of what the strongest cells have. Text stays below. */
const strongFrom = 0.3;
/** Length to height of AAMVA's symbols: 75 x 38 mm at most, 75 x 11 mm with the least data. */
const shape = { least: 1.3, most: 9 };
/** Of its rectangle in the image: at 35 degrees of tilt a block still covers two thirds. */
const leastFill = 0.55;
/** Share of the image's longer side. Below it no symbol of a licence has two pixels a module. */
const leastLength = 0.15;
const mostRegions = 3;

/** The likeliest first; empty where nothing looks like one, as on most pages. */
export function findStripeRegions(cv: OpenCv, { widthPx, heightPx, grey }: GreyImage): StripeRegion[] {
  return withMats((keep) => {
    const scale = Math.max(1, Math.max(widthPx, heightPx) / searchSidePx);
    const image = keep(new cv.Mat());
    const size = new cv.Size(Math.round(widthPx / scale), Math.round(heightPx / scale));
    cv.resize(keep(greyToMat(cv, grey, widthPx, heightPx)), image, size, 0, 0, cv.INTER_AREA);
    const mask = keep(strongCells(cv, keep(edgeEnergy(cv, image))));
    const contours = keep(new cv.MatVector());
    cv.findContours(mask, contours, keep(new cv.Mat()), cv.RETR_EXTERNAL, cv.CHAIN_APPROX_NONE);
    const regions: StripeRegion[] = [];
    const longestCells = searchSidePx / cellPx;
    for (let index = 0; index < contours.size(); index += 1) {
      const contour = keep(contours.get(index));
      const box = cv.minAreaRect(contour).size;
      const [long, short] = [Math.max(box.width, box.height), Math.min(box.width, box.height)];
      if (long < leastLength * longestCells || short < 3) continue;
      if (long / short < shape.least || long / short > shape.most) continue;
      const area = cv.contourArea(contour);
      if (area < leastFill * long * short) continue;
      const quad = fitQuad(cv, contour);
      if (!quad) continue;
      const factor = cellPx * scale;
      regions.push({
        quad: quad.map(([x, y]): Point => [(x + 0.5) * factor, (y + 0.5) * factor]) as Quad,
        area,
      });
    }
    return regions.sort((a, b) => b.area - a.area).slice(0, mostRegions);
  });
}

/** Absolute differences along both axes, averaged over cells. */
function edgeEnergy(cv: OpenCv, image: Mat): Mat {
  return withMats((keep) => {
    const [across, down] = [keep(new cv.Mat()), keep(new cv.Mat())];
    cv.Sobel(image, across, cv.CV_16S, 1, 0, 3, 0.25);
    cv.Sobel(image, down, cv.CV_16S, 0, 1, 3, 0.25);
    cv.convertScaleAbs(across, across);
    cv.convertScaleAbs(down, down);
    const sum = keep(new cv.Mat());
    cv.addWeighted(across, 0.5, down, 0.5, 0, sum);
    const cells = new cv.Mat();
    const size = new cv.Size(Math.ceil(image.cols / cellPx), Math.ceil(image.rows / cellPx));
    cv.resize(sum, cells, size, 0, 0, cv.INTER_AREA);
    return cells;
  });
}

function strongCells(cv: OpenCv, energy: Mat): Mat {
  return withMats((keep) => {
    const smooth = keep(new cv.Mat());
    cv.GaussianBlur(energy, smooth, new cv.Size(5, 5), 0);
    const threshold = Math.max(12, strongFrom * quantile(smooth.data, 0.995));
    const mask = new cv.Mat();
    cv.threshold(smooth, mask, threshold, 255, cv.THRESH_BINARY);
    const kernel = keep(cv.getStructuringElement(cv.MORPH_RECT, new cv.Size(5, 5)));
    cv.morphologyEx(mask, mask, cv.MORPH_CLOSE, kernel);
    // Lines of text that touch the block hang on by a thread.
    cv.morphologyEx(mask, mask, cv.MORPH_OPEN, kernel);
    return mask;
  });
}

function quantile(values: Uint8Array, share: number): number {
  const counts = new Uint32Array(256);
  for (const value of values) counts[value]! += 1;
  let left = (1 - share) * values.length;
  for (let value = 255; value > 0; value -= 1) {
    left -= counts[value]!;
    if (left <= 0) return value;
  }
  return 0;
}

/** A straight line through each side of the contour: perspective makes it no rectangle. */
function fitQuad(cv: OpenCv, contour: Mat): Quad | null {
  const box = (cv.boxPoints(cv.minAreaRect(contour)) as unknown as { x: number; y: number }[]).map(
    ({ x, y }): Point => [x, y],
  );
  if (distance(box[0]!, box[1]!) < distance(box[1]!, box[2]!)) box.push(box.shift()!);
  const points: Point[] = [];
  for (let index = 0; index < contour.data32S.length; index += 2) {
    points.push([contour.data32S[index]!, contour.data32S[index + 1]!]);
  }
  const corners = extremes(points, clockwise(box));
  const lines = corners.map((corner, side) => fitSide(points, corner, corners[(side + 1) % 4]!));
  const fitted = lines.map((line, side) => intersection(lines[(side + 3) % 4]!, line));
  return fitted.every((point) => point !== null) ? (fitted as Point[] as Quad) : null;
}

/** The point furthest into each corner of the rectangle, its two sides counted as equally long. */
function extremes(points: readonly Point[], [a, b, , d]: readonly Point[]): Point[] {
  const share = (point: Point, from: Point, to: Point) =>
    ((point[0] - from[0]) * (to[0] - from[0]) + (point[1] - from[1]) * (to[1] - from[1])) /
    distance(from, to) ** 2;
  const places = points.map((point) => ({ point, u: share(point, a!, b!), v: share(point, a!, d!) }));
  const furthest = (u: number, v: number): Point =>
    places.reduce((best, place) => (place.u * u + place.v * v > best.u * u + best.v * v ? place : best))
      .point;
  return [furthest(-1, -1), furthest(1, -1), furthest(1, 1), furthest(-1, 1)];
}

interface Line {
  readonly at: Point;
  readonly along: Point;
}

/** Through the points between two corners, without those about the corners, which are rounded, and without outliers. */
function fitSide(points: readonly Point[], from: Point, to: Point): Line {
  const length = Math.max(1, distance(from, to));
  const along: Point = [(to[0] - from[0]) / length, (to[1] - from[1]) / length];
  const limit = Math.max(2, 0.04 * length);
  let near = points
    .map(([x, y]) => {
      const [dx, dy] = [x - from[0], y - from[1]];
      return { at: dx * along[0] + dy * along[1], off: dy * along[0] - dx * along[1] };
    })
    .filter(({ at, off }) => at > 0.08 * length && at < 0.92 * length && Math.abs(off) < limit);
  let slope = 0;
  let offset = 0;
  for (let round = 0; round < 3 && near.length >= 4; round += 1) {
    const meanAt = near.reduce((sum, { at }) => sum + at, 0) / near.length;
    const meanOff = near.reduce((sum, { off }) => sum + off, 0) / near.length;
    const spread = near.reduce((sum, { at }) => sum + (at - meanAt) ** 2, 0);
    slope =
      spread === 0 ? 0 : near.reduce((sum, { at, off }) => sum + (at - meanAt) * (off - meanOff), 0) / spread;
    offset = meanOff - slope * meanAt;
    const residual = ({ at, off }: { at: number; off: number }) => Math.abs(off - offset - slope * at);
    const typical = near.map(residual).sort((one, other) => one - other)[Math.floor(near.length * 0.8)]!;
    near = near.filter((point) => residual(point) <= Math.max(0.7, typical));
  }
  const normal: Point = [-along[1], along[0]];
  return {
    at: [from[0] + normal[0] * offset, from[1] + normal[1] * offset],
    along: [along[0] + normal[0] * slope, along[1] + normal[1] * slope],
  };
}

function intersection(a: Line, b: Line): Point | null {
  const cross = a.along[0] * b.along[1] - a.along[1] * b.along[0];
  if (Math.abs(cross) < 1e-3) return null;
  const t = ((b.at[0] - a.at[0]) * b.along[1] - (b.at[1] - a.at[1]) * b.along[0]) / cross;
  return [a.at[0] + t * a.along[0], a.at[1] + t * a.along[1]];
}

/** In image coordinates, where y runs down; the long side stays first. */
function clockwise(quad: Point[]): Point[] {
  const [a, b, c, d] = quad as Quad;
  const turn = (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0]);
  return turn > 0 ? quad : [b, a, d, c];
}

const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);
