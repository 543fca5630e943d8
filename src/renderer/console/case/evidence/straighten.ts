// Console renderer. Cuts a quadrilateral out of pixels and lays it straight. Pure, so that it can be tested.
import type { Quad } from '../../../../shared/domain/geometry.ts';

/** As `ImageData`: RGBA, row by row. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/**
 * `quad`: clockwise from the text's own top left, pixels of `source`; what lies outside repeats the rim. Catmull-Rom
 * between pixels, which keeps strokes crisp where few pixels are enlarged. Shrink `source` first where it is finer
 * than the result: nothing is averaged here.
 */
export function straighten(source: Pixels, quad: Quad, width: number, height: number): Pixels {
  const at = squareTo(quad);
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to += 4) {
      const [sx, sy] = at((x + 0.5) / width, (y + 0.5) / height);
      sample(source, sx - 0.5, sy - 0.5, data, to);
    }
  }
  return { width, height, data };
}

/** The projective map from the unit square to a quad (Heckbert 1989, section 2.2.3). */
function squareTo([[x0, y0], [x1, y1], [x2, y2], [x3, y3]]: Quad): (
  u: number,
  v: number,
) => [number, number] {
  const [sx, sy] = [x0 - x1 + x2 - x3, y0 - y1 + y2 - y3];
  const [dx1, dy1, dx2, dy2] = [x1 - x2, y1 - y2, x3 - x2, y3 - y2];
  const determinant = dx1 * dy2 - dx2 * dy1;
  // Corners on one line enclose nothing: any map will do, as long as its numbers are finite.
  const g = determinant === 0 ? 0 : (sx * dy2 - dx2 * sy) / determinant;
  const h = determinant === 0 ? 0 : (dx1 * sy - sx * dy1) / determinant;
  const [a, b] = [x1 - x0 + g * x1, x3 - x0 + h * x3];
  const [d, e] = [y1 - y0 + g * y1, y3 - y0 + h * y3];
  return (u, v) => {
    const w = g * u + h * v + 1;
    return [(a * u + b * v + x0) / w, (d * u + e * v + y0) / w];
  };
}

function sample({ width, height, data }: Pixels, x: number, y: number, into: Uint8ClampedArray, to: number) {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const across = catmullRom(x - left);
  const down = catmullRom(y - top);
  let [red, green, blue] = [0, 0, 0];
  for (let j = 0; j < 4; j++) {
    const row = Math.min(height - 1, Math.max(0, top - 1 + j)) * width;
    for (let i = 0; i < 4; i++) {
      const from = (row + Math.min(width - 1, Math.max(0, left - 1 + i))) * 4;
      const weight = across[i]! * down[j]!;
      red += data[from]! * weight;
      green += data[from + 1]! * weight;
      blue += data[from + 2]! * weight;
    }
  }
  into[to] = red;
  into[to + 1] = green;
  into[to + 2] = blue;
  into[to + 3] = 255;
}

const catmullRom = (t: number): readonly number[] => [
  ((2 - t) * t - 1) * t * 0.5,
  ((3 * t - 5) * t * t + 2) * 0.5,
  ((4 - 3 * t) * t + 1) * t * 0.5,
  (t - 1) * t * t * 0.5,
];
