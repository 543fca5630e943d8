// Engine. Lines of text on a page whose outline was seen: it is laid flat first, since the detector breaks lines that run
// aslant (of pages turned by 45 degrees a third could not be read).
import type { InferenceSession } from 'onnxruntime-node';
import { type Point, projectInto, type Quad } from '../../shared/domain/geometry.ts';
import { loadOpenCv, warpRaster } from '../image/opencv.ts';
import type { Raster } from '../image/raster.ts';
import { poseOf } from './page-pose.ts';
import { findTextLines, type TextLine } from './text-detection.ts';

/** From here on, degrees off level or upright, the detector finds less than all of a line of fillers. */
const aslantFromDegrees = 8;
/** A page tilted by more has lines that run together at its far end. */
const tiltedFromDegrees = 22;
/** Beyond each side of the page, as a share of it: corners may be a little off. */
const margin = 0.06;

/** `widthPx`, `heightPx`: of the picture in whose pixels `quad` is. */
export function isAslant(quad: Quad, widthPx: number, heightPx: number): boolean {
  if (poseOf(quad, widthPx, heightPx).tiltDegrees > tiltedFromDegrees) return true;
  const [tl, tr, br, bl] = quad;
  const degrees = (Math.atan2(tr[1] + br[1] - tl[1] - bl[1], tr[0] + br[0] - tl[0] - bl[0]) * 180) / Math.PI;
  const off = ((degrees % 90) + 90) % 90;
  return Math.min(off, 90 - off) > aslantFromDegrees;
}

/** `page` and the result in pixels of `raster`. `session`: PP-OCR's detector. */
export async function findPageText(
  session: InferenceSession,
  raster: Raster,
  page: Quad,
): Promise<TextLine[]> {
  const at = projectInto(page);
  const outer: Quad = [
    at(-margin, -margin),
    at(1 + margin, -margin),
    at(1 + margin, 1 + margin),
    at(-margin, 1 + margin),
  ];
  const side = (from: number, to: number) =>
    Math.hypot(outer[to]![0] - outer[from]![0], outer[to]![1] - outer[from]![1]);
  const widthPx = Math.max(32, Math.round((side(0, 1) + side(3, 2)) / 2));
  const heightPx = Math.max(32, Math.round((side(1, 2) + side(0, 3)) / 2));
  const flat = warpRaster(await loadOpenCv(), raster, outer, widthPx, heightPx);
  const place = projectInto(outer);
  const toRaster = ([x, y]: Point): Point => place(x / widthPx, y / heightPx);
  return (await findTextLines(session, flat)).map((line) => mapped(line, toRaster));
}

function mapped(line: TextLine, to: (at: Point) => Point): TextLine {
  const { centre, along, lengthPx, thicknessPx } = line;
  const from = (alongPx: number, acrossPx: number): Point =>
    to([
      centre[0] + alongPx * along[0] - acrossPx * along[1],
      centre[1] + alongPx * along[1] + acrossPx * along[0],
    ]);
  const [start, end] = [from(-lengthPx / 2, 0), from(lengthPx / 2, 0)];
  const [top, bottom] = [from(0, -thicknessPx / 2), from(0, thicknessPx / 2)];
  const length = Math.hypot(end[0] - start[0], end[1] - start[1]);
  const sign = end[0] > start[0] || (end[0] === start[0] && end[1] > start[1]) ? 1 : -1;
  const direction: Point = [(sign * (end[0] - start[0])) / length, (sign * (end[1] - start[1])) / length];
  const across = Math.abs(-(bottom[0] - top[0]) * direction[1] + (bottom[1] - top[1]) * direction[0]);
  return {
    centre: [(start[0] + end[0]) / 2, (start[1] + end[1]) / 2],
    along: direction,
    lengthPx: length,
    thicknessPx: across,
    score: line.score,
  };
}
