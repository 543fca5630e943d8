// `evaluate --plot`: a drawing that any viewer opens, of exactly what was measured.
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { drawPlot, type Plot } from '../../../src/cli/evaluate/plot.ts';
import { normalDeviate } from '../../../src/cli/evaluate/statistics.ts';
import { mulberry32 } from '../../../src/shared/kernel/mulberry32.ts';

const random = mulberry32(1);
const normals = (count: number, mean: number) =>
  Array.from({ length: count }, () => mean + 0.1 * normalDeviate(Math.max(1e-9, random())));
const plot = (change: Partial<Plot> = {}): Plot => ({
  title: 'Faces',
  names: { accept: 'FMR', reject: 'FNMR', genuine: 'same person', impostor: 'strangers' },
  series: [{ name: 'all', genuine: normals(500, 0.4), impostor: normals(20_000, 0.05) }],
  threshold: 0.35,
  ...change,
});
/** How many pixels of the picture are about this colour. */
async function pixelsLike(svg: string, [red, green, blue]: readonly [number, number, number]) {
  const { data, info } = await sharp(Buffer.from(svg))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  let count = 0;
  for (let at = 0; at < info.width * info.height * 3; at += 3) {
    const away = Math.abs(data[at]! - red) + Math.abs(data[at + 1]! - green) + Math.abs(data[at + 2]! - blue);
    if (away < 90) count++;
  }
  return count;
}

describe('a plot', () => {
  it('is an SVG that opens, with a curve and a histogram drawn', async () => {
    const svg = drawPlot(plot());
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    expect(await pixelsLike(svg, [31, 95, 168])).toBeGreaterThan(500);
  });

  it('draws one curve for each series, in colours of their own', async () => {
    const series = ['fresh', 'worn'].map((name, i) => ({
      name,
      genuine: normals(200, 0.45 - 0.15 * i),
      impostor: normals(2000, 0.05),
    }));
    const svg = drawPlot(plot({ series }));
    expect(await pixelsLike(svg, [31, 95, 168])).toBeGreaterThan(500);
    expect(await pixelsLike(svg, [194, 87, 26])).toBeGreaterThan(500);
  });

  it('survives names with signs, faces that were not found, scores all alike and series without any', async () => {
    const odd = drawPlot(
      plot({
        title: 'A < B & "C"',
        series: [
          { name: '<print>', genuine: [1, 1, 1], impostor: [1] },
          { name: 'lost', genuine: [-1, 0.5], impostor: [-1, -1] },
          { name: 'none', genuine: [], impostor: [] },
        ],
        threshold: null,
      }),
    );
    expect(odd).not.toMatch(/NaN|Infinity|undefined/);
    await expect(sharp(Buffer.from(odd)).metadata()).resolves.toMatchObject({ format: 'svg' });
  });
});

describe('normal deviates', () => {
  it('are those of the tables', () => {
    for (const [share, deviate] of [
      [0.5, 0],
      [0.025, -1.959964],
      [0.975, 1.959964],
      [1e-4, -3.719016],
      [0.2, -0.841621],
    ] as const)
      expect(normalDeviate(share)).toBeCloseTo(deviate, 5);
  });
});
