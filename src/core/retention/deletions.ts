// Core. The statements that take something away, each built once: a sweep runs them by the hundred thousand.
import type { CaseId, ImageFileId, SessionId } from '../../shared/domain/identifiers.ts';
import type { DataKind } from '../../shared/domain/retention.ts';
import { sql } from '../store/read-handle.ts';
import { template } from '../store/templates.ts';

interface OfSession {
  readonly sessionId: SessionId;
}
type OfKind = OfSession & { readonly kind: DataKind };

interface DueBy {
  readonly nowMs: number;
  /** Rows: one for each kind of data. */
  readonly limit: number;
}
const dueBy = ({ nowMs, limit }: DueBy) =>
  sql
    .selectFrom('holdings')
    .innerJoin('sessions', 'sessions.session_id', 'holdings.session_id')
    .leftJoin('cases', 'cases.session_id', 'holdings.session_id')
    .select(['holdings.session_id', 'holdings.kind', 'cases.case_id', 'sessions.erase_requested_at_ms'])
    .where('holdings.delete_at_ms', '<=', nowMs)
    .where('sessions.held_at_ms', 'is', null)
    // Nothing is taken from under an applicant who is still at the kiosk, whatever the policy.
    .where((row) =>
      row.or([row('sessions.step', '=', 'closed'), row('sessions.erase_requested_at_ms', 'is not', null)]),
    )
    .orderBy('holdings.delete_at_ms')
    .limit(limit);

/** What has run out of time, the longest overdue first. */
export const due = {
  anybody: template((by: DueBy) => dueBy(by)),
  session: template((by: DueBy & OfSession) => dueBy(by).where('holdings.session_id', '=', by.sessionId)),
};

export const drop = {
  holding: template(({ sessionId, kind }: OfKind) =>
    sql
      .deleteFrom('holdings')
      .where('session_id', '=', sessionId)
      .where('kind', '=', kind)
      .returning(['items', 'bytes']),
  ),
  files: template(({ sessionId, kind }: OfKind) =>
    sql
      .deleteFrom('image_files')
      .where('session_id', '=', sessionId)
      .where('kind', '=', kind)
      .returning('file_id'),
  ),
  artefacts: template(({ sessionId, fileId }: OfSession & { readonly fileId: ImageFileId }) =>
    sql.deleteFrom('artefacts').where('session_id', '=', sessionId).where('file_id', '=', fileId),
  ),
  applicant: template(({ caseId }: { readonly caseId: CaseId }) =>
    sql.deleteFrom('applicants').where('case_id', '=', caseId),
  ),
  session: template(({ sessionId }: OfSession) =>
    sql.deleteFrom('sessions').where('session_id', '=', sessionId),
  ),
};

/** What was read of somebody, wherever it is kept. */
export const dropFields = [
  template(({ sessionId }: OfSession) =>
    sql.updateTable('cases').set({ country: null, document_type: null }).where('session_id', '=', sessionId),
  ),
  template(({ sessionId }: OfSession) => sql.deleteFrom('case_contents').where('session_id', '=', sessionId)),
  template(({ sessionId }: OfSession) =>
    sql
      .updateTable('sessions')
      .set({
        ...{ result_sealed: null, challenge_sealed: null, camera_sealed: null, devices_sealed: null },
        document_type: null,
      })
      .where('session_id', '=', sessionId),
  ),
  template(({ sessionId }: OfSession) => sql.deleteFrom('analyses').where('session_id', '=', sessionId)),
];

export const setClock = template(
  ({ sessionId, kind, deleteAtMs }: OfKind & { readonly deleteAtMs: number }) =>
    sql
      .updateTable('holdings')
      .set({ delete_at_ms: deleteAtMs })
      .where('session_id', '=', sessionId)
      .where('kind', '=', kind),
);
