// Benchmark. A day's cases and more are due at once, as after days switched off, while applicants go through the kiosk: how
// fast they go, and how long anybody at the kiosk waits for it.
import { setTimeout as pause } from 'node:timers/promises';
import { StoreReader } from '../../../core/store/store-reader.ts';
import { applicant, type BenchClock, benchUnlock, openDesk, type Timed } from './desk.ts';
import { Latencies, type Latency, longestStall } from './latencies.ts';
import { dayMs } from './patterns.ts';
import { playedEngine, type RecordedEngine } from './recorded-engine.ts';
import { text } from './rows.ts';

export interface SweepTimes {
  /** Of which something went, and of which all went. */
  readonly sessions: number;
  readonly wholeCases: number;
  readonly seconds: number;
  readonly sessionsPerSecond: number;
  /** The longest that core was not free to answer. */
  readonly stallMs: number;
  /** All calls of the kiosk, with and without a sweep beside them. */
  readonly kiosk: Latency;
  readonly kioskAlone: Latency;
}

const applicantsAlone = 40;

export async function measureSweep(
  folder: string,
  recorded: RecordedEngine,
  clock: BenchClock,
  cases: number,
): Promise<SweepTimes> {
  const alone = new Latencies();
  const before = await openDesk(folder, playedEngine(recorded), clock);
  for (let i = 0; i < applicantsAlone; i++) await walk(before, alone);
  await before.close();

  const wholeBefore = countCases(folder);
  clock.setMs(whenDue(folder, cases, clock.nowMs()));
  const beside = new Latencies();
  let sessions: number | null = null;
  const startedAt = performance.now();
  let seconds = 0;
  const { value: core, stallMs } = await longestStall(async () => {
    const opened = await openDesk(folder, playedEngine(recorded), clock, (event, values) => {
      if (event !== 'retention.swept') return;
      sessions = values?.sessions as number;
      seconds = (performance.now() - startedAt) / 1000;
    });
    while (sessions === null) await walk(opened, beside);
    return opened;
  });
  await core.close();
  const done = sessions ?? 0;
  return {
    sessions: done,
    wholeCases: wholeBefore - countCases(folder) + (beside.report()['session.close']?.calls ?? 0),
    seconds,
    sessionsPerSecond: done / seconds,
    stallMs,
    kiosk: beside.whole(),
    kioskAlone: alone.whole(),
  };

  function walk(core: Parameters<typeof applicant>[0], { timed }: Latencies) {
    // An applicant takes longer than this between two calls; where the sweep stands then is chance.
    const atChance: Timed = async (name, work) => {
      await pause(10 * Math.random());
      return timed(name, work);
    };
    return applicant(core, 'k', recorded.photographs, atChance);
  }
}

function look<T>(folder: string, use: (reader: StoreReader) => T): T {
  const reader = StoreReader.open(folder, benchUnlock);
  try {
    return use(reader);
  } finally {
    reader.close();
  }
}

const countCases = (folder: string): number =>
  look(folder, (reader) => reader.first<{ n: number }>(text('SELECT sum(cases) AS n FROM case_counts'))!.n);

/** When something of so many cases is due: as many in whole as their fields, or their images. */
function whenDue(folder: string, cases: number, nowMs: number): number {
  const query = `SELECT delete_at_ms AS at FROM holdings WHERE kind = 'decision' AND delete_at_ms > ?
    ORDER BY delete_at_ms LIMIT 1 OFFSET ?`;
  const row = look(folder, (reader) =>
    reader.first<{ at: number }>(text(query, nowMs, Math.ceil(cases / 3))),
  );
  return row?.at ?? nowMs + dayMs;
}
