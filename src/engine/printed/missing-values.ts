// Engine. Where the value of a label must stand that text detection saw nothing at: a single letter (sex) is often missed.
// What is read there is judged like any other line. Pure.
import type { DocumentFieldName } from '../../shared/domain/document.ts';
import type { Point, Quad } from '../../shared/domain/geometry.ts';
import type { Labelled } from './find-labelled.ts';
import type { Parts } from './label-parts.ts';
import { heightOf, type Plane, type Segment } from './plane.ts';

/** More would be a page whose labels were misread. */
const mostRegions = 4;
/** A value of one letter or a code. */
const shortFields: readonly DocumentFieldName[] = [
  'sex',
  'nationality',
  'issuingState',
  'birthDate',
  'expiryDate',
  'issueDate',
  'documentNumber',
];

/** A region that this share of is text already was looked at: its letters belong to something else. */
const mostOverlap = 0.3;

export interface MissingRegion {
  readonly field: DocumentFieldName;
  /** To be tried in this order: what is printed beside a single letter reads as one more. */
  readonly quads: readonly Quad[];
}

export function regionsOfMissing(
  { open, pairings, style }: Labelled,
  parts: Parts,
  plane: Plane,
): MissingRegion[] {
  const samples = pairings.filter(
    ({ relation, segments, kind }) => relation === style && segments.length === 1 && kind !== 'other',
  );
  if (samples.length === 0 || style === 'inline') return [];
  const heights = samples.map(({ segments }) => heightOf(segments[0]!));
  const height = medianOf(heights);
  const everything = [...parts.values, ...parts.labels.map(({ segment }) => segment)];
  return open
    .filter(({ inline }) => inline === null)
    .flatMap(({ segment, kind }): MissingRegion[] => {
      const field = shortFields.find((name) => name === kind);
      if (!field) return [];
      const widths = field === 'sex' ? [3.2 * height, 1.6 * height] : [9 * height];
      const offset = (from: (pairing: (typeof samples)[number]) => number) => medianOf(samples.map(from));
      const [left, top] =
        style === 'below'
          ? [
              segment.left - 0.5 * height,
              segment.bottom + offset(({ segments, label }) => segments[0]!.top - label.segment.bottom),
            ]
          : [
              segment.right +
                offset(({ segments, label }) => segments[0]!.left - label.segment.right) -
                0.4 * height,
              segment.top + offset(({ segments, label }) => segments[0]!.top - label.segment.top),
            ];
      const quads = widths.flatMap((width) => {
        const right = endBefore(everything, left, top, left + width, height);
        const region = { left, top, right, bottom: top + height };
        const isTaken = everything.some((other) => overlapOf(region, other) > mostOverlap);
        return isTaken ? [] : [rectangle(plane, region)];
      });
      return quads.length > 0 ? [{ field, quads }] : [];
    })
    .slice(0, mostRegions);
}

interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** As a share of the first. */
function overlapOf(a: Rectangle, b: Rectangle): number {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  const area = (a.right - a.left) * (a.bottom - a.top);
  return width > 0 && height > 0 && area > 0 ? (width * height) / area : 0;
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

function rectangle(plane: Plane, { left, top, right, bottom }: Rectangle): Quad {
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
