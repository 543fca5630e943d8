// Kiosk renderer. How sharp a picture is, to keep the best of several of the same thing. Pure, so that it can be tested.

/** As `ImageData`: RGBA, row by row. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/** Across a stroke of print, in the pixels of a photograph. */
const farPx = 6;
/** A step over that distance that is an edge, not paper. */
const edgeStep = 32;
const strideX = 2;
const strideY = 3;

/**
 * How much of an edge's step is made from one pixel to the next, 0 to 1: of level and upright edges the blurrier ones, since
 * a moving hand blurs along its way only. Light and contrast cancel out; the number means something only beside that of
 * another picture of the same thing. 0 where there are no edges.
 */
export function sharpnessOf(pixels: Pixels): number {
  return Math.min(steepness(pixels, 4), steepness(pixels, pixels.width * 4));
}

/** `step`: from one pixel to the next in the direction that is looked at, in bytes. Green is nearest to brightness. */
function steepness({ data, width, height }: Pixels, step: number): number {
  let near = 0;
  let far = 0;
  for (let y = 0; y < height - farPx; y += strideY) {
    for (let x = 0; x < width - farPx; x += strideX) {
      const at = (y * width + x) * 4 + 1;
      const across = Math.abs(data[at]! - data[at + farPx * step]!);
      if (across < edgeStep) continue;
      let steepest = 0;
      for (let offset = 0; offset < farPx; offset++) {
        const from = at + offset * step;
        steepest = Math.max(steepest, Math.abs(data[from]! - data[from + step]!));
      }
      near += steepest;
      far += across;
    }
  }
  return far === 0 ? 0 : near / far;
}
