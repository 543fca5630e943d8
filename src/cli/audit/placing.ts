// Command line. Which run of entries stands for which numbers of the log, which are too many, and which stand elsewhere.
import { follows, type Run } from './runs.ts';

/** Numbers `from` to `to` of a run. */
export interface Stretch {
  readonly run: Run;
  readonly from: number;
  to: number;
}

export interface Placed {
  /** In order of numbers; no number twice. */
  readonly log: readonly Stretch[];
  /** What has no place in the log because something else has it with more right. */
  readonly surplus: readonly Stretch[];
  /** Of `log`: what stands in the file where it does not belong. */
  readonly moved: ReadonlySet<Stretch>;
}

/** `confirmed`: runs on which something signed lies. */
export function place(runs: readonly Run[], confirmed: ReadonlySet<Run>): Placed {
  const outranks = ranking(runs, confirmed);
  const points = [...new Set(runs.flatMap((run) => [run.from, run.to + 1]))].sort((a, b) => a - b);
  const waiting = runs.toSorted((a, b) => b.from - a.from);
  const log: Stretch[] = [];
  const surplus: Stretch[] = [];
  let active: Run[] = [];
  for (const [at, from] of points.entries()) {
    const to = (points[at + 1] ?? from) - 1;
    active = active.filter((run) => run.to >= from);
    while (waiting.at(-1)?.from === from) active.push(waiting.pop()!);
    if (active.length === 0) continue;
    const best = active.reduce((one, other) => (outranks(other, one) ? other : one));
    extend(log, best, from, to);
    for (const run of active) if (run !== best) extend(surplus, run, from, to);
  }
  return { log, surplus, moved: outOfOrder(log) };
}

function extend(stretches: Stretch[], run: Run, from: number, to: number): void {
  const last = stretches.findLast((stretch) => stretch.run === run);
  if (last?.to === from - 1) last.to = to;
  else stretches.push({ run, from, to });
}

/** Signed over, then hanging together with others, then long, then right behind what it follows, then first. */
function ranking(runs: readonly Run[], confirmed: ReadonlySet<Run>): (one: Run, other: Run) => boolean {
  const endingAt = Map.groupBy(runs, (run) => run.to);
  const linked = new Set<Run>();
  const inPlace = new Set<Run>();
  for (const [at, run] of runs.entries()) {
    const { first } = run;
    for (const before of (first && endingAt.get(run.from - 1)) ?? []) {
      if (!follows(before.lastHash, first!, run.from)) continue;
      linked.add(run).add(before);
      if (before === runs[at - 1]) inPlace.add(run);
    }
  }
  const ranks = new Map(
    runs.map((run) => [
      run,
      [
        Number(confirmed.has(run)),
        Number(linked.has(run)),
        run.to - run.from,
        Number(inPlace.has(run)),
        -run.line,
      ],
    ]),
  );
  return (one, other) => {
    const [a, b] = [ranks.get(one)!, ranks.get(other)!];
    const at = a.findIndex((value, i) => value !== b[i]);
    return at >= 0 && a[at]! > b[at]!;
  };
}

/** The fewest entries without which the rest stands in order. */
function outOfOrder(log: readonly Stretch[]): Set<Stretch> {
  const inFile = fileOrder(log);
  /** Of the heaviest row in order that ends with each stretch: entries in it, and the stretch before. */
  const weights: number[] = [];
  const before: number[] = [];
  for (const [i, { from, to }] of inFile.entries()) {
    before[i] = -1;
    let weight = 0;
    for (let j = 0; j < i; j++)
      if (inFile[j]!.from < from && weights[j]! > weight) [weight, before[i]] = [weights[j]!, j];
    weights[i] = weight + to - from + 1;
  }
  const moved = new Set(log);
  for (let i = weights.indexOf(Math.max(...weights)); i >= 0; i = before[i]!) moved.delete(inFile[i]!);
  return moved;
}

export const fileOrder = (stretches: readonly Stretch[]): Stretch[] =>
  stretches.toSorted((a, b) => a.run.line - b.run.line || a.from - b.from);

/** The stretch that has this number; `undefined` where none has. */
export function stretchAt(log: readonly Stretch[], number: number): Stretch | undefined {
  let [low, high] = [0, log.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (log[middle]!.to < number) low = middle + 1;
    else high = middle;
  }
  const found = log[low];
  return found && found.from <= number ? found : undefined;
}
