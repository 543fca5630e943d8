// Engine. What a scanner's glass shows where nothing lies on it: the lid's colour, and how it changes over the glass. Pure.
import type { Raster } from '../image/raster.ts';

/** Of each channel `a + b x + c y`, x and y from -1 to 1 over the picture. */
export interface Bed {
  readonly planes: readonly [Plane, Plane, Plane];
  /** How far bare glass strays from that, 8-bit steps: 1.5 times the third quartile along the rim. */
  readonly spread: number;
}
type Plane = readonly [a: number, b: number, c: number];

/** Steps of a channel that count as one colour at first. */
const bin = 12;
/** Wide enough for a lid that grows darker towards one end. */
const firstReach = 22;
/** What strays from the planes by more spreads is something else. */
const spreadsThatCount = 4;

/**
 * The commonest colour along the picture's rim, followed over the picture. Documents that touch the rim take a part of it;
 * none takes most. Where a sheet covers all of the glass, the sheet is what is called the bed.
 */
export function measureBed(raster: Raster, rimPx: number): Bed {
  const start = commonestOnRim(raster, rimPx);
  let planes: Bed['planes'] = [
    [start[0], 0, 0],
    [start[1], 0, 0],
    [start[2], 0, 0],
  ];
  let spread = firstReach / spreadsThatCount;
  // White paper on a white lid is nearer to it than a lid is even: so the rim first, then all that is like it.
  for (const where of [rimPx, rimPx, rimPx, rimPx, Infinity]) {
    const fit = fitPlanes(raster, planes, Math.min(firstReach, spreadsThatCount * spread), where);
    if (!fit) break;
    planes = fit.planes;
    spread = where === Infinity ? spread : fit.spread;
  }
  return { planes, spread };
}

/** The bed's colour at a place, x and y from -1 to 1 over the picture. */
export const bedAt = ({ planes }: Bed, x: number, y: number): readonly [number, number, number] =>
  planes.map(([a, b, c]) => a + b * x + c * y) as unknown as [number, number, number];

/** Of each pixel how far it is from the bed's colour: the channel that differs most, 0 to 255. */
export function distanceFromBed(raster: Raster, bed: Bed): Uint8Array {
  const { widthPx, heightPx, rgb } = raster;
  const far = new Uint8Array(widthPx * heightPx);
  for (let y = 0, at = 0; y < heightPx; y += 1) {
    const v = (2 * (y + 0.5)) / heightPx - 1;
    for (let x = 0; x < widthPx; x += 1, at += 1) {
      const u = (2 * (x + 0.5)) / widthPx - 1;
      let most = 0;
      for (let channel = 0; channel < 3; channel += 1) {
        const [a, b, c] = bed.planes[channel]!;
        most = Math.max(most, Math.abs(rgb[at * 3 + channel]! - a - b * u - c * v));
      }
      far[at] = most;
    }
  }
  return far;
}

function commonestOnRim({ widthPx, heightPx, rgb }: Raster, rimPx: number): [number, number, number] {
  const tally = new Map<number, { count: number; sum: [number, number, number] }>();
  for (let y = 0; y < heightPx; y += 1) {
    const onEnd = y < rimPx || y >= heightPx - rimPx;
    for (let x = 0; x < widthPx; x += 1) {
      if (!onEnd && x === rimPx) x = Math.max(x, widthPx - rimPx);
      const at = (y * widthPx + x) * 3;
      const [red, green, blue] = [rgb[at]!, rgb[at + 1]!, rgb[at + 2]!];
      const key = (Math.floor(red / bin) * 32 + Math.floor(green / bin)) * 32 + Math.floor(blue / bin);
      const own = tally.get(key) ?? { count: 0, sum: [0, 0, 0] };
      own.count += 1;
      own.sum[0] += red;
      own.sum[1] += green;
      own.sum[2] += blue;
      tally.set(key, own);
    }
  }
  // A lid's colour may lie on the border of bins: a bin counts with those around it.
  const around = [-1, 0, 1].flatMap((red) =>
    [-1, 0, 1].flatMap((green) => [-1, 0, 1].map((blue) => (red * 32 + green) * 32 + blue)),
  );
  let most = { count: 0, sum: [0, 0, 0] as [number, number, number] };
  for (const key of tally.keys()) {
    const own = around.flatMap((by) => tally.get(key + by) ?? []);
    const count = own.reduce((sum, each) => sum + each.count, 0);
    if (count <= most.count) continue;
    const sumOf = (channel: 0 | 1 | 2) => own.reduce((sum, each) => sum + each.sum[channel], 0);
    most = { count, sum: [sumOf(0), sumOf(1), sumOf(2)] };
  }
  return most.sum.map((sum) => sum / most.count) as [number, number, number];
}

/** Least squares through all pixels within `reach` of the planes so far; null where hardly any are. */
function fitPlanes({ widthPx, heightPx, rgb }: Raster, planes: Bed['planes'], reach: number, rimPx: number) {
  // Sums of 1, x, y and their products; then of each channel times 1, x, y.
  const s = new Float64Array(6);
  const t = [new Float64Array(3), new Float64Array(3), new Float64Array(3)];
  const strays = new Uint32Array(256);
  let count = 0;
  for (let y = 0; y < heightPx; y += 1) {
    const v = (2 * (y + 0.5)) / heightPx - 1;
    const onEnd = y < rimPx || y >= heightPx - rimPx;
    for (let x = 0; x < widthPx; x += 1) {
      if (!onEnd && x === rimPx) x = Math.max(x, widthPx - rimPx);
      const u = (2 * (x + 0.5)) / widthPx - 1;
      const at = (y * widthPx + x) * 3;
      let most = 0;
      for (let channel = 0; channel < 3; channel += 1) {
        const [a, b, c] = planes[channel]!;
        most = Math.max(most, Math.abs(rgb[at + channel]! - a - b * u - c * v));
      }
      if (most > reach) continue;
      count += 1;
      strays[Math.min(255, Math.round(most * 4))]! += 1;
      s[0]! += 1;
      s[1]! += u;
      s[2]! += v;
      s[3]! += u * u;
      s[4]! += u * v;
      s[5]! += v * v;
      for (let channel = 0; channel < 3; channel += 1) {
        const value = rgb[at + channel]!;
        t[channel]![0]! += value;
        t[channel]![1]! += value * u;
        t[channel]![2]! += value * v;
      }
    }
  }
  if (count < 100) return null;
  const fitted = t.map((sums, channel) => solve(s, sums) ?? planes[channel]!) as unknown as Bed['planes'];
  let seen = 0;
  let quartile = 0;
  while (quartile < 255 && seen + strays[quartile]! < count * 0.75) seen += strays[quartile++]!;
  return { planes: fitted, spread: Math.max(0.5, (1.5 * quartile) / 4) };
}

/** Cramer's rule on the symmetric 3 x 3 system of a plane. */
function solve(s: Float64Array, t: Float64Array): Plane | null {
  const [n, u, v, uu, uv, vv] = s as unknown as [number, number, number, number, number, number];
  const [p, q, r] = t as unknown as [number, number, number];
  const determinant = n * (uu * vv - uv * uv) - u * (u * vv - uv * v) + v * (u * uv - uu * v);
  // Too few places to tell a slope from.
  if (Math.abs(determinant) < 1e-4 * n * n * n) return [p / n, 0, 0];
  return [
    (p * (uu * vv - uv * uv) - u * (q * vv - uv * r) + v * (q * uv - uu * r)) / determinant,
    (n * (q * vv - r * uv) - p * (u * vv - uv * v) + v * (u * r - q * v)) / determinant,
    (n * (uu * r - uv * q) - u * (u * r - q * v) + p * (u * uv - uu * v)) / determinant,
  ];
}
