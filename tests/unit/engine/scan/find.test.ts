// What lies on a scanner's glass: each document once, as large as it is, whatever the lid; and nothing where nothing lies.
import { describe, expect, test } from 'vitest';
import { formatOf, isSpread, type MeasuredSize, sizeOnScan } from '../../../../src/engine/scan/card-size.ts';
import { findOnGlass } from '../../../../src/engine/scan/find.ts';
import { drawScan, lidNames, type ScanRequest } from '../../../../src/studio/scan/scan.ts';
import { arrange, copyOnPaper, facingPage, middleOf, sheet } from './glass.ts';

const resolutionDpi = 200;
const pxPerMm = resolutionDpi / 25.4;

async function scanned(request: Omit<ScanRequest, 'resolutionDpi' | 'seed'>, seed = 7) {
  const scan = await drawScan({ seed, resolutionDpi, specks: 10, ...request });
  const { documents } = await findOnGlass(scan.raster, pxPerMm);
  return { scan, quads: documents.map(({ quad }) => quad) };
}
const sizesOf = async (request: Omit<ScanRequest, 'resolutionDpi' | 'seed'>): Promise<MeasuredSize[]> =>
  (await scanned(request)).quads.map((quad) => sizeOnScan(quad, pxPerMm));

test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])(
  'documents anyhow on the glass, number %d',
  async (seed) => {
    const { lid, documents } = await arrange(seed);
    const { scan, quads } = await scanned({ lid, documents }, seed);
    expect(quads).toHaveLength(documents.length);
    for (const [index, { sheet: laid }] of documents.entries()) {
      const [x, y] = middleOf(scan.quads[index]!);
      const found = quads.filter((quad) => {
        const [ownX, ownY] = middleOf(quad);
        return Math.hypot(ownX - x, ownY - y) < 1 * pxPerMm;
      });
      expect(found).toHaveLength(1);
      const size = sizeOnScan(found[0]!, pxPerMm);
      expect(Math.abs(size.widthMm - laid.widthMm)).toBeLessThan(0.5);
      expect(Math.abs(size.heightMm - laid.heightMm)).toBeLessThan(0.5);
      expect(formatOf(size)).toBe({ 125: 'ID-3', 105: 'ID-2', 85.6: 'ID-1' }[laid.widthMm]);
    }
  },
);

const small = { width: 140, height: 160 };

describe.each(lidNames)('under a lid that is %s', (lid) => {
  test('an empty glass with dust, hairs and staples holds nothing', async () => {
    expect(
      (await scanned({ lid, documents: [], specks: 40, bedMm: { width: 150, height: 150 } })).quads,
    ).toEqual([]);
  });

  test('a card pushed into the corner is whole, one that lies half outside is smaller', async () => {
    const card = await sheet('td1-front');
    const at = (xMm: number, yMm: number) =>
      sizesOf({ lid, bedMm: small, documents: [{ sheet: card, xMm, yMm, degrees: 0 }] });
    expect((await at(42.8, 26.99)).map(formatOf)).toEqual(['ID-1']);
    const [cut] = await at(25, 100);
    expect(formatOf(cut!)).toBeNull();
    expect(cut!.widthMm).toBeCloseTo(85.6 - (42.8 - 25), 0);
  });

  test('cards side by side with hardly a gap are two', async () => {
    const [front, back] = [await sheet('td1-front'), await sheet('td1-back')];
    const sizes = await sizesOf({
      lid,
      bedMm: small,
      documents: [
        { sheet: front, xMm: 60, yMm: 45, degrees: 0 },
        { sheet: back, xMm: 60, yMm: 45 + 53.98 + 2, degrees: 0 },
      ],
    });
    expect(sizes.map(formatOf)).toEqual(['ID-1', 'ID-1']);
  });

  test('a passport that lies open is one', async () => {
    const [facing, page] = [await facingPage(), await sheet('td3')];
    const sizes = await sizesOf({
      lid,
      bedMm: { width: 150, height: 230 },
      documents: [
        { sheet: facing, xMm: 80, yMm: 70, degrees: 0 },
        { sheet: page, xMm: 80, yMm: 158, degrees: 0 },
      ],
    });
    expect(sizes).toHaveLength(1);
    expect(isSpread(sizes[0]!)).toBe(true);
    expect(formatOf(sizes[0]!)).toBeNull();
  });

  test('a copy on a sheet of paper is as large as the sheet', async () => {
    const paper = await copyOnPaper(await sheet('td1-front'), 210, 297);
    const sizes = await sizesOf({
      lid,
      bedMm: { width: 216, height: 297 },
      documents: [{ sheet: paper, xMm: 105, yMm: 148.5, degrees: 0 }],
    });
    expect(sizes).toHaveLength(1);
    expect(sizes[0]!.widthMm).toBeGreaterThan(290);
    expect(sizes[0]!.heightMm).toBeGreaterThan(205);
  });
});

test.each(lidNames)('streaks, a dark border and uneven light under a lid that is %s', async (lid) => {
  const card = await sheet('td1-back');
  const { raster } = await drawScan({
    seed: 4,
    lid,
    resolutionDpi,
    bedMm: small,
    documents: [{ sheet: card, xMm: 70, yMm: 60, degrees: 12 }],
  });
  const { widthPx, heightPx, rgb } = raster;
  for (let y = 0, at = 0; y < heightPx; y += 1) {
    for (let x = 0; x < widthPx; x += 1, at += 3) {
      const light = 5 * Math.sin(x / 90) * Math.sin(y / 130);
      const isDark = x > widthPx - 20 || x % 400 < 3;
      for (let channel = 0; channel < 3; channel += 1) {
        rgb[at + channel] = isDark ? 70 : Math.min(255, Math.max(0, rgb[at + channel]! + light));
      }
    }
  }
  const { documents } = await findOnGlass(raster, pxPerMm);
  expect(documents.map(({ quad }) => formatOf(sizeOnScan(quad, pxPerMm)))).toEqual(['ID-1']);
});

test('a page that a feeder has cut to the card is the card', async () => {
  const card = await sheet('td1-back');
  const [size, ...others] = await sizesOf({
    bedMm: { width: 85.6, height: 54 },
    documents: [{ sheet: card, xMm: 42.8, yMm: 27, degrees: 0 }],
    specks: 0,
  });
  expect(others).toEqual([]);
  expect(formatOf(size!)).toBe('ID-1');
});
