// Engine. Many pages have a coloured band along a side, and its inner edge is often plainer than the page's own against the
// ground. A side is moved outwards to the next edge where that gives the page the shape that pages have.
import { type Point, projectInto, type Quad } from '../../shared/domain/geometry.ts';
import type { Picture } from './page-network.ts';
import type { PageSize } from './page-plane.ts';
import { misfitOf } from './page-pose.ts';

/** How far beyond a side is looked, as a share of the page: a data page's header is an eighth of it. */
const reach = 0.17;
const steps = 48;
/** Across and along: what counts as the edge of a whole side is seen in the middle of all its length. */
const places = 48;
const margin = 0.08;
/** Brightness that an edge changes by on average over the side, signed, so that the grain of the ground adds up to nothing. */
const leastChange = 3;
/** Against the median of all steps: a slope of light changes everywhere. */
const standsOut = 3;
/** Misfit of a page that lies well; below it nothing is looked for. */
const fits = 0.025;
/** A band that is found brings the misfit down to this share of what it was. */
const betterBy = 0.6;

/** `quad` and the result in pixels of `picture`; `sizes` that the page may have. */
export function withBands(picture: Picture, quad: Quad, sizes: readonly PageSize[]): Quad {
  const { widthPx, heightPx } = picture;
  const misfit = (of: Quad) => Math.min(...sizes.map((size) => misfitOf(of, size, widthPx, heightPx)));
  const before = misfit(quad);
  if (before < fits) return quad;
  const at = projectInto(quad);
  const [above, right, below, left] = outward.map((place) =>
    edgesBeyond(picture, (along, by) => at(...place(along, by))),
  ) as [number[], number[], number[], number[]];
  const tries: Quad[] = [];
  for (const first of [0, ...above]) {
    for (const second of [0, ...below]) {
      tries.push([at(0, -first), at(1, -first), at(1, 1 + second), at(0, 1 + second)]);
    }
  }
  for (const first of [0, ...left]) {
    for (const second of [0, ...right]) {
      tries.push([at(-first, 0), at(1 + second, 0), at(1 + second, 1), at(-first, 1)]);
    }
  }
  const misfits = tries.map(misfit);
  const best = misfits.indexOf(Math.min(...misfits));
  return misfits[best]! < betterBy * before ? tries[best]! : quad;
}

/** Of each side: where a place along it lies that is `by` outside, in shares of the page. */
const outward: readonly ((along: number, by: number) => [number, number])[] = [
  (along, by) => [along, -by],
  (along, by) => [1 + by, along],
  (along, by) => [along, 1 + by],
  (along, by) => [-by, along],
];

/** Distances outside a side, shares of the page, at which an edge runs along all of it; the plainest three. */
function edgesBeyond(picture: Picture, place: (along: number, by: number) => Point): number[] {
  // From inside outwards; the side itself is at none of the steps that count.
  const changes = Array.from({ length: steps }, (_, step) => {
    const by = ((step + 3) / (steps + 3)) * reach;
    const half = reach / steps;
    const sums = [0, 0, 0];
    let seen = 0;
    for (let index = 0; index < places; index += 1) {
      const along = margin + ((1 - 2 * margin) * (index + 0.5)) / places;
      const outside = pixelAt(picture, place(along, by + half));
      const inside = pixelAt(picture, place(along, by - half));
      if (outside < 0 || inside < 0) continue;
      seen += 1;
      for (let channel = 0; channel < 3; channel += 1) {
        sums[channel]! += picture.pixels[outside + channel]! - picture.pixels[inside + channel]!;
      }
    }
    return seen < places / 2 ? 0 : Math.max(...sums.map((sum) => Math.abs(sum / seen)));
  });
  const usual = [...changes].sort((a, b) => a - b)[steps >> 1]!;
  return changes
    .map((change, step) => ({ change, by: ((step + 3) / (steps + 3)) * reach, step }))
    .filter(
      ({ change, step }) =>
        change > Math.max(leastChange, standsOut * usual) &&
        change >= (changes[step - 1] ?? 0) &&
        change > (changes[step + 1] ?? 0),
    )
    .sort((a, b) => b.change - a.change)
    .slice(0, 3)
    .map(({ by }) => by);
}

/** Where a pixel's values begin; -1 outside the picture. */
function pixelAt({ widthPx, heightPx, channels }: Picture, [x, y]: Point): number {
  const [column, row] = [Math.floor(x), Math.floor(y)];
  return column < 0 || row < 0 || column >= widthPx || row >= heightPx
    ? -1
    : (row * widthPx + column) * channels;
}
