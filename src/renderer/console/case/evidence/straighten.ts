// Console renderer. Cuts a quadrilateral out of pixels and lays it straight. Pure, so that it can be tested.
import { projectInto, type Quad } from '../../../../shared/domain/geometry.ts';

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
  const at = projectInto(quad);
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to += 4) {
      const [sx, sy] = at((x + 0.5) / width, (y + 0.5) / height);
      sample(source, sx - 0.5, sy - 0.5, data, to);
    }
  }
  return { width, height, data };
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
