// Engine. Which of two numbers is the day (03/04/2020), from what else the document says: a wrong date is worse than none.
// Pure.
import type { DocumentFields } from '../../shared/domain/document.ts';
import { isoDay } from '../rules/calendar.ts';
import { type DateReading, readDate } from '../rules/dates.ts';
import { asDigits } from '../rules/fold.ts';

export type DateOrder = 'day first' | 'month first';

/** Two numbers and a year, by the signs that are written with either order. */
const either = /(?<![\d/-])(\d{1,2}) ?([/-]) ?(\d{1,2}) ?\2 ?(\d{4})(?!\d)/g;
/**
 * No locale of the Unicode CLDR (44) puts the month first before full stops or spaces, and those are what is lost where
 * nothing stands between.
 */
const dayFirst = /^\D*\d{1,2}[ .·]*\d{1,2}[ .·]*\d{2,4}\D*$/;

/**
 * The order that the document's own dates show: one of them fits no other, or is known from another source. Null where
 * none shows it, or they contradict each other.
 */
export function orderIn(texts: readonly string[], known: DocumentFields): DateOrder | null {
  const days = new Set([known.birthDate, known.issueDate, known.expiryDate]);
  const seen = new Set<DateOrder>();
  for (const text of texts) {
    for (const [, first, , second, year] of text.matchAll(either)) {
      const [a, b, y] = [Number(first), Number(second), Number(year)];
      const [day, american] = [isoDay(y, b, a), isoDay(y, a, b)];
      if (day === american) continue;
      if (american === null || days.has(day ?? '')) seen.add('day first');
      if (day === null || days.has(american ?? '')) seen.add('month first');
    }
  }
  return seen.size === 1 ? [...seen][0]! : null;
}

/** The state, unless its dates would be read the other way round than this document's own. */
export const stateForDates = (state: string | null, order: DateOrder | null): string | null =>
  order === 'day first' && readDate('01/02/2003', { state, kind: null, nowMs: 0 })?.dates[0] === '2003-01-02'
    ? null
    : state;

/** The day that a date means; null where its order would decide and is not known. */
export function dayOf(
  { dates }: DateReading,
  text: string,
  { order, expected }: { readonly order: DateOrder | null; readonly expected: string | null },
): string | null {
  const [first] = dates;
  if (first === undefined) return null;
  if (expected !== null && dates.includes(expected)) return expected;
  const [year, month, day] = first.split('-');
  if (!dates.includes(`${year}-${day}-${month}`) || day === month) return first;
  const figures = asDigits(text);
  const own = dayFirst.test(figures) ? 'day first' : order;
  if (own === null) return null;
  const front = Number(/\d{1,2}/.exec(figures)?.[0]);
  const isDayFirst = front === Number(day);
  return (own === 'day first') === isDayFirst ? first : `${year}-${day}-${month}`;
}
