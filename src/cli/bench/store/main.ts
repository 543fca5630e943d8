// Benchmark. `npm run bench -- store`: a store of a million cases, how large it is, how fast the console, the sweep and many
// readers are in it, and how many commits a second core makes beside plain better-sqlite3.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../../setup/root.ts';
import { BenchClock } from './desk.ts';
import { type Filled, fill, keptDays } from './fill.ts';
import { dayMs, makePatterns } from './patterns.ts';
import { measureQueries, type QueryTimes } from './queries.ts';
import { measureReaders, type ReadersBench } from './readers.ts';
import { recordedEngine } from './recorded-engine.ts';
import { measureSizes, type Sizes } from './sizes.ts';
import { measureSweep, type SweepTimes } from './sweep.ts';
import { table } from './table.ts';
import { measureThroughput, type Throughput, withSmallImages } from './throughput.ts';

export interface StoreBench {
  readonly machine: { readonly cpus: number; readonly model: string };
  readonly throughput: Throughput;
  readonly filled: Filled & { readonly seconds: number };
  readonly sizes: Sizes;
  readonly queries: QueryTimes;
  readonly sweep: SweepTimes;
  readonly readers: ReadersBench;
}

const options = {
  cases: { type: 'string', default: '1000000' },
  readers: { type: 'string', default: '100' },
  minutes: { type: 'string', default: '10' },
  rounds: { type: 'string', default: '40' },
} as const;

/** Cases of which something is due at once; a third of them in whole. */
const dueOf = (cases: number) => Math.round(cases / 10);
const openOf = (cases: number) => Math.round(cases / 100);
const settleMs = 30_000;

export async function benchStore(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options });
  const number = (name: keyof typeof options) => {
    const value = Number(values[name]);
    if (!(value > 0)) throw new Error(`--${name} must be a number above zero`);
    return value;
  };
  const cases = Math.round(number('cases'));
  const scratch = await mkdtemp(join(tmpdir(), 'proofdesk-bench-store-'));
  const say = (line: string) => void process.stderr.write(`bench: ${line}\n`);
  try {
    const recorded = await recordedEngine();
    const small = withSmallImages(recorded);
    say('commits a second');
    const throughput = await measureThroughput(scratch, small, number('rounds'));
    const folder = join(scratch, 'station');
    const endMs = Date.now();
    const clock = new BenchClock(endMs - 2 * keptDays * dayMs - 5 * dayMs);
    const { patterns, contentBytes } = await makePatterns(folder, recorded, clock);
    const startedAt = performance.now();
    const filled = fill(folder, patterns, recorded, { cases, open: openOf(cases), endMs, say });
    const seconds = (performance.now() - startedAt) / 1000;
    clock.setMs(endMs);
    say('sizes');
    const sizes = measureSizes(folder, cases, patterns, contentBytes);
    say('calls of the console');
    const queries = await measureQueries(folder, recorded, clock, settleMs);
    say('a sweep');
    const sweep = await measureSweep(folder, small, clock, dueOf(cases));
    say('readers');
    const readers = await measureReaders(folder, small, clock, {
      readers: number('readers'),
      minutes: number('minutes'),
    });
    const machine = { cpus: cpus().length, model: cpus()[0]?.model ?? 'unknown' };
    const result: StoreBench = {
      ...{ machine, throughput, sizes, queries, sweep, readers },
      filled: { ...filled, seconds },
    };
    const file = join(root, '.cache/bench/store.json');
    await mkdir(join(root, '.cache/bench'), { recursive: true });
    await writeFile(file, `${JSON.stringify(result, null, 2)}\n`);
    process.stdout.write(`${table(result)}\nas JSON: ${relative(process.cwd(), file)}\n`);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
