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
  const shorter = withoutSerial(text, start, value, context.expected);
  if (shorter) return shorter;
  // A date is a number too, but seldom the one that is looked for.
  const isDate = readDate(text.slice(start, end), { state: context.state, kind: null, nowMs: context.nowMs });
  const outside = text.length - (end - start);
  return { value, start, end, fit: isDate && !/^\d{8,}$/.test(value) ? 0.2 : outside > 3 ? 0.6 : 1 };
}

const plain = (text: string): string => text.replace(/[^\p{L}\p{N}-]/gu, '').toUpperCase();

/** What follows the number: a check digit, a running number of the card. */
const longestSerial = 4;

/** The number as the other source has it, where print goes on with a serial number of the card. */
function withoutSerial(
  text: string,
  start: number,
  value: string,
  expected: string | null,
): FieldValue | null {
  const sought = plain(expected ?? '');
  const rest = value.length - sought.length;
  if (sought.length < 6 || rest < 1 || rest > longestSerial || !value.startsWith(sought)) return null;
  let end = start;
  for (let seen = 0; seen < sought.length; end++) if (plain(text[end]!) !== '') seen++;
  return { value: sought, start, end, fit: 1 };
}
