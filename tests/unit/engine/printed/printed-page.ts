// A card whose lines are given: each stands at its place in a real picture, in a colour that says which text it bears, and
// a reader of colours reads it. Everything else is the engine's own.
import type { Raster } from '../../../../src/engine/image/raster.ts';
import type { LineReader } from '../../../../src/engine/printed/line-reader.ts';
import { type PrintInput, readPrinted } from '../../../../src/engine/printed/read-printed.ts';
import type { DocumentFields } from '../../../../src/shared/domain/document.ts';

export interface GivenLine {
  readonly text: string;
  /** Left edge and middle, millimetres. */
  readonly x: number;
  readonly y: number;
  readonly heightMm?: number;
  /** Text detection did not find it. */
  readonly hidden?: boolean;
}

const [widthMm, heightMm, pxPerMm] = [85.6, 53.98, 10];
/** As `findLinesOnPage` straightens a page. */
const marginMm = 1;
const nowMs = Date.UTC(2026, 10, 25);

export const heightOf = ({ heightMm: own }: GivenLine): number => own ?? 2.4;
const widthOf = (line: GivenLine): number => Math.max(1, line.text.length) * 0.72 * heightOf(line);

function pictureOf(lines: readonly GivenLine[]): Raster {
  const [widthPx, heightPx] = [Math.round(widthMm * pxPerMm), Math.round(heightMm * pxPerMm)];
  const rgb = new Uint8Array(widthPx * heightPx * 3).fill(255);
  for (const [index, line] of lines.entries()) {
    const [left, right] = [line.x, line.x + widthOf(line)].map((mm) => Math.round(mm * pxPerMm));
    const [top, bottom] = [-0.5, 0.5].map((half) => Math.round((line.y + half * heightOf(line)) * pxPerMm));
    for (let y = top!; y < bottom!; y++)
      rgb.fill(index, (y * widthPx + left!) * 3, (y * widthPx + right!) * 3);
  }
  return { widthPx, heightPx, rgb };
}

const readerOf = (lines: readonly GivenLine[]): LineReader => ({
  findLines: async () =>
    lines
      .filter(({ hidden }) => !hidden)
      .map((line) => ({
        centre: [(line.x + widthOf(line) / 2 + marginMm) * pxPerMm, (line.y + marginMm) * pxPerMm],
        along: [1, 0],
        lengthPx: widthOf(line) * pxPerMm,
        thicknessPx: heightOf(line) * pxPerMm,
        score: 1,
      })),
  recognise: async (_, crops) =>
    crops.map(({ widthPx, rgb }) => {
      const row = Array.from({ length: widthPx }, (_unused, x) => rgb[(24 * widthPx + x) * 3]!);
      // Between two colours there are mixtures of them.
      const seen = new Set(row.filter((colour, x) => colour === row[x - 1] && colour === row[x + 1]));
      const text = [...seen].map((colour) => lines[colour]?.text ?? '').join('');
      const units = Array.from({ length: text.length }, (_unused, unit) => unit);
      return {
        text,
        confidences: units.map(() => 0.99),
        places: units.map((unit) => (unit + 0.5) / text.length),
      };
    }),
});

/** The fields that are read from the lines. */
export async function fieldsOf(
  lines: readonly GivenLine[],
  hints: Partial<NonNullable<PrintInput['hints']>> | null = null,
): Promise<DocumentFields> {
  const raster = pictureOf(lines);
  const [right, bottom] = [raster.widthPx, raster.heightPx];
  const { fields } = await readPrinted(
    {
      raster,
      sourceScale: 1,
      copy: raster,
      lines: [],
      page: {
        quad: [
          [0, 0],
          [right, 0],
          [right, bottom],
          [0, bottom],
        ],
        widthMm,
        heightMm,
        isUpright: true,
      },
      hints: hints && { format: null, type: null, country: null, fields: {}, mrzQuads: [], ...hints },
      side: 'front',
      nowMs,
    },
    { reader: readerOf(lines) },
  );
  return Object.fromEntries(fields.map(({ name, value }) => [name, value]));
}

/** Labels with their values under them, as most cards have them. */
export const rowsOf = (...rows: readonly (readonly [label: string, value: string])[]): GivenLine[] =>
  rows.flatMap(([label, value], row) => [
    { text: label, x: 30, y: 12 + row * 6.2, heightMm: 1.4 },
    { text: value, x: 30, y: 14.6 + row * 6.2 },
  ]);

/** Item numbers with their values beside them, as driving licences have them. */
export const itemsOf = (...rows: readonly (readonly [item: string, value: string])[]): GivenLine[] =>
  rows.flatMap(([item, value], row) => [
    { text: item, x: 30, y: 12 + row * 5, heightMm: 1.6 },
    { text: value, x: 36, y: 12 + row * 5 },
  ]);
