// Engine. Document numbers of more than nine characters: the same layout, with the number running on into the optional data.
import { characterCount, filler } from './mrz-alphabet.ts';
import type { MrzField, MrzLayout } from './mrz-formats.ts';
import { longNumbers } from './mrz-judge.ts';
import { leastSupport, type ZoneScores } from './mrz-units.ts';

/** Every length that what was seen leaves open: fillers stand in the check digit's usual place and after the number. */
export function layoutsWithLongNumber(layout: MrzLayout, scores: ZoneScores): MrzLayout[] {
  const place = longNumbers[layout.format];
  if (!place) return [];
  const mayBeFiller = (column: number): boolean => {
    const row = scores[place.line]!.subarray(column * characterCount, (column + 1) * characterCount);
    return row[filler]! >= row.reduce((a, b) => Math.max(a, b)) + leastSupport;
  };
  if (!mayBeFiller(place.check)) return [];
  const ends = Array.from({ length: place.to - place.from - 1 }, (_, index) => place.from + index + 2);
  return ends
    .filter((end) => end === place.to || mayBeFiller(end))
    .map((end) => withLongNumber(layout, place, end - place.from - 1));
}

type Place = NonNullable<(typeof longNumbers)['TD1']>;

function withLongNumber(layout: MrzLayout, place: Place, extra: number): MrzLayout {
  const { line, check, from, to } = place;
  const end = from + extra;
  const number = { line, start: check - 9, end: check };
  const rest = { line, start: from, end };
  const optional = layout.fields.find((field) => field.line === line && field.start === from)!;
  const row = (name: string, start: number, stop: number, more: Partial<MrzField> = {}): MrzField => ({
    name,
    line,
    start,
    end: stop,
    alphabet: 'any',
    ...more,
  });
  const separator = end + 1 < to ? [row('separator', end + 1, end + 2, { columns: ['<'] })] : [];
  const left = end + 2 < to ? [{ ...optional, start: end + 2 }] : [];
  const fields = layout.fields.flatMap((field): MrzField[] => {
    if (field === optional) {
      return [
        row('documentNumber', from, end, {
          columns: Array.from({ length: extra }, () => 'A-Z0-9'),
          continues: true,
        }),
        row('documentNumberCheckDigit', end, end + 1, {
          alphabet: 'check',
          checks: { field: 'documentNumber', over: [number, rest] },
        }),
        ...separator,
        ...left,
      ];
    }
    if (field.line === line && field.start === check) {
      return [row('separator', check, check + 1, { columns: ['<'], continues: true })];
    }
    return [field];
  });
  return { ...layout, fields };
}
