// Plain Node. Where the flat page is before the camera: a pinhole model, as a plane-to-image homography.
import type { Point } from '../../shared/domain/geometry.ts';

/** Row-major 3 x 3. Maps millimetres on the page (origin top left) to pixels of the image. */
export type Homography = readonly [number, number, number, number, number, number, number, number, number];

export interface Pose {
  /** Turn about the page's upright axis: positive brings its right edge nearer. */
  readonly yawDegrees?: number;
  /** Turn about its level axis: positive brings the lower edge nearer. */
  readonly pitchDegrees?: number;
  /** Turn in the image plane, clockwise, any angle. */
  readonly rollDegrees?: number;
  /** Share of the frame that the page fills along the tighter side; decides the distance. */
  readonly fill?: number;
  /** Distance from the pinhole to the page's centre; overrides `fill`. */
  readonly distanceMm?: number;
  /** The page's centre off the image's centre, as a share of the frame's width and height. */
  readonly shiftX?: number;
  readonly shiftY?: number;
}

const radians = (degrees: number) => (degrees * Math.PI) / 180;

type Vector = readonly [number, number, number];

/**
 * The camera as the page sees it: where the page's axes and its top left corner go, in homogeneous pixels for each
 * millimetre. `away` is the page's back side, so that what stands up from the page has a negative third coordinate.
 */
export interface View {
  readonly right: Vector;
  readonly down: Vector;
  readonly away: Vector;
  readonly corner: Vector;
}

/** `focalPx`: focal length in pixels. */
export function viewOf(
  pose: Pose,
  page: { readonly widthMm: number; readonly heightMm: number },
  frame: { readonly widthPx: number; readonly heightPx: number },
  focalPx: number,
): View {
  const yaw = radians(pose.yawDegrees ?? 0);
  const pitch = radians(pose.pitchDegrees ?? 0);
  const roll = radians(pose.rollDegrees ?? 0);
  const [cy, sy, cp, sp, cr, sr] = [
    Math.cos(yaw),
    Math.sin(yaw),
    Math.cos(pitch),
    Math.sin(pitch),
    Math.cos(roll),
    Math.sin(roll),
  ];
  // Columns of Rz(roll) Rx(pitch) Ry(yaw); x right, y down, z away from the camera.
  const right: Vector = [cr * cy - sr * sp * sy, sr * cy + cr * sp * sy, -cp * sy];
  const down: Vector = [-sr * cp, cr * cp, -sp];
  const away: Vector = [
    right[1] * down[2] - right[2] * down[1],
    right[2] * down[0] - right[0] * down[2],
    right[0] * down[1] - right[1] * down[0],
  ];

  const { widthMm, heightMm } = page;
  const fill = pose.fill ?? 0.8;
  // Extent of the turned page, so that a page on its side still fits the frame.
  const acrossMm = Math.abs(right[0]) * widthMm + Math.abs(down[0]) * heightMm;
  const alongMm = Math.abs(right[1]) * widthMm + Math.abs(down[1]) * heightMm;
  const distance =
    pose.distanceMm ??
    Math.max((focalPx * acrossMm) / (fill * frame.widthPx), (focalPx * alongMm) / (fill * frame.heightPx));
  const centre = [
    ((pose.shiftX ?? 0) * frame.widthPx * distance) / focalPx,
    ((pose.shiftY ?? 0) * frame.heightPx * distance) / focalPx,
    distance,
  ] as const;
  const corner = centre.map(
    (value, axis) => value - (right[axis]! * widthMm) / 2 - (down[axis]! * heightMm) / 2,
  ) as unknown as Vector;
  const seen = ([x, y, z]: Vector): Vector => [
    focalPx * x + (frame.widthPx / 2) * z,
    focalPx * y + (frame.heightPx / 2) * z,
    z,
  ];
  return { right: seen(right), down: seen(down), away: seen(away), corner: seen(corner) };
}

/** What of a plane in the page's space goes where: its axes and its top left, in the page's millimetres. */
export function planeOf(
  { right, down, away, corner }: View,
  along: Vector = [1, 0, 0],
  across: Vector = [0, 1, 0],
  origin: Vector = [0, 0, 0],
): Homography {
  const row = (axis: 0 | 1 | 2) => {
    const of = ([x, y, z]: Vector) => right[axis] * x + down[axis] * y + away[axis] * z;
    return [of(along), of(across), of(origin) + corner[axis]];
  };
  return [...row(0), ...row(1), ...row(2)] as unknown as Homography;
}

export function project([a, b, c, d, e, f, g, h, i]: Homography, [x, y]: Point): Point {
  const w = g * x + h * y + i;
  return [(a * x + b * y + c) / w, (d * x + e * y + f) / w];
}

export function invert([a, b, c, d, e, f, g, h, i]: Homography): Homography {
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

/** `first` applied before `second`. */
export function chain(second: Homography, first: Homography): Homography {
  return [0, 1, 2].flatMap((row) =>
    [0, 1, 2].map((column) =>
      [0, 1, 2].reduce((sum, k) => sum + second[row * 3 + k]! * first[k * 3 + column]!, 0),
    ),
  ) as unknown as Homography;
}
