// Benchmark. Real cases to make many of: filed, decided and aged by core itself, then read out of its store, opened.
import { setTimeout as pause } from 'node:timers/promises';
import type { Core } from '../../../core/core.ts';
import { templatesContext } from '../../../core/repeats/enrolment.ts';
import { sealContext } from '../../../core/sessions/case-content.ts';
import { unseal } from '../../../core/store/sealing.ts';
import { StoreReader } from '../../../core/store/store-reader.ts';
import type { AuditEntry } from '../../../shared/domain/audit.ts';
import type { SessionId } from '../../../shared/domain/identifiers.ts';
import type { DataKind } from '../../../shared/domain/retention.ts';
import { applicant, type BenchClock, benchUnlock, openDesk, signIn } from './desk.ts';
import { type PlayedEngine, playedEngine, type RecordedEngine } from './recorded-engine.ts';
import { contentOf, text } from './rows.ts';

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

/** In an order in which foreign keys hold. */
export const tables = [
  'sessions',
  'image_files',
  'artefacts',
  'holdings',
  'cases',
  'case_contents',
  'applicants',
  'decisions',
  'receipts',
] as const;
export type Table = (typeof tables)[number];
export type Row = Readonly<Record<string, string | number | Buffer | null>>;

/** What the policy decides alone, what a reviewer has decided, and what still waits for one. */
export type CaseKind = 'approved' | 'reviewed' | 'open';
/** How much of a case is left: all, all but images and templates, the decision. */
export const stages = ['whole', 'fields', 'decision'] as const;
export type Stage = (typeof stages)[number];

export interface Pattern {
  readonly sessionId: SessionId;
  readonly openedAtMs: number;
  readonly rows: Readonly<Record<Table, readonly Row[]>>;
  /** By column: in the clear, and how it is sealed. */
  readonly sealed: ReadonlyMap<string, { readonly plain: Buffer; readonly how: Sealed }>;
  /** Kinds that still have a key. */
  readonly kinds: readonly DataKind[];
  /** In order. */
  readonly acts: readonly AuditEntry[];
}

export interface Sealed {
  readonly kind: DataKind;
  readonly context: (sessionId: SessionId) => string;
}

export const sealedColumns: Readonly<Record<string, Sealed>> = {
  result_sealed: { kind: 'fields', context: sealContext.result },
  challenge_sealed: { kind: 'fields', context: sealContext.challenge },
  camera_sealed: { kind: 'fields', context: sealContext.camera },
  devices_sealed: { kind: 'fields', context: sealContext.devices },
  content_sealed: { kind: 'fields', context: sealContext.content },
  templates_sealed: { kind: 'templates', context: templatesContext },
  note_sealed: { kind: 'decision', context: sealContext.note },
};

export type Patterns = ReadonlyMap<`${CaseKind} ${Stage}`, Pattern>;

/** When its reviewer takes a case, after it was opened. */
export const reviewedAfterMs = hourMs;

/**
 * In `folder`, whose clock is moved on until nothing of them is left but the audit log. `contentBytes`: what reviewers see of
 * one, as JSON.
 */
export async function makePatterns(
  folder: string,
  recorded: RecordedEngine,
  clock: BenchClock,
): Promise<{ readonly patterns: Patterns; readonly contentBytes: number }> {
  const patterns = new Map<`${CaseKind} ${Stage}`, Pattern>();
  const engine = playedEngine(recorded);
  const openedAtMs = clock.nowMs();
  const note = (kind: CaseKind, stage: Stage, sessionId: SessionId) =>
    patterns.set(`${kind} ${stage}`, readPattern(folder, sessionId));
  let contentBytes = 0;
  let sessions = { approved: '' as SessionId, reviewed: '' as SessionId };
  await atDesk(folder, engine, clock, async (core) => {
    const approved = await applicant(core, 'k', recorded.photographs);
    engine.alike = false;
    const reviewed = await applicant(core, 'k', recorded.photographs);
    sessions = { approved, reviewed };
    note('approved', 'whole', approved);
    const reader = StoreReader.open(folder, benchUnlock);
    contentBytes = JSON.stringify(contentOf(reader)).length;
    reader.close();
    note('open', 'whole', reviewed);
    clock.setMs(openedAtMs + reviewedAfterMs);
    await review(core);
    note('reviewed', 'whole', reviewed);
  });
  for (const [stage, days] of [
    ['fields', 2],
    ['decision', 10],
  ] as const) {
    clock.setMs(openedAtMs + reviewedAfterMs + days * dayMs);
    // What is due goes as core starts.
    await atDesk(folder, engine, clock, () => pause(100));
    for (const kind of ['approved', 'reviewed'] as const) note(kind, stage, sessions[kind]);
  }
  clock.setMs(openedAtMs + reviewedAfterMs + 20 * dayMs);
  await atDesk(folder, engine, clock, () => pause(100));
  return { patterns, contentBytes };
}

async function atDesk(
  folder: string,
  engine: PlayedEngine,
  clock: BenchClock,
  work: (core: Core) => Promise<unknown>,
): Promise<void> {
  const core = await openDesk(folder, engine, clock);
  try {
    await work(core);
  } finally {
    await core.close();
  }
}

/** The reviewer takes the case, looks at it and at some of its images, and decides. */
async function review(core: Core): Promise<void> {
  const desk = await signIn(core, 'c');
  const page = { status: 'open' as const, outcome: null, limit: 1, after: null };
  const caseId = (await desk['queue.list'](page)).cases[0]!.caseId;
  await desk['case.open']({ caseId });
  const { artefacts } = await desk['case.claim']({ caseId });
  for (const { artefactId } of artefacts.slice(0, 4)) await desk['case.artefact']({ caseId, artefactId });
  const verdict = { verdict: 'approve', reason: 'genuine_and_matching', note: 'Seen, and alike.' } as const;
  await desk['case.decide']({ caseId, ...verdict });
}

function readPattern(folder: string, sessionId: SessionId): Pattern {
  const reader = StoreReader.open(folder, benchUnlock);
  try {
    const caseId = reader.first<{ case_id: string }>(
      text('SELECT case_id FROM cases WHERE session_id = ?', sessionId),
    )?.case_id;
    const rowsOf = (table: Table): Row[] => {
      const byCase = table === 'applicants' || table === 'decisions';
      const key = byCase ? 'case_id' : 'session_id';
      const rows = reader.all<Row>(
        text(`SELECT * FROM ${table} WHERE ${key} = ?`, byCase ? caseId : sessionId),
      );
      return rows.map(({ decision_id: _, ...row }) => row);
    };
    const rows = Object.fromEntries(
      tables.map((table) => [table, rowsOf(table)]),
    ) as unknown as Pattern['rows'];
    const sealed = new Map<string, { plain: Buffer; how: Sealed }>();
    for (const [column, how] of Object.entries(sealedColumns)) {
      const bytes = tables.flatMap((table) => rows[table]).find((row) => row[column])?.[column];
      if (!(bytes instanceof Buffer)) continue;
      const key = reader.keys.get(sessionId, how.kind);
      sealed.set(column, { plain: unseal(key, how.context(sessionId), bytes), how });
    }
    const kinds = (
      ['document_images', 'portrait', 'selfie_frames', 'templates', 'fields', 'decision'] as const
    ).filter((kind) => reader.keys.find(sessionId, kind));
    const openedAtMs = rows.sessions[0]!.opened_at_ms as number;
    return { sessionId, openedAtMs, rows, sealed, kinds, acts: reader.audited.of(sessionId) };
  } finally {
    reader.close();
  }
}
