// Benchmark. What `npm run bench -- store` prints.
import type { Latency } from './latencies.ts';
import type { StoreBench } from './main.ts';
import type { Spread } from './throughput.ts';

const count = (value: number) => Math.round(value).toLocaleString('en');
const ms = (value: number) => `${value.toFixed(1)} ms`;
const percent = (value: number) => `${(value * 100).toFixed(0)} %`;
const size = (bytes: number) =>
  bytes >= 1e9
    ? `${(bytes / 1e9).toFixed(1)} GB`
    : bytes >= 1e6
      ? `${(bytes / 1e6).toFixed(1)} MB`
      : `${count(bytes)} bytes`;
const spread = ({ median, tenth, ninetieth }: Spread, rounds: number) =>
  `${percent(median)} (80 of 100 of ${rounds} rounds: ${percent(tenth)} to ${percent(ninetieth)})`;
const waited = ({ medianMs, p95Ms, longestMs, calls }: Latency) =>
  `${ms(medianMs)} / ${ms(p95Ms)} / ${ms(longestMs)} (${count(calls)})`;

/** Below this a table or index is not worth a line. */
const shownFromBytes = 40;

export function table(result: StoreBench): string {
  const { throughput, filled, sizes, queries, sweep, readers } = result;
  const { ratio, commitsPerSecond, cpuMsPerCommit } = throughput;
  const { oneCase } = sizes;
  const consoleCalls = Object.entries(queries.calls).filter(([name]) => !name.startsWith('session.'));
  const slowest = consoleCalls
    .filter(([name]) => name !== 'auth.sign_in')
    .reduce((a, b) => (a[1].p95Ms >= b[1].p95Ms ? a : b));
  const rows: [string, string][] = [
    ["commits a second: the store's own writes", count(commitsPerSecond.store)],
    ['  with all that core does for a kiosk besides', count(commitsPerSecond.kiosk)],
    ['  peer: plain better-sqlite3, the same rows, WAL, FULL', count(commitsPerSecond.plain)],
    ["  the store's / peer (goal: 70 %)", spread(ratio.store, throughput.rounds)],
    ['  with all besides / peer', spread(ratio.kiosk, throughput.rounds)],
    [
      '  processor time a commit: store / kiosk / peer',
      [cpuMsPerCommit.store, cpuMsPerCommit.kiosk, cpuMsPerCommit.plain].map(ms).join(' / '),
    ],
    ['cases / open / audit entries', [filled.cases, filled.open, filled.auditEntries].map(count).join(' / ')],
    ['  filled in', `${count(filled.seconds)} s`],
    ['database / keys', `${size(sizes.databaseBytes)} / ${size(sizes.keysBytes)}`],
    ['bytes a case, images apart', count((sizes.databaseBytes + sizes.keysBytes) / filled.cases)],
    ...Object.entries(sizes.bytesPerCase)
      .filter(([, bytes]) => bytes >= shownFromBytes)
      .map(([name, bytes]): [string, string] => [`  ${name}`, count(bytes)]),
    [
      "  one case's content, in the clear / sealed",
      `${size(oneCase.contentBytes)} / ${size(oneCase.contentSealedBytes)}`,
    ],
    [
      "  one case's images",
      `${size(oneCase.imageBytes)} in ${oneCase.images} (few of these lie in this store: each kept case needs as much)`,
    ],
    ["  one case's entries in the audit log, which stay", count(oneCase.auditEntries)],
    ['start of core', ms(queries.startMs)],
    ['  longest wait while it loads and sweeps', ms(queries.startStallMs)],
    ['slowest call of the console, 95th percentile (goal: 50 ms)', `${ms(slowest[1].p95Ms)} (${slowest[0]})`],
    ['calls: median / 95th percentile / longest (how many)', ''],
    ...Object.entries(queries.calls).map(([name, latency]): [string, string] => [
      `  ${name}`,
      waited(latency),
    ]),
    ['report on all that is kept (proofdesk retention)', ms(queries.retentionOverviewMs)],
    [
      'sweep: cases with something due / gone in whole',
      `${count(sweep.sessions)} / ${count(sweep.wholeCases)}`,
    ],
    ['  took', `${count(sweep.seconds)} s, ${count(sweep.sessionsPerSecond)} a second`],
    ['  longest that core was busy', ms(sweep.stallMs)],
    ['  calls of a kiosk beside it', waited(sweep.kiosk)],
    ['  calls of a kiosk alone', waited(sweep.kioskAlone)],
    [
      `${readers.readers} readers for ${readers.minutes} minutes`,
      `${count(readers.snapshots)} snapshots, ${readers.findings.length === 0 ? 'no error, no half case' : `WRONG: ${readers.findings.slice(0, 3).join('; ')}`}`,
    ],
    ['  meanwhile filed / decided', `${count(readers.applicants)} / ${count(readers.decisions)}`],
    ['  calls of a kiosk beside them', waited(readers.kiosk)],
    ['  largest write-ahead log', size(readers.largestLogBytes)],
  ];
  return rows.map(([name, value]) => `${name.padEnd(58)} ${value}`).join('\n');
}
