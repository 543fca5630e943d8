// Engine. Finds the page in a photograph: by its edges, and by the place that Doc 9303 gives the MRZ on it.
import type { Point, Quad } from '../../shared/domain/geometry.ts';
import { type OpenCv, warpRaster } from '../image/opencv.ts';
import type { Raster } from '../image/raster.ts';
import type { MrzLayout } from './mrz-formats.ts';
import { areaOf, findQuads, overlapOf, type QuadCandidate, rotateQuad } from './page-quad.ts';
import { planesOf } from './picture-planes.ts';

/** Long side at which edges are looked for: cards at arm's length keep their edges, texture mostly goes. */
const searchSidePx = 420;
/** Of the rectified page: the small print of a card is about 1.5 mm high, 15 pixels. */
export const pagePxPerMm = 10;
/** Overlap with the predicted page from which an outline is taken for it. Predictions are 0.75 to 0.95 right. */
const sameFrom = 0.62;
/** Without an MRZ, an outline must be this clear. */
const clearOutline = { support: 0.62, weakest: 0.42 };

export interface Page {
  /** Clockwise from the page's own top left, pixels of the raster. */
  readonly quad: Quad;
  /** Seen as an outline, or only worked out from where the MRZ is. */
  readonly from: 'outline' | 'mrz';
  /** Share of the outline that was seen, 0 to 1; 0 where it was worked out. */
  readonly support: number;
  readonly widthMm: number;
  readonly heightMm: number;
  /** A side lies on the border of the photograph. */
  readonly cutOff: boolean;
}

export function findPageOutlines(cv: OpenCv, raster: Raster): QuadCandidate[] {
  const { planes, widthPx, heightPx, scale } = planesOf(
    raster.rgb,
    raster.widthPx,
    raster.heightPx,
    3,
    searchSidePx,
  );
  return findQuads(cv, planes, widthPx, heightPx).map((candidate) => ({
    ...candidate,
    quad: candidate.quad.map(([x, y]): Point => [(x + 0.5) * scale, (y + 0.5) * scale]) as Quad,
  }));
}

/** `mrz`: quads of the lines that were read, in the raster's pixels, and their layout. */
export function choosePage(
  raster: Raster,
  outlines: readonly QuadCandidate[],
  mrz: { readonly layout: MrzLayout; readonly quads: readonly Quad[] } | null,
): Page | null {
  if (!mrz) {
    const best = outlines.find(
      ({ support, weakest, borderSides, area }) =>
        support >= clearOutline.support && weakest >= clearOutline.weakest && borderSides <= 1 && area > 0.06,
    );
    return best ? { ...sized(best), from: 'outline', support: best.support } : null;
  }
  const { widthMm, heightMm } = mrz.layout.page;
  const predicted = predictPage(mrz.layout, mrz.quads);
  let chosen: QuadCandidate | null = null;
  let closest = sameFrom;
  for (const outline of outlines) {
    const overlap = overlapOf(outline.quad, predicted) + 0.15 * outline.score;
    if (outline.borderSides > 1 || overlap <= closest) continue;
    if (overlapOf(outline.quad, predicted) < sameFrom) continue;
    closest = overlap;
    chosen = outline;
  }
  // A scan that ends at the page's edge is whole; what must lie well outside the photograph is not.
  const cutOff = predicted.some(([x, y]) => outsideBy(raster, x, y) > 0.06);
  if (!chosen) {
    return { quad: clip(raster, predicted), from: 'mrz', support: 0, widthMm, heightMm, cutOff };
  }
  return {
    quad: startAt(chosen.quad, predicted[0]),
    from: 'outline',
    support: chosen.support,
    widthMm,
    heightMm,
    cutOff: cutOff && chosen.borderSides > 0,
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

/** Card or data page, by its shape; lying on its side it is turned so that the long side is level. */
function sized({ quad, borderSides }: QuadCandidate) {
  const side = (a: Point, b: Point) => Math.hypot(a[0] - b[0], a[1] - b[1]);
  const level = side(quad[0], quad[1]) + side(quad[3], quad[2]);
  const upright = side(quad[1], quad[2]) + side(quad[0], quad[3]);
  const turned = level >= upright ? quad : rotateQuad(quad, 1);
  const ratio = Math.max(level, upright) / Math.min(level, upright);
  const size = ratio > 1.5 ? { widthMm: 85.6, heightMm: 53.98 } : { widthMm: 125, heightMm: 88 };
  return { quad: turned, ...size, cutOff: borderSides > 0 };
}

/** Pixels of the photograph for each millimetre of the page, averaged over its area. */
export const resolutionOf = ({ quad, widthMm, heightMm }: Page): number =>
  Math.sqrt(Math.abs(areaOf(quad)) / (widthMm * heightMm));
