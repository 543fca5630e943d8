// Core. Reads everything that is kept, every page, image, sealed record and entry of the audit log, and says what is
// damaged, and what is not as the log says it was left.
import { createPublicKey, hash, verify } from 'node:crypto';
import { type AuditEntry, entryText, headText, noHash } from '../shared/domain/audit.ts';
import type { CaseId, SessionId } from '../shared/domain/identifiers.ts';
import type { DataKind } from '../shared/domain/retention.ts';
import { toFailure } from '../shared/kernel/failure.ts';
import { templatesContext } from './repeats/enrolment.ts';
import { sealContext } from './sessions/case-content.ts';
import { imageContext, kindOf } from './sessions/packs.ts';
import { readAuditHead } from './store/audit-head-file.ts';
import type { ImageFiles } from './store/image-files.ts';
import { unseal } from './store/sealing.ts';
import type { StoreReader } from './store/store-reader.ts';

export interface Damage {
  readonly what: 'database' | 'image' | 'record' | 'audit' | 'audit_head';
  /** An identifier made by chance, or a sequence number. */
  readonly where: string;
  readonly message: string;
}

type Report = (what: Damage['what'], where: string, message: string) => void;

/** Nothing is changed. */
export async function checkStore(reader: StoreReader, folder: string, images: ImageFiles): Promise<Damage[]> {
  const found: Damage[] = [];
  const report: Report = (what, where, message) => found.push({ what, where, message });
  try {
    reader.check();
    checkAudit(reader, folder, report);
    checkRecords(reader, report);
    await checkImages(reader, images, report);
  } catch (thrown) {
    const { kind, message } = toFailure(thrown);
    report('database', kind, message);
  }
  return found;
}

function checkAudit(reader: StoreReader, folder: string, report: Report): void {
  let previous = noHash;
  let expected = 1;
  const heads = reader.audited.heads();
  let head = heads.next();
  const publicKey = createPublicKey({
    key: Buffer.from(reader.keyFile.keys.station.publicKey, 'base64'),
    format: 'der',
    type: 'spki',
  });
  for (const entry of reader.audited.entries()) {
    if (entry.sequence !== expected || hash('sha256', entryText(previous, entry)) !== entry.hash)
      report('audit', String(entry.sequence), 'This entry does not follow from the one before.');
    previous = entry.hash;
    expected = entry.sequence + 1;
    if (!head.done && head.value.sequence === entry.sequence) {
      const { signature, hash: signed } = head.value;
      const isSigned = verify(
        null,
        Buffer.from(headText(head.value)),
        publicKey,
        Buffer.from(signature, 'base64'),
      );
      if (!isSigned || signed !== entry.hash)
        report('audit', String(entry.sequence), 'The signed head over this entry does not fit it.');
      head = heads.next();
    }
  }
  if (!head.done)
    report('audit', String(head.value.sequence), 'A head was signed over an entry that is gone.');
  const seen = readAuditHead(folder);
  if (seen === 'damaged') report('audit_head', 'audit-head', 'The file that follows the log is damaged.');
  else if (seen && (seen.sequence >= expected || reader.audited.at(seen.sequence)?.hash !== seen.hash))
    report('audit', String(seen.sequence), 'The log has lost entries that were written.');
}

function checkRecords(reader: StoreReader, report: Report): void {
  const { sql } = reader;
  const open = (sessionId: SessionId, kind: DataKind, context: string, sealed: Uint8Array | null) => {
    if (!sealed) return;
    try {
      unseal(reader.keys.get(sessionId, kind), context, sealed);
    } catch (thrown) {
      report('record', context, toFailure(thrown).message);
    }
  };
  for (const row of reader.each(sql.selectFrom('sessions').selectAll())) {
    const id = row.session_id;
    open(id, 'fields', sealContext.result(id), row.result_sealed);
    open(id, 'fields', sealContext.challenge(id), row.challenge_sealed);
    open(id, 'fields', sealContext.camera(id), row.camera_sealed);
    open(id, 'fields', sealContext.devices(id), row.devices_sealed);
    open(id, 'decision', sealContext.holdNote(id), row.hold_note_sealed);
  }
  for (const row of reader.each(sql.selectFrom('holdings').selectAll().where('items', '>', 0)))
    if (!reader.keys.find(row.session_id, row.kind))
      report('record', `${row.session_id}/${row.kind}`, 'This is kept, and its key is gone.');
  for (const row of reader.each(sql.selectFrom('analyses').selectAll()))
    open(row.session_id, 'fields', `${row.session_id}/analysis/${row.part}`, row.analysis_sealed);
  const cases = sql
    .selectFrom('cases')
    .leftJoin('case_contents', 'case_contents.session_id', 'cases.session_id')
    .selectAll('cases')
    .select('content_sealed');
  for (const row of reader.each(cases)) {
    const id = row.session_id;
    open(id, 'fields', sealContext.content(id), row.content_sealed);
    const notes = reader.all(sql.selectFrom('decisions').selectAll().where('case_id', '=', row.case_id));
    for (const { note_sealed } of notes) open(id, 'decision', sealContext.note(id), note_sealed);
    const applicant = reader.first(
      sql.selectFrom('applicants').select('templates_sealed').where('case_id', '=', row.case_id),
    );
    open(id, 'templates', templatesContext(id), applicant?.templates_sealed ?? null);
    compareWithLog(reader.audited.of(id), row, report);
  }
}

/** What the rows say must be what the log says was done. Cases from before there was a log are not in it. */
function compareWithLog(
  entries: readonly AuditEntry[],
  row: { case_id: CaseId; outcome: string; verdict: string | null; content_sealed: Uint8Array | null },
  report: Report,
): void {
  const details = (act: AuditEntry['act']) => {
    const entry = entries.findLast((one) => one.act === act);
    return entry && (JSON.parse(entry.details) as Record<string, unknown>);
  };
  const filed = details('case.filed');
  if (!filed) return;
  if (
    filed.caseId !== row.case_id ||
    filed.outcome !== row.outcome ||
    (row.content_sealed && filed.content !== hash('sha256', Buffer.from(row.content_sealed)))
  ) {
    report('record', row.case_id, 'This case is not what the log says was filed.');
  }
  if ((details('case.decided')?.verdict ?? null) !== row.verdict)
    report('record', row.case_id, 'The verdict of this case is not the one in the log.');
}

async function checkImages(reader: StoreReader, images: ImageFiles, report: Report): Promise<void> {
  for (const row of reader.each(reader.sql.selectFrom('artefacts').selectAll())) {
    try {
      const sealed = await images.read(row.file_id, row.offset_bytes, row.length_bytes);
      const context = imageContext(row.session_id, row.artefact_id);
      unseal(reader.keys.get(row.session_id, kindOf(row.role)), context, sealed);
    } catch (thrown) {
      report('image', row.artefact_id, toFailure(thrown).message);
    }
  }
}
