// Engine. How well a page was photographed: sharpness, light, resolution and tilt, each from 0 to 1, and what lies on which
// field: glare, shadow, fingers.
import { boxToQuad, type Point, projectInto, type Quad } from '../../shared/domain/geometry.ts';
import { clamp, toGrey } from '../image/pixels.ts';
import type { Raster } from '../image/raster.ts';
import { pagePxPerMm } from './page.ts';
import { type Fault, faultsOf } from './page-faults.ts';
import { planeOf } from './page-plane.ts';
import { poseOf } from './page-pose.ts';
import { zonesOf } from './page-zones.ts';

export type QualityComponent = 'sharpness' | 'light' | 'resolution' | 'tilt';

export interface PageQuality {
  /** Fine detail over coarse detail of the rectified page, raw: 0.2 to 0.4 in focus. */
  readonly sharpness: number;
  /** Brightness that 90 % of the page stays below, 0 to 255: the paper. */
  readonly paper: number;
  readonly pxPerMm: number;
  /** `null` where nothing is known of how the page stood. */
  readonly tiltDegrees: number | null;
  /** Gravest first; boxes in millimetres of the page. */
  readonly faults: readonly Fault[];
  /** 1 is good; below 0.5 reading or matching suffers. */
  readonly components: Readonly<Record<QualityComponent, number>>;
}

/** How the page stood in the photograph that it was cut out of. */
export interface Standing {
  /** In the photograph's pixels. */
  readonly quad: Quad;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Whether something lies on the page at a place of the photograph; `null` where nobody looked. */
  readonly isCovered: ((at: Point) => boolean) | null;
}

/** Light and fingers are looked for this finely. */
const planePxPerMm = 4;

/** `page`: rectified, `pagePxPerMm`. `pxPerMm`: resolution of the photograph that it came from. */
export function judgePageQuality(
  page: Raster,
  pxPerMm: number,
  standing: Standing | null = null,
): PageQuality {
  const grey = toGrey(page);
  const sharpness = detailOf(grey, page.widthPx, page.heightPx);
  const paper = percentile(grey, 0.9);
  const tiltDegrees = standing
    ? poseOf(standing.quad, standing.widthPx, standing.heightPx).tiltDegrees
    : null;
  return {
    sharpness,
    paper,
    pxPerMm,
    tiltDegrees,
    faults: faultsIn(page, standing),
    components: {
      sharpness: ramp(sharpness, sharpnessRange.low, sharpnessRange.high),
      light: ramp(paper, 30, 110),
      // OCR-B's strokes are 0.3 mm: at 3.3 px/mm they are one pixel, and read still.
      resolution: ramp(pxPerMm, 1.5, 5),
      tilt: 1 - ramp(tiltDegrees ?? 0, tiltRange.low, tiltRange.high),
    },
  };
}

/** Reading holds up to 35 degrees, and a little beyond. */
const tiltRange = { low: 25, high: 55 };

function faultsIn(page: Raster, standing: Standing | null): Fault[] {
  const { widthPx, heightPx } = page;
  const size = { widthMm: widthPx / pagePxPerMm, heightMm: heightPx / pagePxPerMm };
  const picture = { pixels: page.rgb, widthPx, heightPx, channels: 3 } as const;
  const plane = planeOf(
    picture,
    boxToQuad({ x: 0, y: 0, width: widthPx, height: heightPx }),
    size,
    planePxPerMm,
  );
  const isCovered = standing?.isCovered;
  const at = standing && projectInto(standing.quad);
  return faultsOf(
    plane,
    zonesOf(plane),
    isCovered && at ? (xMm, yMm) => isCovered(at(xMm / size.widthMm, yMm / size.heightMm)) : null,
  );
}

/** Measured on virtual photographs of specimens at 1280 x 720, sharp and with a defocus of 3 pixels. */
const sharpnessRange = { low: 0.06, high: 0.24 };

export const ramp = (value: number, low: number, high: number): number =>
  clamp((value - low) / (high - low), 0, 1);

/**
 * Contrast between points 0.3 mm apart over contrast between points 1.2 mm apart, of the sixteenth of the places with the most
 * contrast. Blur takes the first away long before the second; the print itself cancels out.
 */
function detailOf(grey: Uint8Array, widthPx: number, heightPx: number): number {
  const fine = Math.round(0.3 * pagePxPerMm);
  const coarse = Math.round(1.2 * pagePxPerMm);
  // By coarse contrast, 0 to 255: how many places, and the fine contrast of all of them.
  const counts = new Uint32Array(256);
  const fineSums = new Float64Array(256);
  let places = 0;
  const margin = coarse + 2;
  for (let y = margin; y < heightPx - margin; y += 4) {
    for (let x = margin; x < widthPx - margin; x += 4) {
      const at = y * widthPx + x;
      const near = Math.max(
        Math.abs(grey[at]! - grey[at + fine]!),
        Math.abs(grey[at]! - grey[at + fine * widthPx]!),
      );
      let low = 255;
      let high = 0;
      for (let step = -coarse; step <= coarse; step += 2) {
        const level = grey[at + step]!;
        const upright = grey[at + step * widthPx]!;
        low = Math.min(low, level, upright);
        high = Math.max(high, level, upright);
      }
      const contrast = Math.max(0, high - low);
      counts[contrast]! += 1;
      fineSums[contrast]! += near;
      places += 1;
    }
  }
  let left = Math.max(1, places >> 4);
  const sum = { fine: 0, coarse: 1 };
  for (let contrast = 255; contrast > 0 && left > 0; contrast -= 1) {
    const count = counts[contrast]!;
    if (count === 0) continue;
    const taken = Math.min(count, left);
    sum.fine += (fineSums[contrast]! / count) * taken;
    sum.coarse += contrast * taken;
    left -= taken;
  }
  return sum.fine / sum.coarse;
}

export function percentile(values: Uint8Array, share: number): number {
  const counts = new Uint32Array(256);
  for (const value of values) counts[value]! += 1;
  let seen = 0;
  for (let value = 0; value < 256; value += 1) {
    seen += counts[value]!;
    if (seen >= share * values.length) return value;
  }
  return 255;
}
