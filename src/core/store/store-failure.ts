// Core. Translates what SQLite and the file system throw into the closed list of failures, once, keeping the cause.
import { FailureError, type FailureKind } from '../../shared/kernel/failure.ts';

const messages = {
  'store.full': 'The disk is full: nothing new can be kept. Free some space; nothing that was kept is lost.',
  'store.read_only':
    'The data folder cannot be written to. Check its permissions and the disk it is on; nothing that was kept is lost.',
  'store.corrupt': 'The database is damaged. Restore the data folder from a copy; nothing was changed.',
  'store.in_use': 'Another Proofdesk is using this data folder. Close it first.',
} as const satisfies Partial<Record<FailureKind, string>>;

const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';

function kindOf(code: string): keyof typeof messages | null {
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT') return 'store.full';
  // A full disk also shows as the shared-memory file that cannot grow.
  if (code === 'SQLITE_IOERR_SHMSIZE') return 'store.full';
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN')) return 'store.read_only';
  if (code === 'SQLITE_PERM' || code === 'EROFS' || code === 'EACCES' || code === 'EPERM')
    return 'store.read_only';
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return 'store.corrupt';
  if (code.startsWith('SQLITE_IOERR') || code === 'EIO') return 'store.read_only';
  if (code.startsWith('SQLITE_BUSY')) return 'store.in_use';
  return null;
}

/** A `FailureError` for what a disk can do to us; anything else is a bug and comes back as it is. */
export function translateStoreError(thrown: unknown): unknown {
  if (thrown instanceof FailureError) return thrown;
  const kind = kindOf(codeOf(thrown));
  return kind ? new FailureError(kind, messages[kind], { cause: thrown }) : thrown;
}

export const corrupt = (what: string): FailureError =>
  new FailureError('store.corrupt', `${what} is damaged and cannot be shown.`);
