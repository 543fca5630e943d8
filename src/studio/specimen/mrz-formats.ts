// Plain Node. Where everything stands in a machine-readable zone: the tables of Doc 9303-4 to -7 and two national ones.
import type { MrzFormat } from '../../shared/domain/document.ts';

/** Lines from 1, positions from 1 and inclusive, as the tables of Doc 9303 count. */
export type Span = readonly [line: number, start: number, end: number];
export type Part =
  | 'code'
  | 'issuingState'
  | 'names'
  | 'surname'
  | 'givenNames'
  | 'administrativeCode'
  | 'personalNumber'
  | 'version'
  | 'documentNumber'
  | 'nationality'
  | 'birthDate'
  | 'sex'
  | 'expiryDate'
  | 'optional'
  | 'optional2';
export interface CheckDigit {
  readonly at: Span;
  readonly over: readonly Span[];
  /** What the digit guards, where it is left out for a long number or an empty field. */
  readonly of: Part | 'composite';
}
export interface Format {
  /** Of each line. */
  readonly lengths: readonly number[];
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

export const formats: Readonly<Record<MrzFormat, Format>> = {
  TD3: {
    lengths: [44, 44],
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
    lengths: [36, 36],
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
    lengths: [30, 30, 30],
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
    lengths: [44, 44],
    code: 'V',
    parts: twoLines(44, 44),
    longNumbers: false,
    checkDigits: [number2, ...dates],
  },
  'MRV-B': {
    lengths: [36, 36],
    code: 'V',
    parts: twoLines(36, 36),
    longNumbers: false,
    checkDigits: [number2, ...dates],
  },
  // Not ICAO's: the Carte nationale d'identité of 1988 to 2021.
  FRENCH_NATIONAL_ID: {
    lengths: [36, 36],
    code: 'ID',
    parts: [
      ['code', 1, 1, 2],
      ['issuingState', 1, 3, 5],
      ['surname', 1, 6, 30],
      ['administrativeCode', 1, 31, 36],
      ['documentNumber', 2, 1, 12],
      ['givenNames', 2, 14, 27],
      ['birthDate', 2, 28, 33],
      ['sex', 2, 35, 35],
    ],
    longNumbers: false,
    checkDigits: [
      { of: 'documentNumber', at: [2, 13, 13], over: [[2, 1, 12]] },
      { of: 'birthDate', at: [2, 34, 34], over: [[2, 28, 33]] },
      {
        of: 'composite',
        at: [2, 36, 36],
        over: [
          [1, 1, 36],
          [2, 1, 35],
        ],
      },
    ],
  },
  // Not ICAO's either, and without check digits: number of the blank, number of the holder with its issue, names.
  SWISS_DRIVING_LICENSE: {
    lengths: [9, 30, 30],
    code: 'FA',
    parts: [
      ['documentNumber', 1, 1, 9],
      ['code', 2, 1, 2],
      ['issuingState', 2, 3, 5],
      ['personalNumber', 2, 6, 14],
      ['version', 2, 15, 17],
      ['birthDate', 2, 20, 25],
      ['names', 3, 1, 30],
    ],
    longNumbers: false,
    checkDigits: [],
  },
};
