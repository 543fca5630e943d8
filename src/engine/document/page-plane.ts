// Engine. A page laid flat at a few pixels a millimetre, so that what is wrong with it can be measured where it is.
import {
  type Point,
  type Projection,
  projectInto,
  projectionOf,
  type Quad,
} from '../../shared/domain/geometry.ts';

export interface PlanePicture {
  /** 8 bits a channel, interleaved: RGB or RGBA. */
  readonly pixels: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly channels: 3 | 4;
}

export interface PageSize {
  readonly widthMm: number;
  readonly heightMm: number;
}

export interface PagePlane extends PageSize {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly pxPerMm: number;
  readonly luma: Uint8Array;
  /** The smallest and the largest of the three channels: burnt out, and how coloured. */
  readonly least: Uint8Array;
  readonly most: Uint8Array;
  /** 1 where the picture has it, 0 where the page reaches beyond the picture. */
  readonly inside: Uint8Array;
  /** From millimetres of the page to the picture's pixels. */
  readonly toPicture: (xMm: number, yMm: number) => Point;
}

/** More samples for each pixel would only take time. */
const mostTaps = 2;

/** `quad`: the page in the picture, clockwise from its own top left; may reach beyond it. */
export function planeOf(picture: PlanePicture, quad: Quad, size: PageSize, pxPerMm: number): PagePlane {
  const { widthMm, heightMm } = size;
  const widthPx = Math.round(widthMm * pxPerMm);
  const heightPx = Math.round(heightMm * pxPerMm);
  const at = projectInto(quad);
  const projection = projectionOf(quad);
  const area = widthPx * heightPx;
  const plane = {
    luma: new Uint8Array(area),
    least: new Uint8Array(area),
    most: new Uint8Array(area),
    inside: new Uint8Array(area),
  };
  const finest = Math.hypot(quad[1][0] - quad[0][0], quad[1][1] - quad[0][1]) / widthPx;
  const taps = Math.min(mostTaps, Math.max(1, Math.round(finest)));
  fill(picture, projection, taps, plane, widthPx, heightPx);
  return {
    ...size,
    ...plane,
    widthPx,
    heightPx,
    pxPerMm,
    toPicture: (xMm, yMm) => at(xMm / widthMm, yMm / heightMm),
  };
}

function fill(
  { pixels, widthPx: across, heightPx: down, channels }: PlanePicture,
  { a, b, c, d, e, f, g, h }: Projection,
  taps: number,
  plane: Pick<PagePlane, 'luma' | 'least' | 'most' | 'inside'>,
  widthPx: number,
  heightPx: number,
) {
  for (let y = 0, to = 0; y < heightPx; y += 1) {
    for (let x = 0; x < widthPx; x += 1, to += 1) {
      let [red, green, blue, count] = [0, 0, 0, 0];
      for (let tap = 0; tap < taps * taps; tap += 1) {
        const u = (x + ((tap % taps) + 0.5) / taps) / widthPx;
        const v = (y + (Math.floor(tap / taps) + 0.5) / taps) / heightPx;
        const w = g * u + h * v + 1;
        const column = Math.floor((a * u + b * v + c) / w);
        const row = Math.floor((d * u + e * v + f) / w);
        if (column < 0 || row < 0 || column >= across || row >= down) continue;
        const from = (row * across + column) * channels;
        red += pixels[from]!;
        green += pixels[from + 1]!;
        blue += pixels[from + 2]!;
        count += 1;
      }
      if (count === 0) continue;
      plane.inside[to] = 1;
      plane.luma[to] = (red * 0.299 + green * 0.587 + blue * 0.114) / count;
      plane.least[to] = Math.min(red, green, blue) / count;
      plane.most[to] = Math.max(red, green, blue) / count;
    }
  }
}
