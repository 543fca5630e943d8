// Engine. Names of months in the languages that states issue documents in, from the runtime's own CLDR data. Pure.

import { foldMarks } from '../../shared/domain/letters.ts';
import { isOneEdit } from './fold.ts';
import { lookUp } from './look-up.ts';

const languages = (
  'en fr de es pt it nl pl cs sk hu ro sv da nb nn fi et lv lt el ru uk be bg mk sr sr-Latn hr bs sl tr az az-Cyrl uz ' +
  'uz-Cyrl kk ky tk tg mn sq mt ga cy is lb rm ca eu gl fo fy hy ka id ms fil sw so af am he ar fa ur th km lo my hi bn'
).split(' ');

/** The language that decides where two give one name to different months (`LIP` is July in Polish, June in Croatian). */
const languageOfState: Readonly<Record<string, string>> = {
  POL: 'pl',
  CZE: 'cs',
  HRV: 'hr',
  BIH: 'hr',
};

/** In print though not in CLDR: months of French, Dutch, German, Maltese and Irish passports, and common long forms. */
const printed: Readonly<Record<string, number>> = {
  SEPT: 9,
  MAA: 3,
  MRZ: 3,
  MAERZ: 3,
  JAENNER: 1,
  JUIN: 6,
  MRT: 3,
  SET: 9,
  ENE: 1,
  GEN: 1,
  AOU: 8,
  DES: 12,
};
const romanNumerals = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI', 'XII'];

interface Names {
  /** Which months a name stands for, and in which languages. */
  readonly months: ReadonlyMap<string, ReadonlyMap<number, ReadonlySet<string>>>;
  /** Words that stand beside a month in a written date ("de", "gada", "г"). */
  readonly fillers: ReadonlySet<string>;
}

const word = (text: string) => foldMarks(text).replace(/[^\p{L}\p{M}]/gu, '');

let cached: Names | null = null;
/** Some 0.2 s for all languages, so once and not before it is needed. */
function names(): Names {
  if (cached) return cached;
  const months = new Map<string, Map<number, Set<string>>>();
  const fillers = new Set(['OF', 'ST', 'ND', 'RD', 'TH', 'DE', 'DEN', 'DER']);
  const put = (name: string, month: number, language: string) => {
    const known = months.get(name) ?? new Map<number, Set<string>>();
    months.set(name, known.set(month, (known.get(month) ?? new Set()).add(language)));
  };
  for (const language of languages) {
    for (const style of ['long', 'short'] as const) {
      // Alone and inside a date: many languages decline the month there.
      for (const shape of [{ month: style }, { day: 'numeric', month: style, year: 'numeric' }] as const) {
        const format = new Intl.DateTimeFormat(`${language}-u-ca-gregory-nu-latn`, {
          ...shape,
          timeZone: 'UTC',
        });
        for (let month = 1; month <= 12; month++) {
          for (const part of format.formatToParts(Date.UTC(2001, month - 1, 15))) {
            const text = word(part.value);
            if (part.type === 'month' && text.length > 1 && !/\d/.test(part.value))
              put(text, month, language);
            if (part.type === 'literal') for (const one of part.value.split(/\s+/)) fillers.add(word(one));
          }
        }
      }
    }
  }
  for (const [name, month] of Object.entries(printed)) if (!months.has(name)) put(name, month, 'und');
  fillers.delete('');
  cached = { months, fillers };
  return cached;
}

/** No month's name in any of the languages is longer. */
const longestName = 24;

export interface MonthReading {
  /** 1 to 12; several where languages disagree and the state does not decide. */
  readonly months: readonly number[];
  /** The word had to be mended to be one. */
  readonly repaired: boolean;
}

/**
 * A month by its name, its abbreviation in any of the languages, any beginning of its name of three letters or more, or a
 * Roman numeral.
 * @param state ICAO code of the issuing state, which decides between languages; `null` where it is not known.
 */
export function monthOf(text: string, state: string | null): MonthReading | null {
  const name = word(text);
  if (name === '' || name.length > longestName) return null;
  const { months } = names();
  const exact = months.get(name);
  if (exact) return { months: decided(exact, state), repaired: false };
  const roman = romanNumerals.indexOf(name);
  if (roman >= 0) return { months: [roman + 1], repaired: false };
  if (name.length < 3) return null;
  const beginnings = new Set<number>();
  for (const [known, candidates] of months) {
    if (known.startsWith(name)) for (const month of decided(candidates, state)) beginnings.add(month);
  }
  if (beginnings.size > 0) return { months: [...beginnings].sort((a, b) => a - b), repaired: false };
  // Three letters are too few to mend: JUN and JUL are one letter apart.
  if (name.length < 5) return null;
  const near = new Set<number>();
  for (const [known, candidates] of months) {
    if (known.length > 4 && isOneEdit(known, name)) {
      for (const month of decided(candidates, state)) near.add(month);
    }
  }
  return near.size === 1 ? { months: [...near], repaired: true } : null;
}

export const isDateFiller = (text: string): boolean => names().fillers.has(word(text));

function decided(candidates: ReadonlyMap<number, ReadonlySet<string>>, state: string | null): number[] {
  const language = state ? lookUp(languageOfState, state) : undefined;
  const own = language
    ? [...candidates].filter(([, languagesOf]) => languagesOf.has(language)).map(([month]) => month)
    : [];
  return own.length > 0 ? own : [...candidates.keys()];
}
