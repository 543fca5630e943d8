// Zones of every format, and their check digits computed anew: from the standards' tables, beside the code that is tested.
import type { MrzFormat } from '../../../../src/shared/domain/document.ts';

/** Specimens of Doc 9303 and of the two national formats. */
export const specimens: Readonly<Record<MrzFormat, readonly string[]>> = {
  TD3: ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'],
  TD2: ['I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<', 'D231458907UTO7408122F1204159<<<<<<<6'],
  TD1: ['I<UTOD231458907<<<<<<<<<<<<<<<', '7408122F1204159UTO<<<<<<<<<<<6', 'ERIKSSON<<ANNA<MARIA<<<<<<<<<<'],
  'MRV-A': ['V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L8988901C4XXX4009078F96121096ZE184226B<<<<<<'],
  'MRV-B': ['V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<', 'L8988901C4XXX4009078F9612109<<<<<<<<'],
  FRENCH_NATIONAL_ID: ['IDFRATEST<NAME<<<<<<<<<<<<<<<<0CHE02', '1710GVA123451ROBERTA<<<<<<<9112311F2'],
  SWISS_DRIVING_LICENSE: ['AAA001D<<', 'FACHE305142128097<<800126<<<<<', 'FOLEY<<FELICITAS<<<<<<<<<<<<<<'],
};

/** Examples of Doc 9303 parts 5 and 6 for a number that runs on into the optional data. */
export const longNumbers: readonly { readonly format: MrzFormat; readonly lines: readonly string[] }[] = [
  {
    format: 'TD1',
    lines: [
      'I<UTOD23145890<7349<<<<<<<<<<<',
      '3407127M9507122UTO<<<<<<<<<<<2',
      'STEVENSON<<PETER<JOHN<<<<<<<<<',
    ],
  },
  { format: 'TD2', lines: ['I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<', 'D23145890<UTO3407127M95071227349<<<8'] },
];

/** Line, from column, up to column (exclusive), all from 0. */
type Part = readonly [line: number, from: number, to: number];

interface CheckDigit {
  readonly line: number;
  readonly column: number;
  readonly over: readonly Part[];
  /** A filler may stand there where nothing but fillers is covered. */
  readonly optional?: boolean;
  /** Where the number runs on, with its digit after it and a filler here (Doc 9303 parts 5 and 6, note j). */
  readonly runsOn?: Part;
}

/** Doc 9303 part 4, 4.2.2.2; parts 6 and 7 repeat these columns. */
const lower = (runsOn?: Part): readonly CheckDigit[] => [
  { line: 1, column: 9, over: [[1, 0, 9]], optional: true, ...(runsOn ? { runsOn } : {}) },
  { line: 1, column: 19, over: [[1, 13, 19]], optional: true },
  { line: 1, column: 27, over: [[1, 21, 27]] },
];
const twoLineComposite = (column: number): CheckDigit => ({
  line: 1,
  column,
  over: [
    [1, 0, 10],
    [1, 13, 20],
    [1, 21, column],
  ],
});

/** In the order in which they can be written: what a digit covers stands before it. */
export const checkDigits: Readonly<Record<MrzFormat, readonly CheckDigit[]>> = {
  TD3: [...lower(), { line: 1, column: 42, over: [[1, 28, 42]], optional: true }, twoLineComposite(43)],
  TD2: [...lower([1, 28, 35]), twoLineComposite(35)],
  TD1: [
    { line: 0, column: 14, over: [[0, 5, 14]], optional: true, runsOn: [0, 15, 30] },
    { line: 1, column: 6, over: [[1, 0, 6]], optional: true },
    { line: 1, column: 14, over: [[1, 8, 14]] },
    {
      line: 1,
      column: 29,
      over: [
        [0, 5, 30],
        [1, 0, 7],
        [1, 8, 15],
        [1, 18, 29],
      ],
    },
  ],
  'MRV-A': lower(),
  'MRV-B': lower(),
  FRENCH_NATIONAL_ID: [
    { line: 1, column: 12, over: [[1, 0, 12]] },
    { line: 1, column: 33, over: [[1, 27, 33]] },
    {
      line: 1,
      column: 35,
      over: [
        [0, 0, 36],
        [1, 0, 35],
      ],
    },
  ],
  SWISS_DRIVING_LICENSE: [],
};

const weighted = (text: string): string => {
  const sum = [...text].reduce((total, character, index) => {
    const code = character.charCodeAt(0);
    const value = character === '<' ? 0 : code >= 65 ? code - 55 : code - 48;
    return total + value * [7, 3, 1][index % 3]!;
  }, 0);
  return String(sum % 10);
};

const covered = (lines: readonly string[], parts: readonly Part[]): string =>
  parts.map(([line, from, to]) => lines[line]!.slice(from, to)).join('');

export function isRight(
  lines: readonly string[],
  { line, column, over, optional, runsOn }: CheckDigit,
): boolean {
  const digit = lines[line]![column]!;
  const text = covered(lines, over);
  if (digit === weighted(text)) return true;
  if (digit !== '<' || !optional) return false;
  if (!/[^<]/.test(text)) return true;
  // A number goes on elsewhere only where its own columns are full.
  if (text.endsWith('<')) return false;
  const [rest] = runsOn ? covered(lines, [runsOn]).split('<') : [];
  return rest !== undefined && rest.length >= 2 && rest.at(-1) === weighted(text + rest.slice(0, -1));
}

/** The same lines with every check digit right. */
export function mended(format: MrzFormat, lines: readonly string[]): string[] {
  const result = [...lines];
  for (const check of checkDigits[format]) {
    const { line, column, over } = check;
    if (isRight(result, check)) continue;
    const text = result[line]!;
    result[line] = text.slice(0, column) + weighted(covered(result, over)) + text.slice(column + 1);
  }
  return result;
}
