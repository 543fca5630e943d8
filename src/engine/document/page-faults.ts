// Engine. What is wrong with a page where: glare, shadow and fingers on a field. For the live coach and for the judgement of
// a photograph alike. Pure.
import type { Box } from '../../shared/domain/geometry.ts';
import { type Cell, cellMm, cellsOf } from './page-cells.ts';
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

/** In a picture that is bright all over a burnt spot has to be this much larger to be a lamp. */
const brightFactor = 3;

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
  const shiny = (cell: Cell, at: FaultPlace) => (at === 'mrz' ? cell.burnt : cell.lamp);
  const shaded = (cell: Cell) => cell.shaded;
  const covered = (cell: Cell) => isCovered?.(cell.x + cellMm / 2, cell.y + cellMm / 2) ?? false;
  const kinds = [
    ['glare', shiny],
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
        const hit = cells.filter((cell) => boxes.some((zone) => overlaps(cell, zone)) && test(cell, at));
        if (hit.length === 0) return [];
        const spoilt = spoiltMm2[kind][at] * (kind === 'glare' && isBright ? brightFactor : 1);
        const severity = Math.min(1, (0.5 * hit.length * cellMm * cellMm) / spoilt);
        return [{ kind, at, severity, box: around(hit) }];
      }),
    )
    .sort((a, b) => b.severity - a.severity);
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
