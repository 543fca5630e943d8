// Engine. From labels and their values to fields: whose name is whose, what the zone knows and no label showed, names in
// the issuer's own script. Pure.
import type {
  DocumentFieldName,
  DocumentFields,
  DocumentSide,
  PrintedField,
} from '../../shared/domain/document.ts';
import type { Quad } from '../../shared/domain/geometry.ts';
import { dayOf, stateForDates } from './date-order.ts';
import { datesIn } from './dates-in.ts';
import { fieldValueOf } from './field-value.ts';
import { findHinted, medianHeight } from './find-hinted.ts';
import {
  type FindContext,
  isExpected,
  isIdeographic,
  type Labelled,
  type Pairing,
  valueContext,
} from './find-labelled.ts';
import { findNativeName } from './find-native-name.ts';
import { findNumber } from './find-number.ts';
import type { Parts } from './label-parts.ts';
import { rowsWithoutNumber } from './licence-rows.ts';
import { type PrintedLine, quadOfPart, type Segment } from './plane.ts';

export interface FoundValue {
  readonly name: DocumentFieldName;
  readonly value: string;
  readonly segments: readonly Segment[];
  /** Part of the first segment, where there is only one. */
  readonly start: number;
  readonly end: number;
}

export function assemble(
  labelled: Labelled,
  parts: Parts,
  lines: readonly PrintedLine[],
  context: FindContext,
  side: DocumentSide,
): PrintedField[] {
  const found = valuesOf(labelled.pairings, context);
  const taken = new Set(labelled.pairings.flatMap(({ segments }) => segments));
  const free = parts.values.filter((segment) => !taken.has(segment));
  if (parts.style === 'european') {
    for (const { name, segment } of rowsWithoutNumber(labelled.pairings, free, context)) {
      const value = found.some((one) => one.name === name) ? null : valueIn(name, [segment], context);
      if (value) found.push(value);
    }
  }
  const named = new Set(found.map(({ name }) => name));
  const used = new Set(found.flatMap(({ segments }) => segments));
  const unused = free.filter((segment) => !used.has(segment));
  found.push(...findHinted(unused, named, context, heightOfValues(labelled)));
  if (!parts.style && !found.some(({ name }) => name === 'documentNumber')) {
    const hinted = new Set(found.flatMap(({ segments }) => segments));
    const number = findNumber(
      [...unused, ...astray(labelled)].filter((segment) => !hinted.has(segment)),
      lines,
    );
    if (number) found.push(number);
  }
  const native = findNativeName(parts.values, found, lines);
  if (native && !named.has('nativeName')) found.push(native);
  return found.map((one) => toField(one, lines, side));
}

/** What stands at a label that says nothing of interest, but not as values stand to their labels here. */
const astray = ({ pairings, style }: Labelled): readonly Segment[] =>
  pairings
    .filter(({ kind, relation }) => kind === 'other' && relation !== 'inline' && relation !== style)
    .flatMap(({ segments }) => segments);

const heightOfValues = ({ pairings }: Labelled): number | null =>
  medianHeight(pairings.filter(({ kind }) => kind !== 'other').flatMap(({ segments }) => segments));

function valuesOf(pairings: readonly Pairing[], context: FindContext): FoundValue[] {
  const kinds = new Set(pairings.map(({ kind }) => kind));
  const found = new Map<DocumentFieldName, FoundValue>();
  const add = (value: FoundValue | null) => {
    // A field that is printed twice (both sides of a hologram, a ghost) is taken where its label is plainest: the first.
    if (value && !found.has(value.name)) found.set(value.name, value);
  };
  const put = (name: DocumentFieldName, { segments }: Pairing) => add(valueIn(name, segments, context));
  for (const pairing of pairings) {
    const { kind } = pairing;
    if (kind !== 'name' && kind !== 'number' && kind !== 'other') put(kind, pairing);
  }
  for (const pairing of pairings) {
    if (pairing.kind === 'number')
      put(
        found.has('documentNumber') && !found.has('personalNumber') ? 'personalNumber' : 'documentNumber',
        pairing,
      );
    if (pairing.kind === 'expiryDate' && !kinds.has('issueDate')) add(beginningOf(pairing, context));
    if (pairing.kind !== 'name') continue;
    if (kinds.has('surname') && !kinds.has('givenNames')) put('givenNames', pairing);
    else if (kinds.has('givenNames') && !kinds.has('surname')) put('surname', pairing);
    else if (!kinds.has('surname')) for (const part of wholeName(pairing.segments, context)) add(part);
  }
  return [...found.values()];
}

/** "Valid 2025.03.14-2035.03.13": the first of the two is the day of issue. */
function beginningOf({ segments }: Pairing, context: FindContext): FoundValue | null {
  const [segment] = segments;
  if (!segment) return null;
  const { state, nowMs, order } = context;
  const dates = datesIn(segment.text, { state: stateForDates(state, order), nowMs, kind: 'issue' });
  const [first] = dates;
  if (dates.length !== 2 || !first) return null;
  const { start, end } = first;
  const value = dayOf(first, segment.text.slice(start, end), valueContext('issueDate', context));
  return value ? { name: 'issueDate', value, segments, start, end } : null;
}

function valueIn(
  name: DocumentFieldName,
  segments: readonly Segment[],
  context: FindContext,
): FoundValue | null {
  const [first] = segments;
  if (!first) return null;
  if (segments.length > 1) {
    const texts = segments.map(
      ({ text }) => fieldValueOf(name, text, valueContext(name, context))?.value ?? '',
    );
    return {
      name,
      value: texts.filter((text) => text !== '').join(' '),
      segments,
      start: 0,
      end: first.text.length,
    };
  }
  const value = fieldValueOf(name, first.text, valueContext(name, context));
  if (!value?.value) return null;
  return { name, value: value.value, segments, start: value.start, end: value.end };
}

/** "DOE, JANE" and "DOE JANE"; Chinese names stand for themselves, alone or above the name in Latin letters. */
function wholeName(segments: readonly Segment[], context: FindContext): FoundValue[] {
  return segments.flatMap((segment): FoundValue[] => {
    const { text } = segment;
    const put = (name: DocumentFieldName, [from, to]: Range): FoundValue[] => {
      const value = fieldValueOf(name, text.slice(from, to), valueContext(name, context));
      if (!value) return [];
      const spaceless = name === 'nativeName' ? value.value.replace(/\s/g, '') : value.value;
      return [
        {
          name,
          value: spaceless,
          segments: [segment],
          start: from + value.start,
          end: from + value.end,
        },
      ];
    };
    if (isIdeographic(text)) return put('nativeName', [0, text.length]);
    const parts = splitName(text, context.expected);
    // One name under a label for the whole: the other source tells which of the two it is.
    if (!parts) {
      const isGiven = isExpected('givenNames', text, context.expected);
      return put(isGiven && !isExpected('surname', text, context.expected) ? 'givenNames' : 'surname', [
        0,
        text.length,
      ]);
    }
    return [...put('surname', parts.surname), ...put('givenNames', parts.givenNames)];
  });
}

type Range = readonly [start: number, end: number];

/** Where the one name ends and the other begins: at a comma, else as many words as the other source gives the surname. */
function splitName(text: string, expected: DocumentFields): { surname: Range; givenNames: Range } | null {
  const comma = text.search(/[,，]/);
  if (comma > 0) return { surname: [0, comma], givenNames: [comma + 1, text.length] };
  const words = [...text.matchAll(/\S+/g)];
  if (words.length < 2) return null;
  const surnameFirst =
    expected.surname && expected.givenNames
      ? startsWith(words[0]![0], expected.surname) || !startsWith(words[0]![0], expected.givenNames)
      : false;
  if (surnameFirst) {
    const count = Math.min(words.length - 1, expected.surname!.split(/\s+/).length);
    const at = words[count]!.index;
    return { surname: [0, at], givenNames: [at, text.length] };
  }
  const count = expected.surname ? Math.min(words.length - 1, expected.surname.split(/\s+/).length) : 1;
  const at = words[words.length - count]!.index;
  return { surname: [at, text.length], givenNames: [0, at] };
}

const startsWith = (word: string, name: string): boolean =>
  name.toUpperCase().startsWith(word.toUpperCase().slice(0, 3));

function toField(
  { name, value, segments, start, end }: FoundValue,
  lines: readonly PrintedLine[],
  side: DocumentSide,
): PrintedField {
  if (segments.length === 1) {
    const segment = segments[0]!;
    const line = lines[segment.line]!;
    const [from, to] = [segment.start + start, segment.start + end];
    return {
      name,
      value,
      printed: line.text.slice(from, to),
      confidences: line.confidences.slice(from, to),
      side,
      quad: quadOfPart(line, from, to),
    };
  }
  const pieces = segments.map((segment) => ({ segment, line: lines[segment.line]! }));
  const quads = pieces.map(({ segment, line }) => quadOfPart(line, segment.start, segment.end));
  return {
    name,
    value,
    printed: segments.map(({ text }) => text).join(' '),
    confidences: pieces.flatMap(({ segment, line }, index) => [
      ...(index > 0 ? [1] : []),
      ...line.confidences.slice(segment.start, segment.end),
    ]),
    side,
    quad: around(quads),
  };
}

/** From the first line's top to the last line's bottom. */
function around(quads: readonly Quad[]): Quad {
  const [first, last] = [quads[0]!, quads.at(-1)!];
  const widest = (a: Quad, b: Quad) =>
    Math.hypot(a[1][0] - a[0][0], a[1][1] - a[0][1]) >= Math.hypot(b[1][0] - b[0][0], b[1][1] - b[0][1]);
  const wide = widest(first, last);
  return [
    first[0],
    wide ? first[1] : [last[1][0] + first[1][0] - first[2][0], first[1][1]],
    wide ? [first[2][0] + last[3][0] - first[3][0], last[2][1]] : last[2],
    last[3],
  ];
}
