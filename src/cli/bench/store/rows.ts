// Benchmark. Questions to a store that core itself never asks.
import { type CaseContent, caseContentSchema, sealContext } from '../../../core/sessions/case-content.ts';
import type { Query } from '../../../core/store/read-handle.ts';
import { unsealJson } from '../../../core/store/sealing.ts';
import type { StoreReader } from '../../../core/store/store-reader.ts';

export const text = <Row>(sql: string, ...parameters: unknown[]): Query<Row> => ({
  compile: () => ({ sql, parameters }) as never,
});

export const countRows = (reader: StoreReader, tables: readonly string[]): Record<string, number> =>
  Object.fromEntries(
    tables.map((table) => [table, reader.first<{ n: number }>(text(`SELECT count(*) n FROM ${table}`))!.n]),
  );

/** Of any one case. */
export function contentOf(reader: StoreReader): CaseContent {
  const row = reader.first(reader.sql.selectFrom('case_contents').selectAll())!;
  const key = reader.keys.get(row.session_id, 'fields');
  return caseContentSchema.parse(unsealJson(key, sealContext.content(row.session_id), row.content_sealed));
}
