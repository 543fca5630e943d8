// Engine, thread of the barcodes. Whether a block consists of bars that stand across it: text has edges in all directions,
// and so has the texture of cloth or stone. Pure.
import { projectInto, type Quad } from '../../shared/domain/geometry.ts';
import type { GreyImage } from './edge-cells.ts';

/** Points looked at, along and across; a few for each module. */
const samples = { along: 300, across: 60 };
/** Of the block, at each end and side: its outline is no bar. */
const rim = 0.06;

/**
 * From 1, where every edge stands across the quad's first side, over 0, where edges have no direction, to -1, where every
 * edge lies along it (the coherence of the structure tensor, signed). A PDF417 whose rows are three modules high, as
 * ISO/IEC 15438 recommends at least, has some 0.5: the ends of bars are edges too.
 */
export function barAlignment({ widthPx, heightPx, grey }: GreyImage, quad: Quad): number {
  const at = projectInto(quad);
  const angle = Math.atan2(quad[1][1] - quad[0][1], quad[1][0] - quad[0][0]);
  let [xx, xy, yy] = [0, 0, 0];
  for (let i = 0; i < samples.along; i += 1) {
    const across = rim + (1 - 2 * rim) * ((i + 0.5) / samples.along);
    for (let j = 0; j < samples.across; j += 1) {
      const point = at(across, rim + (1 - 2 * rim) * ((j + 0.5) / samples.across));
      const [x, y] = [Math.round(point[0]), Math.round(point[1])];
      if (x < 1 || y < 1 || x >= widthPx - 1 || y >= heightPx - 1) continue;
      const place = y * widthPx + x;
      const dx = grey[place + 1]! - grey[place - 1]!;
      const dy = grey[place + widthPx]! - grey[place - widthPx]!;
      xx += dx * dx;
      xy += dx * dy;
      yy += dy * dy;
    }
  }
  const strength = xx + yy;
  if (strength === 0) return 0;
  return ((xx - yy) * Math.cos(2 * angle) + 2 * xy * Math.sin(2 * angle)) / strength;
}
