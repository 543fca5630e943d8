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
