// Benchmark. Commits a second of core with one applicant after another, beside plain better-sqlite3 that writes the same rows in
// as many transactions, in turns.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { StoreReader } from '../../../core/store/store-reader.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { median } from '../../evaluate/statistics.ts';
import { applicant, benchUnlock, openDesk } from './desk.ts';
import { commitsPerApplicant, countedTables, openPlainDesk } from './plain.ts';
import { playedEngine, type RecordedEngine } from './recorded-engine.ts';
import { contentOf, countRows } from './rows.ts';
import { openStoreDesk } from './store-desk.ts';

type Side = 'store' | 'kiosk' | 'plain';
type Of<T> = Readonly<Record<Side, T>>;

export interface Throughput {
  readonly rounds: number;
  /** `store`: the writes of core alone. `kiosk`: the calls of a kiosk, with all that core does besides. */
  readonly commitsPerSecond: Of<number>;
  /** Milliseconds of processor time a commit. */
  readonly cpuMsPerCommit: Of<number>;
  /** Ours / plain in each round. */
  readonly ratio: Readonly<Record<'store' | 'kiosk', Spread>>;
}

export interface Spread {
  readonly median: number;
  /** A tenth of the rounds is below, and a tenth above. */
  readonly tenth: number;
  readonly ninetieth: number;
}

const warmUp = 200;
const applicantsPerRound = 10;

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
  rounds: number,
): Promise<Throughput> {
  const { photographs } = recorded;
  const folderOf = (side: Side) => join(scratch, side);
  await mkdir(folderOf('plain'), { recursive: true });
  const core = await openDesk(folderOf('kiosk'), playedEngine(recorded), systemClock);
  await applicant(core, 'k', photographs);
  const content = read(folderOf('kiosk'), contentOf);
  const plain = openPlainDesk(folderOf('plain'), recorded, content);
  const store = openStoreDesk(folderOf('store'), recorded, content);
  const sides: Of<() => Promise<unknown>> = {
    plain: () => plain.applicant(photographs),
    store: () => store.applicant(photographs),
    kiosk: () => applicant(core, 'k', photographs),
  };
  const names = Object.keys(sides) as Side[];
  await sides.plain();
  await sides.store();
  // A program that has run for a morning is compiled.
  for (let i = 0; i < warmUp; i++) for (const name of names) await sides[name]();

  const ms: Record<Side, number[]> = { plain: [], store: [], kiosk: [] };
  const cpuMs: Record<Side, number> = { plain: 0, store: 0, kiosk: 0 };
  for (let round = 0; round < rounds; round++) {
    const spent = { plain: 0, store: 0, kiosk: 0 };
    // In turns, one applicant each: what else the machine does falls on all of them.
    for (let i = 0; i < applicantsPerRound; i++) {
      for (const name of names) {
        const [startedAt, cpu] = [performance.now(), process.cpuUsage()];
        await sides[name]();
        spent[name] += performance.now() - startedAt;
        const { user, system } = process.cpuUsage(cpu);
        cpuMs[name] += (user + system) / 1000;
      }
    }
    for (const name of names) ms[name].push(spent[name]);
  }
  await core.close();
  store.close();
  const rows = names.map((name) =>
    JSON.stringify(
      name === 'plain' ? plain.counts() : read(folderOf(name), (one) => countRows(one, countedTables)),
    ),
  );
  plain.close();
  if (new Set(rows).size > 1) throw new Error(`not the same rows: ${rows.join(' ')}`);

  const commits = applicantsPerRound * commitsPerApplicant;
  const each = <T>(of: (name: Side) => T) => ({ store: of('store'), kiosk: of('kiosk'), plain: of('plain') });
  const ratioOf = (name: Side) => spreadOf(ms.plain.map((plainMs, round) => plainMs / ms[name][round]!));
  return {
    rounds,
    commitsPerSecond: each((name) => (commits * 1000) / median(ms[name])),
    cpuMsPerCommit: each((name) => cpuMs[name] / (rounds * commits)),
    ratio: { store: ratioOf('store'), kiosk: ratioOf('kiosk') },
  };
}

function read<T>(folder: string, use: (reader: StoreReader) => T): T {
  const reader = StoreReader.open(folder, benchUnlock);
  try {
    return use(reader);
  } finally {
    reader.close();
  }
}

function spreadOf(all: readonly number[]): Spread {
  const sorted = all.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)]!;
  return { median: at(0.5), tenth: at(0.1), ninetieth: at(0.9) };
}
