// Engine. From printed text to a field's value: which part of the text it is, and how it is written down. Pure.
import type { DocumentFieldName } from '../../shared/domain/document.ts';
import type { DateKind } from '../rules/calendar.ts';
import { findDates, readDate } from '../rules/dates.ts';
import { asLetters, foldMarks } from '../rules/fold.ts';
import { sexOf } from '../rules/sex.ts';
import { stateOf } from '../rules/states.ts';

export interface ValueContext {
  /** ICAO code of the issuing state, where it is known. */
  readonly state: string | null;
  readonly nowMs: number;
  /** What another source says: decides where the print alone can be read in two ways, and nothing else. */
  readonly expected: string | null;
}

export interface FieldValue {
  readonly value: string;
  /** Part of the text, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** 0 to 1: how well the text fits the field. */
  readonly fit: number;
}

export const dateKinds: Readonly<Partial<Record<DocumentFieldName, DateKind>>> = {
  birthDate: 'birth',
  issueDate: 'issue',
  expiryDate: 'expiry',
};

/** Null where the text cannot be a value of that field. */
export function fieldValueOf(
  field: DocumentFieldName,
  text: string,
  context: ValueContext,
): FieldValue | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  const start = text.indexOf(trimmed);
  const whole = (value: string, fit: number): FieldValue => ({
    value,
    start,
    end: start + trimmed.length,
    fit,
  });
  switch (field) {
    case 'birthDate':
    case 'issueDate':
    case 'expiryDate':
      return dateOf(text, dateKinds[field]!, context);
    case 'sex': {
      const value = sexOf(trimmed, context.state) ?? sexOf(trimmed.split(/\s+/)[0]!, context.state);
      return value === null ? null : whole(value, trimmed.length <= 12 ? 1 : 0.5);
    }
    case 'nationality':
    case 'issuingState': {
      if (/\d/.test(trimmed) || !/\p{L}{2}|^D$/u.test(trimmed)) return null;
      const state = stateOf(trimmed) ?? stateOf(asLetters(trimmed));
      return state ? whole(state, 1) : whole(plainText(trimmed), 0.3);
    }
    case 'documentNumber':
    case 'personalNumber':
      return numberOf(text, context);
    case 'surname':
    case 'givenNames':
    case 'nativeName':
      return nameOf(text);
    default:
      return field satisfies never;
  }
}

const plainText = (text: string): string => text.replace(/\s+/g, ' ').trim();

function dateOf(text: string, kind: DateKind, context: ValueContext): FieldValue | null {
  const dateContext = { state: context.state, kind, nowMs: context.nowMs };
  const found = findDates(text, dateContext);
  const whole = found.length === 0 ? readDate(text, dateContext) : null;
  const dates = whole ? [{ ...whole, start: 0, end: text.length }] : found;
  if (dates.length === 0) return null;
  // "01.02.2019 - 01.02.2029": the first is the day of issue, the last the day of expiry.
  const chosen = kind === 'expiry' ? dates.at(-1)! : dates[0]!;
  const expected = context.expected;
  const value = expected !== null && chosen.dates.includes(expected) ? expected : chosen.dates[0]!;
  return { value, start: chosen.start, end: chosen.end, fit: chosen.repaired ? 0.8 : 1 };
}

/** Numbers of documents and persons: groups of letters and digits with signs between; one digit at least. */
function numberOf(text: string, context: ValueContext): FieldValue | null {
  const groups = [...text.matchAll(/[\p{L}\p{N}]+(?:[-./·][\p{L}\p{N}]+)*/gu)];
  const taken = groups.filter(([group]) => /\d/.test(group) || /^[A-Z]{1,3}$/.test(group));
  if (taken.length === 0) return null;
  const start = taken[0]!.index;
  const end = taken.at(-1)!.index + taken.at(-1)![0].length;
  const value = text
    .slice(start, end)
    .replace(/[^\p{L}\p{N}-]/gu, '')
    .toUpperCase();
  const digits = value.replace(/\D/g, '').length;
  if (value.length < 4 || value.length > 24 || digits < 2) return null;
  // A date is a number too, but seldom the one that is looked for.
  const isDate = readDate(text.slice(start, end), { state: context.state, kind: null, nowMs: context.nowMs });
  const outside = text.length - (end - start);
  return { value, start, end, fit: isDate && !/^\d{8,}$/.test(value) ? 0.2 : outside > 3 ? 0.6 : 1 };
}

function nameOf(text: string): FieldValue | null {
  const match = /^[\s.,:;*|/-]*(.*?)[\s.,:;*|/<-]*$/u.exec(text)!;
  const name = match[1]!;
  const letters = foldMarks(name).replace(/[^\p{L}\p{M}]/gu, '').length;
  const digits = name.replace(/\D/g, '').length;
  if (letters === 0 || digits * 3 > letters) return null;
  const start = text.indexOf(name);
  return {
    value: plainText(digits > 0 ? asLetters(name) : name),
    start,
    end: start + name.length,
    fit: digits > 0 ? 0.5 : letters >= 2 ? 1 : 0.3,
  };
}
