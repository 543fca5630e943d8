// Pages as scanners encode them, through the real pipeline: cut out, straightened, read; and files that are no page.

import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { decodeImage } from '../../../../src/engine/image/decode.ts';
import { findOnGlass } from '../../../../src/engine/scan/find.ts';
import { prepareScan } from '../../../../src/engine/scan/prepare.ts';
import { badInputs, drawSpecimen } from '../../../../src/studio/index.ts';
import { drawScan, encodeScan, pdfOf, type Scan, sheetOf } from '../../../../src/studio/scan/scan.ts';
import { startRealEngine } from '../document/real-engine.ts';
import { copyOnPaper, sheet, specimen } from './glass.ts';

const resolutionDpi = 300;
const real = startRealEngine();
const prepare = (page: Uint8Array, dpi: number | null = resolutionDpi) =>
  prepareScan({ page, mediaType: 'image/jpeg', resolutionDpi: dpi });

let drawing: Promise<Scan> | null = null;
/** A passport aslant and the back of a card that lies on its side. */
const page = () => {
  drawing ??= (async () =>
    drawScan({
      seed: 3,
      resolutionDpi,
      bedMm: { width: 210, height: 120 },
      specks: 5,
      documents: [
        { sheet: sheetOf(await specimen('td3')), xMm: 72, yMm: 60, degrees: 7 },
        { sheet: sheetOf(await specimen('td1-back')), xMm: 172, yMm: 60, degrees: 92 },
      ],
    }))();
  return drawing;
};

test.each([
  ['a JPEG', { as: 'jpeg' }],
  ['a grey JPEG', { as: 'jpeg', grey: true }],
  ['a PNG of 16 bits', { as: 'png', deep: true }],
  ['a grey PNG of 16 bits', { as: 'png', deep: true, grey: true }],
  ['a TIFF', { as: 'tiff' }],
  ['a PDF', { as: 'pdf' }],
] as const)('%s: both documents, straight, in true size, their zones read to the letter', async (_, as) => {
  const { documents } = await prepare(await encodeScan(await page(), as));
  expect(documents.map(({ size }) => size?.format)).toEqual(['ID-3', 'ID-1']);
  const { engine } = await real;
  for (const [index, kind] of (['td3', 'td1-back'] as const).entries()) {
    const { jpeg, widthPx, heightPx, size } = documents[index]!;
    const { truth } = await specimen(kind);
    expect(Math.abs(size!.widthMm - truth.widthMm)).toBeLessThan(0.3);
    expect(Math.abs(size!.heightMm - truth.heightMm)).toBeLessThan(0.3);
    // As fine as the scan, with 4 mm of the glass around it.
    const longPx = ((truth.widthMm + 8) * resolutionDpi) / 25.4;
    expect(Math.abs(Math.max(widthPx, heightPx) - longPx)).toBeLessThan(8);
    const [straight] = (await findOnGlass(await decodeImage(jpeg), resolutionDpi / 25.4)).documents;
    const [from, to] = straight!.quad;
    expect(Math.abs(Math.atan2(to[1] - from[1], to[0] - from[0]))).toBeLessThan(0.004);
    expect((await engine.read(jpeg, { print: false })).mrz?.lines).toEqual(truth.mrzLines);
  }
});

test('16 bits keep their shades, and nothing of them wraps around', async () => {
  const scan = await page();
  const [deep, usual] = await Promise.all(
    [await encodeScan(scan, { as: 'png', deep: true }), await encodeScan(scan, { as: 'png' })].map((bytes) =>
      decodeImage(bytes),
    ),
  );
  const apart = deep!.rgb.reduce((most, value, at) => Math.max(most, Math.abs(value - usual!.rgb[at]!)), 0);
  expect(apart).toBeLessThanOrEqual(1);
});

test('pages of one PDF come one after another, each turned as it is shown', async () => {
  const scan = await page();
  const jpeg = await encodeScan(scan);
  const { documents } = await prepare(
    await pdfOf([
      { jpeg, ...scan },
      { jpeg, ...scan },
    ]),
  );
  expect(documents.map(({ size }) => size?.format)).toEqual(['ID-3', 'ID-1', 'ID-3', 'ID-1']);
});

test('a photograph of a document camera passes as it is', async () => {
  const jpeg = await encodeScan(await page());
  const { documents } = await prepare(jpeg, null);
  expect(documents).toEqual([
    { jpeg, widthPx: (await page()).raster.widthPx, heightPx: (await page()).raster.heightPx, size: null },
  ]);
  const turned = await sharp(jpeg).withMetadata({ orientation: 6 }).jpeg().toBuffer();
  const [upright] = (await prepare(turned, null)).documents;
  expect([upright!.widthPx, upright!.heightPx]).toEqual([documents[0]!.heightPx, documents[0]!.widthPx]);
  expect((await sharp(upright!.jpeg).metadata()).orientation ?? 1).toBe(1);
});

test('an A4 page of 600 dots an inch', async () => {
  const own = await drawSpecimen({ kind: 'td1-back', seed: 9, pxPerMm: 24 });
  const scan = await drawScan({
    seed: 1,
    lid: 'grey',
    resolutionDpi: 600,
    documents: [{ sheet: sheetOf(own), xMm: 90, yMm: 150, degrees: 30 }],
  });
  const { documents } = await prepare(await encodeScan(scan), 600);
  expect(documents.map(({ size }) => size?.format)).toEqual(['ID-1']);
  expect(documents[0]!.widthPx).toBeGreaterThan(2000);
});

describe('what is no page ends in a named failure', () => {
  test('files of all kinds', async () => {
    for (const { name, bytes, expectation } of await badInputs()) {
      if (expectation.outcome !== 'refused') continue;
      for (const dpi of [resolutionDpi, null]) {
        const kind = `image.${expectation.because}`;
        await expect(prepare(bytes, dpi), name).rejects.toMatchObject({ kind });
      }
    }
  });

  test('PDFs that are cut short, empty, garbled, locked or bombs', async () => {
    const whole = await encodeScan(await page(), { as: 'pdf' });
    const failing = async (bytes: Uint8Array) =>
      prepare(bytes).then(
        () => 'none',
        (thrown: { kind?: string }) => thrown.kind ?? String(thrown),
      );
    expect(await failing(Buffer.from('%PDF-1.4\n%garbage'))).toBe('image.corrupt');
    expect(await failing(whole.subarray(0, whole.length >> 1))).toMatch(/^image\./);
    for (let seed = 1; seed <= 12; seed += 1) {
      const garbled = Buffer.from(whole);
      for (let at = seed; at < garbled.length; at += 97 + 31 * seed)
        garbled[at] = (garbled[at]! * seed + 7) & 255;
      expect(await failing(garbled)).toMatch(/^(none|image\..*)$/);
    }
    const { deflateSync } = await import('node:zlib');
    const bomb = deflateSync(Buffer.alloc(32 * 1024 * 1024));
    const object = (body: string | Buffer, number: number) =>
      Buffer.concat([Buffer.from(`${number} 0 obj `), Buffer.from(body), Buffer.from('\nendobj\n')]);
    const packed = Buffer.concat([
      Buffer.from('%PDF-1.4\n'),
      object('<</Type/Catalog/Pages 2 0 R>>', 1),
      object('<</Type/Pages/Kids[3 0 R]/Count 1>>', 2),
      object('<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R>>', 3),
      object(
        Buffer.concat([
          Buffer.from(`<</Length ${bomb.length}/Filter/Flate#44ecode>>stream\n`),
          bomb,
          Buffer.from('\nendstream'),
        ]),
        4,
      ),
      Buffer.from('trailer<</Root 1 0 R>>'),
    ]);
    expect(await failing(packed)).toBe('image.too_large');
    const { default: PdfDocument } = await import('pdfkit');
    const document = new PdfDocument();
    const chunks: Buffer[] = [];
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.text('A letter.').end();
    await new Promise((resolve) => document.on('end', resolve));
    expect(await failing(Buffer.concat(chunks))).toBe('image.unsupported');
  });
});

test('a copy on paper shows itself by its size, the card itself does not', async () => {
  const { engine } = await real;
  const card = await sheet('td1-back');
  const statusOf = async (lying: typeof card) => {
    const scan = await drawScan({
      seed: 2,
      resolutionDpi: 200,
      bedMm: { width: 216, height: 297 },
      documents: [{ sheet: lying, xMm: lying.widthMm / 2 + 0.001, yMm: lying.heightMm / 2, degrees: 0 }],
    });
    const { documents } = await prepare(await encodeScan(scan), 200);
    expect(documents).toHaveLength(1);
    const { findings } = await engine.analyse({
      front: [documents[0]!.jpeg],
      back: null,
      nowMs: Date.UTC(2026, 5, 1),
      resolutionDpi: { front: 200, back: null },
    });
    return findings.find(({ code }) => code === 'document.size');
  };
  expect(await statusOf(card)).toMatchObject({ status: 'passed', reasons: [] });
  expect(await statusOf(await copyOnPaper(card, 210, 297))).toMatchObject({
    status: 'failed',
    reasons: ['document.wrong_size'],
  });
});
