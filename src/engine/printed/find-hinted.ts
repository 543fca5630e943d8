// Engine. Values that another source gives (the machine-readable zone, a barcode), looked for anywhere on the page: for
// fields whose label was not found. What a label shows is never replaced. Pure.
import type { DocumentFieldName } from '../../shared/domain/document.ts';
import { foldMarks } from '../../shared/domain/letters.ts';
import { compareNames } from '../rules/compare-names.ts';
import { sexOf } from '../rules/sex.ts';
import { isSameNation, stateOf } from '../rules/states.ts';
import type { FoundValue } from './assemble.ts';
import { datesIn } from './dates-in.ts';
import { dateKinds, fieldValueOf } from './field-value.ts';
import { type FindContext, valueContext } from './find-labelled.ts';
import { isSameNumber } from './number-value.ts';
import { heightOf, type Segment } from './plane.ts';

/** Of two that look alike the one with more of its own first: dates last, a birth date may be another's issue date. */
const order: readonly DocumentFieldName[] = [
  'documentNumber',
  'personalNumber',
  'surname',
  'givenNames',
  'birthDate',
  'expiryDate',
  'issuingState',
  'nationality',
  'sex',
];

/** @param height of values in this print; null where it is not known. */
export function findHinted(
  segments: readonly Segment[],
  named: ReadonlySet<DocumentFieldName>,
  context: FindContext,
  height: number | null,
): FoundValue[] {
  const free = new Set(segments);
  const found: FoundValue[] = [];
  for (const name of order) {
    const expected = context.expected[name];
    if (named.has(name) || !expected) continue;
    for (const segment of free) {
      const part = partThatSays(name, expected, segment.text, context);
      if (!part) continue;
      free.delete(segment);
      found.push({ name, segments: [segment], ...part });
      break;
    }
  }
  const usual = height ?? medianHeight(found.flatMap((one) => one.segments));
  for (const name of ['sex', 'nationality'] as const) {
    if (usual === null || named.has(name) || found.some((one) => one.name === name)) continue;
    const value = standingAlone(name, free, context, usual);
    if (!value) continue;
    free.delete(value.segments[0]!);
    found.push(value);
  }
  return found;
}

export function medianHeight(segments: readonly Segment[]): number | null {
  const heights = segments.map(heightOf).toSorted((a, b) => a - b);
  return heights[heights.length >> 1] ?? null;
}

/** Furthest that one value's height is from another's, as a factor. */
const mostUneven = 1.35;

/**
 * An initial says little, and a state's name heads the page as well; but not where it is the only one that stands by itself
 * and is as high as other values.
 */
function standingAlone(
  name: 'sex' | 'nationality',
  segments: ReadonlySet<Segment>,
  context: FindContext,
  usualHeight: number,
): FoundValue | null {
  const expected = context.expected[name];
  const [only, ...others] = [...segments].filter((segment) => {
    const uneven = Math.abs(Math.log(heightOf(segment) / usualHeight));
    if (uneven > Math.log(mostUneven) || (name === 'sex' && segment.text.length > 3)) return false;
    return fieldValueOf(name, segment.text, valueContext(name, context))?.value === expected;
  });
  return expected && only && others.length === 0
    ? { name, value: expected, segments: [only], start: 0, end: only.text.length }
    : null;
}

type Part = Pick<FoundValue, 'value' | 'start' | 'end'>;

function partThatSays(
  name: DocumentFieldName,
  expected: string,
  text: string,
  context: FindContext,
): Part | null {
  switch (name) {
    case 'birthDate':
    case 'issueDate':
    case 'expiryDate': {
      const dates = datesIn(text, { state: context.state, kind: dateKinds[name]!, nowMs: context.nowMs });
      const date = dates.find((one) => one.dates.includes(expected));
      return date ? { value: expected, start: date.start, end: date.end } : null;
    }
    case 'documentNumber':
    case 'personalNumber': {
      const sought = plain(expected);
      if (sought.length < 5) return null;
      const value = fieldValueOf(name, text, valueContext(name, context));
      if (value && isSameNumber(plain(value.value), sought)) return value;
      for (const match of text.matchAll(/\S+/g)) {
        if (isSameNumber(plain(match[0]), sought))
          return { value: sought, start: match.index, end: match.index + match[0].length };
      }
      return null;
    }
    case 'surname':
    case 'givenNames': {
      const value = fieldValueOf(name, text, valueContext(name, context));
      if (!value || value.value.length < 2) return null;
      const { verdict } = compareNames(
        { text: value.value, confidences: null },
        { text: expected, confidences: null },
        { mayBeTruncated: false },
      );
      return verdict === 'equal' || verdict === 'equivalent' ? value : null;
    }
    case 'nationality':
      // Of a state's name see above.
      return text === expected ? { value: expected, start: 0, end: text.length } : null;
    case 'issuingState': {
      const state = text.length <= 40 ? stateOf(text) : null;
      return state && isSameNation(state, expected) ? { value: state, start: 0, end: text.length } : null;
    }
    case 'sex':
      // A word or a pair of initials.
      return text.length >= 3 && sexOf(text, context.state) === expected
        ? { value: expected, start: 0, end: text.length }
        : null;
    case 'nativeName':
      return null;
    default:
      return name satisfies never;
  }
}

const plain = (text: string): string => foldMarks(text).replace(/[^\p{L}\p{N}]/gu, '');
