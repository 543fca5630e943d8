// Console renderer. Where a text stands, as arithmetic on its corners.
import type { Point, Quad } from '../../../../shared/domain/geometry.ts';

const between = ([ax, ay]: Point, [bx, by]: Point, share: number): Point => [
  ax + (bx - ax) * share,
  ay + (by - ay) * share,
];
const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);

/** The part of a line from one share of its length to another; shares below 0 and above 1 reach beyond its ends. */
export function partOf([topLeft, topRight, bottomRight, bottomLeft]: Quad, from: number, to: number): Quad {
  return [
    between(topLeft, topRight, from),
    between(topLeft, topRight, to),
    between(bottomLeft, bottomRight, to),
    between(bottomLeft, bottomRight, from),
  ];
}

/** Wider by `along` times its height at both ends, higher by `across` times its height above and below. */
export function grown(quad: Quad, { along, across }: { along: number; across: number }): Quad {
  const { width, height } = sizeOf(quad);
  const share = width === 0 ? 0 : (along * height) / width;
  const [topLeft, topRight, bottomRight, bottomLeft] = partOf(quad, -share, 1 + share);
  return [
    between(topLeft, bottomLeft, -across),
    between(topRight, bottomRight, -across),
    between(topRight, bottomRight, 1 + across),
    between(topLeft, bottomLeft, 1 + across),
  ];
}

/** Mean length of the level and of the upright sides, in the quad's pixels. */
export const sizeOf = ([topLeft, topRight, bottomRight, bottomLeft]: Quad): {
  width: number;
  height: number;
} => ({
  width: (distance(topLeft, topRight) + distance(bottomLeft, bottomRight)) / 2,
  height: (distance(topLeft, bottomLeft) + distance(topRight, bottomRight)) / 2,
});
