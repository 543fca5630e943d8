// Engine. Fits what was read of one MRZ line to the exact length and alphabet of a layout: the cheapest way to keep,
// mend, drop or add characters, found by dynamic programming.
import type { MrzAlphabet, MrzLayout } from './mrz-formats.ts';
import type { LineReading } from './mrz-recogniser.ts';

export interface AlignedLine {
  /** Exactly as long as the layout asks. */
  readonly text: string;
  /** The same columns as they were read, before look-alikes were mended. */
  readonly asRead: string;
  /** Per column; `0.5` where a filler was added that had not been read. */
  readonly confidences: readonly number[];
  /** How much had to be changed: 0 is nothing, about 1 for each doubtful change. */
  readonly cost: number;
}

/** OCR-B's look-alikes, read as a letter where only a digit can stand. The second list is less usual. */
const toDigit: Readonly<Record<string, string>> = {
  O: '0',
  I: '1',
  Z: '2',
  S: '5',
  G: '6',
  B: '8',
  D: '0',
  Q: '0',
  L: '1',
}; // prettier-ignore
const toLetter: Readonly<Record<string, string>> = {
  '0': 'O',
  '1': 'I',
  '2': 'Z',
  '5': 'S',
  '6': 'G',
  '8': 'B',
}; // prettier-ignore

/** Prices of changes, in the unit of one doubtful change. Set by hand on the development documents. */
const price = {
  mended: 0.35,
  misfit: 2.5,
  droppedAtEdge: 0.7,
  dropped: 1.6,
  droppedInRun: 0.5,
  added: 2.6,
  addedInRun: 0.5,
} as const;

/** The alphabet of every column of a line; places between fields hold anything. */
export function columnAlphabets(layout: MrzLayout, line: number): MrzAlphabet[] {
  const columns = Array.from({ length: layout.lengths[line]! }, (): MrzAlphabet => 'any');
  for (const field of layout.fields) {
    if (field.line === line) columns.fill(field.alphabet, field.start, field.end);
  }
  return columns;
}

interface Mended {
  readonly character: string;
  readonly cost: number;
}

function mend(character: string, alphabet: MrzAlphabet): Mended {
  const keep = { character, cost: 0 };
  const digit = toDigit[character];
  switch (alphabet) {
    case 'any':
      return keep;
    case 'name': {
      if (/[A-Z<]/.test(character)) return keep;
      const letter = toLetter[character];
      return letter ? { character: letter, cost: price.mended } : { character, cost: price.misfit };
    }
    case 'sex':
      return { character, cost: /[MFX<]/.test(character) ? 0 : price.misfit };
    case 'digit':
    case 'check':
    case 'date':
    case 'optionalCheck':
      if (/\d/.test(character)) return keep;
      if (character === '<' && alphabet === 'optionalCheck') return keep;
      if (character === '<' && alphabet === 'date') return { character, cost: price.mended };
      return digit ? { character: digit, cost: price.mended } : { character, cost: price.misfit };
  }
}

type Step = 'keep' | 'drop' | 'add';

/** Fits `reading` to the columns. Null when nothing was read. */
export function alignLine(reading: LineReading, columns: readonly MrzAlphabet[]): AlignedLine | null {
  const read = [...reading.text];
  if (read.length === 0) return null;
  const runs = fillerRuns(read);
  const width = columns.length + 1;
  const costs = new Float64Array((read.length + 1) * width).fill(Infinity);
  const steps: (Step | null)[] = Array.from({ length: costs.length }, () => null);
  costs[0] = 0;
  for (let i = 0; i <= read.length; i += 1) {
    for (let j = 0; j <= columns.length; j += 1) {
      const here = costs[i * width + j]!;
      const offer = (to: number, cost: number, step: Step) => {
        if (here + cost >= costs[to]!) return;
        costs[to] = here + cost;
        steps[to] = step;
      };
      if (i < read.length && j < columns.length) {
        offer((i + 1) * width + j + 1, mend(read[i]!, columns[j]!).cost, 'keep');
      }
      if (i < read.length) offer((i + 1) * width + j, dropCost(i, j, columns.length, runs, reading), 'drop');
      if (j < columns.length) offer(i * width + j + 1, addCost(i, columns[j]!, runs), 'add');
    }
  }
  return trace(reading, read, columns, costs, steps);
}

function trace(
  reading: LineReading,
  read: readonly string[],
  columns: readonly MrzAlphabet[],
  costs: Float64Array,
  steps: readonly (Step | null)[],
): AlignedLine {
  const width = columns.length + 1;
  const text: string[] = [];
  const asRead: string[] = [];
  const confidences: number[] = [];
  let i = read.length;
  let j = columns.length;
  while (i > 0 || j > 0) {
    const step = steps[i * width + j];
    if (step !== 'add') i -= 1;
    if (step !== 'drop') j -= 1;
    if (step === 'keep') {
      text.push(mend(read[i]!, columns[j]!).character);
      asRead.push(read[i]!);
      confidences.push(reading.confidences[i] ?? 0);
    } else if (step === 'add') {
      text.push('<');
      asRead.push('<');
      confidences.push(0.5);
    }
  }
  return {
    text: text.reverse().join(''),
    asRead: asRead.reverse().join(''),
    confidences: confidences.reverse(),
    cost: costs.at(-1)!,
  };
}

/** For each character, how long the run of fillers is that it stands in (0 for others). */
function fillerRuns(read: readonly string[]): number[] {
  const runs = read.map(() => 0);
  for (let start = 0; start < read.length; ) {
    let end = start;
    while (end < read.length && read[end] === '<') end += 1;
    runs.fill(end - start, start, end);
    start = Math.max(end, start + 1);
  }
  return runs;
}

/** What stands before the first or after the last column is most likely the edge of the page or a stain. */
function dropCost(
  i: number,
  j: number,
  length: number,
  runs: readonly number[],
  reading: LineReading,
): number {
  if (runs[i]! >= 2) return price.droppedInRun + 0.4 / runs[i]!;
  const base = j === 0 || j === length ? price.droppedAtEdge : price.dropped;
  return base * (0.5 + 0.5 * (reading.confidences[i] ?? 1));
}

/** Long runs of fillers are where readers miscount. */
function addCost(i: number, alphabet: MrzAlphabet, runs: readonly number[]): number {
  if (alphabet === 'digit' || alphabet === 'check' || alphabet === 'date') return price.added + price.mended;
  const run = Math.max(runs[i] ?? 0, runs[i - 1] ?? 0);
  return run === 0 ? price.added : price.addedInRun + 0.4 / run;
}
