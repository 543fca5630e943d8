// Engine, thread of the barcodes. Finds where a stacked barcode may lie: a dense, sharply bounded block of bars, at any
// angle. PDF417 decoders look along the rows of pixels, and lose a symbol that is turned by ten degrees; so it is found
// and straightened first. Pure.
import type { Point, Quad } from '../../shared/domain/geometry.ts';
import { barAlignment } from './bar-direction.ts';
import { blockMask, type CellGrid, edgeCells, type GreyImage, quantile, smoothed } from './edge-cells.ts';

/** Cells along the longer side: a few modules each, so that bars and gaps merge to one block. */
const cellsAlong = 320;
/**
 * A cell belongs to a block when its edges are this strong, of what the strongest cells have. Text that touches stays below
 * the first; where light falls off over the symbol, the second still has all of it.
 */
const strongFrom = [0.45, 0.3];
/** Levels of grey; less is noise. */
const leastEdge = 8;
/** Length to height of AAMVA's symbols: 75 x 38 mm at most, 75 x 11 mm with the least data. */
const shape = { least: 1.3, most: 9 };
/** Of its rectangle in the image: at 35 degrees of tilt a block still covers two thirds. */
const leastFill = 0.55;
/** Share of the image's longer side. Below it no symbol of a licence has two pixels a module. */
const leastLength = 0.15;
const mostRegions = 3;
/**
 * See `barAlignment`. The symbols on 162 virtual photographs have 0.48 and more; of 63 other blocks on 37 documents
 * (zones, lines of text, cloth) four have more than 0.4. Symbols with flatter rows than the standard recommends have less.
 */
const leastAlignment = 0.25;

/** Corners as near as this, of the longer side: the same block once more. */
const sameWithin = 0.04;

/**
 * Around the bars, from an end where they begin or stop; the first side is the long one. Pixels of the image, the likeliest
 * first; empty where nothing looks like one, as on most pages.
 */
export function findStripeRegions(image: GreyImage): Quad[] {
  const cellPx = Math.max(3, Math.round(Math.max(image.widthPx, image.heightPx) / cellsAlong));
  const cells = smoothed(edgeCells(image, cellPx));
  const strongest = quantile(cells, 0.995);
  const leastCells = leastLength * Math.max(cells.columns, cells.rows);
  const quads: Quad[] = [];
  for (const share of strongFrom) {
    const blocks = blocksOf(blockMask(cells, Math.max(leastEdge, share * strongest)));
    for (const block of blocks.toSorted((a, b) => b.cells - a.cells)) {
      const found = quadAround(block, leastCells);
      if (!found) continue;
      const quad = found.map(([x, y]): Point => [(x + 0.5) * cellPx, (y + 0.5) * cellPx]) as Quad;
      const isNew = !quads.some((one) => isSame(one, quad));
      if (isNew && barAlignment(image, quad) >= leastAlignment) quads.push(quad);
    }
  }
  return quads.slice(0, mostRegions);
}

const isSame = (a: Quad, b: Quad): boolean =>
  a.every((corner, index) => distance(corner, b[index]!) < sameWithin * distance(a[0], a[1]));

interface Block {
  readonly cells: number;
  /** Cells with a neighbour outside the block. */
  readonly rim: readonly Point[];
  /** Direction of its longest extent, radians. */
  readonly angle: number;
}

/** Cells that touch along a side, together. */
function blocksOf({ columns, rows, values }: CellGrid): Block[] {
  const open = Uint8Array.from(values);
  const inside = (x: number, y: number) =>
    x >= 0 && y >= 0 && x < columns && y < rows && values[y * columns + x] === 1;
  const blocks: Block[] = [];
  for (let start = 0; start < open.length; start += 1) {
    if (open[start] !== 1) continue;
    const rim: Point[] = [];
    const sums = { x: 0, y: 0, xx: 0, xy: 0, yy: 0 };
    let cells = 0;
    const stack = [start];
    open[start] = 0;
    while (stack.length > 0) {
      const at = stack.pop()!;
      const [x, y] = [at % columns, Math.floor(at / columns)];
      cells += 1;
      sums.x += x;
      sums.y += y;
      sums.xx += x * x;
      sums.xy += x * y;
      sums.yy += y * y;
      let isRim = false;
      for (const [nextX, nextY] of [
        [x + 1, y],
        [x - 1, y],
        [x, y + 1],
        [x, y - 1],
      ] as const) {
        if (!inside(nextX, nextY)) {
          isRim = true;
          continue;
        }
        const next = nextY * columns + nextX;
        if (open[next] === 1) {
          open[next] = 0;
          stack.push(next);
        }
      }
      if (isRim) rim.push([x, y]);
    }
    const covariance = (both: number, one: number, other: number) => both - (one * other) / cells;
    const angle =
      0.5 *
      Math.atan2(
        2 * covariance(sums.xy, sums.x, sums.y),
        covariance(sums.xx, sums.x, sums.x) - covariance(sums.yy, sums.y, sums.y),
      );
    blocks.push({ cells, rim, angle });
  }
  return blocks;
}

/** A straight line through each side of the rim: perspective makes it no rectangle. Null where it has another shape. */
function quadAround({ cells, rim, angle }: Block, leastCells: number): Quad | null {
  const along: Point = [Math.cos(angle), Math.sin(angle)];
  const across: Point = [-along[1], along[0]];
  const extent = (axis: Point) => {
    const places = rim.map(([x, y]) => x * axis[0] + y * axis[1]);
    return { from: Math.min(...places), to: Math.max(...places) };
  };
  const [u, v] = [extent(along), extent(across)];
  const [long, short] = [u.to - u.from + 1, v.to - v.from + 1];
  if (long < leastCells || short < 3 || cells < leastFill * long * short) return null;
  if (long / short < shape.least || long / short > shape.most) return null;
  const corner = (a: number, b: number): Point => [
    a * along[0] + b * across[0],
    a * along[1] + b * across[1],
  ];
  const box = [corner(u.from, v.from), corner(u.to, v.from), corner(u.to, v.to), corner(u.from, v.to)];
  const corners = extremes(rim, box);
  const lines = corners.map((point, side) => fitSide(rim, point, corners[(side + 1) % 4]!));
  return lines.map((line, side) => {
    const corner = corners[side]!;
    const fitted = intersection(lines[(side + 3) % 4]!, line);
    // Something hangs on to the block, and a line has followed it.
    return fitted && distance(fitted, corner) < 0.12 * long ? fitted : corner;
  }) as Quad;
}

/** The point furthest into each corner of the rectangle, its two sides counted as equally long. */
function extremes(points: readonly Point[], [a, b, , d]: readonly Point[]): Point[] {
  const share = (point: Point, from: Point, to: Point) =>
    ((point[0] - from[0]) * (to[0] - from[0]) + (point[1] - from[1]) * (to[1] - from[1])) /
    distance(from, to) ** 2;
  const places = points.map((point) => ({ point, u: share(point, a!, b!), v: share(point, a!, d!) }));
  const furthest = (u: number, v: number): Point =>
    places.reduce((best, place) => (place.u * u + place.v * v > best.u * u + best.v * v ? place : best))
      .point;
  return [furthest(-1, -1), furthest(1, -1), furthest(1, 1), furthest(-1, 1)];
}

interface Line {
  readonly at: Point;
  readonly along: Point;
}

/** Through the points between two corners, without those about the corners, which are rounded, and without outliers. */
function fitSide(points: readonly Point[], from: Point, to: Point): Line {
  const length = Math.max(1, distance(from, to));
  const along: Point = [(to[0] - from[0]) / length, (to[1] - from[1]) / length];
  const limit = Math.max(2, 0.04 * length);
  let near = points
    .map(([x, y]) => {
      const [dx, dy] = [x - from[0], y - from[1]];
      return { at: dx * along[0] + dy * along[1], off: dy * along[0] - dx * along[1] };
    })
    .filter(({ at, off }) => at > 0.08 * length && at < 0.92 * length && Math.abs(off) < limit);
  let slope = 0;
  let offset = 0;
  for (let round = 0; round < 3 && near.length >= 4; round += 1) {
    const meanAt = near.reduce((sum, { at }) => sum + at, 0) / near.length;
    const meanOff = near.reduce((sum, { off }) => sum + off, 0) / near.length;
    const spread = near.reduce((sum, { at }) => sum + (at - meanAt) ** 2, 0);
    slope =
      spread === 0 ? 0 : near.reduce((sum, { at, off }) => sum + (at - meanAt) * (off - meanOff), 0) / spread;
    offset = meanOff - slope * meanAt;
    const residual = ({ at, off }: { at: number; off: number }) => Math.abs(off - offset - slope * at);
    const typical = near.map(residual).sort((one, other) => one - other)[Math.floor(near.length * 0.8)]!;
    near = near.filter((point) => residual(point) <= Math.max(0.7, typical));
  }
  const normal: Point = [-along[1], along[0]];
  return {
    at: [from[0] + normal[0] * offset, from[1] + normal[1] * offset],
    along: [along[0] + normal[0] * slope, along[1] + normal[1] * slope],
  };
}

function intersection(a: Line, b: Line): Point | null {
  const cross = a.along[0] * b.along[1] - a.along[1] * b.along[0];
  if (Math.abs(cross) < 1e-3) return null;
  const t = ((b.at[0] - a.at[0]) * b.along[1] - (b.at[1] - a.at[1]) * b.along[0]) / cross;
  return [a.at[0] + t * a.along[0], a.at[1] + t * a.along[1]];
}

const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);
