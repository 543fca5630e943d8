// Engine, thread of the barcodes. Looks for a PDF417 symbol in a photograph and decodes it.
import type { Point, Quad } from '../../shared/domain/geometry.ts';
import { greyToMat, type OpenCv, warpQuad, withMats } from '../image/opencv.ts';
import { findStripeRegions, type GreyImage } from './stripe-regions.ts';
import { decodePdf417 } from './zxing.ts';

export interface FoundBarcode {
  readonly text: string;
  /** Around the symbol, clockwise from its own top left, pixels of the image that was searched. */
  readonly quad: Quad;
}

export interface BarcodeSearch {
  readonly found: FoundBarcode | null;
  /** Where blocks of bars were seen and could not be decoded, likeliest first. */
  readonly undecoded: readonly Quad[];
}

/**
 * Width of the straightened symbol. AAMVA's have 188 to 409 modules a row: three pixels each, as decoders like them.
 */
const straightWidthPx = 1200;
/** Quiet zone of two modules, and what the region's outline may be off. */
const marginOfLength = 0.06;
const marginOfHeight = 0.15;

/** `deadlineMs`: on the clock of `performance.now()`; no new attempt begins after it. */
export async function findBarcode(cv: OpenCv, image: GreyImage, deadlineMs: number): Promise<BarcodeSearch> {
  const undecoded: Quad[] = [];
  for (const { quad } of findStripeRegions(cv, image)) {
    if (performance.now() > deadlineMs) break;
    const found = await decodeRegion(cv, image, quad);
    if (found) return { found, undecoded: [] };
    undecoded.push(quad);
  }
  return { found: null, undecoded };
}

async function decodeRegion(cv: OpenCv, image: GreyImage, region: Quad): Promise<FoundBarcode | null> {
  const quad = enlarged(region);
  const across = (distance(quad[0], quad[1]) + distance(quad[3], quad[2])) / 2;
  const down = (distance(quad[1], quad[2]) + distance(quad[0], quad[3])) / 2;
  const widthPx = straightWidthPx;
  const heightPx = Math.max(16, Math.round((straightWidthPx * down) / across));
  const grey = withMats((keep) => {
    const source = keep(greyToMat(cv, image.grey, image.widthPx, image.heightPx));
    return new Uint8Array(keep(warpQuad(cv, source, quad, widthPx, heightPx)).data);
  });
  const symbol = await decodePdf417({ widthPx, heightPx, grey });
  return symbol && { text: symbol.text, quad: toImage(cv, symbol.quad, { widthPx, heightPx }, quad) };
}

/** Each corner moved outwards along both sides that meet in it. */
function enlarged(quad: Quad): Quad {
  const [a, b, c, d] = quad;
  const along = (from: Point, to: Point, share: number): Point => [
    (from[0] - to[0]) * share,
    (from[1] - to[1]) * share,
  ];
  const moved = (corner: Point, level: Point, upright: Point): Point => {
    const [dx, dy] = along(corner, level, marginOfLength);
    const [ex, ey] = along(corner, upright, marginOfHeight);
    return [corner[0] + dx + ex, corner[1] + dy + ey];
  };
  return [moved(a, b, d), moved(b, a, c), moved(c, d, b), moved(d, c, a)];
}

/** From the straightened picture back to the image. */
function toImage(
  cv: OpenCv,
  points: Quad,
  { widthPx, heightPx }: { widthPx: number; heightPx: number },
  quad: Quad,
): Quad {
  return withMats((keep) => {
    const straight = keep(
      cv.matFromArray(4, 1, cv.CV_32FC2, [0, 0, widthPx, 0, widthPx, heightPx, 0, heightPx]),
    );
    const transform = keep(
      cv.getPerspectiveTransform(straight, keep(cv.matFromArray(4, 1, cv.CV_32FC2, quad.flat()))),
    );
    const moved = keep(new cv.Mat());
    cv.perspectiveTransform(keep(cv.matFromArray(4, 1, cv.CV_32FC2, points.flat())), moved, transform);
    const flat = moved.data32F;
    return [0, 2, 4, 6].map((at): Point => [flat[at]!, flat[at + 1]!]) as Quad;
  });
}

const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);
