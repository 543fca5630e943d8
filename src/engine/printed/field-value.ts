// Engine. From printed text to a field's value: which part of the text it is, and how it is written down. Pure.
import type { DocumentFieldName } from '../../shared/domain/document.ts';
import { foldMarks } from '../../shared/domain/letters.ts';
import type { DateKind } from '../rules/calendar.ts';
import { asLetters } from '../rules/fold.ts';
import { sexOf } from '../rules/sex.ts';
import { stateNamed, stateOf } from '../rules/states.ts';
import { type DateOrder, dayOf, stateForDates } from './date-order.ts';
import { datesIn } from './dates-in.ts';
import { mendNumber } from './mend-number.ts';
import { blanksAs } from './name-blanks.ts';
import { numberOf } from './number-value.ts';

export interface ValueContext {
  /** ICAO code of the issuing state, where it is known. */
  readonly state: string | null;
  readonly nowMs: number;
  /** What another source says: decides where the print alone can be read in two ways, and nothing else. */
  readonly expected: string | null;
  /** That this document writes its dates in, where it shows. */
  readonly order: DateOrder | null;
  /** The value as its first group, where more stands there than the value. */
  readonly pattern: RegExp | null;
}

export interface FieldValue {
  /** Empty where the text is a value of that field that can be read in two ways, and nothing tells which. */
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
      const value = sexIn(trimmed, context.state);
      return value === null ? null : whole(value, trimmed.length <= 12 ? 1 : 0.5);
    }
    case 'nationality': {
      if (/\d/.test(trimmed) || !/\p{L}{2}|^D$/u.test(trimmed)) return null;
      const state = stateIn(trimmed);
      // A nationality that nobody has heard of is still what is printed: it must not pass for unread.
      return state ? whole(state, 1) : whole(plainText(trimmed), 0.3);
    }
    case 'issuingState': {
      const state = stateIn(trimmed);
      return state ? whole(state, 1) : null;
    }
    case 'documentNumber':
      return numberOf(text, context);
    case 'personalNumber': {
      const number = numberOf(text, context);
      return number && { ...number, value: mendNumber(number.value, context.state) };
    }
    case 'surname':
    case 'givenNames':
    case 'nativeName': {
      const name = nameOf(text);
      return name && { ...name, value: blanksAs(name.value, context.expected) };
    }
    default:
      return field satisfies never;
  }
}

const plainText = (text: string): string => text.replace(/\s+/g, ' ').trim();

function dateOf(text: string, kind: DateKind, context: ValueContext): FieldValue | null {
  const { order, nowMs } = context;
  const dates = datesIn(text, { state: stateForDates(context.state, order), kind, nowMs });
  if (dates.length === 0) return null;
  // "01.02.2019 - 01.02.2029": the first is the day of issue, the last the day of expiry.
  const chosen = kind === 'expiry' ? dates.at(-1)! : dates[0]!;
  const value = dayOf(chosen, text.slice(chosen.start, chosen.end), context) ?? '';
  return { value, start: chosen.start, end: chosen.end, fit: chosen.repaired ? 0.8 : 1 };
}

/** Also "女IF" and "KXF", whose oblique was taken for a letter. */
function sexIn(text: string, state: string | null): string | null {
  const found = sexOf(text, state) ?? sexOf(text.split(/\s+/)[0]!, state);
  if (found) return found;
  const pair = /^(\S)\s?[|/IlLX1T]\s?(\S)$/u.exec(text);
  return pair ? sexOf(`${pair[1]}/${pair[2]}`, state) : null;
}

/** Also "POLSKIEPOLISH", whose oblique was lost. */
function stateIn(text: string): string | null {
  if (text.length > longestState) return null;
  // Without blanks first: one misread word of a name may leave another state's.
  const joined = text.length >= leastJoined ? stateOf(text.replace(/\s/g, '')) : null;
  const state = joined ?? stateOf(text) ?? (/\d/.test(text) ? stateOf(asLetters(text)) : null);
  if (state || !/^\p{L}{8,}$/u.test(text)) return state;
  for (let at = 4; at <= text.length - 4; at++) {
    const first = stateNamed(text.slice(0, at));
    if (first && first === stateNamed(text.slice(at))) return first;
  }
  return null;
}

/** Shorter names are too near to one another. */
const leastJoined = 12;
/** "DEMOCRATIC PEOPLE'S REPUBLIC OF KOREA" in two languages. */
const longestState = 90;

function nameOf(text: string): FieldValue | null {
  const match = /^[\s.,:;*|/-]*(.*?)[\s.,:;*|/<-]*$/su.exec(text)!;
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
