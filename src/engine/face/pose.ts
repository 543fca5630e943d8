// Engine. The head's pose from five landmarks, in coordinates that no movement of a flat picture changes.
import type { HeadPose } from '../../shared/domain/challenge.ts';
import { assert } from '../../shared/kernel/assert.ts';
import type { Face } from './face.ts';

/**
 * The nose in the affine frame of eyes and mouth: `nose = eyes + side * (left eye - right eye) + height * (mouth - eyes)`.
 * A flat picture seen from anywhere is, but for perspective, an affine image of itself, so that its nose stays where it is
 * in this frame. The tip of a real nose stands some 25 mm before the plane of eyes and mouth (0.4 eye distances), and
 * moves by `0.4 * tan(angle)`.
 * @param frameShorterSidePx of the image that the face is in.
 */
export function headPose({ landmarks }: Pick<Face, 'landmarks'>, frameShorterSidePx: number): HeadPose {
  const [right, left, nose, mouthRight, mouthLeft] = landmarks;
  assert(right && left && nose && mouthRight && mouthLeft, 'a face has five landmarks');
  const [ex, ey] = [(right[0] + left[0]) / 2, (right[1] + left[1]) / 2];
  const [ax, ay] = [left[0] - right[0], left[1] - right[1]];
  const [dx, dy] = [(mouthRight[0] + mouthLeft[0]) / 2 - ex, (mouthRight[1] + mouthLeft[1]) / 2 - ey];
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
