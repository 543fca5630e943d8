// Benchmark. What no reader may ever see: a case of which a part is written and another is not.
import type { StoreReader } from '../../../core/store/store-reader.ts';
import type { AuditEntry } from '../../../shared/domain/audit.ts';
import type { SessionId } from '../../../shared/domain/identifiers.ts';

/** Entries from the end of the log: whoever they are about was written about just now. */
const recentEntries = 200;

/** Within one snapshot, about whoever was written about last. Empty where all is whole. */
export function findHalfCases(reader: StoreReader): string[] {
  const { sequence } = reader.audited.head();
  const { sql } = reader;
  const recent = reader.all(
    sql
      .selectFrom('audit')
      .select('subject')
      .distinct()
      .where('sequence', '>', sequence - recentEntries)
      .where('subject', 'is not', null),
  );
  return recent.flatMap(({ subject }) => {
    const sessionId = subject as SessionId;
    return halvesOf(reader, sessionId).map((what) => `${sessionId}: ${what}`);
  });
}

function halvesOf(reader: StoreReader, sessionId: SessionId): string[] {
  const { sql } = reader;
  const of = <T extends 'artefacts' | 'image_files' | 'holdings' | 'cases' | 'case_contents' | 'sessions'>(
    table: T,
  ) =>
    reader.all(
      sql
        .selectFrom(table as 'sessions')
        .selectAll()
        .where('session_id', '=', sessionId),
    ).length;
  const acts = reader.audited.of(sessionId);
  const last = (...names: AuditEntry['act'][]) => acts.findLast(({ act }) => names.includes(act))?.act;
  const gone = new Set(
    acts.filter(({ act }) => act === 'data.deleted').map(({ details }) => JSON.parse(details).kind as string),
  );
  const found: string[] = [];
  const expect = (holds: boolean, what: string) => holds || found.push(what);

  const isGone = gone.has('decision');
  expect(acts[0]?.act === 'session.opened', 'its log does not begin with its opening');
  expect(of('sessions') === (isGone ? 0 : 1), 'its session and its log disagree');
  const row = reader.first(sql.selectFrom('cases').selectAll().where('session_id', '=', sessionId));
  expect(Boolean(row) === (last('case.filed') !== undefined && !isGone), 'its case and its log disagree');
  const files = new Set(
    reader
      .all(sql.selectFrom('image_files').select('file_id').where('session_id', '=', sessionId))
      .map(({ file_id }) => file_id),
  );
  const named = new Set(
    reader
      .all(sql.selectFrom('artefacts').select('file_id').where('session_id', '=', sessionId))
      .map(({ file_id }) => file_id),
  );
  expect(
    files.size === named.size && [...files].every((file) => named.has(file)),
    'its images and its files disagree',
  );
  if (!row) return found;
  expect(of('case_contents') === (gone.has('fields') ? 0 : 1), 'its content and its log disagree');
  const decisions = reader.all(
    sql.selectFrom('decisions').select('verdict').where('case_id', '=', row.case_id),
  );
  const isDecided = row.status === 'decided';
  expect(
    isDecided === decisions.some(({ verdict }) => verdict === row.verdict),
    'decided without a decision',
  );
  expect(isDecided === (last('case.decided') !== undefined), 'its verdict and its log disagree');
  const claim = last('case.claimed', 'case.released', 'case.decided');
  expect((row.status === 'claimed') === (claim === 'case.claimed'), 'its claim and its log disagree');
  return found;
}
