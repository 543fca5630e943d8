// Command line. From what is signed about an audit log, now or earlier, to where the log was written again or cut.
import { entries, type Finding } from './finding.ts';
import type { Evidence } from './judge-runs.ts';
import { type Stretch, stretchAt } from './placing.ts';

/** Something signed: entry `sequence` has this hash. */
export interface Claim {
  readonly sequence: number;
  readonly hash: string;
  readonly source: 'head' | 'end' | 'earlier';
}

/** A claim that the entry in this line meets. */
export interface Confirmed {
  readonly sequence: number;
  readonly line: number;
  readonly source: Claim['source'];
}

/**
 * Whoever changes an entry and computes all hashes from there on leaves nothing that breaks, but cannot sign: so it
 * was between the last that is confirmed and the first that is contradicted.
 *
 * `changed`: entries that were found changed, whose own hashes prove nothing more.
 */
export function rewritings(
  { confirmed, unmet }: Pick<Evidence, 'confirmed' | 'unmet'>,
  log: readonly Stretch[],
  changed: ReadonlySet<number>,
  end: number,
): Finding[] {
  const findings: Finding[] = [];
  const beyond = unmet.filter(({ sequence }) => sequence > end);
  if (beyond.length > 0) {
    const to = Math.max(...beyond.map(({ sequence }) => sequence));
    const was = entries(end + 1, to, 'was', 'were');
    const text = `${was} there when ${said(beyond)}: the log was cut after ${end} before this file was written`;
    findings.push({ kind: 'cut', from: end + 1, to, text });
  }
  const contradicted = unmet.filter(({ sequence }) => {
    const stretch = stretchAt(log, sequence);
    return sequence <= end && stretch && !(stretch.from === stretch.to && changed.has(sequence));
  });
  // If only an earlier file contradicts, the rest was signed again with the station's own key and confirms nothing.
  const isSignedAgain = contradicted.every(({ source }) => source === 'earlier');
  const signed = confirmed
    .filter(({ source }) => !isSignedAgain || source === 'earlier')
    .map(({ sequence }) => sequence)
    .sort((a, b) => a - b);
  let at = 0;
  const groups = Map.groupBy(
    contradicted.toSorted((a, b) => a.sequence - b.sequence),
    ({ sequence }) => {
      while (at < signed.length && signed[at]! < sequence) at++;
      return at;
    },
  );
  for (const [next, claims] of groups) {
    const [from, latest] = [(signed[next - 1] ?? 0) + 1, claims[0]!.sequence];
    const to = next < signed.length ? claims.at(-1)!.sequence : Math.max(log.at(-1)!.to, latest);
    const start = from === latest ? `entry ${from}` : `an entry between ${from} and ${latest}`;
    const text = `from ${start} on the log was written again, hashes and all: when ${said(claims)}, entry ${latest} had another hash`;
    findings.push({ kind: 'rewritten', from, to, text });
  }
  return findings;
}

const said = (claims: readonly Claim[]): string =>
  claims.some(({ source }) => source === 'earlier')
    ? 'the earlier file was signed'
    : claims.some(({ source }) => source === 'head')
      ? 'a head was signed'
      : 'this file was signed';
