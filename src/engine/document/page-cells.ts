// Engine. A flat page in small squares: where light burnt it out, and where a shadow lies. Pure.
import type { PagePlane } from './page-plane.ts';

/** A character of the zone is 2.5 mm. */
export const cellMm = 2;
const burntFrom = 250;
/** Ink is a quarter of a line: where it still shows, paper alone is burnt out. */
const burntShare = 0.8;
/** More of the page than any lamp covers: a bright picture, or a scan on white. */
const mostBurnt = 0.3;
/** Paper this bright is itself about to burn out in places. */
const brightPaper = 244;
/** Paper in a shadow over paper in the light, sRGB: a hand before a lamp leaves a third of the light, 0.6. */
const shadowRatio = 0.62;
/** (largest - smallest channel) / largest, above which a square is coloured print rather than paper. */
const colouredFrom = 0.34;

export interface Cell {
  /** Top left, millimetres. */
  readonly x: number;
  readonly y: number;
  /** Burnt out in a patch of two by two: of a line with its ink, that hides a character. */
  readonly burnt: boolean;
  /** In a patch of three by three, as a lamp's reflection is and a brightly lit strip of paper is not. */
  readonly lamp: boolean;
  readonly shaded: boolean;
}

interface Measured {
  /** Share of burnt pixels. */
  readonly white: number;
  readonly paper: number;
  readonly mean: number;
  readonly coloured: boolean;
}

export interface PageCells {
  readonly cells: readonly Cell[];
  /** Only a large burnt spot is a lamp. */
  readonly isBright: boolean;
}

export function cellsOf(plane: PagePlane): PageCells {
  const columns = Math.floor(plane.widthMm / cellMm);
  const rows = Math.floor(plane.heightMm / cellMm);
  const measured = Array.from({ length: columns * rows }, (_, index) =>
    measure(plane, (index % columns) * cellMm, Math.floor(index / columns) * cellMm),
  );
  const known = measured.filter((cell) => cell !== null);
  const light = levelOf(
    known.filter(({ coloured }) => !coloured).map(({ paper }) => paper),
    0.85,
  );
  const isWhite = (index: number) => (measured[index]?.white ?? 0) >= burntShare;
  const whiteCells = measured.filter((_, index) => isWhite(index)).length;
  const allBright = whiteCells > mostBurnt * known.length;
  const [burnt, lamp] = [2, 3].map((side) =>
    allBright ? new Set<number>() : patches(isWhite, columns, rows, side),
  ) as [Set<number>, Set<number>];
  return {
    isBright:
      levelOf(
        known.map(({ mean }) => mean),
        0.8,
      ) >= brightPaper,
    cells: measured.flatMap((cell, index) =>
      cell === null
        ? []
        : [
            {
              x: (index % columns) * cellMm,
              y: Math.floor(index / columns) * cellMm,
              burnt: burnt.has(index),
              lamp: lamp.has(index),
              shaded: !cell.coloured && cell.paper < shadowRatio * light,
            },
          ],
    ),
  };
}

/** The cells of all squares of so many cells each way that are white throughout. */
function patches(
  isWhite: (index: number) => boolean,
  columns: number,
  rows: number,
  side: number,
): Set<number> {
  const found = new Set<number>();
  const steps = Array.from({ length: side }, (_, step) => step);
  for (let row = 0; row + side <= rows; row += 1) {
    for (let column = 0; column + side <= columns; column += 1) {
      const patch = steps.flatMap((down) => steps.map((across) => (row + down) * columns + column + across));
      if (patch.every(isWhite)) for (const index of patch) found.add(index);
    }
  }
  return found;
}

function measure(
  { widthPx, pxPerMm, luma, least, most, inside }: PagePlane,
  x: number,
  y: number,
): Measured | null {
  const sidePx = Math.round(cellMm * pxPerMm);
  const start = Math.round(y * pxPerMm) * widthPx + Math.round(x * pxPerMm);
  let [seen, white, paper, brightest, sum] = [0, 0, 0, 0, 0];
  for (let j = 0; j < sidePx; j += 1) {
    for (let at = start + j * widthPx, end = at + sidePx; at < end; at += 1) {
      if (inside[at] !== 1) continue;
      seen += 1;
      sum += luma[at]!;
      if (least[at]! >= burntFrom) white += 1;
      if (luma[at]! > paper) {
        paper = luma[at]!;
        brightest = at;
      }
    }
  }
  if (seen < (sidePx * sidePx) / 2) return null;
  const coloured = most[brightest]! - least[brightest]! > colouredFrom * most[brightest]!;
  return { white: white / seen, paper, mean: sum / seen, coloured };
}

/** The value that this share of the values stays below. */
const levelOf = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? 0;
