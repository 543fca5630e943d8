// Engine. Lines of text on a page whose place is known: it is straightened first, to the size that small print needs, so
// that a document at arm's length shows its labels too.
import type { Quad } from '../../shared/domain/geometry.ts';
import type { TextLine } from '../document/text-detection.ts';
import { loadOpenCv, warpRaster } from '../image/opencv.ts';
import type { Raster } from '../image/raster.ts';
import { pagePlane } from './plane.ts';
import { quadsToRead } from './text-lines.ts';

/** Labels are some 1.2 mm high, and the detector finds letters from 8 pixels on; more costs time and finds no more. */
const pxPerMm = 10;
/** Beyond the page's edge: an outline may be a little off. */
const marginMm = 1;

export interface PlacedPage {
  /** Clockwise from the page's own top left, in pixels of the photograph. */
  readonly quad: Quad;
  readonly widthMm: number;
  readonly heightMm: number;
}

/**
 * Quads of lines in pixels of the photograph.
 * @param copy the photograph, `scale` times smaller.
 */
export async function findLinesOnPage(
  copy: Raster,
  scale: number,
  page: PlacedPage,
  exclude: readonly Quad[],
  tools: { findLines(raster: Raster): Promise<TextLine[]> },
): Promise<Quad[]> {
  const { widthMm, heightMm } = page;
  const plane = pagePlane(page.quad, widthMm, heightMm);
  const [right, bottom] = [widthMm + marginMm, heightMm + marginMm];
  const around: Quad = [
    plane.from([-marginMm, -marginMm]),
    plane.from([right, -marginMm]),
    plane.from([right, bottom]),
    plane.from([-marginMm, bottom]),
  ];
  const inCopy = around.map(([x, y]) => [x / scale, y / scale]) as Quad;
  const straight = warpRaster(
    await loadOpenCv(),
    copy,
    inCopy,
    Math.round((widthMm + 2 * marginMm) * pxPerMm),
    Math.round((heightMm + 2 * marginMm) * pxPerMm),
  );
  const toMm = ([x, y]: readonly [number, number]): [number, number] => [
    x / pxPerMm - marginMm,
    y / pxPerMm - marginMm,
  ];
  const toPx = ([x, y]: readonly [number, number]): [number, number] => [
    (x + marginMm) * pxPerMm,
    (y + marginMm) * pxPerMm,
  ];
  const lines = await tools.findLines(straight);
  const excluded = exclude.map((quad) => quad.map((corner) => toPx(plane.to(corner))) as Quad);
  return quadsToRead(lines, () => [1, 0], excluded, null).map(
    (quad) => quad.map((corner) => plane.from(toMm(corner))) as Quad,
  );
}
