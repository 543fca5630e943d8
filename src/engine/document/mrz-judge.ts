// Engine. Judges MRZ lines of the right length against their layout: which check digits are right, which fields parse.
import { states } from 'mrz';
import type { MrzFormat } from '../../shared/domain/document.ts';
import { checkDigitOf, type MrzAlphabet, type MrzField, type MrzLayout, textAt } from './mrz-formats.ts';

export interface MrzJudgement {
  /** Every check digit is right and every field parses. */
  readonly valid: boolean;
  /** Names of the fields whose check digit or syntax is wrong, in the order of the table, each once. */
  readonly invalidFields: readonly string[];
  readonly checksRight: number;
  readonly checksTotal: number;
}

const alphabets: Readonly<Record<MrzAlphabet, RegExp>> = {
  name: /^[A-Z<]+$/,
  digit: /^\d+$/,
  date: /^[\d<]+$/,
  sex: /^[MFX<]$/,
  any: /^[A-Z0-9<]+$/,
  check: /^\d$/,
  optionalCheck: /^[\d<]$/,
};

/** Doc 9303 part 3, section 5 lists the codes; its own specimens are issued by Utopia. */
export const knownStates: ReadonlySet<string> = new Set([...Object.keys(states), 'UTO']);

export function judgeMrz(layout: MrzLayout, lines: readonly string[]): MrzJudgement {
  const invalid = new Set<string>();
  let checksRight = 0;
  let checksTotal = 0;
  for (const field of layout.fields) {
    const { checks } = field;
    if (checks) {
      checksTotal += 1;
      if (isCheckRight(layout, lines, field, checks.over)) checksRight += 1;
      else invalid.add(checks.field);
    } else if (!parses(field, textAt(lines, field))) {
      invalid.add(field.name);
    }
  }
  return { valid: invalid.size === 0, invalidFields: [...invalid], checksRight, checksTotal };
}

function isCheckRight(
  layout: MrzLayout,
  lines: readonly string[],
  field: MrzField,
  over: readonly { readonly line: number; readonly start: number; readonly end: number }[],
): boolean {
  const digit = textAt(lines, field);
  const covered = over.map((part) => textAt(lines, part)).join('');
  if (digit === '<' && field.alphabet === 'optionalCheck') {
    if (/^<+$/.test(covered)) return true;
    const long = longDocumentNumber(layout, lines);
    return (
      field.checks?.field === 'documentNumber' && long !== null && checkDigitOf(long.number) === long.digit
    );
  }
  return digit === checkDigitOf(covered);
}

export const fitsColumns = (columns: readonly string[], text: string): boolean =>
  columns.every((allowed, index) => new RegExp(`^[${allowed}]$`).test(text[index] ?? ''));

/** Where a number of more than 9 characters goes on: line, its usual check digit's column, and the optional data. */
export const longNumbers: Readonly<
  Partial<
    Record<
      MrzFormat,
      { readonly line: number; readonly check: number; readonly from: number; readonly to: number }
    >
  >
> = {
  TD1: { line: 0, check: 14, from: 15, to: 30 },
  TD2: { line: 1, check: 9, from: 28, to: 35 },
};

/**
 * Cards let a document number of more than 9 characters run on into the optional field, with its check digit after it
 * and a filler in the usual place (Doc 9303 part 5, section 4.2.2.1, note j; part 6, section 4.2.2.2, note j).
 */
export function longDocumentNumber(
  layout: MrzLayout,
  lines: readonly string[],
): { readonly number: string; readonly digit: string } | null {
  const place = longNumbers[layout.format];
  const text = place && lines[place.line];
  if (!place || text?.[place.check] !== '<' || text[place.check - 1] === '<') return null;
  const rest = text.slice(place.from, place.to).split('<')[0] ?? '';
  if (rest.length < 2) return null;
  return { number: text.slice(place.check - 9, place.check) + rest.slice(0, -1), digit: rest.slice(-1) };
}

function parses(field: MrzField, text: string): boolean {
  if (!alphabets[field.alphabet].test(text)) return false;
  if (field.columns && !fitsColumns(field.columns, text)) return false;
  if (field.alphabet === 'date') return isPossibleDate(text, field.name === 'birthDate');
  if (field.name === 'issuingState' || field.name === 'nationality') {
    return knownStates.has(text.replace(/<+$/, ''));
  }
  if (field.name === 'names') return /^[A-Z]/.test(text);
  return true;
}

/** `YYMMDD`. Unknown parts of a date of birth, and an expiry that does not exist, are filled with `<` (part 3, section 4.8). */
function isPossibleDate(text: string, unknownDay: boolean): boolean {
  if (/^<{6}$/.test(text)) return true;
  const match = /^(\d\d|<<)(\d\d|<<)(\d\d|<<)$/.exec(text);
  if (!match) return false;
  if (!unknownDay && text.includes('<')) return false;
  const within = (value: string | undefined, high: number) =>
    value === '<<' || (Number(value) >= 1 && Number(value) <= high);
  return within(match[2], 12) && within(match[3], 31);
}
