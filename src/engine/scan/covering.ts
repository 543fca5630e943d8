// Engine. A sheet of office paper that covers the glass: then most of the rim is paper, and what is printed on it would pass
// for a card on a white lid. A copy on paper must show itself as one, so the paper's own edge is looked for. Pure.
import type { Point, Quad } from '../../shared/domain/geometry.ts';
import type { Raster } from '../image/raster.ts';
import { cornersOf, edgeBeside, type Side } from './sides.ts';

/** Both sides of A5, A4, Letter and Legal (ISO 216, ANSI/ASME Y14.1), millimetres. */
const paperMm = [148, 210, 215.9, 279.4, 297, 355.6];
/** Of a sheet that lies straight enough to cover the glass. */
const exactMm = 1.5;
/** A wider strip of bare glass is seen for what it is. */
const reachMm = { inside: 30, outside: 0, ends: 3 };
const leastStrength = 0.1;
/** An edge of a strip narrower than this is that of the scan itself. */
const leastStripMm = 1.2;

/** Null where none covers it. `quad` in pixels of the scan. */
export function coveringSheet(scan: Raster, pxPerMm: number): Quad | null {
  const { widthPx, heightPx } = scan;
  const whole: Quad = [
    [0, 0],
    [widthPx, 0],
    [widthPx, heightPx],
    [0, heightPx],
  ];
  const borders = whole.map((from, index): Side => ({ from, to: whole[(index + 1) % 4]!, strength: 0 }));
  const edges = borders.map((border): Side | null => {
    const edge = edgeBeside(scan, border.from, border.to, pxPerMm, reachMm);
    const depthMm = distance(middleOf(edge), middleOf(border)) / pxPerMm;
    return edge.strength >= leastStrength && depthMm >= leastStripMm ? edge : null;
  });
  const sides = [...borders];
  for (const [first, second] of [
    [0, 2],
    [1, 3],
  ] as const) {
    // An edge on one side of the glass is enough; on both it is still one sheet.
    const choices = [
      [edges[first], edges[second]],
      [edges[first], null],
      [null, edges[second]],
    ] as const;
    const fitting = choices.find(([a, b]) => {
      if (!a && !b) return false;
      const lengthMm = distance(middleOf(a ?? borders[first]!), middleOf(b ?? borders[second]!)) / pxPerMm;
      return paperMm.some((side) => Math.abs(side - lengthMm) <= exactMm);
    });
    if (fitting?.[0]) sides[first] = fitting[0];
    if (fitting?.[1]) sides[second] = fitting[1];
  }
  return sides.some(({ strength }) => strength > 0) ? cornersOf(sides, whole) : null;
}

const middleOf = ({ from, to }: Pick<Side, 'from' | 'to'>): Point => [
  (from[0] + to[0]) / 2,
  (from[1] + to[1]) / 2,
];
const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);
