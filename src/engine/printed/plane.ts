// Engine. Lines of print laid level: coordinates of the page where it is known, else the picture turned upright. What
// stands beside or under what is decided there. Pure.
import type { Point, Quad } from '../../shared/domain/geometry.ts';
import type { ReadLine } from './line-recogniser.ts';
import { apply, inverse, squareToQuad } from './perspective.ts';

/** A line as read, with its place in the source image. */
export interface PrintedLine extends ReadLine {
  /** Clockwise from the text's own top left. */
  readonly quad: Quad;
}

/** A run of text in one line that stands by itself, level in the plane. */
export interface Segment {
  readonly line: number;
  /** Of the line's text, in UTF-16 units; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** How much lower its right end is than its left end, for each unit of length. */
  readonly slope: number;
}

export type ToPlane = (point: Point) => Point;

/** Level coordinates: of the page in millimetres, or of the picture turned. */
export interface Plane {
  readonly to: ToPlane;
  readonly from: (point: Point) => Point;
}

/** Turns the picture so that `right` (a unit vector, the reading direction) is level. */
export const turnedPlane = ([cosine, sine]: Point): Plane => ({
  to: ([x, y]) => [x * cosine + y * sine, y * cosine - x * sine],
  from: ([x, y]) => [x * cosine - y * sine, x * sine + y * cosine],
});

/** @param quad the page, clockwise from its own top left. */
export function pagePlane(quad: Quad, widthMm: number, heightMm: number): Plane {
  const toPicture = squareToQuad(quad);
  const toSquare = inverse(toPicture);
  return {
    to: (point) => {
      const [u, v] = apply(toSquare, point);
      return [u * widthMm, v * heightMm];
    },
    from: ([x, y]) => apply(toPicture, [x / widthMm, y / heightMm]),
  };
}

/** Where a part of a line stands in the picture. */
export function quadOfPart(line: PrintedLine, start: number, end: number): Quad {
  const { from, to } = extentOf(line, start, end);
  const [topLeft, topRight, bottomRight, bottomLeft] = line.quad;
  return [
    between(topLeft, topRight, from),
    between(topLeft, topRight, to),
    between(bottomLeft, bottomRight, to),
    between(bottomLeft, bottomRight, from),
  ];
}

const between = ([ax, ay]: Point, [bx, by]: Point, share: number): Point => [
  ax + (bx - ax) * share,
  ay + (by - ay) * share,
];

/** As shares of the line's length: halfway to the characters on both sides. */
function extentOf({ places, text }: PrintedLine, start: number, end: number): { from: number; to: number } {
  const pitch = text.length > 1 ? (places.at(-1)! - places[0]!) / (text.length - 1) : 1;
  const from =
    start <= 0 ? 0 : Math.max(0, (places[start - 1]! + places[start]!) / 2, places[start]! - pitch);
  const to =
    end >= text.length ? 1 : Math.min(1, (places[end - 1]! + places[end]!) / 2, places[end - 1]! + pitch);
  return { from, to: Math.max(to, from) };
}

/** A gap this many times the usual pitch parts columns; a space between words is about twice. */
const columnGap = 3.2;

export function segmentsOf(lines: readonly PrintedLine[], toPlane: ToPlane): Segment[] {
  return lines.flatMap((line, index) =>
    runsOf(line).map(([start, end]): Segment => segmentOf(line, index, start, end, toPlane)),
  );
}

export function segmentOf(
  line: PrintedLine,
  index: number,
  start: number,
  end: number,
  toPlane: ToPlane,
): Segment {
  const corners = quadOfPart(line, start, end).map(toPlane) as Quad;
  const [a, b, c, d] = corners;
  const length = (b[0] + c[0] - a[0] - d[0]) / 2;
  return {
    line: index,
    start,
    end,
    text: line.text.slice(start, end),
    left: (a[0] + d[0]) / 2,
    right: (b[0] + c[0]) / 2,
    top: (a[1] + b[1]) / 2,
    bottom: (c[1] + d[1]) / 2,
    slope: length > 0 ? (b[1] + c[1] - a[1] - d[1]) / 2 / length : 0,
  };
}

/** What it numbers belongs to it, however far it stands: letters between may be in a script that was not read. */
const itemNumber = /^[([]?\d{1,2}[a-d]?[.)\]]$/;

/** Parts a line where the distance between characters shows two columns. */
function runsOf({ text, places }: PrintedLine): [number, number][] {
  const solid = [...text].flatMap((character, index) => (character === ' ' ? [] : [index]));
  if (solid.length === 0) return [];
  const steps = solid.slice(1).map((at, index) => places[at]! - places[solid[index]!]!);
  const pitch = steps.toSorted((a, b) => a - b)[steps.length >> 1] ?? 1;
  const runs: [number, number][] = [];
  let start = solid[0]!;
  for (const [index, step] of steps.entries()) {
    if (steps.length < 3 || step <= columnGap * pitch) continue;
    if (itemNumber.test(text.slice(start, solid[index]! + 1))) continue;
    runs.push([start, solid[index]! + 1]);
    start = solid[index + 1]!;
  }
  runs.push([start, solid.at(-1)! + 1]);
  return runs;
}

/**
 * The segment as it stands around `x`: where the page's place is not known to the degree, long lines are not level, and
 * their ends lie beside other lines than their middles.
 */
export function around(segment: Segment, x: number): Segment {
  const { left, right, top, bottom, slope } = segment;
  const shift = slope * (Math.min(right, Math.max(left, x)) - (left + right) / 2);
  return { ...segment, top: top + shift, bottom: bottom + shift };
}

/** Level of a segment's middle, and the height of its box. */
export const middleOf = ({ top, bottom }: Segment): number => (top + bottom) / 2;
export const heightOf = ({ top, bottom }: Segment): number => bottom - top;
