// Core. What of an applicant is kept to find them again, in the store: templates sealed under the case's own key, and
// keyed hashes. All of it is personal data and goes when the policy's clock for templates says, or with the case.
import { deserialize, serialize } from 'node:v8';
import { z } from 'zod';
import { templateSchema } from '../../shared/contract/engine-contract.ts';
import { modelReferenceSchema } from '../../shared/domain/check.ts';
import type { CaseId, SessionId } from '../../shared/domain/identifiers.ts';
import type { SessionRecords, SessionRow } from '../sessions/session-records.ts';
import { seal, unseal } from '../store/sealing.ts';
import { insertion } from '../store/templates.ts';

const templatesSchema = z.object({
  /** Templates of another model, or version of it, cannot be compared with these. */
  model: modelReferenceSchema,
  selfie: templateSchema.nullable(),
  portrait: templateSchema.nullable(),
});
export type Templates = z.infer<typeof templatesSchema>;

/** An applicant as they are searched for, and kept. */
export interface Probe {
  /** `null` where no face was found, or the engine could not say of which model its templates are. */
  readonly templates: Templates | null;
  readonly documentHash: Uint8Array | null;
  readonly identityHash: Uint8Array | null;
}

export interface Enrolled extends Probe {
  readonly caseId: CaseId;
  readonly reference: string;
  readonly createdAtMs: number;
}

export const templatesContext = (sessionId: SessionId) => `${sessionId}/templates`;

/** Inside the transaction that files the case. Returns how many bytes are kept. */
export function enrol(records: SessionRecords, session: SessionRow, caseId: CaseId, probe: Probe): number {
  const { templates, documentHash, identityHash } = probe;
  if (!templates && !documentHash) return 0;
  const { store } = records;
  const key = records.key(session.session_id, 'templates');
  const sealed = templates ? seal(key, templatesContext(session.session_id), serialize(templates)) : null;
  store.run(
    insertion('applicants', {
      case_id: caseId,
      templates_sealed: sealed,
      document_hash: documentHash,
      identity_hash: identityHash,
    }),
  );
  const hashes = (documentHash?.byteLength ?? 0) + (identityHash?.byteLength ?? 0);
  return (sealed?.byteLength ?? 0) + hashes;
}

const joined = (records: SessionRecords) =>
  records.store.sql
    .selectFrom('applicants')
    .innerJoin('cases', 'cases.case_id', 'applicants.case_id')
    .select([
      'applicants.case_id',
      'applicants.templates_sealed',
      'applicants.document_hash',
      'applicants.identity_hash',
      'cases.reference',
      'cases.created_at_ms',
      'cases.session_id',
    ]);

type Row = ReturnType<typeof joined> extends { executeTakeFirstOrThrow(): Promise<infer R> } ? R : never;

/** Fails with `store.corrupt` where the templates do not open. */
function opened(records: SessionRecords, row: Row): Enrolled {
  const templates =
    row.templates_sealed &&
    templatesSchema.parse(
      deserialize(
        unseal(
          records.key(row.session_id, 'templates'),
          templatesContext(row.session_id),
          row.templates_sealed,
        ),
      ),
    );
  return {
    caseId: row.case_id,
    reference: row.reference,
    createdAtMs: row.created_at_ms,
    templates,
    documentHash: row.document_hash,
    identityHash: row.identity_hash,
  };
}

export function enrolled(records: SessionRecords, caseId: CaseId): Enrolled | null {
  const row = records.store.first(joined(records).where('applicants.case_id', '=', caseId));
  return row ? opened(records, row) : null;
}

/** The latest first. */
export function enrolledWithDocument(records: SessionRecords, documentHash: Uint8Array): Enrolled[] {
  return records.store
    .all(
      joined(records)
        .where('applicants.document_hash', '=', documentHash)
        .orderBy('cases.created_at_ms', 'desc'),
    )
    .map((row) => opened(records, row));
}

/** A page in the order of the identifiers; `unreadable` counts those that do not open. */
export function enrolledAfter(records: SessionRecords, caseId: string, limit: number) {
  const rows = records.store.all(
    joined(records)
      .where('applicants.case_id', '>', caseId as CaseId)
      .orderBy('applicants.case_id')
      .limit(limit),
  );
  const found: Enrolled[] = [];
  for (const row of rows) {
    try {
      found.push(opened(records, row));
    } catch {
      // One damaged row must not hide all others.
    }
  }
  return { found, unreadable: rows.length - found.length, last: rows.at(-1)?.case_id ?? null };
}
