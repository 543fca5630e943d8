// Engine. Whether something covers the mouth (a mask, a scarf, a hand) or dark glasses the eyes, from the aligned face alone.
import { alignedSidePx } from './align.ts';

/** A rectangle of the aligned face, in its 112 x 112 pixels; the ends are not included. */
interface Zone {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}
const zone = (left: number, right: number, top: number, bottom: number): Zone => ({
  left,
  right,
  top,
  bottom,
});

/** In the aligned face the eyes are at (38, 52) and (74, 52), the tip of the nose at (56, 72), the mouth about (56, 92). */
const zones = {
  /** Bare in every mask: between the brows, the bridge of the nose, below each eye. */
  skin: [zone(48, 64, 34, 44), zone(50, 62, 44, 56), zone(30, 46, 58, 64), zone(66, 82, 58, 64)],
  lips: zone(44, 68, 87, 98),
  aroundLips: [zone(46, 66, 79, 86), zone(28, 38, 80, 100), zone(74, 84, 80, 100), zone(46, 66, 101, 111)],
  chin: zone(46, 66, 101, 111),
  mouth: zone(36, 76, 82, 106),
  eyes: zone(28, 84, 44, 60),
  /** Down across the mouth: what is measured of each row is its mean. */
  lines: zone(44, 68, 82, 108),
  reds: zone(46, 66, 82, 108),
  belowEyes: [zone(30, 46, 56, 62), zone(66, 82, 56, 62)],
  cheeks: [zone(30, 42, 66, 76), zone(70, 82, 66, 76)],
} as const;

export const mouthSigns = ['valley', 'reds', 'lips', 'texture', 'chin'] as const;
export type MouthSigns = Readonly<Record<(typeof mouthSigns)[number], number>>;

/**
 * A logistic regression, fitted by models/training/face-covering, which says on what and how well. Above 0 the mouth is
 * covered: 92 to 100 % of drawn masks, scarves, hands and things (87 to 100 % of a kind left out of the fit), 0.9 % of bare
 * faces in LFW, none in NUAA.
 */
const weights: MouthSigns = { valley: -8.75, reds: -24.75, lips: -18.14, texture: -2.25, chin: 20 };
const bias = 1.62;

/** How much more likely the mouth is covered than not, as the difference of logits; 0 is the point of the measurement. */
export function mouthCovered(aligned: Uint8Array): number {
  const signs = signsOfMouth(aligned);
  return mouthSigns.reduce((sum, name) => sum + weights[name] * signs[name], bias);
}

/** What tells a bare mouth, in natural logarithms of ratios, so that neither skin nor light counts by itself. */
export function signsOfMouth(aligned: Uint8Array): MouthSigns {
  const planes = logarithms(aligned);
  const { luma, red, blue } = planes;
  const redAround = zones.aroundLips.map((one) => median(red, [one]));
  const lines = rowMeans(luma, zones.lines);
  const reds = rowMeans(red, zones.reds);
  return {
    // Between the lips it is darker than above and below.
    valley: deepestValley(lines),
    // Down the face from lip to skin the red changes.
    reds: Math.max(...reds) - Math.min(...reds),
    lips: median(red, [zones.lips]) - redAround.reduce((sum, value) => sum + value / redAround.length, 0),
    texture: Math.log((deviation(luma, zones.mouth) + 0.02) / (deviation(luma, zones.eyes) + 0.02)),
    // The chin has the colour of the skin above; a beard's differs little in hue.
    chin: Math.hypot(
      median(red, [zones.chin]) - median(red, zones.skin),
      median(blue, [zones.chin]) - median(blue, zones.skin),
    ),
  };
}

/**
 * Brightness just below the eyes as a share of the cheeks': 1 for bare skin, the brighter of the two sides. Below 0.6 lie
 * 99 % of drawn dark glasses, 13 of 16 real ones, and 1 % of bare faces in NUAA and LFW.
 */
export function brightnessBelowEyes(aligned: Uint8Array): number {
  const { luma } = logarithms(aligned);
  const cheeks = median(luma, zones.cheeks);
  return Math.exp(Math.max(...zones.belowEyes.map((side) => median(luma, [side]))) - cheeks);
}

/** Added to each value before its logarithm, so that noise in the dark counts little. */
const floor = 8;

/** Logarithms of luma, red over green and blue over green of each pixel. */
function logarithms(aligned: Uint8Array) {
  const area = alignedSidePx * alignedSidePx;
  const [luma, red, blue] = [new Float32Array(area), new Float32Array(area), new Float32Array(area)];
  for (let i = 0, j = 0; i < area; i++, j += 3) {
    const [r, g, b] = [aligned[j]!, aligned[j + 1]!, aligned[j + 2]!];
    luma[i] = Math.log(0.299 * r + 0.587 * g + 0.114 * b + floor);
    const green = Math.log(g + floor);
    red[i] = Math.log(r + floor) - green;
    blue[i] = Math.log(b + floor) - green;
  }
  return { luma, red, blue };
}

function valuesIn(plane: Float32Array, { left, right, top, bottom }: Zone): number[] {
  const values: number[] = [];
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) values.push(plane[y * alignedSidePx + x]!);
  }
  return values;
}

function median(plane: Float32Array, among: readonly Zone[]): number {
  const values = Float32Array.from(among.flatMap((one) => valuesIn(plane, one))).sort();
  return values[values.length >> 1]!;
}

function deviation(plane: Float32Array, where: Zone): number {
  const values = valuesIn(plane, where);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

function rowMeans(plane: Float32Array, { left, right, top, bottom }: Zone): number[] {
  return Array.from({ length: bottom - top }, (_, row) => {
    let sum = 0;
    for (let x = left; x < right; x++) sum += plane[(top + row) * alignedSidePx + x]!;
    return sum / (right - left);
  });
}

/** How far a row lies below the highest of the 7 rows on either side, at the most. */
function deepestValley(rows: readonly number[]): number {
  let deepest = 0;
  for (let i = 4; i < rows.length - 4; i++) {
    const above = Math.max(...rows.slice(Math.max(0, i - 8), i - 1));
    const below = Math.max(...rows.slice(i + 2, i + 9));
    deepest = Math.max(deepest, Math.min(above, below) - rows[i]!);
  }
  return deepest;
}
