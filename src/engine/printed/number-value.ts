// Engine. Numbers of documents and persons in a line of print. Pure.
import { readDate } from '../rules/dates.ts';
import type { FieldValue, ValueContext } from './field-value.ts';

/** Groups of letters and digits with signs between; what has hardly a digit must be no word. */
export function numberOf(text: string, context: ValueContext): FieldValue | null {
  const groups = [...text.matchAll(/[\p{L}\p{N}]+(?:[-./·][\p{L}\p{N}]+)*/gu)];
  const taken = groups.filter(
    ([group]) => /\d/.test(group) || /^[A-Z]{1,3}$/.test(group) || vowelless.test(group),
  );
  if (taken.length === 0) return null;
  const start = taken[0]!.index;
  const end = taken.at(-1)!.index + taken.at(-1)![0].length;
  const value = plain(text.slice(start, end));
  const digits = value.replace(/\D/g, '').length;
  if (value.length < 4 || value.length > 24 || (digits < 2 && !vowelless.test(value))) return null;
  const own = context.pattern?.exec(value)?.[1] ?? ownNumber(value, context.expected);
  if (own) return { value: own, start, end: endOf(own, text, start), fit: 1 };
  const { expected } = context;
  if (expected !== null && isSameNumber(value, plain(expected)))
    return { value: plain(expected), start, end, fit: 1 };
  // A date is a number too, but seldom the one that is looked for.
  const isDate = readDate(text.slice(start, end), { state: context.state, kind: null, nowMs: context.nowMs });
  const outside = text.length - (end - start);
  return { value, start, end, fit: isDate && !/^\d{8,}$/.test(value) ? 0.2 : outside > 3 ? 0.6 : 1 };
}

const plain = (text: string): string => text.replace(/[^\p{L}\p{N}-]/gu, '').toUpperCase();

/** Numbers whose letters are chosen so that they make no words, as Germany's; one in forty has no digit. */
const vowelless = /^(?=.*\d|.{9}$)[B-DF-HJ-NP-TV-Z\d]{7,}$/;

/** O and 0 are one glyph in many faces. */
export const isSameNumber = (a: string, b: string): boolean =>
  a.replace(/[OQ]/g, '0') === b.replace(/[OQ]/g, '0');

/** Capitals and digits mixed that make no word and no date: nothing but a number is written so. */
export const isSelfEvident = (text: string): boolean =>
  (/^(?=.*[A-Z])(?=.*\d.*\d)(?!.*[A-Z]{4})[A-Z\d]{7,12}$/.test(text) && !/\d[A-Z]{3}\d{4}$/.test(text)) ||
  (vowelless.test(text) && /[A-Z]/.test(text) && text.length <= 12);

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
