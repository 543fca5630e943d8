// Console renderer. Where a text stands, as arithmetic on its corners.
import { type Point, partOfQuad, type Quad } from '../../../../shared/domain/geometry.ts';

const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);

/** Mean length of the level and of the upright sides, in the quad's pixels. */
export const sizeOf = ([topLeft, topRight, bottomRight, bottomLeft]: Quad): {
  width: number;
  height: number;
} => ({
  width: (distance(topLeft, topRight) + distance(bottomLeft, bottomRight)) / 2,
  height: (distance(topLeft, bottomLeft) + distance(topRight, bottomRight)) / 2,
});

/** Wider by `along` times its height at both ends, higher by `across` times its height above and below. */
export function grown(quad: Quad, { along, across }: { along: number; across: number }): Quad {
  const { width, height } = sizeOf(quad);
  const share = width === 0 ? 0 : (along * height) / width;
  return partOfQuad(quad, { from: -share, to: 1 + share, top: -across, bottom: 1 + across });
}

/** Width over height. */
export function aspectOf(quad: Quad): number {
  const { width, height } = sizeOf(quad);
  return width / Math.max(1, height);
}
