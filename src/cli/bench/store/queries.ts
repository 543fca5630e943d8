// Benchmark. Every call of the console, and the kiosk's, on a full store: 95th percentiles.
import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Core } from '../../../core/core.ts';
import { retentionOverview } from '../../../core/retention/overview.ts';
import { StoreReader } from '../../../core/store/store-reader.ts';
import { caseStatuses } from '../../../shared/domain/case.ts';
import type { CaseId, SessionId } from '../../../shared/domain/identifiers.ts';
import { applicant, type BenchClock, benchUnlock, openDesk, signIn } from './desk.ts';
import { keptDays } from './fill.ts';
import { Latencies, type Latency, longestStall } from './latencies.ts';
import { dayMs } from './patterns.ts';
import { playedEngine, type RecordedEngine } from './recorded-engine.ts';
import { text } from './rows.ts';

export interface QueryTimes {
  /** Until core answers: migrations, claims, what is due. */
  readonly startMs: number;
  /** The longest that anybody would have waited while core loaded templates and swept, in its first half minute. */
  readonly startStallMs: number;
  readonly calls: Readonly<Record<string, Latency>>;
  readonly retentionOverviewMs: number;
}

const pageSize = 50;
const samples = 100;
const outcomes = [null, 'approve', 'review'] as const;

export async function measureQueries(
  folder: string,
  recorded: RecordedEngine,
  clock: BenchClock,
  settleMs: number,
): Promise<QueryTimes> {
  const startedAt = performance.now();
  let startMs = 0;
  const { value: core, stallMs: startStallMs } = await longestStall(async () => {
    const opened = await openDesk(folder, playedEngine(recorded), clock);
    startMs = performance.now() - startedAt;
    await pause(settleMs);
    return opened;
  });
  const latencies = new Latencies();
  try {
    await workAtDesk(core, folder, recorded, clock, latencies);
  } finally {
    await core.close();
  }
  const reader = StoreReader.open(folder, benchUnlock);
  const overviewAt = performance.now();
  retentionOverview(reader, folder, clock.nowMs());
  const retentionOverviewMs = performance.now() - overviewAt;
  reader.close();
  return { startMs, startStallMs, calls: latencies.report(), retentionOverviewMs };
}

async function workAtDesk(
  core: Core,
  folder: string,
  recorded: RecordedEngine,
  clock: BenchClock,
  { timed }: Latencies,
): Promise<void> {
  const desk = await timed('auth.sign_in', () => signIn(core, 'c'));
  for (let i = 0; i < 10; i++) await applicant(core, 'k', recorded.photographs, timed);
  const page = { status: null, outcome: null, limit: pageSize, after: null };
  for (const status of [null, ...caseStatuses]) {
    for (const outcome of outcomes) {
      const name = `queue.list ${status ?? 'all'}${outcome ? ` ${outcome}` : ''}`;
      for (let i = 0; i < samples / 4; i++)
        await timed(name, () => desk['queue.list']({ ...page, status, outcome }));
      // Somewhere in the middle of what is decided.
      for (let i = 0; i < samples / 4 && (status === null || status === 'decided'); i++) {
        const atMs = clock.nowMs() - randomInt(keptDays * dayMs);
        const after = { isDecided: true, atMs, caseId: randomUUID() as CaseId };
        await timed('queue.list deep', () => desk['queue.list']({ ...page, status, outcome, after }));
      }
    }
  }
  for (let after = (await desk['queue.list'](page)).next, turned = 0; after && turned < samples; turned++) {
    const from = after;
    after = (await timed('queue.list turned', () => desk['queue.list']({ ...page, after: from }))).next;
  }
  for (const { case_id: caseId } of someCases(folder, samples * 2))
    await timed('case.open', () => desk['case.open']({ caseId }));
  const newest = { ...page, status: 'decided' as const, limit: 5 };
  for (const { caseId } of (await desk['queue.list'](newest)).cases) {
    const { artefacts } = await desk['case.open']({ caseId });
    for (const { artefactId } of artefacts.slice(0, 20))
      await timed('case.artefact', () => desk['case.artefact']({ caseId, artefactId }));
  }
  const open = await desk['queue.list']({ ...page, status: 'open', limit: 200 });
  for (const [index, { caseId }] of open.cases.entries()) {
    await timed('case.claim', () => desk['case.claim']({ caseId }));
    if (index % 2 === 0) {
      await timed('case.release', () => desk['case.release']({ caseId }));
      continue;
    }
    const decision = { verdict: 'approve', reason: 'genuine_and_matching', note: 'Alike.' } as const;
    await timed('case.decide', () => desk['case.decide']({ caseId, ...decision }));
  }
  for (let i = 0; i < samples / 4; i++) {
    const closing = core.console(`w${i}`);
    await closing['auth.state'](undefined);
    await timed('window closed', () => core.clientClosed(`w${i}`));
  }
  for (const { reference, case_id: caseId, session_id: sessionId } of someCases(folder, samples)) {
    await timed('subject.find', () => desk['subject.find']({ query: reference }));
    await timed('case.hold', () => desk['case.hold']({ caseId, note: 'Court order 7' }));
    await timed('case.unhold', () => desk['case.unhold']({ caseId }));
    await timed('subject.erase', () => desk['subject.erase']({ sessionId }));
  }
}

interface SomeCase {
  readonly case_id: CaseId;
  readonly session_id: SessionId;
  readonly reference: string;
}

/** Decided ones, from anywhere. */
function someCases(folder: string, count: number): SomeCase[] {
  const reader = StoreReader.open(folder, benchUnlock);
  const query = `SELECT case_id, session_id, reference FROM cases
    WHERE case_id > ? AND status = 'decided' ORDER BY case_id LIMIT 1`;
  const found = Array.from({ length: count }, () => reader.first<SomeCase>(text(query, randomUUID())));
  reader.close();
  const once = new Map(found.flatMap((one) => (one ? [[one.case_id, one]] : [])));
  return [...once.values()];
}
