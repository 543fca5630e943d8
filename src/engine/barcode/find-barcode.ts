// Engine, thread of the barcodes. Looks for a PDF417 symbol in a photograph and decodes it.
import { type Point, projectInto, type Quad } from '../../shared/domain/geometry.ts';
import type { GreyImage } from './edge-cells.ts';
import { findStripeRegions } from './stripe-regions.ts';
import { decodePdf417 } from './zxing.ts';

export interface DecodedBarcode {
  readonly text: string;
  /** Around the symbol, clockwise from its own top left, pixels of the image that was searched. */
  readonly quad: Quad;
}

export interface BarcodeSearch {
  readonly found: DecodedBarcode | null;
  /** Where blocks of bars were seen and could not be decoded, likeliest first. */
  readonly undecoded: readonly Quad[];
}

/**
 * How a block is straightened, in the order of trial. AAMVA's symbols have 188 to 409 modules a row; decoders like two to
 * four pixels each. On 51 virtual photographs with 1.7 to 4 pixels a module each of the two decodes all by itself; where
 * the first meets with stains or other print beside the symbol, the second sees it otherwise.
 */
const trials = [
  { widthPx: 1200, marginOfHeight: 0.06 },
  { widthPx: 900, marginOfHeight: 0.15 },
] as const;
type Trial = (typeof trials)[number];
const straightHeightPx = { least: 16, most: 1200 };
/**
 * Start and stop have wide bars, and may lie outside the block: 17 and 18 modules to the 153 between them in AAMVA's
 * shortest rows. And a quiet zone of two.
 */
const marginOfLength = 0.14;

/** `deadlineMs`: on the clock of `performance.now()`; no new attempt begins after it. */
export async function findBarcode(image: GreyImage, deadlineMs: number): Promise<BarcodeSearch> {
  const undecoded: Quad[] = [];
  for (const quad of findStripeRegions(image)) {
    const found = performance.now() < deadlineMs ? await decodeRegion(image, quad) : null;
    if (found) return { found, undecoded: [] };
    undecoded.push(quad);
  }
  return { found: null, undecoded };
}

/** `region`: around the bars, the long side first; either way up. */
export async function decodeRegion(image: GreyImage, region: Quad): Promise<DecodedBarcode | null> {
  for (const trial of trials) {
    const quad = enlarged(region, trial);
    const straight = straightened(image, quad, trial);
    const symbol = await decodePdf417(straight);
    if (!symbol) continue;
    const at = projectInto(quad);
    const { widthPx, heightPx } = straight;
    return {
      text: symbol.text,
      quad: symbol.quad.map(([x, y]): Point => at(x / widthPx, y / heightPx)) as Quad,
    };
  }
  return null;
}

function straightened(image: GreyImage, quad: Quad, { widthPx }: Trial): GreyImage {
  const lengthPx = (distance(quad[0], quad[1]) + distance(quad[3], quad[2])) / 2;
  const sidePx = (distance(quad[1], quad[2]) + distance(quad[0], quad[3])) / 2;
  const heightPx = Math.min(
    straightHeightPx.most,
    Math.max(straightHeightPx.least, Math.round((widthPx * sidePx) / lengthPx)),
  );
  const grey = new Uint8Array(widthPx * heightPx);
  const at = projectInto(quad);
  // Where the photograph is finer, each pixel is the mean of several samples: no aliasing.
  const samples = Math.min(4, Math.max(1, Math.round(lengthPx / widthPx)));
  for (let y = 0, out = 0; y < heightPx; y += 1) {
    for (let x = 0; x < widthPx; x += 1, out += 1) {
      let sum = 0;
      for (let i = 0; i < samples; i += 1) {
        for (let j = 0; j < samples; j += 1) {
          const [sourceX, sourceY] = at(
            (x + (i + 0.5) / samples) / widthPx,
            (y + (j + 0.5) / samples) / heightPx,
          );
          sum += levelAt(image, sourceX - 0.5, sourceY - 0.5);
        }
      }
      grey[out] = sum / (samples * samples) + 0.5;
    }
  }
  return { widthPx, heightPx, grey };
}

/** Bilinear; outside, the rim's. */
function levelAt({ widthPx, heightPx, grey }: GreyImage, x: number, y: number): number {
  const insideX = Math.min(widthPx - 1.001, Math.max(0, x));
  const insideY = Math.min(heightPx - 1.001, Math.max(0, y));
  const [left, top] = [Math.floor(insideX), Math.floor(insideY)];
  const [dx, dy] = [insideX - left, insideY - top];
  const from = top * widthPx + left;
  const upper = grey[from]! * (1 - dx) + grey[from + 1]! * dx;
  const lower = grey[from + widthPx]! * (1 - dx) + grey[from + widthPx + 1]! * dx;
  return upper * (1 - dy) + lower * dy;
}

/** Each corner moved outwards along both sides that meet in it. */
function enlarged([a, b, c, d]: Quad, { marginOfHeight }: Trial): Quad {
  const moved = (corner: Point, level: Point, upright: Point): Point => [
    corner[0] + (corner[0] - level[0]) * marginOfLength + (corner[0] - upright[0]) * marginOfHeight,
    corner[1] + (corner[1] - level[1]) * marginOfLength + (corner[1] - upright[1]) * marginOfHeight,
  ];
  return [moved(a, b, d), moved(b, a, c), moved(c, d, b), moved(d, c, a)];
}

const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);
