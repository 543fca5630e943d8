// Engine. Cuts the lines of a possible MRZ out of the photograph: straight, upright, tight around the characters.
import type { Point, Quad } from '../../shared/domain/geometry.ts';
import { type Mat, type OpenCv, warpQuad, withMats } from '../image/opencv.ts';
import type { MrzCandidate } from './mrz-location.ts';
import type { LineImage } from './mrz-recogniser.ts';
import type { TextLine } from './text-detection.ts';

export interface MrzStrip {
  readonly image: LineImage;
  /** The line in the raster that it was cut from, clockwise from its own top left. */
  readonly quad: Quad;
}

/** Capital letters fill about this share of a line image: of 0.66, 0.72 and 0.78 the network read most lines with the first. */
const letterShare = 0.66;
/** Images are this much wider than the line: the network reads wide characters better than narrow ones (its card). */
const stretch = 1.1;
/**
 * Free space left and right, in line thicknesses. Detected boxes hold their text already: at 1.1 the reader saw
 * characters in the background of 21 of 25 documents, at 0.15 in none.
 */
const sideMargin = 0.15;
/** A strip is first cut this much taller than the line, to see where the letters really are. */
const searchShare = 1.5;

/**
 * `grey`: CV_8UC1 of the whole photograph. `lineHeightPx`: what the reader asks for. `reach`: how far beyond the ends
 * that were detected to cut, pixels of the photograph.
 */
export function cutStrips(
  cv: OpenCv,
  grey: Mat,
  candidate: MrzCandidate,
  lineHeightPx: number,
  reach: { readonly beforePx: number; readonly afterPx: number } = { beforePx: 0, afterPx: 0 },
): MrzStrip[] {
  const { along } = candidate;
  // Every line of a zone is equally long: one that lost its fillers takes the ends of the others.
  const starts = candidate.lines.map((line) => dot(line.centre, along) - line.lengthPx / 2);
  const ends = candidate.lines.map((line) => dot(line.centre, along) + line.lengthPx / 2);
  const start = Math.min(...starts) - reach.beforePx;
  const end = Math.max(...ends) + reach.afterPx;
  return candidate.lines.map((line) => cutLine(cv, grey, line, candidate, { start, end }, lineHeightPx));
}

function cutLine(
  cv: OpenCv,
  grey: Mat,
  line: TextLine,
  { along, pitchPx }: MrzCandidate,
  extent: { readonly start: number; readonly end: number },
  lineHeightPx: number,
): MrzStrip {
  const axis: Point = dot(line.along, along) >= 0 ? line.along : [-line.along[0], -line.along[1]];
  const thicknessPx = Math.min(line.thicknessPx, pitchPx);
  const at = dot(line.centre, along);
  const from = extent.start - at - sideMargin * thicknessPx;
  const to = extent.end - at + sideMargin * thicknessPx;
  const place = { centre: line.centre, axis, from, to };
  const searchPx = Math.min(searchShare * thicknessPx, 1.25 * pitchPx);
  return cutPlace(cv, grey, place, { searchPx, mostPx: 1.15 * pitchPx }, lineHeightPx);
}

/** `grey`: CV_8UC1, a crop that holds one line and hardly more. */
export function cutWhole(cv: OpenCv, grey: Mat, lineHeightPx: number): MrzStrip {
  const { cols, rows } = grey;
  const place: LinePlace = {
    centre: [cols / 2, rows / 2],
    axis: [1, 0],
    from: -cols / 2,
    to: cols / 2,
  };
  return cutPlace(cv, grey, place, { searchPx: rows, mostPx: rows }, lineHeightPx);
}

/** `searchPx`: how high to look for the letters. `mostPx`: the line is not higher than this. */
function cutPlace(
  cv: OpenCv,
  grey: Mat,
  place: LinePlace,
  { searchPx, mostPx }: { readonly searchPx: number; readonly mostPx: number },
  lineHeightPx: number,
): MrzStrip {
  const lengthPx = place.to - place.from;
  const band = withMats((keep) => {
    const height = 48;
    const width = Math.max(64, Math.round((lengthPx * height) / searchPx));
    const quad = quadOf({ ...place, tilt: 0, shift: 0 }, searchPx);
    return findLetters(keep(warpQuad(cv, grey, quad, width, height)));
  });
  const shift = ((band.left + band.right) / 2 - 0.5) * searchPx;
  const tilt = ((band.right - band.left) * searchPx * 2) / lengthPx;
  const heightPx = Math.min((band.height * searchPx) / letterShare, mostPx);
  const quad = quadOf({ ...place, shift, tilt }, heightPx);
  const widthPx = Math.max(64, Math.round((stretch * lengthPx * lineHeightPx) / heightPx));
  const pixels = sample(cv, grey, quad, heightPx, widthPx, lineHeightPx);
  return { image: { widthPx, heightPx: lineHeightPx, grey: pixels }, quad };
}

/** Straightened at the photograph's own resolution and averaged down from there: sampling alone would drop thin strokes. */
function sample(
  cv: OpenCv,
  grey: Mat,
  quad: Quad,
  sourceHeightPx: number,
  widthPx: number,
  heightPx: number,
): Uint8Array {
  const times = Math.max(1, Math.round(sourceHeightPx / heightPx));
  return withMats((keep) => {
    const fine = keep(warpQuad(cv, grey, quad, widthPx * times, heightPx * times));
    if (times === 1) return new Uint8Array(fine.data);
    const small = keep(new cv.Mat());
    cv.resize(fine, small, new cv.Size(widthPx, heightPx), 0, 0, cv.INTER_AREA);
    return new Uint8Array(small.data);
  });
}

const dot = (a: Point, b: Point): number => a[0] * b[0] + a[1] * b[1];

interface LinePlace {
  readonly centre: Point;
  readonly axis: Point;
  /** Ends along the axis, from the centre, pixels. */
  readonly from: number;
  readonly to: number;
}

interface StripPlace extends LinePlace {
  /** Sideways correction: constant, and per pixel along. */
  readonly shift: number;
  readonly tilt: number;
}

function quadOf({ centre, axis, from, to, shift, tilt }: StripPlace, heightPx: number): Quad {
  const down: Point = [-axis[1], axis[0]];
  const middle = (from + to) / 2;
  const corner = (along: number, half: number): Point => {
    const across = shift + tilt * (along - middle) + half * heightPx;
    return [centre[0] + along * axis[0] + across * down[0], centre[1] + along * axis[1] + across * down[1]];
  };
  return [corner(from, -0.5), corner(to, -0.5), corner(to, 0.5), corner(from, 0.5)];
}

/** Where the letters stand in a strip, as shares of its height: middle in the left and in the right half, and height. */
function findLetters(strip: Mat): { left: number; right: number; height: number } {
  const { rows, cols } = strip;
  const halves = [rowActivity(strip, 0, cols / 2), rowActivity(strip, cols / 2, cols)];
  const bands = halves.map((activity) => bandOf(activity));
  const [left, right] = bands as [Band, Band];
  const height = Math.max(left.height, right.height);
  // A half with little in it (fillers, which are lower than letters) says little about where the line is.
  const whole = bandOf(halves[0]!.map((value, row) => value + halves[1]![row]!));
  const trusted = (band: Band) => (band.height > 0.75 * height ? band.middle : whole.middle);
  const bounded = Math.min(0.9, Math.max(0.3, Math.max(height, whole.height) / rows));
  return { left: trusted(left) / rows, right: trusted(right) / rows, height: bounded };
}

/** Mean horizontal change of brightness in each row: strokes change it often, borders and shading do not. */
function rowActivity(strip: Mat, fromColumn: number, toColumn: number): number[] {
  const { rows, cols, data } = strip;
  const activity: number[] = [];
  for (let row = 0; row < rows; row += 1) {
    let sum = 0;
    for (let column = Math.round(fromColumn) + 2; column < Math.round(toColumn); column += 1) {
      const at = row * cols + column;
      sum += Math.abs(data[at]! - data[at - 2]!);
    }
    activity.push(sum);
  }
  return activity;
}

interface Band {
  readonly middle: number;
  readonly height: number;
}

/** The rows around the middle whose activity is above a third of the way from the quietest to the busiest. */
function bandOf(activity: readonly number[]): Band {
  const sorted = [...activity].sort((a, b) => a - b);
  const low = sorted[Math.floor(sorted.length * 0.05)]!;
  const high = sorted[Math.floor(sorted.length * 0.9)]!;
  const threshold = low + (high - low) * 0.35;
  let best: Band = { middle: activity.length / 2, height: activity.length * 0.6 };
  let bestWeight = 0;
  for (let start = 0; start < activity.length; ) {
    if (activity[start]! < threshold) {
      start += 1;
      continue;
    }
    let end = start;
    let weight = 0;
    while (end < activity.length && activity[end]! >= threshold) {
      weight += activity[end]!;
      end += 1;
    }
    // The neighbouring line may reach in at the edge: the middle counts for more.
    const middle = (start + end) / 2;
    const closeness = 1 - Math.abs(middle / activity.length - 0.5);
    if (weight * closeness > bestWeight) {
      bestWeight = weight * closeness;
      best = { middle, height: end - start };
    }
    start = end;
  }
  return best;
}
