// Engine. Every field laid side by side as the zone, the print and the barcode give it. Pure.
import type { Evidence } from '../../shared/domain/check.ts';
import {
  type DocumentFieldName,
  type DocumentReading,
  type DocumentSide,
  documentFieldNames,
} from '../../shared/domain/document.ts';
import type { ReaderText } from '../reader/reads.ts';
import { compareNames, compareNumbers } from './compare-names.ts';
import { type Comparison, gravest } from './comparison.ts';
import {
  type Given,
  type Givens,
  givensOfBarcode,
  givensOfMrz,
  givensOfPrint,
  givensOfReader,
} from './given.ts';
import { isSameNation } from './states.ts';
import { prepareName } from './transliteration.ts';

export interface ComparedSources {
  readonly reading: Pick<DocumentReading, 'format' | 'mrz' | 'barcode' | 'printed' | 'country'>;
  /** The side that the zone stands on; its quads are in pixels of that photograph. */
  readonly mrzSide: DocumentSide;
  readonly nowMs: number;
  /** Stands in for a zone or a barcode that the pictures do not show. */
  readonly standIn?: ReaderText | null;
}

export interface FieldComparison extends Comparison {
  readonly field: DocumentFieldName;
  readonly evidence: Extract<Evidence, { kind: 'comparison' }>;
}

/**
 * One comparison a field that at least two sources give. Print is compared with the zone, or where there is none with the
 * barcode; the barcode is compared with the zone.
 */
export function compareSources({ standIn, ...sources }: ComparedSources): FieldComparison[] {
  const { zone, print, coded } = givensOf(sources);
  const read: Givens = standIn ? givensOfReader(standIn, sources.nowMs) : new Map();
  const pairs: readonly (readonly [Givens, Givens])[] =
    zone.size > 0
      ? [
          [print, zone],
          [coded, zone],
        ]
      : [[print, coded.size > 0 ? coded : read]];
  return comparePairs([zone, print, coded, read], pairs);
}

/** One comparison a field that both the reader at the desk and the pictures give. */
export function compareReader(
  { reading, mrzSide, nowMs }: ComparedSources,
  reader: ReaderText,
): FieldComparison[] {
  const { zone, print, coded } = givensOf({ reading, mrzSide, nowMs });
  const read = givensOfReader(reader, nowMs);
  return comparePairs(
    [zone, print, coded, read],
    [
      [print, read],
      [zone, read],
      [coded, read],
    ],
  );
}

function givensOf({
  reading,
  mrzSide,
  nowMs,
}: Omit<ComparedSources, 'standIn'>): Record<'zone' | 'print' | 'coded', Givens> {
  const { mrz, format, barcode, printed, country } = reading;
  return {
    zone: mrz && format ? givensOfMrz(mrz, format, mrzSide, nowMs) : new Map(),
    coded: barcode ? givensOfBarcode(barcode) : new Map(),
    print: givensOfPrint(printed, country, nowMs),
  };
}

function comparePairs(
  sources: readonly Givens[],
  pairs: readonly (readonly [Givens, Givens])[],
): FieldComparison[] {
  const found = documentFieldNames.flatMap((field): FieldComparison[] => {
    const given = sources.flatMap((source) => source.get(field) ?? []);
    const comparisons = pairs.flatMap(([some, others]) =>
      (some.get(field) ?? []).flatMap((a) => (others.get(field) ?? []).map((b) => compareField(field, a, b))),
    );
    if (comparisons.length === 0) return [];
    return [withEvidence(field, gravest(comparisons), given)];
  });
  return asWholeNames(found, pairs);
}

function withEvidence(
  field: DocumentFieldName,
  comparison: Comparison,
  given: readonly Given[],
): FieldComparison {
  const { verdict, rule } = comparison;
  return {
    ...comparison,
    field,
    evidence: {
      kind: 'comparison',
      label: field,
      verdict,
      rule,
      sources: given.map(({ source, value, side, quad }) => ({
        source,
        value,
        image: side === 'front' ? 'document.front' : 'document.back',
        quad,
      })),
    },
  };
}

const equal: Comparison = { verdict: 'equal', rule: null, doubt: false };
const notCompared: Comparison = { verdict: 'not_compared', rule: null, doubt: false };

/** As the reader's confidence lets it: contradiction where it was sure, doubt where it was not. */
const unequal = (a: Given, b: Given): Comparison =>
  isSure(a) && isSure(b)
    ? { verdict: 'different', rule: null, doubt: false }
    : { verdict: 'not_compared', rule: null, doubt: true };

/** For what is compared as a whole: its least certain character. */
const sureOfAll = 0.9;
const isSure = ({ confidences }: Given): boolean =>
  confidences === null || confidences.every((confidence) => confidence >= sureOfAll);

function compareField(field: DocumentFieldName, a: Given, b: Given): Comparison {
  switch (field) {
    case 'surname':
    case 'givenNames':
      return compareNames(a, b, { mayBeTruncated: b.mayBeTruncated });
    case 'documentNumber':
      return compareNumbers(a, b);
    case 'personalNumber':
      return comparePersonalNumbers(a, b);
    case 'birthDate':
    case 'issueDate':
    case 'expiryDate':
      if (a.dates.length === 0 || b.dates.length === 0) return notCompared;
      return a.dates.some((date) => b.dates.includes(date)) ? equal : unequal(a, b);
    case 'sex':
      return a.value === b.value ? equal : unequal(a, b);
    case 'nationality':
    case 'issuingState':
      return isSameNation(a.value, b.value) ? equal : unequal(a, b);
    case 'nativeName':
      return notCompared;
    default:
      return field satisfies never;
  }
}

/**
 * What a zone holds beside the document's number is left to the issuer (Doc 9303 part 4, section 4.2.2, note g): where it
 * is of another length it is another number, or the same with more around it.
 */
function comparePersonalNumbers(a: Given, b: Given): Comparison {
  const compared = compareNumbers(a, b);
  if (compared.verdict === 'equal' || compared.verdict === 'equivalent') return compared;
  const [first, second] = [a, b].map(({ text }) => prepareName(text).text.replaceAll(' ', ''));
  if (first!.length === second!.length) return compared;
  const contained =
    Math.min(first!.length, second!.length) > 4 && (first!.includes(second!) || second!.includes(first!));
  return contained ? { verdict: 'equivalent', rule: 'truncated', doubt: false } : notCompared;
}

/** Sources may part a name differently: then all of it is compared at once. */
function asWholeNames(
  found: readonly FieldComparison[],
  pairs: readonly (readonly [Givens, Givens])[],
): FieldComparison[] {
  const isName = ({ field }: FieldComparison) => field === 'surname' || field === 'givenNames';
  const agrees = ({ verdict }: Comparison) => verdict === 'equal' || verdict === 'equivalent';
  if (!found.some((one) => isName(one) && !agrees(one))) return [...found];
  const wholes = pairs.flatMap(([some, others]): Comparison[] => {
    const [a, b] = [wholeName(some), wholeName(others)];
    return a && b ? [compareNames(a, b, { mayBeTruncated: b.mayBeTruncated })] : [];
  });
  if (wholes.length === 0) return [...found];
  const whole = gravest(wholes);
  if (!agrees(whole)) return [...found];
  const comparison: Comparison = { verdict: 'equivalent', rule: whole.rule ?? 'word_order', doubt: false };
  return found.map((one) =>
    isName(one) && !agrees(one)
      ? { ...one, ...comparison, evidence: { ...one.evidence, verdict: 'equivalent', rule: comparison.rule } }
      : one,
  );
}

function wholeName(givens: Givens): Pick<Given, 'text' | 'confidences' | 'mayBeTruncated'> | null {
  const parts = (['surname', 'givenNames'] as const).flatMap((name) => givens.get(name)?.slice(0, 1) ?? []);
  if (parts.length === 0) return null;
  const confidences = parts.flatMap(({ text, confidences: own }) => [
    ...Array.from({ length: text.length }, (_, index) => own?.[index] ?? 1),
    1,
  ]);
  return {
    text: parts.map(({ text }) => text).join(' '),
    confidences,
    mayBeTruncated: parts.some((part) => part.mayBeTruncated),
  };
}
