// Engine. Finds quadrilaterals that may be the edge of a page: straight lines (Hough) combined in twos and twos, each
// side judged by how much of it lies on an edge of the picture. Fast enough for live frames.
import type { Point, Quad } from '../../shared/domain/geometry.ts';
import { greyToMat, type Mat, type OpenCv, withMats } from '../image/opencv.ts';

export interface QuadCandidate {
  /** In the pixels of the picture that was searched; clockwise from the corner nearest to its top left. */
  readonly quad: Quad;
  /** Share of the whole outline that lies on edges, 0 to 1. */
  readonly support: number;
  /** The same of the side that has least; sides on the border of the picture count as `borderSupport`. */
  readonly weakest: number;
  /** How many sides lie on the border of the picture. */
  readonly borderSides: number;
  /** Area over that of the picture. */
  readonly area: number;
  readonly score: number;
}

/** A side that the picture cuts off is neither seen nor missing. */
const borderSupport = 0.45;
const linesPerDirection = 12;
/** Long over short side: an ID-1 card is 1.59, a data page 1.42; perspective stretches both. */
const aspect = { low: 1.15, high: 2.1 };
const minArea = 0.02;
const samplesPerSide = 40;

interface Line {
  /** Normal (unit) and distance: `normal . p = offset`. */
  readonly normal: Point;
  readonly offset: number;
  readonly border: boolean;
}

/** `planes`: 8-bit pictures of the same size (brightness, colours); an edge in any of them counts. Best first. */
export function findQuads(
  cv: OpenCv,
  planes: readonly Uint8Array[],
  widthPx: number,
  heightPx: number,
): QuadCandidate[] {
  return withMats((keep) => {
    const edges = keep(new cv.Mat(heightPx, widthPx, cv.CV_8UC1, new cv.Scalar(0)));
    for (const plane of planes) {
      const source = keep(greyToMat(cv, plane, widthPx, heightPx));
      const smooth = keep(new cv.Mat());
      cv.GaussianBlur(source, smooth, new cv.Size(5, 5), 1.2);
      const found = keep(new cv.Mat());
      const high = edgeThreshold(smooth);
      cv.Canny(smooth, found, high * 0.4, high);
      cv.bitwise_or(edges, found, edges);
    }
    const lines = straightLines(cv, edges, keep(new cv.Mat()));
    const thick = keep(new cv.Mat());
    const kernel = keep(cv.getStructuringElement(cv.MORPH_RECT, new cv.Size(3, 3)));
    cv.dilate(edges, thick, kernel);
    return combine(lines, thick, widthPx, heightPx);
  });
}

/** Adapts to contrast: the brightness steps that only a small part of the picture exceeds. */
function edgeThreshold({ data, cols, rows }: Mat): number {
  const counts = new Uint32Array(256);
  let total = 0;
  for (let y = 1; y < rows; y += 2) {
    for (let x = 1; x < cols; x += 2) {
      const at = y * cols + x;
      const step = Math.abs(data[at]! - data[at - 1]!) + Math.abs(data[at]! - data[at - cols]!);
      counts[Math.min(255, step)]! += 1;
      total += 1;
    }
  }
  let seen = 0;
  let step = 255;
  while (step > 0 && seen < total * 0.06) seen += counts[step--]!;
  // A Sobel response is about four times the step.
  return Math.min(160, Math.max(24, step * 4));
}

/** The strongest lines that are not almost the same as a stronger one, and the four borders of the picture. */
function straightLines(cv: OpenCv, edges: Mat, found: Mat): Line[] {
  const { cols, rows } = edges;
  const votes = Math.round(Math.min(cols, rows) * 0.16);
  cv.HoughLines(edges, found, 1, Math.PI / 180, votes);
  const kept: Line[] = [];
  const perBin = [0, 0];
  for (let index = 0; index < found.rows && kept.length < linesPerDirection * 2; index += 1) {
    const offset = found.data32F[index * 2]!;
    const angle = found.data32F[index * 2 + 1]!;
    const line: Line = { normal: [Math.cos(angle), Math.sin(angle)], offset, border: false };
    if (kept.some((other) => nearlySame(line, other, cols, rows))) continue;
    const bin = Math.abs(line.normal[0]) > Math.abs(line.normal[1]) ? 0 : 1;
    if (perBin[bin]! >= linesPerDirection) continue;
    perBin[bin]! += 1;
    kept.push(line);
  }
  const border = (normal: Point, offset: number): Line => ({ normal, offset, border: true });
  return [...kept, border([1, 0], 0), border([1, 0], cols - 1), border([0, 1], 0), border([0, 1], rows - 1)];
}

function nearlySame(a: Line, b: Line, widthPx: number, heightPx: number): boolean {
  const turn = a.normal[0] * b.normal[0] + a.normal[1] * b.normal[1];
  if (Math.abs(turn) < Math.cos(0.07)) return false;
  // Distances where the lines pass the middle of the picture.
  const middle: Point = [widthPx / 2, heightPx / 2];
  const at = (line: Line) => line.offset - line.normal[0] * middle[0] - line.normal[1] * middle[1];
  return Math.abs(at(a) - Math.sign(turn) * at(b)) < 4;
}

function combine(lines: readonly Line[], edges: Mat, widthPx: number, heightPx: number): QuadCandidate[] {
  // Any two opposite sides of a page are within 25 degrees of each other, neighbours within 30 of a right angle.
  const pairs: [Line, Line][] = [];
  for (const [index, a] of lines.entries()) {
    for (const b of lines.slice(index + 1)) {
      if (a.border && b.border) continue;
      if (Math.abs(cross(a.normal, b.normal)) < Math.sin(0.44)) pairs.push([a, b]);
    }
  }
  const candidates: QuadCandidate[] = [];
  for (const [index, [a, c]] of pairs.entries()) {
    for (const [b, d] of pairs.slice(index + 1)) {
      if (Math.abs(cross(a.normal, b.normal)) < Math.sin(1.05)) continue;
      const corners = [meet(a, b), meet(b, c), meet(c, d), meet(d, a)];
      const sides = [b, c, d, a];
      const candidate = judge(corners, sides, edges, widthPx, heightPx);
      if (candidate) candidates.push(candidate);
    }
  }
  return candidates.sort((p, q) => q.score - p.score).slice(0, 24);
}

const cross = (a: Point, b: Point): number => a[0] * b[1] - a[1] * b[0];

function meet(a: Line, b: Line): Point {
  const determinant = cross(a.normal, b.normal);
  return [
    (a.offset * b.normal[1] - b.offset * a.normal[1]) / determinant,
    (a.normal[0] * b.offset - b.normal[0] * a.offset) / determinant,
  ];
}

function judge(
  corners: readonly Point[],
  sides: readonly Line[],
  edges: Mat,
  widthPx: number,
  heightPx: number,
): QuadCandidate | null {
  const slack = 3;
  for (const [x, y] of corners) {
    if (x < -slack || y < -slack || x > widthPx + slack || y > heightPx + slack) return null;
  }
  const quad = clockwise(corners as Quad);
  const area = Math.abs(areaOf(quad)) / (widthPx * heightPx);
  if (area < minArea) return null;
  const lengths = quad.map((corner, index) => distance(corner, quad[(index + 1) % 4]!));
  const [top, right, bottom, left] = lengths as [number, number, number, number];
  const ratio = (top + bottom) / (left + right);
  const stretch = Math.max(ratio, 1 / ratio);
  const borderSides = sides.filter((side) => side.border).length;
  // A page that is cut off may have any shape.
  if (borderSides === 0 && (stretch < aspect.low || stretch > aspect.high)) return null;
  if (Math.min(top, bottom) / Math.max(top, bottom) < 0.6) return null;
  if (Math.min(left, right) / Math.max(left, right) < 0.6) return null;
  let weakest = 1;
  let sum = 0;
  for (const [index, corner] of corners.entries()) {
    const next = corners[(index + 1) % 4]!;
    const side = sides[index]!;
    const support = side.border ? borderSupport : supportOf(edges, corner, next);
    weakest = Math.min(weakest, support);
    sum += support;
  }
  const support = sum / 4;
  if (weakest < 0.25) return null;
  const score = support * 0.6 + weakest * 0.4 + 0.35 * Math.sqrt(Math.min(area, 0.8)) - 0.12 * borderSides;
  return { quad, support, weakest, borderSides, area, score };
}

/** Share of the segment that lies on an edge; its ends are left out, since cards have round corners. */
function supportOf({ data, cols, rows }: Mat, from: Point, to: Point): number {
  let on = 0;
  let all = 0;
  for (let step = 0; step < samplesPerSide; step += 1) {
    const t = 0.06 + (0.88 * (step + 0.5)) / samplesPerSide;
    const x = Math.round(from[0] + (to[0] - from[0]) * t);
    const y = Math.round(from[1] + (to[1] - from[1]) * t);
    all += 1;
    if (x >= 0 && y >= 0 && x < cols && y < rows && data[y * cols + x]! > 0) on += 1;
  }
  return on / all;
}

const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);

/** Signed: positive when the corners go clockwise as seen (y down). */
export const areaOf = (quad: readonly Point[]): number =>
  quad.reduce((sum, corner, index) => sum + cross(corner, quad[(index + 1) % quad.length]!), 0) / 2;

/** Clockwise, beginning at the corner nearest to the top left. */
export function clockwise(quad: Quad): Quad {
  const turned = areaOf(quad) < 0 ? ([...quad].reverse() as Quad) : quad;
  let first = 0;
  for (let index = 1; index < 4; index += 1) {
    const sum = turned[index]![0] + turned[index]![1];
    if (sum < turned[first]![0] + turned[first]![1]) first = index;
  }
  return rotateQuad(turned, first);
}

/** The same quad, beginning `turns` corners later. */
export const rotateQuad = (quad: Quad, turns: number): Quad =>
  quad.map((_, index) => quad[(index + turns) % 4]!) as Quad;

/** Area that two quads share over the area of both, on a grid of 48 x 48: enough to tell whether they are the same page. */
export function overlapOf(a: Quad, b: Quad): number {
  const points = [...a, ...b];
  const left = Math.min(...points.map(([x]) => x));
  const top = Math.min(...points.map(([, y]) => y));
  const width = Math.max(...points.map(([x]) => x)) - left;
  const height = Math.max(...points.map(([, y]) => y)) - top;
  let both = 0;
  let either = 0;
  for (let row = 0.5; row < 48; row += 1) {
    for (let column = 0.5; column < 48; column += 1) {
      const point: Point = [left + (width * column) / 48, top + (height * row) / 48];
      const inA = isInside(a, point);
      const inB = isInside(b, point);
      if (inA && inB) both += 1;
      if (inA || inB) either += 1;
    }
  }
  return either === 0 ? 0 : both / either;
}

export function isInside(quad: Quad, point: Point): boolean {
  const sign = Math.sign(areaOf(quad));
  return quad.every((corner, index) => {
    const next = quad[(index + 1) % 4]!;
    const edge: Point = [next[0] - corner[0], next[1] - corner[1]];
    return sign * cross(edge, [point[0] - corner[0], point[1] - corner[1]]) >= 0;
  });
}
