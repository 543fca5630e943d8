// Plain Node. Composes machine-readable zones: the writing counterpart of what the engine reads (ICAO Doc 9303-3 to -7).
import type { MrzFormat } from '../../shared/domain/document.ts';
import { assert } from '../../shared/kernel/assert.ts';
import type { Holder } from './holder.ts';
import { formats, type Part, type Span } from './mrz-formats.ts';

export type SpecimenMrzFormat = MrzFormat;

/** What a zone says beyond the holder. */
export interface ZoneOptions {
  /** Both characters of the document's code, where they are not the format's own. */
  readonly code?: string;
  /** Optional data; a passport's are the personal number unless said otherwise. */
  readonly optional?: string;
}

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

/** French given names stand with two fillers between them. */
const frenchGivenNames = (names: string) => names.split(/\s+/).map(transliterate).join('<<');

/** The zone of a document, line by line. Throws on a document number that the format cannot hold: a bug in the caller. */
export function composeMrz(format: SpecimenMrzFormat, holder: Holder, options: ZoneOptions = {}): string[] {
  const { lengths, code, parts, checkDigits, longNumbers } = formats[format];
  const grid = lengths.map((length) => Array<string>(length).fill('<'));
  const read = ([line, start, end]: Span) => grid[line - 1]!.slice(start - 1, end).join('');
  const write = ([line, start, end]: Span, text: string) => {
    assert(text.length <= end - start + 1, `${format} has no room for ${text.length} characters here`);
    for (let index = 0; index < text.length; index++) grid[line - 1]![start - 1 + index] = text[index]!;
  };

  const number = holder.documentNumber;
  const isLong = longNumbers && number.length > 9;
  const overflow = isLong ? `${number.slice(9)}${checkDigit(number)}<` : '';
  const optional = options.optional ?? (format === 'TD3' ? holder.personalNumber : '');
  const textOf = (part: Part, length: number): string => {
    switch (part) {
      case 'code':
        return options.code ?? code;
      case 'issuingState':
      case 'nationality':
      case 'personalNumber':
        return holder[part];
      case 'names':
        return composeNames(holder.surname, holder.givenNames, length);
      case 'surname':
        return transliterate(holder.surname).slice(0, length);
      case 'givenNames':
        return frenchGivenNames(holder.givenNames).slice(0, length);
      case 'documentNumber':
        return isLong ? number.slice(0, 9) : number;
      case 'birthDate':
      case 'expiryDate':
        return yymmdd(holder[part]);
      case 'sex':
        return holder.sex === 'X' ? '<' : holder.sex;
      case 'optional':
        return overflow + optional;
      case 'optional2':
        return '';
      case 'administrativeCode':
        return '952042';
      case 'version':
        return '001';
    }
  };
  for (const [part, ...span] of parts) write(span, textOf(part, span[2] - span[1] + 1));
  for (const { of, at, over } of checkDigits) {
    if (of === 'documentNumber' && isLong) continue;
    // 9303-4, 4.2.2.2: an empty personal number may have a filler for its check digit.
    if (of === 'optional' && optional === '') continue;
    write(at, checkDigit(over.map(read).join('')));
  }
  return grid.map((line) => line.join(''));
}
