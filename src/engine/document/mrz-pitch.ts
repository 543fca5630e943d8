// Engine. The distance from character to character along a line, from what was read: OCR-B's pitch is fixed, but in a
// photograph taken aslant it may double from one end of the line to the other.
import type { LineReading } from './mrz-recogniser.ts';

/** Pitch in frames at a place of the line, 0 (its left end) to 1. */
export type Pitch = (place: number) => number;

/** Steps that say something about the pitch: others skip a character, or split one. */
const single = { low: 0.6, high: 1.5 };
/** Fewer steps than this say nothing. */
const leastSteps = 8;
/** Of so many neighbours the median tells which steps are single ones. */
const neighbours = 11;

/** Of lines under each other, equally long. Null where too little was read. */
export function pitchOf(readings: readonly LineReading[]): Pitch | null {
  const steps = readings
    .flatMap(({ centres, frames }) =>
      centres.slice(1).map((centre, index) => ({
        place: (centre + centres[index]!) / 2 / frames,
        frames: centre - centres[index]!,
      })),
    )
    .sort((a, b) => a.place - b.place);
  if (steps.length < leastSteps) return null;
  const singles = steps.filter(({ frames }, index) => {
    const from = Math.max(0, Math.min(index - (neighbours >> 1), steps.length - neighbours));
    const around = steps.slice(from, from + neighbours).map((step) => step.frames);
    const middle = around.sort((a, b) => a - b)[around.length >> 1]!;
    return frames > single.low * middle && frames < single.high * middle;
  });
  const coefficients = leastSquares(singles, singles.length < 12 ? 1 : singles.length < 24 ? 2 : 3);
  const [first, last] = [singles[0]!.place, singles.at(-1)!.place];
  const [shortest, longest] = [
    Math.min(...singles.map((step) => step.frames)),
    Math.max(...singles.map((step) => step.frames)),
  ];
  return (place) => {
    const at = Math.min(last, Math.max(first, place));
    const frames = coefficients.reduceRight((sum, value) => sum * at + value, 0);
    return Math.min(longest, Math.max(shortest, frames));
  };
}

/** Least squares: coefficients of a polynomial, the constant first. */
function leastSquares(
  steps: readonly { readonly place: number; readonly frames: number }[],
  count: number,
): number[] {
  const rows = Array.from({ length: count }, (_, row) => [
    ...Array.from({ length: count }, (_unused, column) =>
      steps.reduce((sum, { place }) => sum + place ** (row + column), 0),
    ),
    steps.reduce((sum, { place, frames }) => sum + frames * place ** row, 0),
  ]);
  // Gauss and Jordan; the matrix is symmetric and positive, so the diagonal serves as pivot.
  for (let pivot = 0; pivot < count; pivot += 1) {
    const scale = rows[pivot]![pivot]!;
    const by = rows[pivot]!.map((value) => value / scale);
    for (const [row, values] of rows.entries()) {
      rows[row] = row === pivot ? by : values.map((value, column) => value - values[pivot]! * by[column]!);
    }
  }
  return rows.map((values) => values[count]!);
}
