// Whatever a recogniser reads, wherever it stands: field finding gives clean fields and never fails.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TextLine } from '../../../../src/engine/document/text-detection.ts';
import type { Raster } from '../../../../src/engine/image/raster.ts';
import { labels } from '../../../../src/engine/printed/labels.ts';
import type { LineReader } from '../../../../src/engine/printed/line-reader.ts';
import type { ReadLine } from '../../../../src/engine/printed/line-recogniser.ts';
import { readPrinted } from '../../../../src/engine/printed/read-printed.ts';
import { type DocumentFields, printedFieldSchema } from '../../../../src/shared/domain/document.ts';

const nowMs = Date.UTC(2026, 10, 25);
const raster: Raster = { widthPx: 400, heightPx: 300, rgb: new Uint8Array(400 * 300 * 3).fill(200) };

const labelText = fc.constantFrom(...labels.flatMap(([, words]) => words.split('|')));
const valueText = fc.constantFrom(
  ...[
    '12.03.1985',
    '12 MAR/MARS 85',
    '民國 75 年 7 月 1 日',
    'MUSTERMANN',
    'ERIKA',
    'C01X00T47',
    'UTO',
    'F',
    '男',
  ],
  ...[
    'DOE, JANE',
    '1. DOE',
    '4a. 01.02.2020 4b. 01.02.2030',
    'DL A1234567',
    'EXP 01/02/2030',
    '王小明',
    '<<<<<<',
  ],
);
const text = fc.oneof(
  labelText,
  valueText,
  fc.tuple(labelText, fc.constantFrom(' ', ': ', ' / ', ''), valueText).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: fc.constantFrom(...'0123456789 .,:/-abcdABCD4a4b<年月日'), maxLength: 60 }),
);
const read: fc.Arbitrary<ReadLine> = fc
  .tuple(text, fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([own, confidence]) => {
    // One confidence and one place for each UTF-16 unit, as the recogniser gives them.
    const units = Array.from({ length: own.length }, (_, index) => index);
    return {
      text: own,
      confidences: units.map(() => confidence),
      places: units.map((unit) => (unit + 0.5) / own.length),
    };
  });
const box: fc.Arbitrary<TextLine> = fc.record({
  centre: fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 300 })),
  along: fc.integer({ min: -90, max: 90 }).map((degrees): [number, number] => {
    const angle = (Math.abs(degrees) > 20 ? 0 : degrees) * (Math.PI / 180);
    return [Math.cos(angle), Math.sin(angle)];
  }),
  lengthPx: fc.integer({ min: 0, max: 150 }),
  thicknessPx: fc.integer({ min: 0, max: 30 }),
  score: fc.double({ min: 0, max: 1, noNaN: true }),
});
const fields: fc.Arbitrary<DocumentFields> = fc.constantFrom<DocumentFields>(
  {},
  {
    surname: 'MUSTERMANN',
    givenNames: 'ERIKA',
    birthDate: '1985-03-12',
    documentNumber: 'C01X00T47',
    sex: 'F',
  },
  { surname: '', givenNames: 'A', birthDate: 'no date', nationality: '???' },
);

test('random lines become valid fields or none', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(box, read), { maxLength: 40 }),
      fields,
      fc.constantFrom(null, 'UTO', 'TWN', 'USA', 'GRC'),
      fc.constantFrom('none', 'unknown', 'upright'),
      async (printed, expected, country, page) => {
        const texts = printed.map(([, line]) => line);
        let next = 0;
        const reader: LineReader = {
          findLines: async () => printed.map(([line]) => line),
          recognise: async (_, crops) =>
            crops.map(
              () => texts[next++ % Math.max(1, texts.length)] ?? { text: '', confidences: [], places: [] },
            ),
        };
        const reading = await readPrinted(
          {
            raster,
            sourceScale: 2,
            copy: raster,
            lines: printed.map(([line]) => line),
            page:
              page === 'none'
                ? null
                : {
                    quad: [
                      [20, 10],
                      [380, 10],
                      [380, 250],
                      [20, 250],
                    ],
                    widthMm: 85.6,
                    heightMm: 53.98,
                    isUpright: page === 'upright',
                  },
            hints: country
              ? { format: 'TD1', type: 'identity_card', country, fields: expected, mrzQuads: [] }
              : null,
            side: 'front',
            nowMs,
          },
          { reader },
        );
        for (const field of reading.fields) {
          printedFieldSchema.parse(field);
          expect(field.confidences).toHaveLength(field.printed.length);
          expect(field.value).not.toBe('');
          if (field.name.endsWith('Date')) expect(field.value).toMatch(/^\d{4}-\d{2}-\d{2}$/);
          if (field.name === 'sex') expect('MFX').toContain(field.value);
          expect(field.quad.flat().every(Number.isFinite)).toBe(true);
        }
        const names = reading.fields.map(({ name }) => name);
        expect(new Set(names).size).toBe(names.length);
      },
    ),
    { numRuns: 100 },
  );
});
