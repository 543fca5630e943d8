// Engine. The perspective between the unit square and a quad in a picture, both ways. Pure.
import type { Point, Quad } from '../../shared/domain/geometry.ts';

/** Row-major 3 x 3. */
export type Perspective = readonly [number, number, number, number, number, number, number, number, number];

/** Takes (0, 0), (1, 0), (1, 1), (0, 1) to the quad's corners (Heckbert 1989, section 2.2.3). */
export function squareToQuad([p0, p1, p2, p3]: Quad): Perspective {
  const [dx1, dy1] = [p1[0] - p2[0], p1[1] - p2[1]];
  const [dx2, dy2] = [p3[0] - p2[0], p3[1] - p2[1]];
  const [sx, sy] = [p0[0] - p1[0] + p2[0] - p3[0], p0[1] - p1[1] + p2[1] - p3[1]];
  const determinant = dx1 * dy2 - dx2 * dy1 || 1e-9;
  const g = (sx * dy2 - dx2 * sy) / determinant;
  const h = (dx1 * sy - sx * dy1) / determinant;
  return [
    p1[0] - p0[0] + g * p1[0],
    p3[0] - p0[0] + h * p3[0],
    p0[0],
    p1[1] - p0[1] + g * p1[1],
    p3[1] - p0[1] + h * p3[1],
    p0[1],
    g,
    h,
    1,
  ];
}

/** The way back, up to a factor that does not matter. */
export function inverse([a, b, c, d, e, f, g, h, i]: Perspective): Perspective {
  return [
    e * i - f * h,
    c * h - b * i,
    b * f - c * e,
    f * g - d * i,
    a * i - c * g,
    c * d - a * f,
    d * h - e * g,
    b * g - a * h,
    a * e - b * d,
  ];
}

export function apply([a, b, c, d, e, f, g, h, i]: Perspective, [x, y]: Point): Point {
  const depth = g * x + h * y + i || 1e-9;
  return [(a * x + b * y + c) / depth, (d * x + e * y + f) / depth];
}
