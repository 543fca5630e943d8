// Engine, thread of the barcodes. A photograph as a grid of cells, each with the strength of the edges inside it, and the
// cells that are strong, grown together to blocks. Pure.

export interface GreyImage {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly grey: Uint8Array;
}

/** One byte a cell, row by row. */
export interface CellGrid {
  readonly columns: number;
  readonly rows: number;
  readonly values: Uint8Array;
}

/** Absolute differences along both axes, summed, and averaged over whole cells of `cellPx` pixels. */
export function edgeCells({ widthPx, heightPx, grey }: GreyImage, cellPx: number): CellGrid {
  // Without the last row and column of pixels, which have no neighbour.
  const columns = Math.floor((widthPx - 1) / cellPx);
  const rows = Math.floor((heightPx - 1) / cellPx);
  const values = new Uint8Array(columns * rows);
  const sums = new Uint32Array(columns);
  for (let row = 0; row < rows; row += 1) {
    sums.fill(0);
    for (let line = 0; line < cellPx; line += 1) {
      let at = (row * cellPx + line) * widthPx;
      for (let column = 0; column < columns; column += 1) {
        let sum = 0;
        for (const end = at + cellPx; at < end; at += 1) {
          const value = grey[at]!;
          sum += Math.abs(grey[at + 1]! - value) + Math.abs(grey[at + widthPx]! - value);
        }
        sums[column]! += sum;
      }
    }
    for (let column = 0; column < columns; column += 1) {
      values[row * columns + column] = Math.min(255, sums[column]! / (cellPx * cellPx));
    }
  }
  return { columns, rows, values };
}

/** Mean of three by three. */
export const smoothed = (grid: CellGrid): CellGrid => ({
  ...grid,
  values: overBoxes(grid, 1, (sum, area) => sum / area),
});

/** Value that this share of all cells stays below. */
export function quantile({ values }: CellGrid, share: number): number {
  const counts = new Uint32Array(256);
  for (const value of values) counts[value]! += 1;
  let left = (1 - share) * values.length;
  for (let value = 255; value > 0; value -= 1) {
    left -= counts[value]!;
    if (left <= 0) return value;
  }
  return 0;
}

/** Half of five cells: gaps as wide are closed, and what is as narrow, a line of text that touches the block, goes. */
const reach = 2;

/** 1 in blocks of cells that have the threshold, 0 elsewhere. */
export function blockMask(grid: CellGrid, threshold: number): CellGrid {
  const grown = (values: Uint8Array) => overBoxes({ ...grid, values }, reach, (sum) => (sum > 0 ? 1 : 0));
  const shrunk = (values: Uint8Array) =>
    overBoxes({ ...grid, values }, reach, (sum, area) => (sum === area ? 1 : 0));
  const strong = grid.values.map((value) => (value >= threshold ? 1 : 0));
  return { ...grid, values: grown(shrunk(shrunk(grown(strong)))) };
}

/** From the sum over the box around each cell, and how many cells of it there are: at the rim it is cut. */
function overBoxes(
  { columns, rows, values }: CellGrid,
  radius: number,
  rule: (sum: number, area: number) => number,
): Uint8Array {
  // Sums of everything above and left, with a row and a column of noughts before.
  const width = columns + 1;
  const sums = new Uint32Array(width * (rows + 1));
  for (let row = 0; row < rows; row += 1) {
    let sum = 0;
    for (let column = 0; column < columns; column += 1) {
      sum += values[row * columns + column]!;
      sums[(row + 1) * width + column + 1] = sums[row * width + column + 1]! + sum;
    }
  }
  const result = new Uint8Array(values.length);
  for (let row = 0; row < rows; row += 1) {
    const top = Math.max(0, row - radius);
    const bottom = Math.min(rows, row + radius + 1);
    for (let column = 0; column < columns; column += 1) {
      const left = Math.max(0, column - radius);
      const right = Math.min(columns, column + radius + 1);
      const sum =
        sums[bottom * width + right]! -
        sums[top * width + right]! -
        sums[bottom * width + left]! +
        sums[top * width + left]!;
      result[row * columns + column] = rule(sum, (bottom - top) * (right - left));
    }
  }
  return result;
}
