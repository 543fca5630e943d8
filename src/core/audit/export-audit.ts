// Core. Writes the audit log as the file an auditor gets, line by line, so that no length of it lies in memory.
import type { AuditEntry, AuditHead, ChainEnd } from '../../shared/domain/audit.ts';
import { type StationKey, signExport } from './station-key.ts';

/** One state of the log: what is written while it is read does not show in it. */
export interface AuditSource {
  /** Signs the first line. */
  readonly key: StationKey;
  /** The last entry. */
  readonly end: ChainEnd;
  /** How many `heads` gives. */
  readonly headCount: number;
  /** In order. Written as they are, true or not: it is whoever verifies who judges them. */
  entries(): Iterable<AuditEntry>;
  /** In order, at most one over each entry. */
  heads(): Iterable<AuditHead>;
}

/** The lines of an export, each with its end, as UTF-8 is to have them. */
export function* exportAudit(source: AuditSource, atMs: number): Generator<string, void, undefined> {
  const { sequence, hash } = source.end;
  yield line(signExport(source.key, { atMs, entries: sequence, heads: source.headCount, hash }));
  const heads = source.heads()[Symbol.iterator]();
  let head = heads.next();
  for (const entry of source.entries()) {
    for (; !head.done && head.value.sequence < entry.sequence; head = heads.next())
      yield headLine(head.value);
    const { atMs, act, actor, subject, details, hash } = entry;
    yield line({ type: 'entry', sequence: entry.sequence, atMs, act, actor, subject, details, hash });
  }
  for (; !head.done; head = heads.next()) yield headLine(head.value);
}

/** Its keys stand in the order of the schema: a line has one form only. */
const line = (value: object) => `${JSON.stringify(value)}\n`;

const headLine = ({ sequence, atMs, hash, signature }: AuditHead) =>
  line({ type: 'head', sequence, atMs, hash, signature });
