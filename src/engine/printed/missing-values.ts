// Engine. Where the value of a label must stand that text detection saw nothing at: a single letter (sex) is often missed.
// What is read there is judged like any other line. Pure.
import type { Point, Quad } from '../../shared/domain/geometry.ts';
import type { Labelled } from './find-labelled.ts';
import type { Parts } from './label-parts.ts';
import { heightOf, type Plane, type Segment } from './plane.ts';

/** More would be a page whose labels were misread. */
const mostRegions = 4;
/** A value of one letter or a code. */
const shortKinds = new Set([
  'sex',
  'nationality',
  'issuingState',
  'birthDate',
  'expiryDate',
  'issueDate',
  'documentNumber',
]);

export function regionsOfMissing({ open, pairings, style }: Labelled, parts: Parts, plane: Plane): Quad[] {
  const samples = pairings.filter(
    ({ relation, segments, kind }) => relation === style && segments.length === 1 && kind !== 'other',
  );
  if (samples.length === 0 || style === 'inline') return [];
  const heights = samples.map(({ segments }) => heightOf(segments[0]!));
  const height = medianOf(heights);
  const everything = [...parts.values, ...parts.labels.map(({ segment }) => segment)];
  return open
    .filter(({ kind, inline }) => shortKinds.has(kind) && inline === null)
    .flatMap(({ segment, kind }): Quad[] => {
      const width = kind === 'sex' ? 3.2 * height : 9 * height;
      if (style === 'below') {
        const gap = medianOf(samples.map(({ segments, label }) => segments[0]!.top - label.segment.bottom));
        const left = segment.left - 0.5 * height;
        const top = segment.bottom + gap;
        return [
          rectangle(plane, left, top, endBefore(everything, left, top, left + width, height), top + height),
        ];
      }
      const gap = medianOf(samples.map(({ segments, label }) => segments[0]!.left - label.segment.right));
      const shift = medianOf(samples.map(({ segments, label }) => segments[0]!.top - label.segment.top));
      const left = segment.right + gap - 0.4 * height;
      const top = segment.top + shift;
      return [
        rectangle(plane, left, top, endBefore(everything, left, top, left + width, height), top + height),
      ];
    })
    .slice(0, mostRegions);
}

/** The region ends where the next text begins. */
function endBefore(
  everything: readonly Segment[],
  left: number,
  top: number,
  right: number,
  height: number,
): number {
  let end = right;
  for (const other of everything) {
    const middle = (other.top + other.bottom) / 2;
    if (middle > top && middle < top + height && other.left > left + height) end = Math.min(end, other.left);
  }
  return end;
}

function rectangle(plane: Plane, left: number, top: number, right: number, bottom: number): Quad {
  const corners: readonly Point[] = [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ];
  return corners.map(plane.from) as Quad;
}

const medianOf = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
