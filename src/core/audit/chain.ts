// Core. The audit log's chain: each entry's hash is over the one before, so that none changes without all that follow.
import { hash } from 'node:crypto';
import {
  type Act,
  type AuditEntry,
  auditEntrySchema,
  type ChainEnd,
  entryText,
} from '../../shared/domain/audit.ts';
import { assert } from '../../shared/kernel/assert.ts';

export interface NewEntry {
  readonly atMs: number;
  readonly act: Act;
  readonly actor: string;
  readonly subject: string | null;
  /** Flat; written in the order given (JavaScript itself puts keys that are whole numbers first). */
  readonly details: Readonly<Record<string, string | number | boolean | null>>;
}

/**
 * The entry that follows `previous`. Throws at whatever could not be written down and read again as it is (nested
 * details, numbers without a value, unknown actors): an entry can never be taken back.
 */
export function nextEntry(previous: ChainEnd, { atMs, act, actor, subject, details }: NewEntry): AuditEntry {
  for (const [key, value] of Object.entries(details)) {
    const isFlat =
      value === null ||
      typeof value === 'string' ||
      typeof value === 'boolean' ||
      (typeof value === 'number' && Number.isFinite(value));
    assert(isFlat, `the detail "${key}" of ${act} is text, a number, true, false or null`);
  }
  const entry = {
    sequence: previous.sequence + 1,
    atMs,
    act,
    actor,
    subject,
    details: JSON.stringify(details),
  };
  return auditEntrySchema.parse({
    type: 'entry',
    ...entry,
    hash: hash('sha256', entryText(previous.hash, entry)),
  });
}
