// Plain Node. A display's subpixels and a press's halftone dots, sampled as a sensor samples them. Nothing is painted on
// afterwards: moire appears, or not, because two grids meet.
import { openCv, withMats } from '../opencv.ts';
import { linearOf, srgbOf } from './light.ts';
import { chain, type Homography, invert, project } from './pose.ts';
import type { Microstructure, Surface } from './surface.ts';

/** Samples a pixel along each axis. Three resolve a grid down to a pitch of 0.7 image pixels. */
const samples = 3;
/** The lens spreads a point over about half a pixel before the sensor samples it (diffraction and low-pass filter). */
const lensSigmaPx = 0.45;
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

function subpixels({
  pitchMm,
  brightness,
  blackPoint,
}: Extract<Microstructure, { type: 'subpixels' }>): Shade {
  // A backlight is bluer than paper under room light.
  const gain = [0.94, 1, 1.12].map((tint) => tint * brightness * subpixelGain);
  return (xMm, yMm, r, g, b, out, at) => {
    const u = xMm / pitchMm;
    const v = yMm / pitchMm;
    const across = u - Math.floor(u);
    const along = v - Math.floor(v);
    const lit = along > 0.06 && along < 0.94;
    out[at] = lit && across > 0.04 && across < 0.3 ? (linearOf[r]! + blackPoint) * gain[0]! : 0;
    out[at + 1] = lit && across > 0.37 && across < 0.63 ? (linearOf[g]! + blackPoint) * gain[1]! : 0;
    out[at + 2] = lit && across > 0.7 && across < 0.96 ? (linearOf[b]! + blackPoint) * gain[2]! : 0;
  };
}

/** One turn of the cosine in 4096 steps: a dot's outline needs no more. */
const cosine = Float32Array.from({ length: 4096 }, (_, step) => Math.cos((step / 4096) * 2 * Math.PI));
const turn = (cells: number) => cosine[(cells * 4096) & 4095]!;

function halftone({ linesPerInch }: Extract<Microstructure, { type: 'halftone' }>): Shade {
  const cellsPerMm = linesPerInch / 25.4;
  const coverage = new Float32Array(4);
  return (xMm, yMm, r, g, b, out, at) => {
    // Dots cover as much as light must be taken away; the common part goes to black, more so in the shadows.
    const [c, m, y] = [1 - linearOf[r]!, 1 - linearOf[g]!, 1 - linearOf[b]!];
    const k = Math.min(c, m, y) ** 2;
    const rest = k < 1 ? 1 / (1 - k) : 0;
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
      // Soft edge: ink bleeds about a tenth of a cell.
      const density = Math.min(1, Math.max(0, (area - height) * 6 + 0.5));
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
  const shade = micro.type === 'subpixels' ? subpixels(micro) : halftone(micro);
  const rgb = new Uint8Array(widthPx * heightPx * 3);
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
  if (right <= left || bottom <= top) return rgb;

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
      const light = shaded.data32F;
      const pixels = base.data;
      const [a, b, c, d, e, f, g, h, i] = toMm;
      for (let row = 0, at = 0; row < high; row++) {
        for (let column = 0; column < wide; column++, at += 3) {
          const w = g * column + h * row + i;
          const xMm = (a * column + b * row + c) / w;
          const yMm = (d * column + e * row + f) / w;
          shade(xMm, yMm, pixels[at]!, pixels[at + 1]!, pixels[at + 2]!, light, at);
        }
      }
      cv.GaussianBlur(shaded, shaded, new cv.Size(0, 0), lensSigmaPx * samples);
      const sensed = keep(new cv.Mat());
      cv.resize(shaded, sensed, new cv.Size(right - left, rows), 0, 0, cv.INTER_AREA);
      const sensedLight = sensed.data32F;
      for (let row = 0, from32 = 0; row < rows; row++) {
        let at = ((from + row) * widthPx + left) * 3;
        for (let column = 0; column < (right - left) * 3; column++) {
          rgb[at++] = srgbOf(sensedLight[from32++]!);
        }
      }
    });
  }
  return rgb;
}
