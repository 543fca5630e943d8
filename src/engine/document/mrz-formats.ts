// Engine. The machine-readable formats as tables: what stands where, in which alphabet, and what each check digit covers.
import type { DocumentType, MrzFormat } from '../../shared/domain/document.ts';

/**
 * Which characters a place may hold. `name`: letters and filler. `digit`: digits alone. `date`: digits, or filler where
 * a part is not known. `sex`: M, F, X or filler. `any`: the whole alphabet. `check`: a digit. `optionalCheck`: a digit, or
 * filler where the field that it covers is empty.
 */
export type MrzAlphabet = 'name' | 'digit' | 'date' | 'sex' | 'any' | 'check' | 'optionalCheck';

/** Columns `start` to `end` (exclusive) of line `line`, all counted from 0. */
export interface MrzSpan {
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

export interface MrzField extends MrzSpan {
  readonly name: string;
  readonly alphabet: MrzAlphabet;
  /** What each column may hold, as the inside of a regular expression's class, where the standard narrows it down. */
  readonly columns?: readonly string[];
  /** Goes on with the field before it, under the same check digit. */
  readonly continues?: boolean;
  /** For check digits: the field that becomes invalid with it, and what it covers, in order. */
  readonly checks?: { readonly field: string; readonly over: readonly MrzSpan[] };
}

export interface MrzLayout {
  readonly format: MrzFormat;
  /** Length of each line. */
  readonly lengths: readonly number[];
  readonly fields: readonly MrzField[];
  readonly type: DocumentType;
  /** Width and height of the page in millimetres, ISO/IEC 7810 and Doc 9303 parts 4 to 7. */
  readonly page: { readonly widthMm: number; readonly heightMm: number };
  /** Which source defines it. */
  readonly standard: string;
}

type Row = readonly [name: string, line: number, start: number, end: number, alphabet: MrzAlphabet];
const field = ([name, line, start, end, alphabet]: Row, columns?: readonly string[]): MrzField => ({
  name,
  line,
  start,
  end,
  alphabet,
  ...(columns ? { columns } : {}),
});
const span = (line: number, start: number, end: number): MrzSpan => ({ line, start, end });
const check = (
  of: string,
  line: number,
  at: number,
  over: readonly MrzSpan[],
  alphabet: 'check' | 'optionalCheck' = 'check',
): MrzField => ({
  name: `${of}CheckDigit`,
  line,
  start: at,
  end: at + 1,
  alphabet,
  checks: { field: of, over },
});

/** Doc 9303 part 4, section 4.2.2; parts 6 and 7 repeat the first 28 columns of the lower line. */
const lowerLine: readonly MrzField[] = [
  field(['documentNumber', 1, 0, 9, 'any']),
  check('documentNumber', 1, 9, [span(1, 0, 9)], 'optionalCheck'),
  field(['nationality', 1, 10, 13, 'name']),
  field(['birthDate', 1, 13, 19, 'date']),
  check('birthDate', 1, 19, [span(1, 13, 19)], 'optionalCheck'),
  field(['sex', 1, 20, 21, 'sex']),
  field(['expiryDate', 1, 21, 27, 'date']),
  check('expiryDate', 1, 27, [span(1, 21, 27)]),
];
const upperLine = (code: readonly string[], length: number): readonly MrzField[] => [
  field(['documentCode', 0, 0, 2, 'name'], code),
  field(['issuingState', 0, 2, 5, 'name']),
  field(['names', 0, 5, length, 'name']),
];
const card = { widthMm: 85.6, heightMm: 53.98 };
const identification2 = { widthMm: 105, heightMm: 74 };
const dataPage = { widthMm: 125, heightMm: 88 };
const swissNumber = ['A-Z0-9', 'A-Z0-9', 'A-Z0-9', '0-9', '0-9', '0-9', 'A-Z', '<', '<'];

export const mrzLayouts: readonly MrzLayout[] = [
  {
    format: 'TD3',
    lengths: [44, 44],
    type: 'passport',
    page: dataPage,
    standard: 'ICAO Doc 9303 part 4',
    fields: [
      ...upperLine(['P', 'A-Z<'], 44),
      ...lowerLine,
      field(['personalNumber', 1, 28, 42, 'any']),
      check('personalNumber', 1, 42, [span(1, 28, 42)], 'optionalCheck'),
      check('composite', 1, 43, [span(1, 0, 10), span(1, 13, 20), span(1, 21, 43)]),
    ],
  },
  {
    format: 'TD1',
    lengths: [30, 30, 30],
    type: 'identity_card',
    page: card,
    standard: 'ICAO Doc 9303 part 5',
    fields: [
      field(['documentCode', 0, 0, 2, 'name'], ['ACI', 'A-UW-Z<']),
      field(['issuingState', 0, 2, 5, 'name']),
      field(['documentNumber', 0, 5, 14, 'any']),
      check('documentNumber', 0, 14, [span(0, 5, 14)], 'optionalCheck'),
      field(['personalNumber', 0, 15, 30, 'any']),
      field(['birthDate', 1, 0, 6, 'date']),
      check('birthDate', 1, 6, [span(1, 0, 6)], 'optionalCheck'),
      field(['sex', 1, 7, 8, 'sex']),
      field(['expiryDate', 1, 8, 14, 'date']),
      check('expiryDate', 1, 14, [span(1, 8, 14)]),
      field(['nationality', 1, 15, 18, 'name']),
      field(['optional', 1, 18, 29, 'any']),
      check('composite', 1, 29, [span(0, 5, 30), span(1, 0, 7), span(1, 8, 15), span(1, 18, 29)]),
      field(['names', 2, 0, 30, 'name']),
    ],
  },
  {
    format: 'TD2',
    lengths: [36, 36],
    type: 'identity_card',
    page: identification2,
    standard: 'ICAO Doc 9303 part 6',
    fields: [
      ...upperLine(['ACI', 'A-UW-Z<'], 36),
      ...lowerLine,
      field(['optional', 1, 28, 35, 'any']),
      check('composite', 1, 35, [span(1, 0, 10), span(1, 13, 20), span(1, 21, 35)]),
    ],
  },
  {
    format: 'MRV-A',
    lengths: [44, 44],
    type: 'visa',
    page: { widthMm: 120, heightMm: 80 },
    standard: 'ICAO Doc 9303 part 7',
    fields: [...upperLine(['V', 'A-Z<'], 44), ...lowerLine, field(['optional', 1, 28, 44, 'any'])],
  },
  {
    format: 'MRV-B',
    lengths: [36, 36],
    type: 'visa',
    page: identification2,
    standard: 'ICAO Doc 9303 part 7',
    fields: [...upperLine(['V', 'A-Z<'], 36), ...lowerLine, field(['optional', 1, 28, 36, 'any'])],
  },
  {
    format: 'FRENCH_NATIONAL_ID',
    lengths: [36, 36],
    type: 'identity_card',
    page: identification2,
    standard: 'Carte nationale d’identité sécurisée (1988 to 2021), as in cheminfo/mrz',
    fields: [
      field(['documentCode', 0, 0, 2, 'name'], ['I', 'D']),
      field(['issuingState', 0, 2, 5, 'name'], ['F', 'R', 'A']),
      field(['surname', 0, 5, 30, 'name']),
      field(['administrativeCode', 0, 30, 36, 'any']),
      field(['documentNumber', 1, 0, 12, 'any']),
      check('documentNumber', 1, 12, [span(1, 0, 12)]),
      field(['givenNames', 1, 13, 27, 'name']),
      field(['birthDate', 1, 27, 33, 'date']),
      check('birthDate', 1, 33, [span(1, 27, 33)]),
      field(['sex', 1, 34, 35, 'sex']),
      check('composite', 1, 35, [span(0, 0, 36), span(1, 0, 35)]),
    ],
  },
  {
    format: 'SWISS_DRIVING_LICENSE',
    lengths: [9, 30, 30],
    type: 'driving_licence',
    page: card,
    standard: 'Swiss driving licence (credit card format, without check digits), as in cheminfo/mrz',
    fields: [
      field(['documentNumber', 0, 0, 9, 'any'], swissNumber),
      field(['documentCode', 1, 0, 2, 'name'], ['F', 'A']),
      field(['issuingState', 1, 2, 5, 'name'], ['CL', 'HI', 'E']),
      field(['personalNumber', 1, 5, 14, 'digit']),
      field(['version', 1, 14, 17, 'digit']),
      field(['separator', 1, 17, 19, 'name'], ['<', '<']),
      field(['birthDate', 1, 19, 25, 'date']),
      field(['separator', 1, 25, 30, 'name'], ['<', '<', '<', '<', '<']),
      field(['names', 2, 0, 30, 'name']),
    ],
  },
];

export const layoutOf = (format: MrzFormat): MrzLayout =>
  mrzLayouts.find((layout) => layout.format === format)!;

/** ISO/IEC 7501 and Doc 9303 part 3, section 4.9: weights 7, 3, 1; letters count 10 to 35, filler 0. */
export function checkDigitOf(text: string): string {
  const weights = [7, 3, 1] as const;
  let sum = 0;
  for (const [index, character] of [...text].entries()) {
    const value = character === '<' ? 0 : Number.parseInt(character, 36);
    sum += value * weights[index % 3]!;
  }
  return String(sum % 10);
}

export const textAt = (lines: readonly string[], { line, start, end }: MrzSpan): string =>
  (lines[line] ?? '').slice(start, end);
