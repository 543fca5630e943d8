// Engine. What cannot be so in one document's fields, each with the two values that contradict each other. Pure.
// An implausible thing is a reason for a person to look: rules of issuers change, and documents outlive them.

import type { DocumentFields, DocumentType } from '../../shared/domain/document.ts';
import { isoDate } from '../../shared/kernel/clock.ts';
import { addYears, yearsBetween } from './calendar.ts';
import { numberFormatOf, validityRuleOf } from './issuers.ts';
import { lookUp } from './look-up.ts';
import { personalNumberSchemes } from './personal-numbers.ts';
import { isoState, isStateCode } from './states.ts';

export const implausibilityKinds = [
  'birth_in_future',
  'age',
  'issue_in_future',
  'issue_before_birth',
  'expiry_before_issue',
  'validity',
  'issuing_state',
  'nationality',
  'sex',
  'document_number',
  'personal_number',
  'personal_number_birth',
  'personal_number_sex',
] as const;
export type ImplausibilityKind = (typeof implausibilityKinds)[number];

export interface Implausibility {
  readonly kind: ImplausibilityKind;
  readonly value: string;
  /** What it contradicts, or how it should look. */
  readonly expected: string;
}

export interface PlausibilityInput {
  readonly fields: DocumentFields;
  readonly type: DocumentType | null;
  readonly nowMs: number;
}

/** The oldest person whose age is beyond doubt reached 122. */
const oldestYears = 125;

export function implausibilitiesOf({ fields, type, nowMs }: PlausibilityInput): Implausibility[] {
  const state = fields.issuingState ? isoState(fields.issuingState) : null;
  return [
    ...datesOf(fields, isoDate(nowMs)),
    ...validityOf(fields, type, state, isoDate(nowMs)),
    ...codesOf(fields),
    ...documentNumberOf(fields, type, state),
    ...personalNumbersOf(fields, type, state),
  ];
}

function datesOf({ birthDate, issueDate, expiryDate }: DocumentFields, today: string): Implausibility[] {
  const found: Implausibility[] = [];
  // ISO dates sort as text.
  if (birthDate && birthDate > today)
    found.push({ kind: 'birth_in_future', value: birthDate, expected: `<= ${today}` });
  if (birthDate && yearsBetween(birthDate, today) > oldestYears) {
    found.push({ kind: 'age', value: birthDate, expected: `>= ${addYears(today, -oldestYears)}` });
  }
  if (issueDate && issueDate > today)
    found.push({ kind: 'issue_in_future', value: issueDate, expected: `<= ${today}` });
  if (issueDate && birthDate && issueDate < birthDate) {
    found.push({ kind: 'issue_before_birth', value: issueDate, expected: `>= ${birthDate}` });
  }
  const start = issueDate ?? birthDate;
  if (expiryDate && start && expiryDate < start) {
    found.push({ kind: 'expiry_before_issue', value: expiryDate, expected: `>= ${start}` });
  }
  return found;
}

/**
 * Longer than the issuer gives a holder of that age. Where the day of issue was not read, today stands for it: a document
 * that is valid for longer from now on than it could be from its issue.
 */
function validityOf(
  { birthDate, issueDate, expiryDate }: DocumentFields,
  type: DocumentType | null,
  state: string | null,
  today: string,
): Implausibility[] {
  const rule = type && state ? validityRuleOf(state, type) : null;
  const start = issueDate ?? today;
  if (!rule || !expiryDate || expiryDate < start) return [];
  // Without a day of birth the longest period counts; a day of issue that was not read may lie before a birthday.
  const age = birthDate ? yearsBetween(birthDate, start) : Number.POSITIVE_INFINITY;
  const periods = rule.periods.filter(({ fromAge }) => fromAge <= Math.max(0, age));
  const years = Math.max(...periods.map((period) => period.years));
  const latest = addYears(start, years, rule.graceMonths);
  return expiryDate > latest ? [{ kind: 'validity', value: expiryDate, expected: `<= ${latest}` }] : [];
}

function codesOf({ issuingState, nationality, sex }: DocumentFields): Implausibility[] {
  const found: Implausibility[] = [];
  if (issuingState && !isStateCode(issuingState)) {
    found.push({ kind: 'issuing_state', value: issuingState, expected: 'ISO 3166, ICAO 9303-3' });
  }
  if (nationality && !isStateCode(nationality)) {
    found.push({ kind: 'nationality', value: nationality, expected: 'ISO 3166, ICAO 9303-3' });
  }
  if (sex && !/^[MFX]$/.test(sex)) found.push({ kind: 'sex', value: sex, expected: 'M, F, X' });
  return found;
}

const lettersAndDigits = (text: string): string => text.toUpperCase().replace(/[^\p{L}\p{Nd}]/gu, '');

function documentNumberOf(
  { documentNumber }: DocumentFields,
  type: DocumentType | null,
  state: string | null,
): Implausibility[] {
  const format = type && state ? numberFormatOf(state, type) : null;
  if (!format || !documentNumber) return [];
  const number = lettersAndDigits(documentNumber);
  const fits = format.pattern.test(number) && (format.check?.(number) ?? true);
  return fits ? [] : [{ kind: 'document_number', value: documentNumber, expected: format.shown }];
}

/** What the number of a person says against the rest. On some states' cards it is the document's number as well. */
function personalNumbersOf(
  fields: DocumentFields,
  type: DocumentType | null,
  state: string | null,
): Implausibility[] {
  const schemes = state ? (lookUp(personalNumberSchemes, state) ?? []) : [];
  const onCard = type === 'identity_card' || type === 'residence_permit';
  const given = fields.personalNumber
    ? { text: fields.personalNumber, known: schemes }
    : { text: fields.documentNumber ?? '', known: onCard ? schemes.filter((one) => one.numbersCards) : [] };
  const number = lettersAndDigits(given.text);
  const matching = given.known.filter((scheme) => scheme.pattern.test(number));
  if (matching.length === 0) return [];
  const scheme = matching.find(({ isValid }) => isValid?.(number) ?? true);
  if (!scheme) {
    const expected = matching.map(({ name }) => name).join(', ');
    return [{ kind: 'personal_number', value: given.text, expected }];
  }
  const found: Implausibility[] = [];
  const births = scheme.birthDates?.(number).filter((date) => date !== null) ?? [];
  if (fields.birthDate && births.length > 0 && !births.includes(fields.birthDate)) {
    found.push({ kind: 'personal_number_birth', value: births.join(', '), expected: fields.birthDate });
  }
  const sex = scheme.sex?.(number);
  if (sex && sex !== 'X' && fields.sex && fields.sex !== 'X' && sex !== fields.sex) {
    found.push({ kind: 'personal_number_sex', value: sex, expected: fields.sex });
  }
  return found;
}
