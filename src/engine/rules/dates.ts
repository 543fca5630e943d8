// Engine. Dates as states print them, in whatever notation, to `YYYY-MM-DD`. Pure.

import {
  chineseNumber,
  type DateKind,
  fullYear,
  isoDay,
  japaneseEras,
  yearOfBuddha,
  yearOfRepublic,
} from './calendar.ts';
import { asDigits, asLetters, westernDigits } from './fold.ts';
import { lookUp } from './look-up.ts';
import { isDateFiller, type MonthReading, monthOf } from './month-names.ts';

export interface DateContext {
  /** ICAO code of the issuing state; it decides between day first and month first, between languages and calendars. */
  readonly state: string | null;
  /** What the date says; it decides the century of a year in two digits. */
  readonly kind: DateKind | null;
  readonly nowMs: number;
}

export interface DateReading {
  /** `YYYY-MM-DD`, the likeliest first; several where the text alone does not decide (03/04/2020). Never empty. */
  readonly dates: readonly string[];
  /** A character was taken for another (O for 0), a space was supplied, or a month's name was mended. */
  readonly repaired: boolean;
}

/** Month first in digits: the United States and the states in free association with them. */
const monthFirst = new Set(['USA', 'FSM', 'MHL', 'PLW']);
/** Both orders are in official use. */
const eitherFirst = new Set(['CAN', 'PHL']);
const republicOfChina = 'TWN';
const thailand = 'THA';

/** Years that a document can speak of. */
const plausibleYear = (year: number): boolean => year >= 1850 && year < 2150;

/** Null where the text is no date, or more than one date. Never throws. */
export function readDate(text: string, context: DateContext): DateReading | null {
  const clean = westernDigits(text.normalize('NFKC'))
    .replace(/[‐‑‒–—−]/g, '-')
    .replace(/[’`´]/g, "'")
    .trim()
    .replace(/^[\s*:.,;/'"()-]+|[\s*:,;/'"()-]+$/g, '')
    .replace(/\s+/g, ' ')
    // Russian, Ukrainian and Bulgarian write "of the year" after it.
    .replace(/ [гр]\.?$/iu, '');
  if (clean.length < 5 || clean.length > maxLength || !/[\d〇零○一二三四五六七八九十元]/.test(clean))
    return null;
  return (
    eastAsian(clean, context) ??
    chinesePassport(clean, context) ??
    numeric(clean, context, false) ??
    withMonthName(clean, context, false) ??
    packed(clean, context) ??
    numeric(asDigits(clean), context, true) ??
    withMonthName(clean, context, true)
  );
}

/** Three languages' names of a month, a day and a year. */
const maxLength = 64;

function reading(candidates: readonly (string | null)[], repaired: boolean): DateReading | null {
  const dates = [...new Set(candidates.filter((date) => date !== null))];
  return dates.length > 0 ? { dates, repaired } : null;
}

/** 民國 109 年 7 月 1 日, 中華民國一○九年七月一日, 令和2年7月1日, 2020年7月1日. */
function eastAsian(text: string, context: DateContext): DateReading | null {
  const number = '([0-9〇零○一壹二貳三參四五六七八九十百元]+)';
  const pattern = new RegExp(`^(\\p{L}*?) ?${number} ?[年년] ?${number} ?[月월] ?${number} ?[日일]?$`, 'u');
  const match = pattern.exec(text);
  if (!match) return null;
  const era = match[1]!;
  const [year, month, day] = [match[2]!, match[3]!, match[4]!].map(chineseNumber);
  if (year == null || month == null || day == null) return null;
  const full = yearOfEra(era, year, match[2]!.length, context);
  return full === null ? null : reading([isoDay(full, month, day)], false);
}

/** 18 9月/SEP 1991: the month as a number and by its English name, which must agree. */
function chinesePassport(text: string, context: DateContext): DateReading | null {
  const match = /^(\d{1,2}) ?(\d{1,2}) ?月 ?\/? ?([A-Z]{3,})?\.? ?(\d{4}|\d{2})$/iu.exec(text);
  if (!match) return null;
  const [, day, month, name, year] = match as unknown as [string, string, string, string?, string?];
  if (name && !monthOf(name, context.state)?.months.includes(Number(month))) return null;
  return reading(inOrder(year!, month, day, context), false);
}

function yearOfEra(era: string, year: number, length: number, context: DateContext): number | null {
  if (/^(中[華华])?民[國国]$/.test(era)) return yearOfRepublic(year);
  const first = lookUp(japaneseEras, era);
  if (first !== undefined) return first + year - 1;
  if (era !== '' && era !== '公元' && era !== '西元' && era !== '西暦') return null;
  if (length === 4 || year > 999) return plausibleYear(year) ? year : null;
  // Only the Republic of China prints years of fewer digits without naming the calendar.
  return context.state === republicOfChina || context.state === null ? yearOfRepublic(year) : null;
}

/** A year as printed in `digits` digits, in the calendar that it can only be of. */
function yearsOf(digits: string, month: number, day: number, context: DateContext): number | null {
  const year = Number(digits);
  if (digits.length === 4) {
    if (plausibleYear(year)) return year;
    const buddhist = yearOfBuddha(year);
    return (context.state === thailand || context.state === null) && year > 2400 && plausibleYear(buddhist)
      ? buddhist
      : null;
  }
  if (digits.length === 3) {
    return context.state === republicOfChina || context.state === null ? yearOfRepublic(year) : null;
  }
  return digits.length === 2 ? fullYear(year, month, day, context.kind, context.nowMs) : null;
}

function numeric(text: string, context: DateContext, repaired: boolean): DateReading | null {
  const match =
    /^(\d{1,4}) ?[./\- '] ?(\d{1,2}) ?[./\- '] ?(\d{1,4})\.?$/.exec(text) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(text) ??
    /^(\d{2})(\d{2})(\d{4})$/.exec(text);
  if (!match) return null;
  const [, first, middle, last] = match as unknown as [string, string, string, string];
  if (/^\d{8}$/.test(text)) {
    // Eight digits in a row are either order; one is a date with a year of our time, seldom both.
    return reading(
      [
        ...inOrder(text.slice(0, 4), text.slice(4, 6), text.slice(6), context),
        ...dayAndMonth(text.slice(0, 2), text.slice(2, 4), text.slice(4), context),
      ],
      repaired,
    );
  }
  if (first.length > 2)
    return last.length > 2 ? null : reading(inOrder(first, middle, last, context), repaired);
  if (last.length === 3) return null;
  if (last.length === 1 && first.length < 2) return null;
  const candidates = last.length === 1 ? [] : dayAndMonth(first, middle, last, context);
  if (last.length < 3) {
    if (context.state === republicOfChina) {
      // 75.07.01 from Taipei begins with the year, in its own calendar.
      const year = yearOfRepublic(Number(first));
      return reading([isoDay(year, Number(middle), Number(last)), ...candidates], repaired);
    }
    // 85-07-12 can only begin with the year.
    if (candidates.every((date) => date === null)) {
      return reading(inOrder(first, middle, last, context), repaired);
    }
  }
  return reading(candidates, repaired);
}

function inOrder(year: string, month: string, day: string, context: DateContext): (string | null)[] {
  const full = yearsOf(year, Number(month), Number(day), context);
  return full === null ? [null] : [isoDay(full, Number(month), Number(day))];
}

function dayAndMonth(first: string, second: string, year: string, context: DateContext): (string | null)[] {
  const dayFirst = inOrder(year, second, first, context);
  const american = inOrder(year, first, second, context);
  const { state } = context;
  if (state !== null && monthFirst.has(state)) {
    return american[0] === null ? dayFirst : american;
  }
  if (state !== null && !eitherFirst.has(state)) return dayFirst[0] === null ? american : dayFirst;
  return [...dayFirst, ...american];
}

/** 12 JAN/JAN 2020, 12. srpnja 1985., JULY 4, 1976, 1985. gada 12. jūlijs, 12XII85. */
function withMonthName(text: string, context: DateContext, repair: boolean): DateReading | null {
  const tokens = text.match(/\d+|[^\d\s./,\-']+/gu) ?? [];
  const numbers = tokens.filter((token) => /^\d+$/.test(token));
  const words = tokens.filter((token) => !/^\d+$/.test(token));
  if (words.length === 0 || words.length > 6) return null;
  // A word that names nothing may stand between the numbers only: before them it is a label.
  const month = commonMonth(words, context.state, repair && tokens[0] === numbers[0]);
  if (!month) return null;
  const [first, second] = numbers;
  if (numbers.length !== 2 || first === undefined || second === undefined) return null;
  const yearFirst = first.length > 2 || (Number(first) > 31 && second.length < 3);
  const [year, day] = yearFirst ? [first, second] : [second, first];
  if (day.length > 2 || year.length < 2) return null;
  return reading(
    month.months.flatMap((one) => inOrder(year, String(one), day, context)),
    month.repaired,
  );
}

/** The months that all the words which name one agree on. An abbreviation's dot has parted nothing by now. */
function commonMonth(words: readonly string[], state: string | null, repair: boolean): MonthReading | null {
  const found: MonthReading[] = [];
  let unknown = 0;
  for (const word of joinAbbreviations(words)) {
    const month = monthOf(word, state);
    if (month && (repair || !month.repaired)) found.push(month);
    else if (!isDateFiller(word)) unknown++;
  }
  const [first] = found;
  if (!first || (unknown > 0 && !repair) || unknown > 1) return null;
  const months = first.months.filter((month) => found.every((other) => other.months.includes(month)));
  if (months.length === 0) return null;
  return { months, repaired: unknown > 0 || found.some((month) => month.repaired) };
}

/** Thai abbreviations have a dot inside (ม.ค.), which tokens are parted at. */
function joinAbbreviations(words: readonly string[]): readonly string[] {
  return words.length === 2 && words.every((word) => /^\p{Script=Thai}/u.test(word))
    ? [words.join('')]
    : words;
}

/**
 * Day, month's name and year, where spaces were lost and characters of one kind were read as the other: 12JAN2O2O,
 * l2 0CT 1985.
 */
function packed(text: string, context: DateContext): DateReading | null {
  const parts = text.split(/[\s./,\-']+/).filter((part) => part !== '');
  const joined = parts.join('');
  if (joined.length < 6 || !/\p{L}/u.test(joined)) return null;
  // Where the names stand in two languages, the first one is in the same part as the day or right after it.
  for (const yearLength of [4, 2]) {
    const year = asDigits(joined.slice(-yearLength));
    if (!/^\d+$/.test(year)) continue;
    for (const dayLength of [2, 1]) {
      const day = asDigits(joined.slice(0, dayLength));
      if (!/^\d+$/.test(day)) continue;
      const middle = middleParts(parts, dayLength, yearLength);
      const month = commonMonth(middle, context.state, false);
      if (!month) continue;
      const found = reading(
        month.months.flatMap((one) => inOrder(year, String(one), day, context)),
        true,
      );
      if (found) return found;
    }
  }
  return null;
}

/** What is left between the first and the last characters, part by part, its digits taken for letters. */
function middleParts(parts: readonly string[], dayLength: number, yearLength: number): string[] {
  const rest = [...parts];
  for (let left = dayLength; left > 0 && rest.length > 0; ) {
    const part = rest[0]!;
    if (part.length <= left) rest.shift();
    else rest[0] = part.slice(left);
    left -= part.length;
  }
  for (let left = yearLength; left > 0 && rest.length > 0; ) {
    const part = rest.at(-1)!;
    if (part.length <= left) rest.pop();
    else rest[rest.length - 1] = part.slice(0, -left);
    left -= part.length;
  }
  return rest.map(asLetters);
}

export interface FoundDate extends DateReading {
  /** Where in the text, in UTF-16 units; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
}

/** Every date in a line of print, from left to right. */
export function findDates(text: string, context: DateContext): FoundDate[] {
  const words = [...text.matchAll(/[^\s:]+/g)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
  const found: FoundDate[] = [];
  for (let from = 0; from < words.length; ) {
    let next = from + 1;
    const first = text.slice(words[from]!.start, words[from]!.end);
    const mayBegin = /[\p{Nd}\p{Script=Han}]/u.test(first) || monthOf(first, context.state) !== null;
    for (let count = mayBegin ? Math.min(maxWords, words.length - from) : 0; count > 0; count--) {
      const [start, end] = [words[from]!.start, words[from + count - 1]!.end];
      // A lone letter after a date is the next field (a sex), though some languages end dates with one ("г.").
      const date = / \p{L}$/u.test(text.slice(start, end)) ? null : readDate(text.slice(start, end), context);
      if (date) {
        found.push({ ...date, start, end });
        next = from + count;
        break;
      }
    }
    from = next;
  }
  return found;
}

/** 民國 109 年 7 月 1 日 is seven. */
const maxWords = 8;
