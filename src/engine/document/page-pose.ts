// Engine. How a page stands before the camera, worked out from its four corners: which size it has, and how steeply it is
// tilted. Pure.
import { type Point, projectInto, type Quad } from '../../shared/domain/geometry.ts';
import type { PageSize } from './page-plane.ts';

export interface PagePose {
  readonly size: PageSize;
  /** Between the page's normal and the line of sight to its middle, degrees. */
  readonly tiltDegrees: number;
}

/** ID-1 of ISO/IEC 7810, and the data page of Doc 9303 part 4; TD2 has the latter's shape. */
export const cardSize: PageSize = { widthMm: 85.6, heightMm: 53.98 };
export const dataPageSize: PageSize = { widthMm: 125, heightMm: 88 };

/** Webcams see 55 to 78 degrees across; an angle that is taken 10 degrees wrong changes the tilt by about 2. */
const viewDegrees = 62;

type Vector = readonly [number, number, number];

/** `widthPx`, `heightPx`: of the picture, whose middle is taken for the lens's. */
export function poseOf(quad: Quad, widthPx: number, heightPx: number): PagePose {
  const card = standing(quad, cardSize, widthPx, heightPx);
  const dataPage = standing(quad, dataPageSize, widthPx, heightPx);
  const { misfit: _, ...pose } = card.misfit < dataPage.misfit ? card : dataPage;
  return pose;
}

/** How little the quad looks like a page of this size: the logarithm of the ratio of sides, and how far from square. */
export const misfitOf = (quad: Quad, size: PageSize, widthPx: number, heightPx: number): number =>
  standing(quad, size, widthPx, heightPx).misfit;

function standing(quad: Quad, size: PageSize, widthPx: number, heightPx: number) {
  const focalPx = Math.max(widthPx, heightPx) / 2 / Math.tan((viewDegrees * Math.PI) / 360);
  const centre: Point = [widthPx / 2, heightPx / 2];
  // Columns of the homography from the page's shares to the camera's rays: its two edges, up to one factor.
  const at = projectInto(quad);
  const ray = ([x, y]: Point): Vector => [(x - centre[0]) / focalPx, (y - centre[1]) / focalPx, 1];
  const [origin, right, down, far] = [ray(at(0, 0)), ray(at(1, 0)), ray(at(0, 1)), ray(at(1, 1))];
  // With depths d: d1 right - d0 origin + d2 down = d3 far closes the parallelogram; d0 is 1.
  const [d1, d2, d3] = solve(right, down, scaled(far, -1), origin);
  const across = scaled(minus(scaled(right, d1), origin), 1 / size.widthMm);
  const along = scaled(minus(scaled(down, d2), origin), 1 / size.heightMm);
  const normal = cross(across, along);
  const middle = scaled(minus(scaled(far, d3), scaled(origin, -1)), 0.5);
  const sight = Math.abs(dot(normal, middle)) / (length(normal) * length(middle) || 1);
  return {
    size,
    tiltDegrees: (Math.acos(Math.min(1, sight)) * 180) / Math.PI,
    misfit:
      Math.abs(Math.log(length(across) / (length(along) || 1))) +
      Math.abs(dot(across, along)) / (length(across) * length(along) || 1),
  };
}

const minus = (a: Vector, b: Vector): Vector => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const scaled = (a: Vector, by: number): Vector => [a[0] * by, a[1] * by, a[2] * by];
const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const length = (a: Vector): number => Math.hypot(...a);
const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

/** x a + y b + z c = d, by Cramer's rule. */
function solve(a: Vector, b: Vector, c: Vector, d: Vector): Vector {
  const whole = dot(a, cross(b, c)) || 1e-9;
  return [dot(d, cross(b, c)) / whole, dot(a, cross(d, c)) / whole, dot(a, cross(b, d)) / whole];
}
