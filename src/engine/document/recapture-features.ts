// Engine. Physical traces of a copy: what a screen's pixel grid, a printer's dots or a copier's toner leave in a photograph.
import type { Box } from '../../shared/domain/geometry.ts';
import type { Raster } from '../image/raster.ts';
import { logPowers, shapeOf } from '../image/spectrum.ts';

export interface RecaptureFeatures {
  /** Peak of the brightness spectrum above its ring, decades: the mean of the three patches where it is highest. */
  readonly brightnessPeak: number;
  /** The same of red against green: colour fringes of sub-pixels, rosettes of coloured dots. */
  readonly colourPeak: number;
  /** Bins that stand out, per patch, as log10(1 + n). */
  readonly peakCount: number;
  /** Loss of power from 0.1 to 0.4 cycles a pixel, decades: a second lens and a second sampling lose more. */
  readonly fallOff: number;
  /** 95th percentile of chroma, 0 to 255: a grey copy has none, a print little. */
  readonly chroma: number;
  /** 98th less 2nd percentile of brightness, 0 to 255. */
  readonly contrast: number;
  /** Mean of red less that of blue over brightness: displays are bluer than paper under a lamp. */
  readonly warmth: number;
  /** Mean log power by frequency, for a reviewer to see. */
  readonly spectrum: { readonly frequency: readonly number[]; readonly power: readonly number[] };
  /** Frequency of the strongest peak, cycles a pixel. */
  readonly peakFrequency: number;
}

const patchPx = 256;
const patchesAcross = 4;

/** `region`: the part to look at, pixels of the raster as photographed (never enlarged or shrunk). */
export function measureRecapture(raster: Raster, region: Box | null): RecaptureFeatures | null {
  const box = region ?? { x: 0, y: 0, width: raster.widthPx, height: raster.heightPx };
  const left = Math.max(0, Math.round(box.x));
  const top = Math.max(0, Math.round(box.y));
  const right = Math.min(raster.widthPx, Math.round(box.x + box.width));
  const bottom = Math.min(raster.heightPx, Math.round(box.y + box.height));
  // The largest power of two that leaves room for two patches: small pictures get small ones.
  let size = patchPx;
  while (size > 64 && size * 1.5 > Math.min(right - left, bottom - top)) size /= 2;
  if (Math.min(right - left, bottom - top) < size) return null;
  const patches = placesOf(left, top, right, bottom, size).map(([x, y]) => measurePatch(raster, x, y, size));
  const byPeak = (of: (patch: Patch) => number) => {
    const sorted = patches.map(of).sort((a, b) => b - a);
    return mean(sorted.slice(0, 3));
  };
  const radial = patches[0]!.brightness.radial.map((_, radius) =>
    mean(patches.map((patch) => patch.brightness.radial[radius]!)),
  );
  const at = (frequency: number) => radial[Math.round(frequency * size)]!;
  const strongest = patches.reduce((best, patch) =>
    patch.brightness.peak > best.brightness.peak ? patch : best,
  );
  const first = Math.ceil(size * 0.03);
  return {
    brightnessPeak: byPeak((patch) => patch.brightness.peak),
    colourPeak: byPeak((patch) => patch.colour.peak),
    peakCount: Math.log10(1 + mean(patches.map((patch) => patch.brightness.peaks + patch.colour.peaks))),
    fallOff: at(0.1) - at(0.4),
    ...coloursOf(raster, left, top, right, bottom),
    spectrum: {
      frequency: Array.from(radial.slice(first), (_, index) => (index + first) / size),
      power: Array.from(radial.slice(first)),
    },
    peakFrequency: strongest.brightness.peakRadius / size,
  };
}

interface Patch {
  readonly brightness: ReturnType<typeof shapeOf>;
  readonly colour: ReturnType<typeof shapeOf>;
}

function measurePatch({ rgb, widthPx }: Raster, left: number, top: number, size: number): Patch {
  const brightness = new Float32Array(size * size);
  const colour = new Float32Array(size * size);
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const from = ((top + y) * widthPx + left + x) * 3;
      const to = y * size + x;
      brightness[to] = rgb[from]! * 0.299 + rgb[from + 1]! * 0.587 + rgb[from + 2]! * 0.114;
      colour[to] = rgb[from]! - rgb[from + 1]!;
    }
  }
  const [brightnessPower, colourPower] = logPowers(brightness, colour, size);
  return { brightness: shapeOf(brightnessPower, size), colour: shapeOf(colourPower, size) };
}

function placesOf(
  left: number,
  top: number,
  right: number,
  bottom: number,
  size: number,
): (readonly [number, number])[] {
  const along = (from: number, to: number) => {
    const count = Math.min(patchesAcross, Math.max(1, Math.floor((to - from) / size)));
    // Away from the rim, where the background shows beside a page that is turned.
    const room = to - from - size;
    return Array.from({ length: count }, (_, index) =>
      Math.round(from + (count === 1 ? room / 2 : room * (0.06 + (0.88 * index) / (count - 1)))),
    );
  };
  return along(top, bottom).flatMap((y) => along(left, right).map((x) => [x, y] as const));
}

function coloursOf({ rgb, widthPx }: Raster, left: number, top: number, right: number, bottom: number) {
  const step = Math.max(1, Math.round(Math.sqrt(((right - left) * (bottom - top)) / 40_000)));
  const chroma = new Uint32Array(256);
  const levels = new Uint32Array(256);
  let count = 0;
  let red = 0;
  let blue = 0;
  let all = 0;
  for (let y = top; y < bottom; y += step) {
    for (let x = left; x < right; x += step) {
      const at = (y * widthPx + x) * 3;
      const [r, g, b] = [rgb[at]!, rgb[at + 1]!, rgb[at + 2]!];
      chroma[Math.max(r, g, b) - Math.min(r, g, b)]! += 1;
      levels[Math.round(r * 0.299 + g * 0.587 + b * 0.114)]! += 1;
      red += r;
      blue += b;
      all += (r + g + b) / 3;
      count += 1;
    }
  }
  const quantile = (counts: Uint32Array, share: number) => {
    let seen = 0;
    for (let value = 0; value < 256; value += 1) {
      seen += counts[value]!;
      if (seen >= share * count) return value;
    }
    return 255;
  };
  return {
    chroma: quantile(chroma, 0.95),
    contrast: quantile(levels, 0.98) - quantile(levels, 0.02),
    warmth: (red - blue) / Math.max(1, all),
  };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
