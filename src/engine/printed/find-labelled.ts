// Engine. Values by their labels: beside them or under them, whichever way the document is laid out. Pure.
import type { DocumentFieldName, DocumentFields } from '../../shared/domain/document.ts';
import { foldMarks } from '../../shared/domain/letters.ts';
import type { LicenceNumber } from '../documents/document-format.ts';
import type { DateOrder } from './date-order.ts';
import { type FieldValue, fieldValueOf, type ValueContext } from './field-value.ts';
import type { Label, Parts } from './label-parts.ts';
import type { LabelKind } from './labels.ts';
import { around, heightOf, middleOf, type Segment } from './plane.ts';

export type Relation = 'inline' | 'below' | 'right';

/** A label and what stands at its value's place. */
export interface Pairing {
  readonly kind: LabelKind;
  readonly label: Label;
  /** One, or several lines of a name. */
  readonly segments: readonly Segment[];
  readonly relation: Relation;
  readonly value: FieldValue | null;
}

export interface Labelled {
  readonly pairings: readonly Pairing[];
  /** Labels whose value was not found. */
  readonly open: readonly Label[];
  /** How most values stand to their labels. */
  readonly style: Relation;
}

export interface FindContext {
  readonly state: string | null;
  readonly nowMs: number;
  readonly expected: DocumentFields;
  /** That the document's own dates are written in; null where they do not show it. */
  readonly order: DateOrder | null;
  /** What item 5 of a numbered licence is. */
  readonly licenceNumber: LicenceNumber;
}

interface Candidate extends Omit<Pairing, 'segments'> {
  readonly segment: Segment;
  readonly cost: number;
}

/** Dearer than this, what stands there belongs to something else. */
const mostCost = 3.2;
/** Under a label: how far, in heights of the value, its top may be from the label's bottom. */
const below = { from: -0.75, to: 1.9 };
/** Beside: the same, across. */
const furthestRight = 14;

export function findLabelled({ labels, values }: Parts, context: FindContext): Labelled {
  const everything = [...labels.map(({ segment }) => segment), ...values];
  const raw = labels.flatMap((label) =>
    values.flatMap((segment) => candidateOf(label, segment, everything, context)),
  );
  const style = styleOf(raw);
  const candidates = raw
    .map((one) => ({
      ...one,
      cost: one.cost + (one.relation === style || one.relation === 'inline' ? 0 : 0.7),
    }))
    .filter(({ cost }) => cost <= mostCost)
    .toSorted((a, b) => a.cost - b.cost);
  const takenLabels = new Set<Label>();
  const takenSegments = new Set<Segment>();
  const chosen: Candidate[] = [];
  for (const candidate of candidates) {
    if (takenLabels.has(candidate.label) || takenSegments.has(candidate.segment)) continue;
    takenLabels.add(candidate.label);
    takenSegments.add(candidate.segment);
    chosen.push(candidate);
  }
  const free = values.filter((segment) => !takenSegments.has(segment));
  const pairings = chosen.map((one) => withContinuation(one, free, everything, context));
  return { pairings, open: labels.filter((label) => !takenLabels.has(label)), style };
}

/** Which fields a kind of label can mean, for judging a value. */
const fieldOf = (kind: LabelKind): DocumentFieldName | null => {
  if (kind === 'other') return null;
  if (kind === 'name') return 'surname';
  return kind === 'number' ? 'documentNumber' : kind;
};

function candidateOf(
  label: Label,
  segment: Segment,
  everything: readonly Segment[],
  context: FindContext,
): Candidate[] {
  const place = placeOf(label, segment, everything);
  if (!place) return [];
  const field = fieldOf(label.kind);
  if (field === null) return [{ kind: label.kind, label, segment, ...place, value: null }];
  const value = fieldValueOf(field, segment.text, valueContext(field, context));
  if (!value) return [];
  if (isOfAnother(field, value.value, context.expected)) return [];
  const agrees = isExpected(label.kind, value.value, context.expected);
  // Among places that a value may stand at, what another source says tips the scales; it never opens a place.
  const cost = place.cost + (1 - value.fit) * 1.5 - (agrees ? 0.5 : 0);
  return [{ kind: label.kind, label, segment, relation: place.relation, cost, value }];
}

export const valueContext = (
  field: DocumentFieldName,
  { state, nowMs, expected, order, licenceNumber }: FindContext,
): ValueContext => ({
  ...{ state, nowMs, order },
  expected: expected[field] ?? null,
  pattern: field === licenceNumber.name ? licenceNumber.value : null,
});

/** A day that another source gives as another field, and as this one another. */
const isOfAnother = (field: DocumentFieldName, value: string, expected: DocumentFields): boolean =>
  dateFields.includes(field) &&
  value !== '' &&
  value !== expected[field] &&
  dateFields.some((other) => value === expected[other]);

const dateFields: readonly DocumentFieldName[] = ['birthDate', 'issueDate', 'expiryDate'];

const comparable = (text: string): string => foldMarks(text).replace(/[^\p{L}\p{N}]/gu, '');

export function isExpected(kind: LabelKind, value: string, expected: DocumentFields): boolean {
  const names: readonly DocumentFieldName[] =
    kind === 'name'
      ? ['surname', 'givenNames']
      : kind === 'number'
        ? ['documentNumber', 'personalNumber']
        : kind === 'other'
          ? []
          : [kind];
  return names.some((name) => {
    const other = expected[name];
    return other !== undefined && comparable(other) === comparable(value);
  });
}

function placeOf(label: Label, segment: Segment, everything: readonly Segment[]): Place | null {
  if (segment === label.inline) {
    return {
      relation: 'inline',
      cost: label.separator === 'sign' ? 0 : label.separator === 'none' ? 0.4 : 0.8,
    };
  }
  const own = label.segment;
  if (segment.line === own.line && segment.start < own.start) return null;
  const unit = Math.max(heightOf(segment), heightOf(own) * 0.8);
  if (!(unit > 0)) return null;
  const under = label.isItem ? null : placeBelow(own, segment, unit, everything);
  return under ?? placeBeside(own, segment, unit, everything);
}

interface Place {
  readonly relation: Relation;
  readonly cost: number;
}

function placeBelow(
  own: Segment,
  segment: Segment,
  unit: number,
  everything: readonly Segment[],
): Place | null {
  const overlap = Math.min(own.right, segment.right) - Math.max(own.left, segment.left);
  if (overlap <= -0.8 * unit) return null;
  const x = (Math.max(own.left, segment.left) + Math.min(own.right, segment.right)) / 2;
  const [label, value] = [around(own, x), around(segment, x)];
  const down = (value.top - label.bottom) / unit;
  if (down < below.from || down > below.to || middleOf(value) <= label.bottom - 0.1 * unit) return null;
  if (isBlocked(own, segment, everything, 'below')) return null;
  const aside = Math.min(
    Math.abs(segment.left - own.left),
    Math.abs(segment.left + segment.right - own.left - own.right) / 2,
  );
  return { relation: 'below', cost: Math.abs(down) * 0.7 + Math.min(2, (aside / unit) * 0.35) };
}

function placeBeside(
  own: Segment,
  segment: Segment,
  unit: number,
  everything: readonly Segment[],
): Place | null {
  const across = (segment.left - own.right) / unit;
  const level = Math.abs(middleOf(around(segment, segment.left)) - middleOf(around(own, own.right))) / unit;
  if (across < -1 || across > furthestRight || level >= 0.62) return null;
  if (isBlocked(own, segment, everything, 'right')) return null;
  return { relation: 'right', cost: 0.2 + Math.max(0, across) * 0.09 + level * 1.2 };
}

/** Something else stands in between. */
function isBlocked(
  label: Segment,
  segment: Segment,
  everything: readonly Segment[],
  relation: 'below' | 'right',
): boolean {
  return everything.some((other) => {
    if (other === label || other === segment) return false;
    if (relation === 'below') {
      const x = (Math.max(other.left, segment.left) + Math.min(other.right, segment.right)) / 2;
      const [above, between, under] = [around(label, x), around(other, x), around(segment, x)];
      const shared = Math.min(other.right, segment.right) - Math.max(other.left, segment.left);
      return (
        middleOf(between) > middleOf(above) + 0.3 * heightOf(label) &&
        middleOf(between) < middleOf(under) - 0.3 * heightOf(segment) &&
        shared > 0.25 * (segment.right - segment.left) &&
        Math.min(other.right, label.right) - Math.max(other.left, label.left) > 0
      );
    }
    const centre = (other.left + other.right) / 2;
    return (
      centre > label.right &&
      centre < segment.left &&
      Math.abs(middleOf(around(other, other.right)) - middleOf(around(segment, segment.left))) <
        0.5 * Math.max(heightOf(other), heightOf(segment))
    );
  });
}

/** Documents stay with one way; a label's best candidate counts. */
function styleOf(candidates: readonly Candidate[]): Relation {
  const best = new Map<Label, Candidate>();
  for (const one of candidates) {
    if (one.relation === 'inline' || one.kind === 'other') continue;
    const other = best.get(one.label);
    if (!other || one.cost < other.cost) best.set(one.label, one);
  }
  let score = 0;
  for (const { relation } of best.values()) score += relation === 'below' ? 1 : -1;
  return score >= 0 ? 'below' : 'right';
}

export const isIdeographic = (text: string): boolean =>
  /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text);

/** States that print names in letters of their own first, and in Latin letters under them. */
const twoScripts = new Set(
  'GRC CYP RUS BGR UKR BLR SRB MKD KAZ KGZ TJK MNG GEO ARM ISR EGY JOR LBN SAU ARE IRN IRQ MAR DZA TUN THA IND'.split(
    ' ',
  ),
);

/** Long names go on in the next line: the same edge, the same letters, no label between. */
function withContinuation(
  candidate: Candidate,
  free: readonly Segment[],
  everything: readonly Segment[],
  context: FindContext,
): Pairing {
  const { segment, cost: _, ...rest } = candidate;
  const pairing: Pairing = { ...rest, segments: [segment] };
  const isName = candidate.kind === 'surname' || candidate.kind === 'givenNames' || candidate.kind === 'name';
  if (!isName || isExpected(candidate.kind, candidate.value?.value ?? '', context.expected)) return pairing;
  const height = heightOf(segment);
  const inTwoScripts =
    (candidate.kind === 'name' && isIdeographic(segment.text)) || twoScripts.has(context.state ?? '');
  const next = free.find((other) => {
    const gap = (other.top - segment.bottom) / height;
    const size = heightOf(other) / height;
    return (
      gap > -0.6 &&
      gap < (inTwoScripts ? 1 : 0.6) &&
      Math.abs(other.left - segment.left) < 0.7 * height &&
      size > (inTwoScripts ? 0.5 : 0.75) &&
      size < (inTwoScripts ? 1.6 : 1.33) &&
      !isBlocked(segment, other, everything, 'below') &&
      (fieldValueOf('surname', other.text, valueContext('surname', context))?.fit ?? 0) === 1
    );
  });
  if (!next) return pairing;
  if (candidate.kind === 'name' && isIdeographic(segment.text) && !isIdeographic(next.text))
    return { ...pairing, segments: [segment, next] };
  // The same name in another script or spelling, under the one that was found.
  if (isExpected(candidate.kind, next.text, context.expected) || twoScripts.has(context.state ?? '')) {
    const field = fieldOf(candidate.kind)!;
    return {
      ...pairing,
      segments: [next],
      value: fieldValueOf(field, next.text, valueContext(field, context)),
    };
  }
  return { ...pairing, segments: [segment, next] };
}
