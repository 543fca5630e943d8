// Engine. Numbers of documents and persons in a line of print. Pure.
import { readDate } from '../rules/dates.ts';
import type { FieldValue, ValueContext } from './field-value.ts';

/** Groups of letters and digits with signs between; one digit at least. */
export function numberOf(text: string, context: ValueContext): FieldValue | null {
  const groups = [...text.matchAll(/[\p{L}\p{N}]+(?:[-./·][\p{L}\p{N}]+)*/gu)];
  const taken = groups.filter(([group]) => /\d/.test(group) || /^[A-Z]{1,3}$/.test(group));
  if (taken.length === 0) return null;
  const start = taken[0]!.index;
  const end = taken.at(-1)!.index + taken.at(-1)![0].length;
  const value = plain(text.slice(start, end));
  const digits = value.replace(/\D/g, '').length;
  if (value.length < 4 || value.length > 24 || digits < 2) return null;
  const own = context.pattern?.exec(value)?.[1] ?? ownNumber(value, context.expected);
  if (own) return { value: own, start, end: endOf(own, text, start), fit: 1 };
  // A date is a number too, but seldom the one that is looked for.
  const isDate = readDate(text.slice(start, end), { state: context.state, kind: null, nowMs: context.nowMs });
  const outside = text.length - (end - start);
  return { value, start, end, fit: isDate && !/^\d{8,}$/.test(value) ? 0.2 : outside > 3 ? 0.6 : 1 };
}

const plain = (text: string): string => text.replace(/[^\p{L}\p{N}-]/gu, '').toUpperCase();

/** What follows the number: a check digit, a running number of the card. */
const longestSerial = 4;

/** The number as the other source has it, where print goes on with a serial number of the card. */
function ownNumber(value: string, expected: string | null): string | null {
  const sought = plain(expected ?? '');
  const rest = value.length - sought.length;
  return sought.length >= 6 && rest >= 1 && rest <= longestSerial && value.startsWith(sought) ? sought : null;
}

/** Where so many of the number's characters end in the text. */
function endOf(own: string, text: string, start: number): number {
  let end = start;
  for (let seen = 0; seen < own.length; end++) if (plain(text[end]!) !== '') seen++;
  return end;
}
