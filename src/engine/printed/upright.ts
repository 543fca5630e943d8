// Engine. Which way is up, and what plane the print lies in: from the page, the zone, or the lines themselves.
import type { Point, Quad } from '../../shared/domain/geometry.ts';
import type { TextLine } from '../document/text-detection.ts';
import type { PlacedPage } from './page-lines.ts';
import { type Plane, type PrintedLine, pagePlane, turnedPlane } from './plane.ts';
import { directionOf, isInside, quadsToRead } from './text-lines.ts';

export interface Upright {
  readonly plane: Plane;
  /** A small step in the plane, for its direction at a point. */
  readonly step: number;
  /** Beginning at its own top left. */
  readonly page: PlacedPage | null;
  /** Lines that had to be read to tell. */
  readonly texts: readonly string[];
}

export interface UprightInput {
  readonly page: (PlacedPage & { readonly isUpright: boolean }) | null;
  /** Of the zone's lines on this side, upright. */
  readonly mrzQuads: readonly Quad[];
  readonly lines: readonly TextLine[];
}

export type ReadQuads = (quads: readonly Quad[]) => Promise<PrintedLine[]>;

/** @param read for the few lines that are read both ways where nothing else tells. Null where there is no line. */
export async function uprightOf(
  { page, mrzQuads, lines }: UprightInput,
  read: ReadQuads,
): Promise<Upright | null> {
  if (page?.isUpright) return onPage(page.quad, page, []);
  const within = page ? lines.filter(({ centre }) => isInside(centre, page.quad, 0.02)) : lines;
  const [zone] = mrzQuads;
  const direction = zone ? directionBetween(zone[0], zone[1]) : directionOf(within);
  if (!direction) return null;
  const told = zone ? { isTurned: false, texts: [] } : await readBothWays(within, direction, read);
  const right: Point = told.isTurned ? [-direction[0], -direction[1]] : direction;
  const quad = page && turnedTo(page.quad, right);
  return page && quad
    ? onPage(quad, page, told.texts)
    : { plane: turnedPlane(right), step: 1, page: null, texts: told.texts };
}

const onPage = (quad: Quad, { widthMm, heightMm }: PlacedPage, texts: readonly string[]): Upright => ({
  plane: pagePlane(quad, widthMm, heightMm),
  step: 0.5,
  page: { quad, widthMm, heightMm },
  texts,
});

/** The quad begun so that its first side runs along `right`; null where print runs across its long sides. */
function turnedTo(quad: Quad, right: Point): Quad | null {
  const [a, b, c, d] = quad;
  const [along, across] = [directionBetween(a, b), directionBetween(a, d)];
  const share = along[0] * right[0] + along[1] * right[1];
  if (Math.abs(share) < Math.abs(across[0] * right[0] + across[1] * right[1])) return null;
  return share > 0 ? quad : [c, d, a, b];
}

function directionBetween(a: Point, b: Point): Point {
  const size = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1;
  return [(b[0] - a[0]) / size, (b[1] - a[1]) / size];
}

/** Lines that are read both ways to tell which is up. */
const triedLines = 4;

async function readBothWays(
  lines: readonly TextLine[],
  direction: Point,
  read: ReadQuads,
): Promise<{ isTurned: boolean; texts: readonly string[] }> {
  const tried = lines.toSorted((a, b) => ratioOf(b) - ratioOf(a)).slice(0, triedLines);
  const quads = quadsToRead(tried, () => direction, [], null);
  const upright = await read(quads);
  const turned = await read(quads.map(([a, b, c, d]): Quad => [c, d, a, b]));
  const isTurned = certaintyOf(turned) > certaintyOf(upright);
  return { isTurned, texts: (isTurned ? turned : upright).map(({ text }) => text) };
}

const certaintyOf = (lines: readonly PrintedLine[]): number =>
  lines.reduce((sum, { confidences }) => sum + confidences.reduce((total, one) => total + one, 0), 0);

/** Of middling length: very long lines are zones and small print. */
const ratioOf = ({ lengthPx, thicknessPx }: TextLine): number => {
  const ratio = lengthPx / thicknessPx;
  return ratio > 14 ? 14 / ratio : ratio;
};
