// Boxes of letters and short words, which text detection draws too small, against the print around them.
import { expect, it } from 'vitest';
import type { TextLine } from '../../../../src/engine/document/text-detection.ts';
import { findLinesOnPage } from '../../../../src/engine/printed/page-lines.ts';
import type { Quad } from '../../../../src/shared/domain/geometry.ts';

const page: Quad = [
  [0, 0],
  [856, 0],
  [856, 540],
  [0, 540],
];
/** The page is straightened to 10 pixels a millimetre, with a millimetre around. */
const box = (xMm: number, yMm: number, lengthMm: number, heightMm: number): TextLine => ({
  centre: [(xMm + 1) * 10, (yMm + 1) * 10],
  along: [1, 0],
  lengthPx: lengthMm * 10,
  thicknessPx: heightMm * 10,
  score: 1,
});
/** Labels of 1.4 mm with values of 2.4 mm under them. */
const print = [10, 16, 22, 28].flatMap((y) => [box(35, y, 10, 1.4), box(38, y + 2.4, 16, 2.4)]);

async function heightsAt(lines: readonly TextLine[], xMm: number): Promise<number[]> {
  const raster = { widthPx: 856, heightPx: 540, rgb: new Uint8Array(856 * 540 * 3) };
  const place = { quad: page, widthMm: 85.6, heightMm: 54 };
  const quads = await findLinesOnPage(raster, 1, place, [], { findLines: async () => [...lines] });
  return quads
    .filter(([a, b]) => Math.abs((a[0] + b[0]) / 2 - xMm * 10) < 5)
    .map(([a, , , d]) => (d[1] - a[1]) / 10);
}

it('a short word is as high as the small print, a letter as the large', async () => {
  expect(await heightsAt([...print, box(61, 10, 1.3, 0.5)], 61)).toEqual([expect.closeTo(1.4, 1)]);
  expect(await heightsAt([...print, box(61, 12, 1.2, 1.2)], 61)).toEqual([expect.closeTo(2.4, 1)]);
});

it('what is high enough, a piece of a line, and print without measure stay as they are', async () => {
  expect(await heightsAt([...print, box(61, 12, 3, 3)], 61)).toEqual([expect.closeTo(3, 1)]);
  expect(await heightsAt([...print, box(47, 12.4, 1.2, 1.2)], 47)).toEqual([expect.closeTo(1.2, 1)]);
  expect(await heightsAt([...print.slice(0, 2), box(61, 12, 1.2, 1.2)], 61)).toEqual([
    expect.closeTo(1.2, 1),
  ]);
});
