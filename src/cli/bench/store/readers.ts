// Benchmark. Many readers beside the writer: none may fail, none may see half a case.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { rowsFile } from '../../../core/store/database.ts';
import type { Clock } from '../../../shared/kernel/clock.ts';
import { applicant, benchUnlock, openDesk, signIn } from './desk.ts';
import { Latencies, type Latency } from './latencies.ts';
import type { ReadersAsked, Seen } from './reader-program.ts';
import { playedEngine, type RecordedEngine } from './recorded-engine.ts';

export interface ReadersSeen extends Seen {
  readonly readers: number;
}

const threadsPerProcess = 25;
const program = join(import.meta.dirname, 'reader-program.ts');

/** Beside whoever writes to `folder`; all have opened it when it resolves. Returns what stops them and says what they saw. */
export async function startReaders(
  folder: string,
  secret: Uint8Array,
  readers: number,
): Promise<() => Promise<ReadersSeen>> {
  const children: ChildProcess[] = [];
  for (let left = readers; left > 0; left -= threadsPerProcess) {
    const child = fork(program, { serialization: 'advanced' });
    child.send({ folder, secret, threads: Math.min(left, threadsPerProcess) } satisfies ReadersAsked);
    children.push(child);
  }
  await Promise.all(children.map((child) => once(child, 'message')));
  return async () => {
    const seen = await Promise.all(
      children.map(async (child) => {
        const said = once(child, 'message') as Promise<[Seen[]]>;
        const died = once(child, 'exit').then(() => {
          throw new Error('readers have died');
        });
        child.send('stop');
        const [all] = await Promise.race([said, died]);
        died.catch(() => {});
        return all;
      }),
    );
    const all = seen.flat();
    return {
      readers: all.length,
      snapshots: all.reduce((sum, { snapshots }) => sum + snapshots, 0),
      findings: all.flatMap(({ findings }) => findings),
    };
  };
}

export interface ReadersBench extends ReadersSeen {
  readonly minutes: number;
  readonly applicants: number;
  readonly decisions: number;
  readonly kiosk: Latency;
  /** The write-ahead log cannot begin anew while somebody always reads. */
  readonly largestLogBytes: number;
}

export async function measureReaders(
  folder: string,
  recorded: RecordedEngine,
  clock: Clock,
  { readers, minutes }: { readonly readers: number; readonly minutes: number },
): Promise<ReadersBench> {
  const engine = playedEngine(recorded);
  const core = await openDesk(folder, engine, clock);
  const desk = await signIn(core, 'c');
  const stop = await startReaders(folder, (benchUnlock as { secret: Uint8Array }).secret, readers);
  const endAt = performance.now() + minutes * 60_000;
  const latencies = new Latencies();
  let [applicants, decisions, largestLogBytes] = [0, 0, 0];
  const page = { status: 'open', outcome: null, limit: 1, after: null } as const;
  while (performance.now() < endAt) {
    engine.alike = applicants % 2 === 0;
    await applicant(core, 'k', recorded.photographs, latencies.timed);
    applicants += 1;
    const caseId = (await desk['queue.list'](page)).cases[0]?.caseId;
    if (caseId) {
      await desk['case.claim']({ caseId });
      await desk['case.decide']({ caseId, verdict: 'approve', reason: 'other', note: 'Seen.' });
      decisions += 1;
    }
    largestLogBytes = Math.max(largestLogBytes, statSync(join(folder, `${rowsFile}-wal`)).size);
    await pause(10);
  }
  const seen = await stop();
  await core.close();
  return { ...seen, minutes, applicants, decisions, kiosk: latencies.whole(), largestLogBytes };
}
