// Core. What is due is destroyed: the keys first, then the rows and files they sealed. Clocks start at the decision; a
// case that nobody has decided is kept until somebody has.
import type { ArtefactId, CaseId, SessionId } from '../../shared/domain/identifiers.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import type { Clock } from '../../shared/kernel/clock.ts';
import type { ImageFiles } from '../store/image-files.ts';
import type { Store } from '../store/store.ts';

const dayMs = 24 * 60 * 60 * 1000;

export const deletionTimes = (policy: Policy, decidedAtMs: number) => ({
  images_delete_at_ms: decidedAtMs + Math.min(policy.retentionDays.images, policy.retentionDays.case) * dayMs,
  templates_delete_at_ms:
    decidedAtMs + Math.min(policy.retentionDays.templates, policy.retentionDays.case) * dayMs,
  case_delete_at_ms: decidedAtMs + policy.retentionDays.case * dayMs,
});

/**
 * Destroys what is due now. Returns how many cases lost their images, their templates, and how many are gone.
 * @param forget told whose templates are deleted, once they are.
 */
export async function sweepDue(
  store: Store,
  images: ImageFiles,
  clock: Clock,
  policy: Policy,
  forget: (caseIds: readonly CaseId[]) => void,
): Promise<{ images: number; templates: number; cases: number }> {
  const nowMs = clock.nowMs();
  const { sql } = store;
  const due = (column: 'images_delete_at_ms' | 'case_delete_at_ms') =>
    store
      .all(sql.selectFrom('cases').select('session_id').where(column, '<=', nowMs))
      .map((row) => row.session_id);
  const casesDue = due('case_delete_at_ms');
  const imagesDue = store
    .all(
      sql
        .selectFrom('cases')
        .innerJoin('sessions', 'sessions.session_id', 'cases.session_id')
        .select('cases.session_id')
        .where('cases.images_delete_at_ms', '<=', nowMs)
        .where('sessions.images_key', 'is not', null),
    )
    .map((row) => row.session_id);
  const templatesDue = store
    .all(
      sql
        .selectFrom('applicants')
        .innerJoin('cases', 'cases.case_id', 'applicants.case_id')
        .select('applicants.case_id')
        .where((table) =>
          table.or([
            table('cases.templates_delete_at_ms', '<=', nowMs),
            table('cases.case_delete_at_ms', '<=', nowMs),
          ]),
        ),
    )
    .map((row) => row.case_id);
  // Sessions without a case hold nothing personal; their dates go with the longest clock.
  const emptyDue = store
    .all(
      sql
        .selectFrom('sessions')
        .leftJoin('cases', 'cases.session_id', 'sessions.session_id')
        .select('sessions.session_id')
        .where('cases.case_id', 'is', null)
        .where('sessions.closed_at_ms', '<=', nowMs - policy.retentionDays.case * dayMs),
    )
    .map((row) => row.session_id);
  const swept = { images: imagesDue.length, templates: templatesDue.length, cases: casesDue.length };
  if (casesDue.length + imagesDue.length + templatesDue.length + emptyDue.length === 0) return swept;

  const gone: ArtefactId[] = [];
  const dropImages = (sessionId: SessionId) => {
    const rows = store.all(
      sql.deleteFrom('artefacts').where('session_id', '=', sessionId).returning('artefact_id'),
    );
    gone.push(...rows.map((row) => row.artefact_id));
  };
  store.transaction(() => {
    for (const sessionId of imagesDue) {
      dropImages(sessionId);
      store.run(sql.updateTable('sessions').set({ images_key: null }).where('session_id', '=', sessionId));
    }
    for (const caseId of templatesDue) {
      store.run(sql.deleteFrom('applicants').where('case_id', '=', caseId));
    }
    for (const sessionId of [...casesDue, ...emptyDue]) {
      dropImages(sessionId);
      // Case, decisions and analyses go with it (ON DELETE CASCADE).
      store.run(sql.deleteFrom('sessions').where('session_id', '=', sessionId));
    }
  });
  forget(templatesDue);
  store.forget();
  await images.delete(gone);
  return swept;
}

/** Image files that no row names: what a kill left between a file and its row, or a row and its file. */
export async function sweepOrphans(store: Store, images: ImageFiles): Promise<number> {
  const rows = store.all(store.sql.selectFrom('artefacts').select('artefact_id'));
  return images.sweep(new Set<string>(rows.map((row) => row.artefact_id)));
}
