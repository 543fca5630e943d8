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
  const lines = grown(await tools.findLines(straight));
  const excluded = exclude.map((quad) => quad.map((corner) => toPx(plane.to(corner))) as Quad);
  return quadsToRead(lines, () => [1, 0], excluded, null).map(
    (quad) => quad.map((corner) => plane.from(toMm(corner))) as Quad,
  );
}

/** From this ratio on a box shows the height of its print by itself. */
const longRatio = 4;
/** Up to this ratio it is of a single letter, which is a value: those are as high as the larger half of the print. */
const letterRatio = 1.6;
/** Fewer lines do not show how high the print of a page is. */
const leastLines = 4;

/** Boxes of a letter or a short word come out too small, for the detector is sure of their middle alone. */
function grown(lines: readonly TextLine[]): TextLine[] {
  const isLong = ({ lengthPx, thicknessPx }: TextLine) => lengthPx >= longRatio * thicknessPx;
  const heights = lines
    .filter(isLong)
    .map(({ thicknessPx }) => thicknessPx)
    .toSorted((a, b) => a - b);
  if (heights.length < leastLines) return [...lines];
  const at = (share: number) => heights[Math.floor(share * heights.length)]!;
  const [small, large] = [at(0.25), at(0.6)];
  return lines.map((line) => {
    const isLetter = line.lengthPx < letterRatio * line.thicknessPx;
    const missing = (isLetter ? large : small) - line.thicknessPx;
    if (missing <= 0 || isLong(line)) return line;
    const larger = { ...line, thicknessPx: line.thicknessPx + missing, lengthPx: line.lengthPx + missing };
    // A piece of a line that was found beside it.
    return lines.some((other) => other !== line && isLong(other) && meets(larger, other)) ? line : larger;
  });
}

/** On a straightened page lines are level. */
function meets(a: TextLine, b: TextLine): boolean {
  const [across, down] = [Math.abs(a.centre[0] - b.centre[0]), Math.abs(a.centre[1] - b.centre[1])];
  return across < (a.lengthPx + b.lengthPx) / 2 && down < (a.thicknessPx + b.thicknessPx) / 2;
}
