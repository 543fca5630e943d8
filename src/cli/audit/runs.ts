// Command line. The entries of an export as runs: in each, every entry follows from the one before. A log that is whole
// is one run; each break begins another. So a log of any length is judged in little memory, whatever was done to it.
import { hash } from 'node:crypto';
import { type AuditLine, entryText, noHash } from '../../shared/domain/audit.ts';

export type Entry = Extract<AuditLine, { type: 'entry' }>;

export interface Run {
  /** Numbers as the hashes say, which are those written but where somebody numbered anew. */
  from: number;
  to: number;
  /** `null` for the beginning of the log, before its first entry. */
  readonly first: Entry | null;
  lastHash: string;
  /** Lines of its first and last entry. */
  readonly line: number;
  lastLine: number;
}

/** Entries numbered anew: `from` to `to` are their true numbers, to which `by` was added. */
export interface Renumbering {
  readonly from: number;
  to: number;
  readonly by: number;
}

interface Recent {
  readonly entry: Entry;
  readonly number: number;
  readonly line: number;
}

/** How far back a run can be parted where somebody put something in between, and a head looked up. */
const recentEntries = 4096;
/** More breaks than these are not told apart. */
const maxRuns = 5000;
const maxShift = 64;

/** What the entry's hash must be if it follows an entry with hash `previous` as number `sequence`. */
export const hashOf = (previous: string, entry: Entry, sequence = entry.sequence): string =>
  hash('sha256', entryText(previous, sequence === entry.sequence ? entry : { ...entry, sequence }));

export const follows = (previous: string, entry: Entry, sequence = entry.sequence): boolean =>
  hashOf(previous, entry, sequence) === entry.hash;

export class Runs {
  readonly runs: Run[] = [{ from: 0, to: 0, first: null, lastHash: noHash, line: 0, lastLine: 0 }];
  readonly renumberings: Renumbering[] = [];
  /** Line from which on there were too many breaks to go on. */
  overflowLine: number | null = null;
  readonly #recent: (Recent | undefined)[] = [];
  readonly #starts = new Set<number>();

  get last(): Run {
    return this.runs.at(-1)!;
  }

  /** The entry with this number that was read last; `undefined` where none was, or too long ago. */
  recent(number: number): Recent | undefined {
    const recent = this.#recent[number % recentEntries];
    return recent?.number === number ? recent : undefined;
  }

  /** Returns the number that the entry has by its hash. */
  add(entry: Entry, line: number): number {
    if (this.overflowLine !== null) return entry.sequence;
    const run = this.last;
    const next = run.to + 1;
    if (follows(run.lastHash, entry, next)) {
      this.#noteNumber(next, entry);
      // Where an earlier run begins another does too: so what stands twice is seen.
      if (this.#starts.has(next)) this.#begin(entry, next, line);
      else this.#extend(run, entry, line);
      return next;
    }
    const shift = run.from === run.to && run.first && entry.sequence === next ? shiftOf(run, entry) : 0;
    if (shift !== 0) {
      this.#renumber(run, shift);
      this.#noteNumber(next + shift, entry);
      this.#extend(this.last, entry, line);
      return this.last.to;
    }
    this.#begin(entry, entry.sequence, line);
    return entry.sequence;
  }

  #extend(run: Run, entry: Entry, line: number): void {
    run.to++;
    run.lastHash = entry.hash;
    run.lastLine = line;
    this.#remember({ entry, number: run.to, line });
  }

  #begin(entry: Entry, number: number, line: number): void {
    if (this.runs.length >= maxRuns) {
      this.overflowLine = line;
      return;
    }
    this.#part(entry, number);
    this.runs.push({ from: number, to: number, first: entry, lastHash: entry.hash, line, lastLine: line });
    this.#starts.add(number);
    this.#remember({ entry, number, line });
  }

  /** Parts the run inside which `entry` follows, so that what stands there in its place is a run of its own. */
  #part(entry: Entry, number: number): void {
    const before = this.recent(number - 1) ?? null;
    const instead = this.recent(number);
    const previousHash = number === 1 ? noHash : before?.entry.hash;
    if (!instead || previousHash === undefined || !follows(previousHash, entry, number)) return;
    const at = this.runs.findLastIndex(
      (run) =>
        run.from < number && number <= run.to && run.line <= instead.line && instead.line <= run.lastLine,
    );
    const run = this.runs[at];
    if (!run || (before && before.line < run.line)) return;
    const { to, lastHash, lastLine } = run;
    this.runs.splice(at + 1, 0, {
      from: number,
      to,
      first: instead.entry,
      lastHash,
      line: instead.line,
      lastLine,
    });
    Object.assign(run, { to: number - 1, lastHash: previousHash, lastLine: before?.line ?? 0 });
    this.#starts.add(number);
  }

  /** The last run is one entry whose number is not its own. */
  #renumber(run: Run, shift: number): void {
    const entry = run.first!;
    this.runs.pop();
    this.#begin(entry, run.from + shift, run.line);
    this.#noteNumber(run.from + shift, entry);
  }

  #noteNumber(number: number, { sequence }: Entry): void {
    const by = sequence - number;
    if (by === 0) return;
    const last = this.renumberings.at(-1);
    if (last && last.by === by && last.to === number - 1) last.to = number;
    else this.renumberings.push({ from: number, to: number, by });
  }

  #remember(recent: Recent): void {
    this.#recent[recent.number % recentEntries] = recent;
  }
}

/** By how much the numbers of a lone entry and of the one behind it are off, if that makes the second follow. */
function shiftOf(run: Run, entry: Entry): number {
  for (let size = 1; size <= maxShift; size++)
    for (const shift of [size, -size])
      if (run.to + shift > 0 && follows(run.lastHash, entry, entry.sequence + shift)) return shift;
  return 0;
}
