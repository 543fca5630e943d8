// Core. Signs where the audit log stands at intervals and at the end, and puts each head where it can be kept apart.
import { appendFileSync, existsSync, readFileSync, truncateSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Policy } from '../../shared/domain/policy.ts';
import { toFailure } from '../../shared/kernel/failure.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/store.ts';
import { makeFolder, syncFolder } from '../store/sync.ts';

export const headsFile = 'audit-heads.jsonl';

/** Returns what signs a last time and stops. */
export function publishHeads(
  store: Store,
  { headsEveryMinutes, headsFolder }: Policy['audit'],
  log: Log,
): { close(): void } {
  const folder = headsFolder ?? store.folder;
  const path = folder && join(folder, headsFile);
  const publish = () => {
    try {
      if (store.auditHead.sequence <= store.audited.signedUpTo()) return;
      const head = store.signHead();
      if (!path) return;
      makeFolder(dirname(path));
      const isNew = !existsSync(path);
      appendFileSync(path, `${JSON.stringify(head)}\n`, { flush: true, mode: 0o600 });
      if (isNew) syncFolder(dirname(path));
    } catch (thrown) {
      log('audit.head_not_written', { kind: toFailure(thrown).kind });
    }
  };
  try {
    if (path) cutTornEnd(path);
  } catch (thrown) {
    log('audit.head_not_written', { kind: toFailure(thrown).kind });
  }
  const timer = setInterval(publish, headsEveryMinutes * 60_000);
  return {
    close() {
      clearInterval(timer);
      publish();
    },
  };
}

/** A loss of power may leave half of the last line, or zeros in it: whoever reads the file would take it for damage. */
function cutTornEnd(path: string): void {
  if (!existsSync(path)) return;
  const lines = readFileSync(path, 'latin1').split('\n');
  const isWhole = (line: string) => line.startsWith('{') && line.endsWith('}') && !line.includes('\0');
  const torn = lines.findIndex((line) => !isWhole(line));
  // What is behind the last line end is empty where all is well.
  if (torn === lines.length - 1 && lines[torn] === '') return;
  truncateSync(
    path,
    lines.slice(0, torn).reduce((sum, line) => sum + line.length + 1, 0),
  );
}
