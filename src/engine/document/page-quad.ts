// Engine. Quadrilaterals of pages: how large, turned, and how much of one lies in another. Pure.
import type { Point, Quad } from '../../shared/domain/geometry.ts';

const cross = (a: Point, b: Point): number => a[0] * b[1] - a[1] * b[0];

/** Signed: positive when the corners go clockwise as seen (y down). */
export const areaOf = (quad: readonly Point[]): number =>
  quad.reduce((sum, corner, index) => sum + cross(corner, quad[(index + 1) % quad.length]!), 0) / 2;

/** The same quad, beginning `turns` corners later. */
export const rotateQuad = (quad: Quad, turns: number): Quad =>
  quad.map((_, index) => quad[(index + turns) % 4]!) as Quad;

/** Area that two quads share over the area of both, on a grid of 48 x 48: enough to tell whether they are the same page. */
export function overlapOf(a: Quad, b: Quad): number {
  const points = [...a, ...b];
  const left = Math.min(...points.map(([x]) => x));
  const top = Math.min(...points.map(([, y]) => y));
  const width = Math.max(...points.map(([x]) => x)) - left;
  const height = Math.max(...points.map(([, y]) => y)) - top;
  let both = 0;
  let either = 0;
  for (let row = 0.5; row < 48; row += 1) {
    for (let column = 0.5; column < 48; column += 1) {
      const point: Point = [left + (width * column) / 48, top + (height * row) / 48];
      const inA = isInside(a, point);
      const inB = isInside(b, point);
      if (inA && inB) both += 1;
      if (inA || inB) either += 1;
    }
  }
  return either === 0 ? 0 : both / either;
}

export function isInside(quad: Quad, point: Point): boolean {
  const sign = Math.sign(areaOf(quad));
  return quad.every((corner, index) => {
    const next = quad[(index + 1) % 4]!;
    const edge: Point = [next[0] - corner[0], next[1] - corner[1]];
    return sign * cross(edge, [point[0] - corner[0], point[1] - corner[1]]) >= 0;
  });
}
