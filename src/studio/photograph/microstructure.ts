// Plain Node. A display's subpixels and a press's halftone dots, sampled as a sensor samples them. Nothing is painted on
// afterwards: moire appears, or not, because two grids meet.
import { openCv, withMats } from '../opencv.ts';
import { linearOf, srgbOf } from './light.ts';
import { chain, type Homography, invert, project } from './pose.ts';
import type { Microstructure, Surface } from './surface.ts';

/** Samples a pixel along each axis. Grids finer than these are averaged: lens and pixel take them away in any case. */
const samples = 3;
/** The lens spreads a point over about a third of a pixel before the sensor samples it: small cameras have no low-pass filter. */
const lensSigmaPx = 0.35;
const rowsPerStrip = 96;

// Linear reflectance of process inks on coated paper (after ISO 12647-2 solids, rounded) and of office paper.
const paperWhite = [0.84, 0.84, 0.86] as const;
const inks = [
  [0.06, 0.3, 0.6],
  [0.5, 0.035, 0.12],
  [0.84, 0.62, 0.04],
  [0.025, 0.025, 0.025],
] as const;
// Usual screen angles: cyan 15, magenta 75, yellow 0, black 45 degrees.
const angles = [15, 75, 0, 45].map((degrees) => [
  Math.cos((degrees * Math.PI) / 180),
  Math.sin((degrees * Math.PI) / 180),
]) as readonly (readonly [number, number])[];

type Shade = (
  xMm: number,
  yMm: number,
  r: number,
  g: number,
  b: number,
  out: Float32Array,
  at: number,
) => void;

/** Share of a stripe's light area: 0.26 of the pitch across, 0.88 along. The mean over a pixel stays 1. */
const subpixelGain = 1 / (0.26 * 0.88);

/** Integral from 0 to `t` of a periodic stripe that is lit from `start` to `end` of each period. */
const litUpTo = (t: number, start: number, end: number) => {
  const whole = Math.floor(t);
  return whole * (end - start) + Math.min(Math.max(t - whole - start, 0), end - start);
};

/** `spacingMm`: distance between two samples. Each sample stands for the area about it, so that fine grids even out. */
function subpixels(
  { pitchMm, brightness, blackPoint }: Extract<Microstructure, { type: 'subpixels' }>,
  spacingMm: number,
): Shade {
  // A backlight is bluer than paper under room light.
  const gain = [0.94, 1, 1.12].map((tint) => tint * brightness * subpixelGain) as [number, number, number];
  const half = spacingMm / pitchMm / 2;
  const perArea = 1 / (4 * half * half);
  return (xMm, yMm, r, g, b, out, at) => {
    const u = xMm / pitchMm;
    const v = yMm / pitchMm;
    const along = (litUpTo(v + half, 0.06, 0.94) - litUpTo(v - half, 0.06, 0.94)) * perArea;
    const [low, high] = [u - half, u + half];
    out[at] =
      (linearOf[r]! + blackPoint) * gain[0] * along * (litUpTo(high, 0.04, 0.3) - litUpTo(low, 0.04, 0.3));
    out[at + 1] =
      (linearOf[g]! + blackPoint) * gain[1] * along * (litUpTo(high, 0.37, 0.63) - litUpTo(low, 0.37, 0.63));
    out[at + 2] =
      (linearOf[b]! + blackPoint) * gain[2] * along * (litUpTo(high, 0.7, 0.96) - litUpTo(low, 0.7, 0.96));
  };
}

/** One turn of the cosine in 4096 steps: a dot's outline needs no more. */
const cosine = Float32Array.from({ length: 4096 }, (_, step) => Math.cos((step / 4096) * 2 * Math.PI));
const turn = (cells: number) => cosine[(cells * 4096) & 4095]!;

function halftone({ linesPerInch }: Extract<Microstructure, { type: 'halftone' }>, spacingMm: number): Shade {
  const cellsPerMm = linesPerInch / 25.4;
  // Ink bleeds about a tenth of a cell; a dot's edge is no sharper than the distance between samples either, over which
  // the threshold changes by at most 0.5 pi a cell.
  const slope = 1 / Math.max(1 / 6, 0.5 * Math.PI * spacingMm * cellsPerMm);
  const coverage = new Float32Array(4);
  return (xMm, yMm, r, g, b, out, at) => {
    // Dots cover as much as light must be taken away; the common part goes to black, more so in the shadows.
    const [c, m, y] = [1 - linearOf[r]!, 1 - linearOf[g]!, 1 - linearOf[b]!];
    const k = Math.min(c, m, y) ** 3;
    // Inks absorb in each other's bands as well, so a little less of each is laid down.
    const rest = k < 1 ? 0.8 / (1 - k) : 0;
    coverage[0] = (c - k) * rest;
    coverage[1] = (m - k) * rest;
    coverage[2] = (y - k) * rest;
    coverage[3] = k;
    let red = paperWhite[0] as number;
    let green = paperWhite[1] as number;
    let blue = paperWhite[2] as number;
    for (let ink = 0; ink < 4; ink++) {
      const area = coverage[ink]!;
      if (area < 0.01) continue;
      const cos = angles[ink]![0] * cellsPerMm;
      const sin = angles[ink]![1] * cellsPerMm;
      const height = 0.5 - 0.25 * (turn(xMm * cos + yMm * sin) + turn(yMm * cos - xMm * sin));
      const density = Math.min(1, Math.max(0, (area - height) * slope + 0.5));
      const reflectance = inks[ink]!;
      red *= 1 - density * (1 - reflectance[0]);
      green *= 1 - density * (1 - reflectance[1]);
      blue *= 1 - density * (1 - reflectance[2]);
    }
    out[at] = red;
    out[at + 1] = green;
    out[at + 2] = blue;
  };
}

/** The surface as the sensor sees it: 8-bit sRGB over the whole frame, black beside the surface. */
export async function sampleMicrostructure(
  surface: Surface,
  micro: Microstructure,
  toImage: Homography,
  widthPx: number,
  heightPx: number,
): Promise<Uint8Array> {
  const cv = await openCv();
  const [ax, ay] = project(invert(toImage), [widthPx / 2, heightPx / 2]);
  const [bx, by] = project(invert(toImage), [widthPx / 2 + 1 / samples, heightPx / 2]);
  const spacingMm = Math.hypot(bx - ax, by - ay);
  const shade = micro.type === 'subpixels' ? subpixels(micro, spacingMm) : halftone(micro, spacingMm);
  const light = new Float32Array(widthPx * heightPx * 3);
  const corners = [
    project(toImage, [0, 0]),
    project(toImage, [surface.widthMm, 0]),
    project(toImage, [surface.widthMm, surface.heightMm]),
    project(toImage, [0, surface.heightMm]),
  ];
  const clamp = (value: number, high: number) => Math.min(Math.max(Math.round(value), 0), high);
  const left = clamp(Math.min(...corners.map(([x]) => x)) - 2, widthPx);
  const right = clamp(Math.max(...corners.map(([x]) => x)) + 2, widthPx);
  const top = clamp(Math.min(...corners.map(([, y]) => y)) - 2, heightPx);
  const bottom = clamp(Math.max(...corners.map(([, y]) => y)) + 2, heightPx);
  if (right <= left || bottom <= top) return new Uint8Array(light.length);

  for (let from = top; from < bottom; from += rowsPerStrip) {
    const rows = Math.min(rowsPerStrip, bottom - from);
    const [wide, high] = [(right - left) * samples, rows * samples];
    // Sample (i, j) lies at image point (left + (i + 0.5) / samples, ...): pixel centres are at half units.
    const toSamples: Homography = chain(
      [samples, 0, -left * samples - 0.5, 0, samples, -from * samples - 0.5, 0, 0, 1],
      toImage,
    );
    const toMm = invert(toSamples);
    const toRaster = chain(toSamples, [
      1 / surface.pxPerMm,
      0,
      0.5 / surface.pxPerMm,
      0,
      1 / surface.pxPerMm,
      0.5 / surface.pxPerMm,
      0,
      0,
      1,
    ]);
    withMats((keep) => {
      const source = keep(
        cv.matFromArray(
          surface.raster.heightPx,
          surface.raster.widthPx,
          cv.CV_8UC3,
          surface.raster.rgb as never,
        ),
      );
      const matrix = keep(cv.matFromArray(3, 3, cv.CV_64FC1, [...toRaster]));
      const base = keep(new cv.Mat());
      // A display shows whole pixels; a print is continuous below its dots.
      const flag = micro.type === 'subpixels' ? cv.INTER_NEAREST : cv.INTER_LINEAR;
      cv.warpPerspective(source, base, matrix, new cv.Size(wide, high), flag);
      const shaded = keep(new cv.Mat(high, wide, cv.CV_32FC3));
      const fine = shaded.data32F;
      const pixels = base.data;
      const [a, b, c, d, e, f, g, h, i] = toMm;
      for (let row = 0, at = 0; row < high; row++) {
        for (let column = 0; column < wide; column++, at += 3) {
          const w = g * column + h * row + i;
          const xMm = (a * column + b * row + c) / w;
          const yMm = (d * column + e * row + f) / w;
          shade(xMm, yMm, pixels[at]!, pixels[at + 1]!, pixels[at + 2]!, fine, at);
        }
      }
      cv.GaussianBlur(shaded, shaded, new cv.Size(0, 0), lensSigmaPx * samples);
      const sensed = keep(new cv.Mat());
      cv.resize(shaded, sensed, new cv.Size(right - left, rows), 0, 0, cv.INTER_AREA);
      const sensedLight = sensed.data32F;
      for (let row = 0, from32 = 0; row < rows; row++) {
        let at = ((from + row) * widthPx + left) * 3;
        for (let column = 0; column < (right - left) * 3; column++) {
          light[at++] = sensedLight[from32++]!;
        }
      }
    });
  }
  return demosaic(light, widthPx, heightPx, { left, right, top, bottom });
}

/**
 * A sensor has one colour a pixel (Bayer: RG over GB) and works out the others from its neighbours. Grids finer than
 * that mosaic come back as coloured fringes, the moire that gives a display away.
 */
function demosaic(
  light: Float32Array,
  widthPx: number,
  heightPx: number,
  { left, right, top, bottom }: { left: number; right: number; top: number; bottom: number },
): Uint8Array {
  const rgb = new Uint8Array(light.length);
  const sums = new Float64Array(3);
  const weights = new Float64Array(3);
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      sums.fill(0);
      weights.fill(0);
      for (let dy = -1; dy <= 1; dy++) {
        const row = y + dy;
        if (row < 0 || row >= heightPx) continue;
        for (let dx = -1; dx <= 1; dx++) {
          const column = x + dx;
          if (column < 0 || column >= widthPx) continue;
          const channel = (row & 1) + (column & 1);
          const weight = (2 - Math.abs(dx)) * (2 - Math.abs(dy));
          sums[channel]! += weight * light[(row * widthPx + column) * 3 + channel]!;
          weights[channel]! += weight;
        }
      }
      const at = (y * widthPx + x) * 3;
      const own = (y & 1) + (x & 1);
      for (let channel = 0; channel < 3; channel++) {
        rgb[at + channel] = srgbOf(
          channel === own ? light[at + channel]! : sums[channel]! / weights[channel]!,
        );
      }
    }
  }
  return rgb;
}
