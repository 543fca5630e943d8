// Engine. The head's pose from its 68 landmarks, in coordinates that no movement of a flat picture changes.
import type { HeadPose } from '../../shared/domain/challenge.ts';
import type { Point } from '../../shared/domain/geometry.ts';
import { part } from './landmarks.ts';

/**
 * The nose in the affine frame of eyes and mouth: `nose = eyes + side * (left eye - right eye) + height * (mouth - eyes)`.
 * A flat picture seen from anywhere is, but for perspective, an affine image of itself, so that its nose stays where it is
 * in this frame. The tip of a real nose stands out from the plane of eyes and mouth, and moves. On virtual heads of four
 * photographs `side` goes by 0.16 (0.13 to 0.18) for a turn of 15 degrees, 0.24 for 20, 0.35 for 30; `height` by 0.15 for
 * a nod of 15 degrees. The detector's own five landmarks give half of that and jump by 0.05: too coarse.
 * @param points 68, as findLandmarks gives them. @param frameShorterSidePx of the image that the face is in.
 */
export function headPose(points: readonly Point[], frameShorterSidePx: number): HeadPose {
  const mean = (indices: readonly number[]): Point => [
    indices.reduce((sum, i) => sum + points[i]![0], 0) / indices.length,
    indices.reduce((sum, i) => sum + points[i]![1], 0) / indices.length,
  ];
  const [right, left] = [mean(part.rightEye), mean(part.leftEye)];
  const [nose, mouth] = [points[part.noseTip]!, mean(part.mouthCorners)];
  const [ex, ey] = [(right[0] + left[0]) / 2, (right[1] + left[1]) / 2];
  const [ax, ay] = [left[0] - right[0], left[1] - right[1]];
  const [dx, dy] = [mouth[0] - ex, mouth[1] - ey];
  const [nx, ny] = [nose[0] - ex, nose[1] - ey];
  const area = ax * dy - ay * dx;
  // Landmarks on one line are no face that looks this way.
  const safe = Math.abs(area) < 1e-6 ? 1e-6 : area;
  return {
    side: (nx * dy - ny * dx) / safe,
    height: (ax * ny - ay * nx) / safe,
    eyeDistance: Math.hypot(ax, ay) / frameShorterSidePx,
    aspect: Math.hypot(ax, ay) / Math.max(Math.hypot(dx, dy), 1e-6),
  };
}
