// Core. What every step of a session asks of the store and writes, each built once.
import type { Selectable } from 'kysely';
import type { SessionId } from '../../shared/domain/identifiers.ts';
import type { DataKind } from '../../shared/domain/retention.ts';
import { sql, template } from '../store/read-handle.ts';
import type { ArtefactTable, HoldingTable, ImageFileTable, Part } from '../store/schema.ts';

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
export const keep = {
  file: template(({ file_id, session_id, kind, bytes }: Selectable<ImageFileTable>) =>
    sql.insertInto('image_files').values({ file_id, session_id, kind, bytes }),
  ),
  artefact: template((row: Selectable<ArtefactTable>) =>
    sql.insertInto('artefacts').values({
      ...{ artefact_id: row.artefact_id, session_id: row.session_id },
      ...{ role: row.role, position: row.position, width_px: row.width_px, height_px: row.height_px },
      ...{ file_id: row.file_id, offset_bytes: row.offset_bytes, length_bytes: row.length_bytes },
      sha256: row.sha256,
    }),
  ),
  holding: template(({ session_id, kind, items, bytes, delete_at_ms }: Selectable<HoldingTable>) =>
    sql
      .insertInto('holdings')
      .values({ session_id, kind, items, bytes, delete_at_ms })
      .onConflict((conflict) =>
        conflict.columns(['session_id', 'kind']).doUpdateSet({ items, bytes, delete_at_ms }),
      ),
  ),
};
export const dropAnalysis = template(({ sessionId, part }: OfSession & { readonly part: Part }) =>
  sql.deleteFrom('analyses').where('session_id', '=', sessionId).where('part', '=', part),
);
