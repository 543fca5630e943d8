// Command line. From the runs of an export to what was done to its entries.
import { behind, entries, type Finding } from './finding.ts';
import { type Claim, type Confirmed, rewritings } from './judge-claims.ts';
import { fileOrder, type Placed, place, type Stretch, stretchAt } from './placing.ts';
import { follows, hashOf, type Renumbering, type Run } from './runs.ts';

/** A line that does not read, and the entry behind which it stands. */
export interface Unreadable {
  readonly line: number;
  readonly after: number;
  readonly problem: string;
}

export interface Evidence {
  readonly runs: readonly Run[];
  readonly renumberings: readonly Renumbering[];
  readonly unreadable: readonly Unreadable[];
  /** Where the log ends by the first line; `null` where that is not to be trusted. */
  readonly end: { readonly entries: number; readonly hash: string } | null;
  /** Entries that something signed agrees with, and those that it does not, or that were not met. */
  readonly confirmed: readonly Confirmed[];
  readonly unmet: readonly Claim[];
}

export function judgeRuns(evidence: Evidence): Finding[] {
  const placed = place(evidence.runs, confirmedRuns(evidence));
  const { log } = placed;
  const last = log.at(-1)!.to;
  const end = evidence.end?.entries ?? last;
  const changed = changes(log, evidence);
  return [
    ...together(changed),
    ...gaps(log, evidence.unreadable, end),
    ...strays(placed),
    ...evidence.renumberings.map(renumbered),
    ...(last > end
      ? [
          {
            kind: 'after_end' as const,
            from: end + 1,
            to: last,
            text: `${entries(end + 1, last, 'stands', 'stand')} after the end`,
          },
        ]
      : []),
    ...rewritings(evidence, log, new Set(changed.map(({ from }) => from!)), end),
  ];
}

function confirmedRuns({ runs, confirmed }: Evidence): ReadonlySet<Run> {
  const lines = confirmed.map(({ line }) => line).sort((a, b) => a - b);
  let at = 0;
  return new Set(
    runs.filter((run) => {
      while (at < lines.length && lines[at]! < run.line) at++;
      return at < lines.length && lines[at]! <= run.lastLine;
    }),
  );
}

/** Entries that do not follow from the one before although it is there. */
function changes(log: readonly Stretch[], { confirmed, end }: Evidence): Finding[] {
  const signed = new Set(confirmed.map(({ sequence }) => sequence));
  const findings: Finding[] = [];
  let isExplained = false;
  for (const [at, after] of log.entries()) {
    const before = log[at - 1];
    const wasExplained = isExplained;
    isExplained = false;
    if (!before || !breaks(before, after) || wasExplained) continue;
    const { from, to, run } = after;
    const next = log[at + 1];
    const trueHash = hashOf(before.run.lastHash, run.first!, from);
    // What follows, or the end, may go with the hash that the entry should have.
    isExplained =
      from === to &&
      next?.from === to + 1 &&
      next.run.from === next.from &&
      follows(trueHash, next.run.first!, next.from);
    const isHashAlone = isExplained || (from === end?.entries && trueHash === end.hash);
    const isSure = from === 1 || signed.has(from - 1);
    const detail = isHashAlone ? ': its hash' : isSure ? '' : ` (or ${from - 1} was, and given a new hash)`;
    findings.push({ kind: 'changed', from, to: from, text: `entry ${from} was changed${detail}` });
  }
  return findings;
}

/** Whether the second follows the first by number and not by hash. */
const breaks = (before: Stretch, after: Stretch): boolean =>
  before.to === after.from - 1 &&
  before.to === before.run.to &&
  after.from === after.run.from &&
  !follows(before.run.lastHash, after.run.first!, after.from);

/** Neighbours as one finding. */
function together(changed: readonly Finding[]): Finding[] {
  const groups: Finding[][] = [];
  for (const finding of changed) {
    const group = groups.at(-1);
    if (group?.at(-1)?.to === finding.from! - 1) group!.push(finding);
    else groups.push([finding]);
  }
  return groups.map((group) => {
    const { from, to } = { from: group[0]!.from!, to: group.at(-1)!.to! };
    return group.length === 1
      ? group[0]!
      : { kind: 'changed', from, to, text: entries(from, to, 'was changed', 'were changed') };
  });
}

/** What is missing, and the lines that do not read: where an entry is missing, one is taken for it. */
function gaps(log: readonly Stretch[], unreadable: readonly Unreadable[], end: number): Finding[] {
  const findings: Finding[] = [];
  const left = Map.groupBy(unreadable, ({ after }) => after);
  for (const [at, { to: before }] of log.entries()) {
    const after = log[at + 1]?.from ?? end + 1;
    if (before >= after - 1) continue;
    let from = before + 1;
    const lines = left.get(before) ?? [];
    const doubt = log[at + 1] ? `; what ${after} says cannot be checked without` : '';
    for (; from < after && lines.length > 0; from++) {
      const { line, problem } = lines.shift()!;
      findings.push({
        kind: 'unreadable',
        from,
        to: from,
        line,
        text: `entry ${from} cannot be read (line ${line}: ${problem})${from === after - 1 ? doubt : ''}`,
      });
    }
    if (from === after) continue;
    const where = from === 1 ? ' at the beginning' : log[at + 1] ? '' : ' at the end';
    findings.push({
      kind: 'missing',
      from,
      to: after - 1,
      text: `${entries(from, after - 1, 'is', 'are')} missing${where}${doubt}`,
    });
  }
  for (const { line, problem } of [...left.values()].flat())
    findings.push({ kind: 'unreadable', line, text: `line ${line} cannot be read: ${problem}` });
  return findings;
}

/** What stands where it does not belong: elsewhere, twice, or not at all. */
function strays({ log, surplus, moved }: Placed): Finding[] {
  const inFile = fileOrder(log);
  const findings: Finding[] = [];
  for (const [at, stretch] of inFile.entries()) {
    if (!moved.has(stretch)) continue;
    const { from, to } = stretch;
    const after = inFile[at - 1]?.to ?? 0;
    const text = `${entries(from, to, 'stands', 'stand')} ${behind(after)}`;
    findings.push({ kind: 'moved', from, to, after, text });
  }
  for (const { run, from, to } of surplus) {
    const after = inFile.findLast((other) => other.run.line < run.line)?.to ?? 0;
    const known = stretchAt(log, from)?.run;
    const isCopy = known?.from === from && run.from === from && known.first?.hash === run.first?.hash;
    const count = to - from + 1;
    findings.push({
      kind: isCopy ? 'duplicated' : 'inserted',
      from,
      to,
      after,
      line: run.line,
      text: isCopy
        ? `${entries(from, to, 'stands', 'stand')} twice, once more ${behind(after)}`
        : `${count === 1 ? 'one entry' : `${count} entries`} too many ${behind(after)} (line ${run.line}, numbered ${from}${count === 1 ? '' : ` to ${to}`})`,
    });
  }
  return findings;
}

function renumbered({ from, to, by }: Renumbering): Finding {
  const text =
    from === to
      ? `entry ${from} carries the number ${from + by}`
      : `entries ${from} to ${to} carry the numbers ${from + by} to ${to + by}`;
  return { kind: 'renumbered', from, to, text };
}
