// Engine. Finds the page in a photograph: by our own network, by its edges, and by the place that Doc 9303 gives the MRZ.
import type { InferenceSession } from 'onnxruntime-node';
import { type Point, projectionOf, type Quad } from '../../shared/domain/geometry.ts';
import { type OpenCv, warpRaster } from '../image/opencv.ts';
import type { Raster } from '../image/raster.ts';
import type { MrzLayout } from './mrz-formats.ts';
import { sharpenQuad } from './page-edges.ts';
import { lookForPage, type PageSight, pageFrom } from './page-network.ts';
import { areaOf, overlapOf, rotateQuad } from './page-quad.ts';

/** Of the rectified page: the small print of a card is about 1.5 mm high, 15 pixels. */
export const pagePxPerMm = 10;
/** Overlap with the page predicted from the MRZ from which what was seen is that page. Predictions are 0.75 to 0.95 right. */
const sameFrom = 0.62;
/** A corner this far outside the photograph, as a share of its longer side, is cut off; the corner of a prediction. */
const cutFrom = { seen: 0.015, predicted: 0.06 };
/** Long over short side of cards (1.59) and of data pages, official documents and visas (1.42, 1.42, 1.5). */
const cardFromAspect = 1.53;
/** Focal length over the longer side: telephones and webcams have 0.7 to 0.95. */
const usualFocal = 0.85;

export interface Page {
  /** Clockwise from the page's own top left, pixels of the raster; corners that are cut off lie outside it. */
  readonly quad: Quad;
  /** Seen as an outline, or only worked out from where the MRZ is. */
  readonly from: 'outline' | 'mrz';
  /** Share of the outline that was seen, 0 to 1; 0 where it was worked out. */
  readonly support: number;
  readonly widthMm: number;
  readonly heightMm: number;
  /** Part of the page lies outside the photograph. */
  readonly cutOff: boolean;
  /** How sure the way up is, 0 to 1; 1 where an MRZ was read. */
  readonly upright: number;
}

/** Looks for the page and puts its sides onto the edges of the raster. `session`: the model `pageModel`. */
export async function findPage(session: InferenceSession, raster: Raster): Promise<PageSight> {
  const picture = {
    pixels: raster.rgb,
    widthPx: raster.widthPx,
    heightPx: raster.heightPx,
    channels: 3,
  } as const;
  const sight = await lookForPage(session, picture);
  return sight.presence < pageFrom
    ? sight
    : { ...sight, quad: sharpenQuad(picture, sight.quad, sight.outlineAt) };
}

/** `mrz`: quads of the lines that were read, in the raster's pixels, and their layout. */
export function choosePage(
  raster: Raster,
  sight: PageSight,
  mrz: { readonly layout: MrzLayout; readonly quads: readonly Quad[] } | null,
): Page | null {
  const isSeen = sight.presence >= pageFrom;
  const support = sight.sides.reduce((sum, { seen, outside }) => sum + seen * (1 - outside), 0) / 4;
  const seen = {
    from: 'outline' as const,
    support,
    cutOff: isCutOff(raster, sight.quad, cutFrom.seen),
  };
  if (!mrz) {
    if (!isSeen) return null;
    return { ...seen, ...sizeOf(raster, sight.quad), quad: sight.quad, upright: sight.upright };
  }
  const { widthMm, heightMm } = mrz.layout.page;
  const predicted = predictPage(mrz.layout, mrz.quads);
  if (isSeen && overlapOf(sight.quad, predicted) >= sameFrom) {
    return { ...seen, widthMm, heightMm, quad: startAt(sight.quad, predicted[0]), upright: 1 };
  }
  // A scan that ends at the page's edge is whole; what must lie well outside the photograph is not.
  const cutOff = isCutOff(raster, predicted, cutFrom.predicted);
  return {
    quad: clip(raster, predicted),
    from: 'mrz',
    support: 0,
    widthMm,
    heightMm,
    cutOff,
    upright: 1,
  };
}

/** Straightened, upright, `pagePxPerMm`. */
export function rectify(cv: OpenCv, raster: Raster, page: Page): Raster {
  return warpRaster(
    cv,
    raster,
    page.quad,
    Math.round(page.widthMm * pagePxPerMm),
    Math.round(page.heightMm * pagePxPerMm),
  );
}

/** Left margin and height of the lines above the bottom edge: Doc 9303 parts 4 to 7, section on the MRZ's position. */
const mrzPlace: Readonly<Record<number, { readonly leftMm: number; readonly middlesMm: readonly number[] }>> =
  {
    // TD1 and the Swiss licence: three lines.
    3: { leftMm: 4.2, middlesMm: [18.6, 12.25, 5.9] },
    2: { leftMm: 5, middlesMm: [15.75, 9.4] },
  };
const characterPitchMm = 2.54;

/**
 * Continues the zone to the whole page. A zone is a thin strip, so perspective cannot be told from it: the page is taken
 * for a parallelogram, right to about a tenth of its height at the far side.
 */
function predictPage(layout: MrzLayout, quads: readonly Quad[]): Quad {
  const place = mrzPlace[quads.length]!;
  const columns = Math.max(...layout.lengths);
  const middles = quads.map((quad) => ({
    start: middleOf(quad[0], quad[3]),
    end: middleOf(quad[1], quad[2]),
  }));
  const first = middles[0]!;
  const last = middles.at(-1)!;
  const across: Point = [
    (first.end[0] - first.start[0] + last.end[0] - last.start[0]) / 2 / (columns * characterPitchMm),
    (first.end[1] - first.start[1] + last.end[1] - last.start[1]) / 2 / (columns * characterPitchMm),
  ];
  const perMm = Math.hypot(...across);
  const spreadMm = place.middlesMm[0]! - place.middlesMm.at(-1)!;
  const spread: Point = [
    (middleOf(last.start, last.end)[0] - middleOf(first.start, first.end)[0]) / spreadMm,
    (middleOf(last.start, last.end)[1] - middleOf(first.start, first.end)[1]) / spreadMm,
  ];
  // Line distances vary between issuers (6.35 mm is nominal), the character pitch does not: its scale is trusted, and
  // the spread tells only the direction, softened towards a right angle.
  const right: Point = [-across[1], across[0]];
  const length = Math.hypot(...spread) || 1;
  const leaning: Point = [
    right[0] * 0.5 + (spread[0] / length) * perMm * 0.5,
    right[1] * 0.5 + (spread[1] / length) * perMm * 0.5,
  ];
  const down: Point = [
    (leaning[0] * perMm) / Math.hypot(...leaning),
    (leaning[1] * perMm) / Math.hypot(...leaning),
  ];
  const { widthMm, heightMm } = layout.page;
  const originXMm = place.leftMm;
  const originYMm = heightMm - place.middlesMm[0]!;
  const at = (xMm: number, yMm: number): Point => [
    first.start[0] + (xMm - originXMm) * across[0] + (yMm - originYMm) * down[0],
    first.start[1] + (xMm - originXMm) * across[1] + (yMm - originYMm) * down[1],
  ];
  return [at(0, 0), at(widthMm, 0), at(widthMm, heightMm), at(0, heightMm)];
}

const middleOf = (a: Point, b: Point): Point => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];

/** How far a point lies outside, as a share of the picture's longer side. */
const outsideBy = ({ widthPx, heightPx }: Raster, x: number, y: number): number =>
  Math.max(0, -x, -y, x - widthPx, y - heightPx) / Math.max(widthPx, heightPx);

const clip = ({ widthPx, heightPx }: Raster, quad: Quad): Quad =>
  quad.map(
    ([x, y]): Point => [Math.min(widthPx, Math.max(0, x)), Math.min(heightPx, Math.max(0, y))],
  ) as Quad;

/** Begins the quad at the corner nearest to where the page's own top left must be. */
function startAt(quad: Quad, topLeft: Point): Quad {
  const distances = quad.map(([x, y]) => Math.hypot(x - topLeft[0], y - topLeft[1]));
  return rotateQuad(quad, distances.indexOf(Math.min(...distances)));
}

const isCutOff = (raster: Raster, quad: Quad, from: number): boolean =>
  quad.some(([x, y]) => outsideBy(raster, x, y) > from);

/** Card or data page, by its shape as it would be seen from straight above. */
function sizeOf({ widthPx, heightPx }: Raster, quad: Quad): { widthMm: number; heightMm: number } {
  // The lengths of the homography's first two columns before the lens.
  const { a, b, d, e, g, h } = projectionOf(
    quad.map(([x, y]): Point => [x - widthPx / 2, y - heightPx / 2]) as Quad,
  );
  const focalPx = usualFocal * Math.max(widthPx, heightPx);
  const across = Math.hypot(a, d, g * focalPx);
  const down = Math.hypot(b, e, h * focalPx);
  return across / down >= cardFromAspect
    ? { widthMm: 85.6, heightMm: 53.98 }
    : { widthMm: 125, heightMm: 88 };
}

/** Pixels of the photograph for each millimetre of the page, averaged over its area. */
export const resolutionOf = ({ quad, widthMm, heightMm }: Page): number =>
  Math.sqrt(Math.abs(areaOf(quad)) / (widthMm * heightMm));
