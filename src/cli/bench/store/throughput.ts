// Benchmark. Commits a second of core with one applicant after another, beside plain better-sqlite3 that writes the same rows in
// as many transactions, in turns.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { StoreReader } from '../../../core/store/store-reader.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { median } from '../../evaluate/statistics.ts';
import { applicant, benchUnlock, openDesk } from './desk.ts';
import { commitsPerApplicant, countedTables, openPlainDesk } from './plain.ts';
import { playedEngine, type RecordedEngine } from './recorded-engine.ts';
import { contentOf, countRows } from './rows.ts';

export interface Throughput {
  readonly rounds: number;
  readonly applicantsPerRound: number;
  readonly commitsPerSecond: { readonly ours: number; readonly plain: number };
  /** Ours / plain of each pair of rounds. */
  readonly ratio: { readonly median: number; readonly least: number; readonly most: number };
  /** Milliseconds of processor time a commit. */
  readonly cpuMsPerCommit: { readonly ours: number; readonly plain: number };
}

const warmUp = 200;

interface Round {
  readonly perSecond: number;
  readonly cpuMs: number;
}

const smallImage = (bytes: number) => new Uint8Array(bytes).fill(7);

/** Photographs of 20 KB, one of each kind: writing large ones takes both sides equally long, and hides all else. */
export function withSmallImages(recorded: RecordedEngine): RecordedEngine {
  const small = <T extends RecordedEngine['document' | 'selfie']>(analysis: T): T => ({
    ...analysis,
    images: analysis.images.map((image) => ({ ...image, jpeg: smallImage(8_000) })),
  });
  const one = [smallImage(20_000)];
  return {
    ...recorded,
    photographs: { document: one, selfies: one, moveFrames: [], lightFrames: [] },
    document: small(recorded.document),
    selfie: small(recorded.selfie),
  };
}

export async function measureThroughput(
  scratch: string,
  recorded: RecordedEngine,
  { rounds, applicantsPerRound }: { readonly rounds: number; readonly applicantsPerRound: number },
): Promise<Throughput> {
  const { photographs } = recorded;
  const folders = { ours: join(scratch, 'ours'), plain: join(scratch, 'plain') };
  await mkdir(folders.plain, { recursive: true });
  const core = await openDesk(folders.ours, playedEngine(recorded), systemClock);
  await applicant(core, 'k', photographs);
  const reader = StoreReader.open(folders.ours, benchUnlock);
  const plain = openPlainDesk(folders.plain, recorded, contentOf(reader));
  await plain.applicant(photographs);
  // A program that has run for a morning is compiled.
  for (let i = 0; i < warmUp; i++) {
    await applicant(core, 'k', photographs);
    await plain.applicant(photographs);
  }
  const round = async (work: () => Promise<unknown>): Promise<Round> => {
    await nextTurn();
    const [startedAt, cpu] = [performance.now(), process.cpuUsage()];
    for (let i = 0; i < applicantsPerRound; i++) await work();
    const { user, system } = process.cpuUsage(cpu);
    const commits = applicantsPerRound * commitsPerApplicant;
    return {
      perSecond: (commits * 1000) / (performance.now() - startedAt),
      cpuMs: (user + system) / 1000 / commits,
    };
  };
  const pairs: { ours: Round; plain: Round }[] = [];
  for (let i = 0; i < rounds; i++) {
    const ours = () => round(() => applicant(core, 'k', photographs));
    const theirs = () => round(() => plain.applicant(photographs));
    // Who goes first takes turns: what one leaves for the disk to do may cost the other.
    const [first, second] = i % 2 === 0 ? [await ours(), await theirs()] : [await theirs(), await ours()];
    pairs.push(i % 2 === 0 ? { ours: first, plain: second } : { ours: second, plain: first });
  }
  await core.close();
  const rows = { ours: countRows(reader, countedTables), plain: plain.counts() };
  reader.close();
  plain.close();
  if (JSON.stringify(rows.ours) !== JSON.stringify(rows.plain))
    throw new Error(`not the same rows: ${JSON.stringify(rows)}`);
  const ratios = pairs.map(({ ours, plain: other }) => ours.perSecond / other.perSecond);
  const both = (of: (side: Round) => number) => ({
    ours: median(pairs.map(({ ours }) => of(ours))),
    plain: median(pairs.map(({ plain: other }) => of(other))),
  });
  return {
    ...{ rounds, applicantsPerRound },
    commitsPerSecond: both(({ perSecond }) => perSecond),
    ratio: { median: median(ratios), least: Math.min(...ratios), most: Math.max(...ratios) },
    cpuMsPerCommit: both(({ cpuMs }) => cpuMs),
  };
}
