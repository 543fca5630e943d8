// Command line. The signed heads in an export: whether they are the station's, all there, and each in its place.
import type { Finding } from './finding.ts';
import type { Run } from './runs.ts';

export interface OddHead {
  readonly sequence: number;
  /** Entry behind which it stands. */
  readonly after: number;
  readonly line: number;
  readonly isTwice: boolean;
}

/** Where entries themselves are out of place, heads beside them are no news. */
export function oddHeads(heads: readonly OddHead[], runs: readonly Run[]): Finding[] {
  const last = runs.at(-1)!.to;
  const breaks = runs.slice(1).flatMap((run, at) => [run.from, runs[at]!.to]);
  const isNearBreak = (number: number) => breaks.some((at) => Math.abs(at - number) <= 1);
  return heads
    .filter(
      ({ sequence, after, isTwice }) =>
        isTwice || (sequence <= last && !isNearBreak(sequence) && !isNearBreak(after)),
    )
    .map(({ sequence, after, line, isTwice }) => ({
      kind: 'head_moved',
      from: sequence,
      after,
      line,
      text: `the head over ${sequence} stands ${isTwice ? 'twice, once more ' : ''}after ${after}`,
    }));
}

export function unsignedHeads(sequences: readonly number[]): Finding[] {
  const from = sequences[0];
  if (from === undefined) return [];
  const to = sequences.at(-1)!;
  const text =
    sequences.length === 1
      ? `the head over ${from} is not signed by this station`
      : `${sequences.length} heads, over ${from} to ${to}, are not signed by this station`;
  return [{ kind: 'signature', from, to, text }];
}

export function countHeads(said: number, read: number, unreadable: number): Finding[] {
  if (read > said)
    return [{ kind: 'inserted', text: `${read} signed heads, of which the first line knows ${said}` }];
  const missing = said - read - unreadable;
  return missing <= 0
    ? []
    : [
        {
          kind: 'head_missing',
          text: `${missing} of ${said} signed heads ${missing === 1 ? 'is' : 'are'} missing`,
        },
      ];
}
