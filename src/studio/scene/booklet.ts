// Plain Node. A passport as it lies open: its data page below, the facing page above, the gutter between, the cover around.
import type { Laid } from '../photograph/beside.ts';
import type { Random } from '../random.ts';
import type { Raster } from '../raster.ts';
import { layouts } from '../specimen/layouts.ts';
import type { Specimen } from '../specimen/specimen.ts';
import { drawSheet, prose, rule, setLines } from './sheet.ts';

/** The cover stands out by this much. */
const rimMm = 2.2;
/** How far the gutter's shade reaches onto both pages, and how dark it is at the seam. */
const shadeMm = 11;
const shadeDepth = 0.42;

/** Darkens a picture towards its upper or lower edge, as paper that bends into a seam. */
function shaded({ widthPx, heightPx, rgb }: Raster, edge: 'top' | 'bottom', reachPx: number): Raster {
  const out = Uint8Array.from(rgb);
  for (let from = 0; from < Math.min(reachPx, heightPx); from++) {
    const y = edge === 'top' ? from : heightPx - 1 - from;
    const kept = 1 - shadeDepth * (1 - from / reachPx) ** 2;
    for (let at = y * widthPx * 3; at < (y + 1) * widthPx * 3; at++) out[at] = out[at]! * kept;
  }
  return { widthPx, heightPx, rgb: out };
}

/** The data page with its gutter, and what lies around it; to be photographed with `beside`. */
export async function bookletAround(
  specimen: Specimen,
  random: Random,
): Promise<{ page: Specimen; beside: readonly Laid[] }> {
  const { widthMm, heightMm, kind } = specimen.truth;
  const { palette } = layouts[kind];
  const raisedDegrees = random.between(0, 22);
  const cover = random.pick(['#5b1a23', '#17233f', '#1d3b2c', '#2a2a2d']);
  const text = { family: 'lora', emMm: 2.9, fill: palette.label, maxWidthMm: widthMm - 24 } as const;
  const facing = await drawSheet(
    { widthMm, heightMm, cornerRadiusMm: 3, paper: palette.paper[0] },
    Array.from({ length: 18 }, (_, line) =>
      rule(6, 6 + line * 4.6, widthMm - 12, 0.12, palette.line[0]),
    ).join('') +
      setLines(prose(random, 9, 62), text, 12, 20, 5.4) +
      setLines([String(random.integer(1, 3))], text, widthMm - 14, heightMm - 6, 0),
  );
  const board = await drawSheet(
    { widthMm: widthMm + 2 * rimMm, heightMm: heightMm + rimMm, cornerRadiusMm: 3.5, paper: cover },
    '',
  );
  return {
    page: { ...specimen, raster: shaded(specimen.raster, 'top', shadeMm * specimen.pxPerMm) },
    beside: [
      { sheet: board, xMm: -rimMm, yMm: 0 },
      { sheet: board, xMm: -rimMm, yMm: -heightMm - rimMm, raisedDegrees },
      {
        sheet: { ...facing, raster: shaded(facing.raster, 'bottom', shadeMm * facing.pxPerMm) },
        xMm: 0,
        yMm: -heightMm,
        raisedDegrees,
      },
    ],
  };
}
