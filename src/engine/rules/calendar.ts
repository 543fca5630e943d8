// Engine. Days and years: which dates exist, which century two digits mean, other calendars' years. Pure.
import { isoDate } from '../../shared/kernel/clock.ts';

export const dateKinds = ['birth', 'issue', 'expiry'] as const;
/** What a date says, which decides its century; `null` where that is not known. */
export type DateKind = (typeof dateKinds)[number];

/** `YYYY-MM-DD`, or null where there is no such day. */
export function isoDay(year: number, month: number, day: number): string | null {
  if (year < 1 || year > 9999) return null;
  const date = new Date(Date.UTC(2000, 0, 1));
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
    ? date.toISOString().slice(0, 10)
    : null;
}

/**
 * The full year that two digits mean. A birth or an issue is in the past: the latest century in which that day exists and
 * is not after today (29 February decides by itself). An expiry is within 50 years of today; so is a date of unknown kind.
 */
export function fullYear(
  twoDigits: number,
  month: number,
  day: number,
  kind: DateKind | null,
  nowMs: number,
): number {
  const today = isoDate(nowMs);
  const thisYear = Number(today.slice(0, 4));
  const century = Math.floor(thisYear / 100) * 100;
  if (kind === 'birth' || kind === 'issue') {
    const candidates = [century + twoDigits, century - 100 + twoDigits];
    const past = candidates.filter((year) => {
      const iso = isoDay(year, month, day);
      return iso !== null && iso <= today;
    });
    return past[0] ?? candidates[1]!;
  }
  const near = [century - 100, century, century + 100].map((base) => base + twoDigits);
  const existing = near.filter((year) => isoDay(year, month, day) !== null);
  return (existing.length > 0 ? existing : near).reduce((a, b) =>
    Math.abs(b - thisYear) < Math.abs(a - thisYear) ? b : a,
  );
}

/** The first year of the Republic of China is 1912. */
export const yearOfRepublic = (year: number): number => year + 1911;
/** Thailand counts from 543 BC. */
export const yearOfBuddha = (year: number): number => year - 543;

/** First years of Japan's eras. */
export const japaneseEras: Readonly<Record<string, number>> = {
  令和: 2019,
  平成: 1989,
  昭和: 1926,
  大正: 1912,
  明治: 1868,
};

/** An ISO date some years and months on; what falls after a month's end is its last day. Unchanged beyond 9999. */
export function addYears(date: string, years: number, months = 0): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const count = year * 12 + month - 1 + years * 12 + months;
  const [newYear, newMonth] = [Math.floor(count / 12), (count % 12) + 1];
  for (let last = day; last > 0; last--) {
    const iso = isoDay(newYear, newMonth, last);
    if (iso) return iso;
  }
  return date;
}

/** Whole years from one ISO date to another; negative where the second is earlier. */
export function yearsBetween(from: string, to: string): number {
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4));
  return to.slice(5) < from.slice(5) ? years - 1 : years;
}

const chineseDigits: Readonly<Record<string, number>> = {
  〇: 0,
  零: 0,
  '○': 0,
  一: 1,
  壹: 1,
  二: 2,
  貳: 2,
  三: 3,
  參: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};

/** 一○九, 一百零九, 十二, 元 as a number; null where it is none. */
export function chineseNumber(text: string): number | null {
  if (text === '元') return 1;
  if (/^\d+$/.test(text)) return Number(text);
  if (![...text].some((character) => '十百'.includes(character))) {
    const digits = [...text].map((character) => chineseDigits[character]);
    return digits.length > 0 && digits.every((digit) => digit !== undefined) ? Number(digits.join('')) : null;
  }
  const parts = /^(?:(.?)百零?)?(?:(.?)十)?(.?)$/u.exec(text);
  if (!parts) return null;
  const worth = (digit: string | undefined, absent: number) =>
    digit === undefined ? 0 : digit === '' ? absent : (chineseDigits[digit] ?? Number.NaN);
  const total = worth(parts[1], 1) * 100 + worth(parts[2], 1) * 10 + worth(parts[3] || undefined, 0);
  return Number.isNaN(total) ? null : total;
}
