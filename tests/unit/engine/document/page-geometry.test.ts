// Where a page is, from what was seen of it: properties of the fitting, without any model.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { layoutOf } from '../../../../src/engine/document/mrz-formats.ts';
import { choosePage } from '../../../../src/engine/document/page.ts';
import { sharpenQuad } from '../../../../src/engine/document/page-edges.ts';
import { fitSides } from '../../../../src/engine/document/page-lines.ts';
import type { PageSight } from '../../../../src/engine/document/page-network.ts';
import { rotateQuad } from '../../../../src/engine/document/page-quad.ts';
import type { Point, Quad } from '../../../../src/shared/domain/geometry.ts';

const random = (low: number, high: number) => fc.double({ min: low, max: high, noNaN: true });

/** Pages about 200 to 400 pixels wide at any angle, their corners moved as a slanted camera moves them. */
const quads = fc
  .record({
    angle: random(0, 2 * Math.PI),
    width: random(200, 400),
    aspect: random(1.3, 1.65),
    corners: fc.array(random(-18, 18), { minLength: 8, maxLength: 8 }),
  })
  .map(({ angle, width, aspect, corners }): Quad => {
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const height = width / aspect;
    return [
      [-width, -height],
      [width, -height],
      [width, height],
      [-width, height],
    ].map(
      ([x, y], index): Point => [
        320 + (x! * cos - y! * sin) / 2 + corners[index * 2]!,
        320 + (x! * sin + y! * cos) / 2 + corners[index * 2 + 1]!,
      ],
    ) as Quad;
  });
const shake = fc.array(random(-1, 1), { minLength: 8, maxLength: 8 });
const shaken = (quad: Quad, by: readonly number[], px: number): Quad =>
  quad.map(([x, y], index): Point => [x + by[index * 2]! * px, y + by[index * 2 + 1]! * px]) as Quad;
const furthest = (a: Quad, b: Quad) =>
  Math.max(...a.map(([x, y], index) => Math.hypot(x - b[index]![0], y - b[index]![1])));

/** Signed distance of a point to the line through a side, positive outside. */
function distanceTo(quad: Quad, side: number, [x, y]: Point): number {
  const [from, to] = [quad[side]!, quad[(side + 1) % 4]!];
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  return ((to[1] - from[1]) * (x - from[0]) - (to[0] - from[0]) * (y - from[1])) / length;
}

/** How far outside each place of a line across the true side lies, as strengths of an edge one step wide. */
const search = { reachPx: 20, stepsEachWay: 20, usual: 0.7, leastStrength: 0.1 };
const profileOf = (quad: Quad, place: Point, outwards: Point, noise: () => number) =>
  Float32Array.from({ length: 41 }, (_, index): number => {
    const off = index - 20;
    const at: Point = [place[0] + off * outwards[0], place[1] + off * outwards[1]];
    const nearest = Math.min(...[0, 1, 2, 3].map((side) => Math.abs(distanceTo(quad, side, at))));
    return Math.exp(-(nearest ** 2) / 2) * 0.6 + noise() * 0.35;
  });

describe('sides', () => {
  test('are found again in noise, where a quarter of each is hidden', () => {
    fc.assert(
      fc.property(quads, shake, fc.infiniteStream(random(0, 1)), fc.nat(23), (quad, by, noise, hidden) => {
        let count = 0;
        const fitted = fitSides(shaken(quad, by, 8), search, (place, _, outwards) => {
          const index = count++ % 32;
          const isHidden = index >= hidden && index < hidden + 8;
          return isHidden ? null : profileOf(quad, place, outwards, () => noise.next().value!);
        });
        expect(furthest(fitted, quad)).toBeLessThan(3.5);
      }),
      { numRuns: 40 },
    );
  });

  test('of which nothing was seen stay where they were', () => {
    fc.assert(
      fc.property(quads, (quad) => {
        expect(
          furthest(
            fitSides(quad, search, () => null),
            quad,
          ),
        ).toBeLessThan(1e-6);
        expect(
          furthest(
            fitSides(quad, search, () => new Float32Array(41)),
            quad,
          ),
        ).toBeLessThan(1e-6);
      }),
    );
  });
});

function pictureOf(quad: Quad, channels: 3 | 4, level: { readonly page: number; readonly ground: number }) {
  const side = 640;
  const pixels = new Uint8Array(side * side * channels);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      // Coarse grain, as any ground has.
      const grain = ((x * 7 + y * 13) % 11) - 5;
      const value =
        (quad.every((_, side) => distanceTo(quad, side, [x + 0.5, y + 0.5]) < 0)
          ? level.page
          : level.ground) + grain;
      pixels.fill(value, (y * side + x) * channels, (y * side + x + 1) * channels);
    }
  }
  return { pixels, widthPx: side, heightPx: side, channels };
}

test('a quad that is a little off is put onto the edges, in RGB and RGBA', () => {
  fc.assert(
    fc.property(
      quads,
      shake,
      fc.constantFrom(3 as const, 4 as const),
      fc.boolean(),
      (quad, by, channels, dark) => {
        const level = dark ? { page: 60, ground: 120 } : { page: 210, ground: 150 };
        const sharpened = sharpenQuad(pictureOf(quad, channels, level), shaken(quad, by, 12), () => 1);
        expect(furthest(sharpened, quad)).toBeLessThan(1.5);
      },
    ),
    { numRuns: 10 },
  );
});

const sightOf = (quad: Quad, presence = 0.99): PageSight => ({
  presence,
  quad,
  upright: 0.9,
  sides: [0, 1, 2, 3].map(() => ({ seen: 1, outside: 0 })) as unknown as PageSight['sides'],
  covered: 0,
  coveredAt: null,
  isCovered: () => false,
  outlineAt: () => 1,
});
const raster = { widthPx: 1250, heightPx: 880, rgb: new Uint8Array() };
const whole: Quad = [
  [100, 100],
  [1100, 100],
  [1100, 804],
  [100, 804],
];
/** Lines of a passport's zone at 8 pixels a millimetre, on the page `whole`. */
const zone = {
  layout: layoutOf('TD3'),
  quads: [15.75, 9.4].map((middleMm): Quad => {
    const y = 804 - middleMm * 8;
    return [
      [140, y - 12],
      [1034, y - 12],
      [1034, y + 12],
      [140, y + 12],
    ];
  }),
};

describe('choosing the page', () => {
  test('the zone says which way up it is, whatever the outline said', () => {
    for (const turns of [0, 1, 2, 3]) {
      const page = choosePage(raster, sightOf(rotateQuad(whole, turns)), zone);
      expect(page).toMatchObject({ from: 'outline', upright: 1, cutOff: false, widthMm: 125, heightMm: 88 });
      expect(page!.quad).toEqual(whole);
    }
  });

  test('an outline of another thing is not taken for the page with the zone', () => {
    const another: Quad = [
      [900, 40],
      [1200, 40],
      [1200, 240],
      [900, 240],
    ];
    for (const sight of [sightOf(another), sightOf(whole, 0.1)]) {
      const page = choosePage(raster, sight, zone);
      expect(page?.from).toBe('mrz');
      expect(furthest(page!.quad, whole)).toBeLessThan(40);
    }
  });

  test('without a zone and without an outline there is no page', () => {
    expect(choosePage(raster, sightOf(whole, 0.2), null)).toBeNull();
  });

  test('corners outside the photograph are told as cut off, at any turn', () => {
    for (const turns of [0, 1, 2, 3]) {
      const cut = rotateQuad(whole.map(([x, y]): Point => [x + 300, y]) as Quad, turns);
      expect(choosePage(raster, sightOf(cut), null)).toMatchObject({ cutOff: true, quad: cut });
    }
  });

  test.each([
    [125, 88, 125],
    [105, 74, 125],
    [85.6, 53.98, 85.6],
  ])('%d x %d mm is told by its shape, level and slanted', (widthMm, heightMm, expectedMm) => {
    for (const slant of [0, 0.3, -0.5]) {
      // A page turned about its upright axis before a pinhole of the usual focal length.
      const focal = 0.85 * raster.widthPx;
      const quad = [
        [-1, -1],
        [1, -1],
        [1, 1],
        [-1, 1],
      ].map(([x, y]): Point => {
        const depth = 220 + (x! * widthMm * Math.sin(slant)) / 2;
        return [
          raster.widthPx / 2 + (focal * x! * widthMm * Math.cos(slant)) / 2 / depth,
          raster.heightPx / 2 + (focal * y! * heightMm) / 2 / depth,
        ];
      }) as Quad;
      expect(choosePage(raster, sightOf(quad), null)?.widthMm).toBe(expectedMm);
    }
  });
});
