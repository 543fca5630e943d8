// Engine. Cards that lie side by side with hardly a gap look like one sheet: where a sheet is as large as a row of cards,
// and edges are found where theirs must be, it is one. Pure.
import { type CardFormat, cardFormats } from '../../shared/domain/device.ts';
import { projectInto, type Quad } from '../../shared/domain/geometry.ts';
import type { Raster } from '../image/raster.ts';
import { isOfFormat, sizeOnScan } from './card-size.ts';
import { sharpenSides } from './sides.ts';

/** Not ID-3: two pages of that size side by side are a passport that lies open. */
const formats: readonly CardFormat[] = ['ID-1', 'ID-2'];
const mostCards = 4;
/** Between two of a row; further apart they are found one by one. */
const gapMm = 6;
/** Cards of a row may stand out beside each other. */
const ragged = 4;

/** The cards of a row, or null where it is no row. `quad` in pixels of the scan. */
export function parted(scan: Raster, quad: Quad, pxPerMm: number): Quad[] | null {
  const side = (index: number) => {
    const [from, to] = [quad[index]!, quad[(index + 1) % 4]!];
    return Math.hypot(to[0] - from[0], to[1] - from[1]) / pxPerMm;
  };
  const [across, down] = [(side(0) + side(2)) / 2, (side(1) + side(3)) / 2];
  for (const format of formats) {
    const { widthMm, heightMm } = cardFormats[format];
    for (const [wide, high] of [
      [widthMm, heightMm],
      [heightMm, widthMm],
    ] as const) {
      for (let count = 2; count <= mostCards; count += 1) {
        const rows = fits(across, wide, 1) && fits(down, high, count);
        const columns = fits(across, wide, count) && fits(down, high, 1);
        if (!rows && !columns) continue;
        const cards = row(quad, count, rows, rows ? high / down : wide / across).map((card) =>
          sharpenSides(scan, card, pxPerMm),
        );
        if (cards.every((card) => isOfFormat(sizeOnScan(card, pxPerMm), format))) return cards;
      }
    }
  }
  return null;
}

const fits = (lengthMm: number, eachMm: number, count: number): boolean =>
  lengthMm >= count * eachMm - 1.5 &&
  lengthMm <= count * eachMm + (count === 1 ? ragged : (count - 1) * gapMm);

/** `share`: of one card in the whole row. */
function row(quad: Quad, count: number, isDown: boolean, share: number): Quad[] {
  const at = projectInto(quad);
  const step = (1 - share) / (count - 1);
  return Array.from({ length: count }, (_, index): Quad => {
    const [from, to] = [index * step, index * step + share];
    return isDown
      ? [at(0, from), at(1, from), at(1, to), at(0, to)]
      : [at(from, 0), at(to, 0), at(to, 1), at(from, 1)];
  });
}
