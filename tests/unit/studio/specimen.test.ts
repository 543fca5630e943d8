// Specimens: what the truth says stands on the page stands there, legibly, and nothing lies over it.
import { describe, expect, it } from 'vitest';
import type { Box } from '../../../src/shared/domain/geometry.ts';
import { drawSpecimen, inventHolder, specimenKinds } from '../../../src/studio/index.ts';
import { writes } from '../../../src/studio/specimen/fonts.ts';
import { layouts } from '../../../src/studio/specimen/layouts.ts';
import { fill } from '../../../src/studio/specimen/print.ts';
import { printSide } from '../../../src/studio/specimen/print-svg.ts';

/** Millimetres that two boxes share in the direction in which they share least. */
const shared = (a: Box, b: Box): number =>
  Math.min(
    Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x),
    Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y),
  );

describe.each(specimenKinds)('%s', (kind) => {
  const layout = layouts[kind];
  const holders = Array.from({ length: 25 }, (_, seed) => inventHolder(seed, layout.issuer));

  it('its faces have every letter that is printed', () => {
    const missing = new Set<string>();
    for (const holder of holders) {
      for (const row of layout.rows) {
        const family = layout.family ?? 'inter';
        const valueFamily = row[5]?.family ?? layout.valueFamily ?? family;
        for (const letter of fill(row[0], layout, holder).text)
          if (!writes(valueFamily, letter)) missing.add(letter);
        for (const letter of row[4] + layout.title + layout.subtitle)
          if (!writes(family, letter)) missing.add(letter);
      }
    }
    expect([...missing].join('')).toBe('');
  });

  it('no text leaves the page, meets another or a picture, or stands in the zone', () => {
    const { widthMm, heightMm, portrait, chip, barcode, mrz } = layout;
    // 9303-3, 4.1: the zone takes the lowest 23.2 mm; a side without one ends in a band of colour.
    const lowestMm = heightMm - (mrz ? 23.2 : 3.6);
    const pictures = [portrait, chip, barcode].filter((box) => box !== undefined);
    for (const holder of holders) {
      const { texts } = printSide(layout, holder, []);
      for (const [index, { text, boxMm }] of texts.entries()) {
        expect(boxMm.x, text).toBeGreaterThan(1);
        expect(boxMm.x + boxMm.width, text).toBeLessThan(widthMm - 1);
        expect(boxMm.y, text).toBeGreaterThan(1);
        expect(boxMm.y + boxMm.height, text).toBeLessThanOrEqual(lowestMm + 0.3);
        for (const other of texts.slice(index + 1))
          expect(shared(boxMm, other.boxMm), `${text} | ${other.text}`).toBeLessThan(0.12);
        for (const picture of pictures) expect(shared(boxMm, picture), text).toBeLessThan(0.1);
      }
    }
  });

  it('is drawn in its size, with ink where each field is said to stand', async () => {
    const pxPerMm = 5;
    const { raster, truth } = await drawSpecimen({ kind, seed: 7, pxPerMm });
    expect([raster.widthPx, raster.heightPx]).toEqual([
      Math.round(truth.widthMm * pxPerMm),
      Math.round(truth.heightMm * pxPerMm),
    ]);
    expect(truth.mrzLines.length > 0).toBe(truth.format !== null);
    for (const { name, boxMm } of truth.printed) {
      let darkest = 255;
      for (let y = Math.round(boxMm.y * pxPerMm); y < (boxMm.y + boxMm.height) * pxPerMm; y++)
        for (let x = Math.round(boxMm.x * pxPerMm); x < (boxMm.x + boxMm.width) * pxPerMm; x++)
          darkest = Math.min(darkest, raster.rgb[(y * raster.widthPx + x) * 3 + 1]!);
      // Paper and its guilloche stay above 140.
      expect(darkest, name).toBeLessThan(100);
    }
  });
});

describe('specimens', () => {
  it('the same seed draws the same side, another seed another', async () => {
    const draw = (seed: number) => drawSpecimen({ kind: 'usa-licence-back', seed, pxPerMm: 6 });
    const [first, again, other] = await Promise.all([draw(7), draw(7), draw(8)]);
    expect(Buffer.compare(first.raster.rgb, again.raster.rgb)).toBe(0);
    expect(Buffer.compare(first.raster.rgb, other.raster.rgb)).not.toBe(0);
  });

  it('prints the zone where the truth says it is', async () => {
    const { raster, truth, pxPerMm } = await drawSpecimen({ kind: 'td3', seed: 3, pxPerMm: 8 });
    const dark: [number, number][] = [];
    for (let y = Math.floor(66 * pxPerMm); y < raster.heightPx; y++) {
      for (let x = 0; x < raster.widthPx; x++)
        if (raster.rgb[(y * raster.widthPx + x) * 3]! < 90) dark.push([x / pxPerMm, y / pxPerMm]);
    }
    const [xs, ys] = [dark.map(([x]) => x), dark.map(([, y]) => y)];
    const bounds = (values: number[]) => [
      values.reduce((a, b) => Math.min(a, b)),
      values.reduce((a, b) => Math.max(a, b)),
    ];
    const zone = truth.mrzMm!;
    expect(bounds(xs)[0]).toBeGreaterThan(zone.x - 0.3);
    expect(bounds(xs)[1]).toBeLessThan(zone.x + zone.width + 0.3);
    expect(bounds(ys)[0]!).toBeCloseTo(zone.y, 0);
    expect(bounds(ys)[1]!).toBeCloseTo(zone.y + zone.height, 0);
  });
});
