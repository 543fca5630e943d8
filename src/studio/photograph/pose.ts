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

/** `focalPx`: focal length in pixels. */
export function homographyOf(
  pose: Pose,
  page: { readonly widthMm: number; readonly heightMm: number },
  frame: { readonly widthPx: number; readonly heightPx: number },
  focalPx: number,
): Homography {
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
  const right = [cr * cy - sr * sp * sy, sr * cy + cr * sp * sy, -cp * sy] as const;
  const down = [-sr * cp, cr * cp, -sp] as const;

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
  );
  const rows = [0, 1, 2].map((axis) => [right[axis]!, down[axis]!, corner[axis]!] as const);
  const [x, y, z] = rows as unknown as readonly [readonly number[], readonly number[], readonly number[]];
  const [centreX, centreY] = [frame.widthPx / 2, frame.heightPx / 2];
  return [0, 1, 2]
    .map((column) => focalPx * x[column]! + centreX * z[column]!)
    .concat(
      [0, 1, 2].map((column) => focalPx * y[column]! + centreY * z[column]!),
      [z[0]!, z[1]!, z[2]!],
    ) as unknown as Homography;
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
