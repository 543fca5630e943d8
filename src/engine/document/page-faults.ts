// Engine. What is wrong with a page where: glare, shadow and fingers on a field. For the live coach and for the judgement of
// a photograph alike. Pure.
import type { Box } from '../../shared/domain/geometry.ts';
import type { PagePlane } from './page-plane.ts';
import type { PageZones } from './page-zones.ts';

export type FaultKind = 'glare' | 'shadow' | 'covered';
export type FaultPlace = 'mrz' | 'portrait' | 'print';

export interface Fault {
  readonly kind: FaultKind;
  readonly at: FaultPlace;
  /** From 0.5 it spoils the field; 1 is hopeless. */
  readonly severity: number;
  /** Around it, millimetres of the page. */
  readonly box: Box;
}

export const spoils = ({ severity }: Fault): boolean => severity >= 0.5;

/** Light and fingers are told apart in squares of this size: a character of the zone is 2.5 mm. */
const cellMm = 2;
const burntFrom = 250;
const burntShare = 0.6;
/** More of the page than any lamp covers: a bright picture, or a scan on white. */
const mostBurnt = 0.3;
/** Paper this bright is itself about to burn out in places: then only a larger spot is a lamp. */
const brightPaper = 244;
const brightFactor = 3;
/** Paper in a shadow over paper in the light, sRGB: a hand before a lamp leaves a third of the light, 0.6. */
const shadowRatio = 0.62;
/** (largest - smallest channel) / largest, above which a square is coloured print rather than paper. */
const colouredFrom = 0.34;

/** How much of each field makes it unreadable, square millimetres: a character of a line; an eye; a word of print. */
const spoiltMm2 = {
  glare: { mrz: 8, portrait: 60, print: 60 },
  shadow: { mrz: 48, portrait: 400, print: 400 },
  covered: { mrz: 8, portrait: 60, print: 60 },
} as const satisfies Record<FaultKind, Record<FaultPlace, number>>;

/** `isCovered`: whether something lies on the page at a place, millimetres. Gravest first. */
export function faultsOf(
  plane: PagePlane,
  zones: PageZones,
  isCovered: ((xMm: number, yMm: number) => boolean) | null,
): Fault[] {
  const { cells, isBright } = cellsOf(plane);
  const burnt = (cell: Cell) => cell.burnt;
  const shaded = (cell: Cell) => cell.shaded;
  const covered = (cell: Cell) => isCovered?.(cell.x + cellMm / 2, cell.y + cellMm / 2) ?? false;
  const kinds = [
    ['glare', burnt],
    ['shadow', shaded],
    ['covered', covered],
  ] as const;
  const places: readonly (readonly [FaultPlace, readonly Box[]])[] = [
    ['mrz', zones.lines],
    ['portrait', zones.portrait ? [zones.portrait] : []],
    ['print', [zones.print]],
  ];
  return kinds
    .flatMap(([kind, test]) =>
      places.flatMap(([at, boxes]): Fault[] => {
        // A portrait has dark hair and clothes of its own.
        if (kind === 'shadow' && at === 'portrait') return [];
        const hit = cells.filter((cell) => boxes.some((zone) => overlaps(cell, zone)) && test(cell));
        if (hit.length === 0) return [];
        const spoilt = spoiltMm2[kind][at] * (kind === 'glare' && isBright ? brightFactor : 1);
        const severity = Math.min(1, (0.5 * hit.length * cellMm * cellMm) / spoilt);
        return [{ kind, at, severity, box: around(hit) }];
      }),
    )
    .sort((a, b) => b.severity - a.severity);
}

interface Cell {
  /** Top left, millimetres. */
  readonly x: number;
  readonly y: number;
  readonly burnt: boolean;
  readonly shaded: boolean;
}

function cellsOf(plane: PagePlane): { cells: Cell[]; isBright: boolean } {
  const { widthMm, heightMm, widthPx, pxPerMm, luma, least, most, inside } = plane;
  const cells: (Omit<Cell, 'shaded'> & { paper: number; mean: number; coloured: boolean })[] = [];
  const sidePx = Math.round(cellMm * pxPerMm);
  for (let y = 0; y + cellMm <= heightMm; y += cellMm) {
    for (let x = 0; x + cellMm <= widthMm; x += cellMm) {
      const [left, top] = [Math.round(x * pxPerMm), Math.round(y * pxPerMm)];
      let [seen, white, paper, brightest, sum] = [0, 0, 0, 0, 0];
      for (let j = 0; j < sidePx; j += 1) {
        for (let i = 0; i < sidePx; i += 1) {
          const at = (top + j) * widthPx + left + i;
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
      if (seen < (sidePx * sidePx) / 2) continue;
      const coloured = most[brightest]! - least[brightest]! > colouredFrom * most[brightest]!;
      cells.push({ x, y, burnt: white >= burntShare * seen, paper, mean: sum / seen, coloured });
    }
  }
  const papers = cells.filter(({ coloured }) => !coloured).map(({ paper }) => paper);
  papers.sort((a, b) => a - b);
  const light = papers[Math.floor(papers.length * 0.85)] ?? 0;
  const allBright = cells.filter(({ burnt }) => burnt).length > mostBurnt * cells.length;
  const means = cells.map(({ mean }) => mean).sort((a, b) => a - b);
  return {
    isBright: (means[Math.floor(means.length * 0.8)] ?? 0) >= brightPaper,
    cells: cells.map((cell) => ({
      ...cell,
      burnt: cell.burnt && !allBright,
      shaded: !cell.coloured && cell.paper < shadowRatio * light,
    })),
  };
}

const overlaps = (cell: { x: number; y: number }, zone: Box): boolean =>
  cell.x + cellMm / 2 >= zone.x &&
  cell.x + cellMm / 2 <= zone.x + zone.width &&
  cell.y + cellMm > zone.y &&
  cell.y < zone.y + zone.height;

function around(cells: readonly { readonly x: number; readonly y: number }[]): Box {
  const xs = cells.map(({ x }) => x);
  const ys = cells.map(({ y }) => y);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) + cellMm - x, height: Math.max(...ys) + cellMm - y };
}
