// Engine. From the boxes that text detection found to the lines worth reading, upright. Pure.
import type { Point, Quad } from '../../shared/domain/geometry.ts';
import type { TextLine } from '../document/text-detection.ts';
import type { Plane } from './plane.ts';

/** A document's side has some thirty lines; a page of small print must not hold up a desk. */
const mostLines = 60;
/** From this ratio on a box shows its text's direction by itself. */
const longRatio = 2.6;
/** A line this far from the reading direction (in degrees) is something else: an edge, a number down the side. */
const mostTiltDegrees = 25;

/** Scales detected lines to another raster's pixels. */
export const scaled = (line: TextLine, factor: number): TextLine => ({
  ...line,
  centre: [line.centre[0] * factor, line.centre[1] * factor],
  lengthPx: line.lengthPx * factor,
  thicknessPx: line.thicknessPx * factor,
});

/** The direction that long lines run along, up to a half turn; null where there are none. */
export function directionOf(lines: readonly TextLine[]): Point | null {
  const long = lines.filter(({ lengthPx, thicknessPx }) => lengthPx >= longRatio * thicknessPx);
  if (long.length === 0) return null;
  // Angles doubled, so that opposite ways are one (Mardia and Jupp 2000, section 1.1); each text speaks by its length.
  let [x, y] = [0, 0];
  for (const { along, lengthPx } of long) {
    const angle = 2 * Math.atan2(along[1], along[0]);
    x += Math.cos(angle) * lengthPx;
    y += Math.sin(angle) * lengthPx;
  }
  const angle = Math.atan2(y, x) / 2;
  return [Math.cos(angle), Math.sin(angle)];
}

/**
 * Quads of the lines to read, clockwise from each text's own top left.
 * @param rightAt the reading direction at a point, a unit vector.
 * @param exclude quads whose text is read elsewhere (the machine-readable zone).
 * @param within the page; lines off it are left out.
 */
export function quadsToRead(
  lines: readonly TextLine[],
  rightAt: (point: Point) => Point,
  exclude: readonly Quad[],
  within: Quad | null,
): Quad[] {
  return lines
    .filter(
      ({ centre }) =>
        (!within || isInside(centre, within, 0.02)) && !exclude.some((quad) => isInside(centre, quad, 0.005)),
    )
    .flatMap((line) => {
      const quad = uprightQuad(line, rightAt(line.centre));
      return quad ? [{ quad, weight: line.score * Math.sqrt(line.lengthPx / line.thicknessPx) }] : [];
    })
    .toSorted((a, b) => b.weight - a.weight)
    .slice(0, mostLines)
    .map(({ quad }) => quad);
}

function uprightQuad({ centre, along, lengthPx, thicknessPx }: TextLine, right: Point): Quad | null {
  const cosine = along[0] * right[0] + along[1] * right[1];
  const sine = along[0] * right[1] - along[1] * right[0];
  if (lengthPx >= longRatio * thicknessPx) {
    if (Math.abs(cosine) < Math.cos((mostTiltDegrees * Math.PI) / 180)) return null;
    const sign = Math.sign(cosine);
    return boxAround(centre, [along[0] * sign, along[1] * sign], lengthPx, thicknessPx);
  }
  // A box of a letter or two may lie either way; the page tells which way is level.
  const [length, thickness] =
    Math.abs(cosine) >= Math.abs(sine) ? [lengthPx, thicknessPx] : [thicknessPx, lengthPx];
  return boxAround(centre, right, length, thickness);
}

function boxAround([x, y]: Point, [cosine, sine]: Point, lengthPx: number, thicknessPx: number): Quad {
  const at = (u: number, v: number): Point => [x + cosine * u - sine * v, y + sine * u + cosine * v];
  const [halfLength, halfThickness] = [lengthPx / 2, thicknessPx / 2];
  return [
    at(-halfLength, -halfThickness),
    at(halfLength, -halfThickness),
    at(halfLength, halfThickness),
    at(-halfLength, halfThickness),
  ];
}

/** `margin`: how far outside still counts, as a share of the quad's longer side. */
export function isInside([x, y]: Point, quad: Quad, margin: number): boolean {
  const longest = Math.max(...quad.map((corner, index) => length(corner, quad[(index + 1) % 4]!)));
  return quad.every((corner, index) => {
    const next = quad[(index + 1) % 4]!;
    const cross = (next[0] - corner[0]) * (y - corner[1]) - (next[1] - corner[1]) * (x - corner[0]);
    return cross / (length(corner, next) || 1) >= -margin * longest;
  });
}

const length = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);

/** The level direction of a plane at a point of the picture. */
export const rightIn =
  (plane: Plane, step: number) =>
  (point: Point): Point => {
    const [x, y] = plane.to(point);
    const next = plane.from([x + step, y]);
    const [dx, dy] = [next[0] - point[0], next[1] - point[1]];
    const size = Math.hypot(dx, dy) || 1;
    return [dx / size, dy / size];
  };
