// Engine. Dates in a line of print that holds other things too, with or without spaces between. Pure.
import { type DateContext, type FoundDate, findDates, readDate } from '../rules/dates.ts';

/** What can only be a date: in digits, with a month's name (in two languages), after an East Asian calendar. */
const dateShapes = new RegExp(
  [
    '(?:中?[華华]?民[國国]|令和|平成|昭和)?\\s?\\d{2,4}\\s?年\\s?\\d{1,2}\\s?月\\s?\\d{1,2}\\s?日',
    '\\d{4}\\s?([./-])\\s?\\d{1,2}\\s?\\1\\s?\\d{1,2}(?!\\d)',
    '\\d{1,2}\\s?([./-])\\s?\\d{1,2}\\s?\\2\\s?\\d{4}',
    '\\d{1,2}\\s?\\p{L}{3,9}\\.?(?:\\s?/\\s?\\p{L}{3,9}\\.?)?\\s?\\d{4}',
  ].join('|'),
  'giu',
);

/** From left to right. */
export function datesIn(text: string, context: DateContext): FoundDate[] {
  const found = findDates(text, context);
  if (found.length > 0) return found;
  const whole = readAny(text, context);
  if (whole) return [{ ...whole, start: 0, end: text.length }];
  return [...text.matchAll(dateShapes)].flatMap(({ 0: part, index }) => {
    const date = readAny(part, context);
    return date ? [{ ...date, start: index, end: index + part.length }] : [];
  });
}

/** Where a month stands in two languages and the first is in letters that were not read, ICAO's is enough. */
const months = 'JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC';
const twoMonths = new RegExp(`^\\s*(\\d{1,2})\\s?[^\\d\\s][^\\d]{1,11}?(${months})\\s?(\\d{4})\\s*$`, 'iu');

function readAny(text: string, context: DateContext) {
  const date = readDate(text, context);
  if (date) return date;
  const named = twoMonths.exec(text);
  if (named) return readDate(`${named[1]} ${named[2]} ${named[3]}`, context);
  // "01 MA Y 1952": a space was seen where there is none.
  const joined = /\p{L}\s\p{L}/u.test(text) && readDate(text.replace(/\s/g, ''), context);
  if (joined) return joined;
  // "21 092001", "1805-2035": some of the signs between were lost.
  const digits = text.replace(/[\s./-]/g, '');
  return /^\d{8}$/.test(digits) && digits !== text ? readDate(digits, context) : null;
}
