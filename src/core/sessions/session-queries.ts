// Core. What every step of a session asks of the store and writes, each built once.
import type { Selectable, Updateable } from 'kysely';
import type { ImageRole } from '../../shared/domain/check.ts';
import type { ImageFileId, SessionId } from '../../shared/domain/identifiers.ts';
import type { DataKind } from '../../shared/domain/retention.ts';
import { type Query, sql } from '../store/read-handle.ts';
import type { HoldingTable, Part, SessionTable } from '../store/schema.ts';
import { once, slotsOf, template } from '../store/templates.ts';

interface OfSession {
  readonly sessionId: SessionId;
}
export const ask = {
  session: template(({ sessionId }: OfSession) =>
    sql.selectFrom('sessions').selectAll().where('session_id', '=', sessionId),
  ),
  reference: template(({ reference }: { readonly reference: string }) =>
    sql.selectFrom('sessions').select('session_id').where('reference', '=', reference),
  ),
  caseId: template(({ sessionId }: OfSession) =>
    sql.selectFrom('cases').select('case_id').where('session_id', '=', sessionId),
  ),
  artefacts: template(({ sessionId }: OfSession) =>
    sql
      .selectFrom('artefacts')
      .selectAll()
      .where('session_id', '=', sessionId)
      .orderBy('role')
      .orderBy('position'),
  ),
  roles: template(({ sessionId }: OfSession) =>
    sql.selectFrom('artefacts').select('role').distinct().where('session_id', '=', sessionId),
  ),
  /** Bytes and images that are kept of a kind. */
  kept: template(({ sessionId, kind }: OfSession & { readonly kind: DataKind }) =>
    sql
      .selectFrom('image_files')
      .select((table) => [
        table.fn.sum<number | null>('bytes').as('bytes'),
        table
          .selectFrom('artefacts')
          .innerJoin('image_files as file', 'file.file_id', 'artefacts.file_id')
          .select(({ fn }) => fn.countAll<number>().as('items'))
          .where('artefacts.session_id', '=', sessionId)
          .where('file.kind', '=', kind)
          .as('items'),
      ])
      .where('session_id', '=', sessionId)
      .where('kind', '=', kind),
  ),
};
export const holding = template(
  ({ session_id, kind, items, bytes, delete_at_ms }: Selectable<HoldingTable>) =>
    sql
      .insertInto('holdings')
      .values({ session_id, kind, items, bytes, delete_at_ms })
      .onConflict((conflict) =>
        conflict.columns(['session_id', 'kind']).doUpdateSet({ items, bytes, delete_at_ms }),
      ),
);

const updates = once<(change: object) => Query<unknown>>();
export function updateOf(sessionId: SessionId, change: Updateable<SessionTable>): Query<unknown> {
  const names = Object.keys(change);
  const build = () =>
    template((slots: { session_id?: SessionId }) =>
      sql.updateTable('sessions').set(slotsOf(names, slots)).where('session_id', '=', slots.session_id!),
    );
  return updates(names.join(), build)({ ...change, session_id: sessionId });
}

const droppedRoles = once<(of: OfSession) => Query<{ file_id: ImageFileId }>>();
export function dropRoles(
  sessionId: SessionId,
  roles: readonly ImageRole[],
): Query<{ file_id: ImageFileId }> {
  const build = () =>
    template(({ sessionId: id }: OfSession) =>
      sql
        .deleteFrom('artefacts')
        .where('session_id', '=', id)
        .where('role', 'in', roles)
        .returning('file_id'),
    );
  return droppedRoles(roles.join(), build)({ sessionId });
}
export const dropAnalysis = template(({ sessionId, part }: OfSession & { readonly part: Part }) =>
  sql.deleteFrom('analyses').where('session_id', '=', sessionId).where('part', '=', part),
);
