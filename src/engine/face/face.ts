// Engine. What the face half offers to the rest of the engine.
import type { Box, Point } from '../../shared/domain/geometry.ts';
import type { Raster } from '../image/raster.ts';

/** A face in an image, in that image's pixels. */
export interface Face {
  readonly box: Box;
  /** The person's right eye, left eye, tip of the nose, right and left corner of the mouth (as seen: left to right). */
  readonly landmarks: readonly Point[];
  /** The detector's confidence, 0 to 1. */
  readonly score: number;
}

export interface FaceAnalyser {
  /** Every face, the largest first; empty where there is none. */
  findFaces(raster: Raster): Promise<Face[]>;
  /** 128 numbers of unit length. */
  template(raster: Raster, face: Face): Promise<Float32Array>;
}
