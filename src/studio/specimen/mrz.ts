// Plain Node. Composes machine-readable zones: the writing counterpart of what the engine reads (ICAO Doc 9303-3 to -7).
import type { MrzFormat } from '../../shared/domain/document.ts';
import { assert } from '../../shared/kernel/assert.ts';
import type { Holder } from './holder.ts';

export type SpecimenMrzFormat = Extract<MrzFormat, 'TD1' | 'TD2' | 'TD3' | 'MRV-A' | 'MRV-B'>;

/** Lines from 1, positions from 1 and inclusive, as the tables of Doc 9303 count. */
type Span = readonly [line: number, start: number, end: number];
type Part =
  | 'code'
  | 'issuingState'
  | 'names'
  | 'documentNumber'
  | 'nationality'
  | 'birthDate'
  | 'sex'
  | 'expiryDate'
  | 'optional'
  | 'optional2';
interface CheckDigit {
  readonly at: Span;
  readonly over: readonly Span[];
  /** What the digit guards, where it is left out for a long number or an empty field. */
  readonly of: Part | 'composite';
}
interface Format {
  readonly lines: number;
  readonly length: number;
  readonly code: string;
  readonly parts: readonly (readonly [Part, ...Span])[];
  readonly checkDigits: readonly CheckDigit[];
  /** Numbers over nine characters run on in the optional data (9303-5, 9303-6). */
  readonly longNumbers: boolean;
}

const dates: readonly CheckDigit[] = [
  { of: 'birthDate', at: [2, 20, 20], over: [[2, 14, 19]] },
  { of: 'expiryDate', at: [2, 28, 28], over: [[2, 22, 27]] },
];
const number2: CheckDigit = { of: 'documentNumber', at: [2, 10, 10], over: [[2, 1, 9]] };
const twoLines = (length: number, optionalEnd: number) =>
  [
    ['code', 1, 1, 2],
    ['issuingState', 1, 3, 5],
    ['names', 1, 6, length],
    ['documentNumber', 2, 1, 9],
    ['nationality', 2, 11, 13],
    ['birthDate', 2, 14, 19],
    ['sex', 2, 21, 21],
    ['expiryDate', 2, 22, 27],
    ['optional', 2, 29, optionalEnd],
  ] as const;

const formats: Readonly<Record<SpecimenMrzFormat, Format>> = {
  TD3: {
    lines: 2,
    length: 44,
    code: 'P',
    parts: twoLines(44, 42),
    longNumbers: false,
    checkDigits: [
      number2,
      ...dates,
      { of: 'optional', at: [2, 43, 43], over: [[2, 29, 42]] },
      {
        of: 'composite',
        at: [2, 44, 44],
        over: [
          [2, 1, 10],
          [2, 14, 20],
          [2, 22, 43],
        ],
      },
    ],
  },
  TD2: {
    lines: 2,
    length: 36,
    code: 'I',
    parts: twoLines(36, 35),
    longNumbers: true,
    checkDigits: [
      number2,
      ...dates,
      {
        of: 'composite',
        at: [2, 36, 36],
        over: [
          [2, 1, 10],
          [2, 14, 20],
          [2, 22, 35],
        ],
      },
    ],
  },
  TD1: {
    lines: 3,
    length: 30,
    code: 'I',
    parts: [
      ['code', 1, 1, 2],
      ['issuingState', 1, 3, 5],
      ['documentNumber', 1, 6, 14],
      ['optional', 1, 16, 30],
      ['birthDate', 2, 1, 6],
      ['sex', 2, 8, 8],
      ['expiryDate', 2, 9, 14],
      ['nationality', 2, 16, 18],
      ['optional2', 2, 19, 29],
      ['names', 3, 1, 30],
    ],
    longNumbers: true,
    checkDigits: [
      { of: 'documentNumber', at: [1, 15, 15], over: [[1, 6, 14]] },
      { of: 'birthDate', at: [2, 7, 7], over: [[2, 1, 6]] },
      { of: 'expiryDate', at: [2, 15, 15], over: [[2, 9, 14]] },
      {
        of: 'composite',
        at: [2, 30, 30],
        over: [
          [1, 6, 30],
          [2, 1, 7],
          [2, 9, 15],
          [2, 19, 29],
        ],
      },
    ],
  },
  // Visas have no composite check digit (9303-7).
  'MRV-A': {
    lines: 2,
    length: 44,
    code: 'V',
    parts: twoLines(44, 44),
    longNumbers: false,
    checkDigits: [number2, ...dates],
  },
  'MRV-B': {
    lines: 2,
    length: 36,
    code: 'V',
    parts: twoLines(36, 36),
    longNumbers: false,
    checkDigits: [number2, ...dates],
  },
};

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** ICAO Doc 9303-3, 4.9: weights 7 3 1, modulo 10; letters from A = 10, filler 0. */
export function checkDigit(text: string): string {
  let sum = 0;
  for (let index = 0; index < text.length; index++) {
    sum += Math.max(0, alphabet.indexOf(text[index]!)) * [7, 3, 1][index % 3]!;
  }
  return String(sum % 10);
}

/** Doc 9303-3, table 6-A: letters whose transliteration is more than dropping the accent. */
const transliterations: Readonly<Record<string, string>> = {
  Ä: 'AE',
  Å: 'AA',
  Æ: 'AE',
  Ð: 'D',
  Đ: 'D',
  Ħ: 'H',
  Ĳ: 'IJ',
  ı: 'I',
  Ł: 'L',
  Ŋ: 'N',
  Ö: 'OE',
  Ø: 'OE',
  Œ: 'OE',
  Þ: 'TH',
  Ŧ: 'T',
  Ü: 'UE',
  ẞ: 'SS',
  ß: 'SS',
};

/** A name in MRZ letters: apostrophes vanish, hyphens and spaces become one filler (9303-3, 4.6). */
export function transliterate(name: string): string {
  const upper = name.normalize('NFC').replaceAll('ß', 'SS').toUpperCase();
  return [...upper]
    .map((letter) => transliterations[letter] ?? letter.normalize('NFD').replace(/\p{M}/gu, ''))
    .join('')
    .replace(/['’.,]/g, '')
    .replace(/[^A-Z0-9]+/g, '<')
    .replace(/^<|<$/g, '');
}

/**
 * Names in `length` characters. Too long a name is cut so that a part of the given names stays and the last position
 * holds a letter, which tells readers that something may be missing (9303-4, 4.2.3).
 */
export function composeNames(surname: string, givenNames: string, length: number): string {
  const primary = transliterate(surname);
  const secondary = transliterate(givenNames);
  const whole = secondary ? `${primary}<<${secondary}` : primary;
  if (whole.length <= length) return whole.padEnd(length, '<');
  const kept = secondary ? primary.slice(0, length - 3).replace(/<+$/, '') : primary;
  const cut = secondary ? `${kept}<<${secondary}` : kept;
  const fitted = cut.slice(0, length);
  if (!fitted.endsWith('<')) return fitted.padEnd(length, '<');
  // The cut fell between two names: the earlier one gives up a letter to the initial of the later.
  return `${fitted.slice(0, -2)}<${cut[length] ?? 'X'}`;
}

const yymmdd = (isoDate: string) => isoDate.slice(2).replaceAll('-', '');

/** The zone of a document, line by line. Throws on a document number that the format cannot hold: a bug in the caller. */
export function composeMrz(format: SpecimenMrzFormat, holder: Holder): string[] {
  const { lines, length, code, parts, checkDigits, longNumbers } = formats[format];
  const grid = Array.from({ length: lines }, () => Array<string>(length).fill('<'));
  const read = ([line, start, end]: Span) => grid[line - 1]!.slice(start - 1, end).join('');
  const write = ([line, start, end]: Span, text: string) => {
    assert(text.length <= end - start + 1, `${format} has no room for ${text.length} characters here`);
    for (let index = 0; index < text.length; index++) grid[line - 1]![start - 1 + index] = text[index]!;
  };

  const number = holder.documentNumber;
  const isLong = number.length > 9;
  assert(!isLong || longNumbers, `${format} numbers have at most nine characters`);
  const overflow = isLong ? `${number.slice(9)}${checkDigit(number)}<` : '';
  const values: Readonly<Record<Part, string>> = {
    code,
    issuingState: holder.issuingState,
    names: '',
    documentNumber: number.slice(0, 9),
    nationality: holder.nationality,
    birthDate: yymmdd(holder.birthDate),
    sex: holder.sex === 'X' ? '<' : holder.sex,
    expiryDate: yymmdd(holder.expiryDate),
    optional: format === 'TD3' ? holder.personalNumber : overflow,
    optional2: '',
  };
  for (const [part, ...span] of parts) {
    const text =
      part === 'names'
        ? composeNames(holder.surname, holder.givenNames, span[2] - span[1] + 1)
        : values[part];
    write(span, text);
  }
  for (const { of, at, over } of checkDigits) {
    if (of === 'documentNumber' && isLong) continue;
    // 9303-4, 4.2.2.2: an empty personal number may have a filler for its check digit.
    if (of === 'optional' && holder.personalNumber === '') continue;
    write(at, checkDigit(over.map(read).join('')));
  }
  return grid.map((line) => line.join(''));
}
