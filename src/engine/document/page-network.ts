// Engine. Finds the page in a picture with our own network (models/training/page): where its corners are, which way up
// it is, what covers it. One run of about 4 ms on any size of picture, so it serves live frames as well.
import type { InferenceSession } from 'onnxruntime-node';
import { Tensor } from 'onnxruntime-node';
import type { Point, Quad } from '../../shared/domain/geometry.ts';
import { floats } from '../models/tensor.ts';
import {
  coverAt,
  coveredFrom,
  coverOf,
  mapStepPx,
  mapsOf,
  onOutline,
  outlineAt,
  type SideSight,
  sideSight,
} from './page-maps.ts';

export interface Picture {
  /** 8 bits a channel, interleaved: RGB or RGBA. */
  readonly pixels: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly channels: 3 | 4;
}

export interface PageSight {
  /** Probability that there is a page at all. */
  readonly presence: number;
  /** Pixels of the picture, clockwise from the page's own top left; corners may lie outside the picture. */
  readonly quad: Quad;
  /** How sure the way up is, 0 to 1. */
  readonly upright: number;
  /** The page's own top, right, bottom and left. */
  readonly sides: readonly [SideSight, SideSight, SideSight, SideSight];
  /** Share of the visible page that something lies on, and the middle of that. */
  readonly covered: number;
  readonly coveredAt: Point | null;
  /** Whether something lies on the page at a place of the picture. */
  readonly isCovered: (at: Point) => boolean;
  /** Probability that the page's outline passes a place of the picture. */
  readonly outlineAt: (at: Point) => number;
}

export const pageModel = 'page';
/**
 * Presence from which a page counts. On 112 photographs by the studio pages had 0.91 and more; of training scenes without
 * one that were held back none reached 0.8.
 */
export const pageFrom = 0.75;

/** Long side of the network's input; both sides are multiples of its coarsest step. */
const inputSidePx = 192;
const coarsestStepPx = 32;
/** The unit of the lengths that the network gives: a constant of the recipe's page_model.py. */
const unitPx = 64;
/** Each pixel of the input averages at most this many samples each way. */
const maxTaps = 5;

export async function lookForPage(session: InferenceSession, picture: Picture): Promise<PageSight> {
  const long = Math.max(picture.widthPx, picture.heightPx);
  const toInput = (px: number) =>
    Math.max(coarsestStepPx, Math.round((px * inputSidePx) / long / coarsestStepPx) * coarsestStepPx);
  const [width, height] = [toInput(picture.widthPx), toInput(picture.heightPx)];
  const image = new Tensor('float32', shrink(picture, width, height), [1, 3, height, width]);
  const output = await session.run({ image });
  const maps = mapsOf(floats(output.maps), width / mapStepPx, height / mapStepPx);
  const { quad: rough, upright } = decodePage(floats(output.page));
  const quad = onOutline(rough, maps);
  const scaleX = picture.widthPx / width;
  const scaleY = picture.heightPx / height;
  const toPicture = ([x, y]: Point): Point => [x * scaleX, y * scaleY];
  const covered = coverOf(quad, maps);
  return {
    presence: floats(output.presence)[0]!,
    quad: quad.map(toPicture) as Quad,
    upright,
    sides: [0, 1, 2, 3].map((side) => sideSight(quad, side, maps)) as unknown as PageSight['sides'],
    covered: covered.share,
    coveredAt: covered.at && toPicture(covered.at),
    isCovered: ([x, y]) => coverAt(maps, x / scaleX, y / scaleY) >= coveredFrom,
    outlineAt: ([x, y]) => outlineAt(maps, x / scaleX, y / scaleY),
  };
}

/** Averages the picture down to planes of R, G, B, 0 to 255. */
function shrink({ pixels, widthPx, heightPx, channels }: Picture, width: number, height: number) {
  const area = width * height;
  const planes = new Float32Array(3 * area);
  const tapsX = Math.min(maxTaps, Math.max(1, Math.round(widthPx / width)));
  const tapsY = Math.min(maxTaps, Math.max(1, Math.round(heightPx / height)));
  const columns = Int32Array.from({ length: width * tapsX }, (_, tap) =>
    Math.min(widthPx - 1, Math.floor(((tap + 0.5) * widthPx) / (width * tapsX))),
  );
  const share = 1 / (tapsX * tapsY);
  for (let y = 0; y < height; y += 1) {
    for (let j = 0; j < tapsY; j += 1) {
      const row = Math.min(heightPx - 1, Math.floor(((y * tapsY + j + 0.5) * heightPx) / (height * tapsY)));
      for (let x = 0, tap = 0; x < width; x += 1) {
        let red = 0;
        let green = 0;
        let blue = 0;
        for (let i = 0; i < tapsX; i += 1, tap += 1) {
          const at = (row * widthPx + columns[tap]!) * channels;
          red += pixels[at]!;
          green += pixels[at + 1]!;
          blue += pixels[at + 2]!;
        }
        const to = y * width + x;
        planes[to]! += red * share;
        planes[to + area]! += green * share;
        planes[to + 2 * area]! += blue * share;
      }
    }
  }
  return planes;
}

/** See page_model.py: centre, half width and half height with doubled angles, fourth mode, downward direction. */
function decodePage(values: Float32Array): { quad: Quad; upright: number } {
  const [cx, cy, a2x, a2y, b2x, b2y, dx, dy, downX, downY] = values as unknown as number[] &
    Record<0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9, number>;
  let a = halveAngle(a2x, a2y);
  let b = halveAngle(b2x, b2y);
  const down = b[0] * downX + b[1] * downY;
  if (down < 0) b = [-b[0], -b[1]];
  if (a[0] * b[1] - a[1] * b[0] < 0) a = [-a[0], -a[1]];
  const corner = (alongA: number, alongB: number): Point => [
    (cx + alongA * a[0] + alongB * b[0] + alongA * alongB * dx) * unitPx,
    (cy + alongA * a[1] + alongB * b[1] + alongA * alongB * dy) * unitPx,
  ];
  return {
    quad: [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)],
    upright: Math.min(1, Math.abs(down) / Math.max(1e-6, Math.hypot(...b))),
  };
}

function halveAngle(x: number, y: number): Point {
  const length = Math.hypot(x, y);
  const angle = Math.atan2(y, x) / 2;
  return [length * Math.cos(angle), length * Math.sin(angle)];
}
