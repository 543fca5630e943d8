// Engine. Rows of a numbered driving licence whose item number was too small to be seen: Directive 2006/126/EC fixes their
// order, so what stands between two known rows is known. Pure.
import type { DocumentFieldName } from '../../shared/domain/document.ts';
import { fieldValueOf } from './field-value.ts';
import { type FindContext, type Pairing, valueContext } from './find-labelled.ts';
import { heightOf, middleOf, type Segment } from './plane.ts';

/** Annex I: items 1, 2, 3, 4a, 4b stand one under the other, and under them item 5. */
const itemsBeforeNumber = ['surname', 'givenNames', 'birthDate', 'issueDate', 'expiryDate'] as const;

export interface RowValue {
  readonly name: DocumentFieldName;
  readonly segment: Segment;
}

export function rowsWithoutNumber(
  pairings: readonly Pairing[],
  free: readonly Segment[],
  context: FindContext,
): RowValue[] {
  const order: readonly DocumentFieldName[] = [...itemsBeforeNumber, context.licenceNumber.name];
  const known = pairings.flatMap(({ kind, segments }): RowValue[] => {
    const name = order.find((one) => one === kind);
    return name && segments[0] ? [{ name, segment: segments[0] }] : [];
  });
  if (known.length < 2) return [];
  const lefts = known.map(({ segment }) => segment.left).toSorted((a, b) => a - b);
  const column = lefts[lefts.length >> 1]!;
  const rows: (RowValue | { readonly name: null; readonly segment: Segment })[] = [
    ...known,
    ...free
      .filter((segment) => Math.abs(segment.left - column) < heightOf(segment))
      .map((segment) => ({ name: null, segment })),
  ].toSorted((a, b) => middleOf(a.segment) - middleOf(b.segment));
  const found: RowValue[] = [];
  let next = order.length;
  // From below: above the first row stand titles, below the last one classes and signatures.
  for (const { name, segment } of rows.toReversed()) {
    if (name) {
      next = order.indexOf(name);
      continue;
    }
    const taken = new Set([...known, ...found].map((row) => row.name));
    for (let place = next - 1; place >= 0 && !taken.has(order[place]!); place--) {
      const field = order[place]!;
      const value = fieldValueOf(field, segment.text, valueContext(field, context));
      if (!value || value.fit < 0.6) continue;
      found.push({ name: field, segment });
      next = place;
      break;
    }
  }
  return found;
}
