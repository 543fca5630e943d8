// Engine. A straight edge through what changes across a side: shared by pages in photographs and documents on the glass. Pure.
import type { Point } from '../../shared/domain/geometry.ts';

/** How strongly the picture changes, in steps across one place of a side. */
export interface Profile {
  /** Place along the side, -1 to 1. */
  readonly t: number;
  /** From the innermost step outwards, 0 to 1. */
  readonly strengths: Float32Array;
}

/** Offsets in steps, outwards: of the side's middle, and of its end against its middle. */
export interface Line {
  readonly middle: number;
  readonly slope: number;
}

type Segment = readonly [Point, Point];

/** Least squares through the middles of the ridges beside the line, weighted by their strength. `inside`: steps before the place. */
export function throughRidges(profiles: readonly Profile[], line: Line, inside: number): Line {
  let [w, wt, wtt, wo, wto] = [0, 0, 0, 0, 0];
  for (const { t, strengths } of profiles) {
    const nearest = Math.round(line.middle + line.slope * t);
    let sum = 0;
    let moment = 0;
    for (let step = nearest - 2; step <= nearest + 2; step += 1) {
      const strength = strengths[step + inside] ?? 0;
      sum += strength * strength;
      moment += strength * strength * (step - line.middle - line.slope * t);
    }
    if (sum < 1e-3) continue;
    const offset = moment / sum;
    w += sum;
    wt += sum * t;
    wtt += sum * t * t;
    wo += sum * offset;
    wto += sum * t * offset;
  }
  // Where only one end was seen the slope is a guess: it is drawn towards the line's own.
  const held = wtt + 0.02 * w;
  const determinant = w * held - wt * wt;
  if (determinant < 1e-9) return line;
  return {
    middle: line.middle + (wo * held - wto * wt) / determinant,
    slope: line.slope + (w * wto - wt * wo) / determinant,
  };
}

/** Where the lines through two segments cross; `null` where they are parallel. */
export function meet([a, b]: Segment, [c, d]: Segment): Point | null {
  const first: Point = [b[0] - a[0], b[1] - a[1]];
  const second: Point = [d[0] - c[0], d[1] - c[1]];
  const cross = first[0] * second[1] - first[1] * second[0];
  if (Math.abs(cross) < 1e-6 * Math.hypot(...first) * Math.hypot(...second)) return null;
  const share = ((c[0] - a[0]) * second[1] - (c[1] - a[1]) * second[0]) / cross;
  return [a[0] + share * first[0], a[1] + share * first[1]];
}
