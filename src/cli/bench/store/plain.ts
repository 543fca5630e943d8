// Benchmark. What a JavaScript developer would write instead: plain better-sqlite3, write-ahead log, synchronous=FULL. The same
// tables, rows, transactions and image files as core's; nothing encrypted, no audit log, no checks, each statement
// prepared once.
import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { serialize } from 'node:v8';
import Database from 'better-sqlite3';
import { imageFilesIn } from '../../../core/store/image-files.ts';
import { migrations } from '../../../core/store/migrations/migrate.ts';
import type { ImageFileId } from '../../../shared/domain/identifiers.ts';
import type { Photographs, RecordedEngine } from './recorded-engine.ts';

export interface PlainDesk {
  /** From the language to the receipt. */
  applicant(photographs: Photographs): Promise<void>;
  /** Rows by table. */
  counts(): Record<string, number>;
  close(): void;
}

type Kind = 'document_images' | 'portrait' | 'selfie_frames';
interface Image {
  readonly role: string;
  readonly bytes: Uint8Array;
}

const kindOf = (role: string): Kind =>
  role === 'document.portrait'
    ? 'portrait'
    : role.startsWith('document')
      ? 'document_images'
      : 'selfie_frames';
const dayMs = 86_400_000;

/** @param content of a case, as core seals it. */
export function openPlainDesk(folder: string, recorded: RecordedEngine, content: unknown): PlainDesk {
  const db = new Database(join(folder, 'plain.sqlite'));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  for (const migration of migrations) db.exec(migration);
  const files = imageFilesIn(join(folder, 'images'));

  const prepared = new Map<string, Database.Statement>();
  const run = (sql: string, ...values: unknown[]) => {
    const statement = prepared.get(sql) ?? db.prepare(sql);
    prepared.set(sql, statement);
    statement.run(...values);
  };
  const insert = (table: string, row: Record<string, unknown>) => {
    const names = Object.keys(row);
    run(
      `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
      ...Object.values(row),
    );
  };
  const update = (id: string, change: Record<string, unknown>) => {
    const set = Object.keys(change).map((name) => `${name} = ?`);
    run(
      `UPDATE sessions SET ${[...set, 'touched_at_ms = ?'].join(', ')} WHERE session_id = ?`,
      ...Object.values(change),
      Date.now(),
      id,
    );
  };
  const hold = (id: string, kind: string, items: number, bytes: number, days: number) =>
    run(
      `INSERT INTO holdings VALUES (?, ?, ?, ?, ?) ON CONFLICT (session_id, kind) DO UPDATE
       SET items = excluded.items, bytes = excluded.bytes, delete_at_ms = excluded.delete_at_ms`,
      ...[id, kind, items, bytes, Date.now() + days * dayMs],
    );
  const dropAnalysis = (id: string, part: string) =>
    run('DELETE FROM analyses WHERE session_id = ? AND part = ?', id, part);

  /** Files first, then their rows and what `record` does in one transaction, as in core. */
  async function capture(id: string, images: readonly Image[], record: () => void): Promise<void> {
    const packs = [...new Set(images.map(({ role }) => kindOf(role)))].map((kind) => {
      const own = images.filter(({ role }) => kindOf(role) === kind);
      return {
        fileId: randomUUID() as ImageFileId,
        kind,
        own,
        bytes: Buffer.concat(own.map(({ bytes }) => bytes)),
      };
    });
    await files.write(packs);
    db.exec('BEGIN IMMEDIATE');
    record();
    for (const { fileId, kind, own, bytes } of packs) {
      insert('image_files', { file_id: fileId, session_id: id, kind, bytes: bytes.byteLength });
      let offset = 0;
      for (const [position, image] of own.entries()) {
        insert('artefacts', {
          ...{ artefact_id: randomUUID(), session_id: id, role: image.role, position },
          ...{ width_px: 1920, height_px: 1080, file_id: fileId, offset_bytes: offset },
          length_bytes: image.bytes.byteLength,
          sha256: createHash('sha256').update(image.bytes).digest(),
        });
        offset += image.bytes.byteLength;
      }
      hold(id, kind, own.length, bytes.byteLength, 120);
    }
    db.exec('COMMIT');
  }

  const keep = (id: string, part: 'document' | 'selfie') => {
    const { images, ...analysis } = recorded[part];
    const derived = images.map(({ role, jpeg }) => ({ role, bytes: jpeg }));
    return capture(id, derived, () => {
      dropAnalysis(id, part);
      insert('analyses', { session_id: id, part, capture: 1, analysis_sealed: serialize(analysis) });
    });
  };

  const step = (work: () => void) => {
    db.exec('BEGIN IMMEDIATE');
    work();
    db.exec('COMMIT');
  };

  return {
    async applicant({ document, selfies, moveFrames, lightFrames }) {
      const id = randomUUID();
      const caseId = randomUUID();
      const reference = id.slice(0, 9);
      const nowMs = Date.now();
      const times = { opened_at_ms: nowMs, touched_at_ms: nowMs };
      step(() => insert('sessions', { session_id: id, step: 'opened', reference, language: 'en', ...times }));
      step(() => update(id, { step: 'consented', consent_text: '2026-11-01', consented_at_ms: nowMs }));
      step(() => {
        dropAnalysis(id, 'document');
        const choice = { step: 'document_chosen', document_type: 'passport', sides: 'front' };
        update(id, { ...choice, document_capture: 1 });
      });
      step(() => update(id, { camera_sealed: Buffer.from(JSON.stringify({ label: 'x'.repeat(120) })) }));
      const of = (role: string, frames: readonly Uint8Array[]) => frames.map((bytes) => ({ role, bytes }));
      await capture(id, of('document.front', document), () => {
        dropAnalysis(id, 'document');
        update(id, { step: 'document_captured', document_capture: 2, result_sealed: null });
      });
      await keep(id, 'document');
      const challenge = Buffer.from(JSON.stringify({ challenge: 'x'.repeat(700) }));
      step(() => update(id, { challenge_sealed: challenge }));
      const frames = [
        ...of('selfie', selfies),
        ...of('selfie.moves', moveFrames),
        ...of('selfie.light', lightFrames),
      ];
      await capture(id, frames, () => {
        update(id, { challenge_sealed: challenge });
        dropAnalysis(id, 'selfie');
        update(id, { step: 'selfie_captured', selfie_capture: 1, result_sealed: null });
      });
      await keep(id, 'selfie');
      step(() => {
        const verdict = { verdict: 'approve', policy_version: '1', decided_at_ms: nowMs };
        insert('cases', {
          ...{ case_id: caseId, session_id: id, reference, status: 'decided', outcome: 'approve' },
          ...{ reasons: '[]', document_type: 'passport', country: 'UTO', created_at_ms: nowMs, ...verdict },
        });
        const text = Buffer.from(JSON.stringify(content));
        insert('case_contents', { session_id: id, content_sealed: text });
        const { template } = recorded.selfie;
        const { portraitTemplate: portrait } = recorded.document;
        const templates = serialize({ model: {}, selfie: template, portrait });
        const hashed = createHash('sha256').update(id).digest();
        insert('applicants', {
          ...{ case_id: caseId, templates_sealed: templates },
          ...{ document_hash: hashed, identity_hash: hashed },
        });
        hold(id, 'templates', 1, templates.byteLength, 120);
        hold(id, 'fields', 1, text.byteLength, 120);
        hold(id, 'decision', 1, 0, 455);
        dropAnalysis(id, 'document');
        dropAnalysis(id, 'selfie');
        update(id, { step: 'verified', result_sealed: Buffer.from('{"outcome":"approve","again":[]}') });
        insert('decisions', {
          ...{ case_id: caseId, reason: 'genuine_and_matching', note_sealed: Buffer.from('""'), ...verdict },
        });
        run('UPDATE holdings SET delete_at_ms = ? WHERE session_id = ?', nowMs + 30 * dayMs, id);
      });
      const digest = createHash('sha256').update(caseId).digest('hex');
      step(() => insert('receipts', { digest, session_id: id, issued_at_ms: nowMs }));
      step(() => update(id, { step: 'closed', close_reason: 'completed', closed_at_ms: nowMs }));
    },
    counts: () =>
      Object.fromEntries(
        countedTables.map((table) => [
          table,
          db.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number,
        ]),
      ),
    close: () => db.close(),
  };
}

/** Transactions an applicant: those of the keyring come on top in core. */
export const commitsPerApplicant = 12;

export const countedTables = [
  'sessions',
  'image_files',
  'artefacts',
  'holdings',
  'analyses',
  'cases',
  'case_contents',
  'applicants',
  'decisions',
  'receipts',
] as const;
