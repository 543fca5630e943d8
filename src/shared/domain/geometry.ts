// Any process. Geometry in pixels of the upright source image (EXIF orientation applied), origin at the top left.
import { z } from 'zod';

export const pointSchema = z.tuple([z.number(), z.number()]);
/** Corners clockwise from the top left of the thing itself (not of the image): a turned page has turned corners. */
export const quadSchema = z.tuple([pointSchema, pointSchema, pointSchema, pointSchema]);

export type Point = z.infer<typeof pointSchema>;
export type Quad = z.infer<typeof quadSchema>;
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const boxToQuad = ({ x, y, width, height }: Box): Quad => [
  [x, y],
  [x + width, y],
  [x + width, y + height],
  [x, y + height],
];

/** `x = (a u + b v + c) / (g u + h v + 1)`, `y = (d u + e v + f) / (g u + h v + 1)`. */
export interface Projection {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
  readonly g: number;
  readonly h: number;
}

/** Takes the unit square to a quad (Heckbert 1989, section 2.2.3): shares of its width and height in, a point out. */
export function projectionOf([[x0, y0], [x1, y1], [x2, y2], [x3, y3]]: Quad): Projection {
  const [sx, sy] = [x0 - x1 + x2 - x3, y0 - y1 + y2 - y3];
  const [dx1, dy1, dx2, dy2] = [x1 - x2, y1 - y2, x3 - x2, y3 - y2];
  const determinant = dx1 * dy2 - dx2 * dy1;
  // Corners on one line enclose nothing: any map will do, as long as its numbers are finite.
  const g = determinant === 0 ? 0 : (sx * dy2 - dx2 * sy) / determinant;
  const h = determinant === 0 ? 0 : (dx1 * sy - sx * dy1) / determinant;
  return {
    a: x1 - x0 + g * x1,
    b: x3 - x0 + h * x3,
    c: x0,
    d: y1 - y0 + g * y1,
    e: y3 - y0 + h * y3,
    f: y0,
    g,
    h,
  };
}

export function projectInto(quad: Quad): (across: number, down: number) => Point {
  const { a, b, c, d, e, f, g, h } = projectionOf(quad);
  return (across, down) => {
    const w = g * across + h * down + 1;
    return [(a * across + b * down + c) / w, (d * across + e * down + f) / w];
  };
}

/** The part of a flat thing between shares of its width and height; below 0 and above 1 it reaches beyond the thing. */
export function partOfQuad(quad: Quad, { from = 0, to = 1, top = 0, bottom = 1 }): Quad {
  const at = projectInto(quad);
  return [at(from, top), at(to, top), at(to, bottom), at(from, bottom)];
}
