// Core. Signs where the audit log stands at intervals and at the end, and puts each head where it can be kept apart.
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Policy } from '../../shared/domain/policy.ts';
import { toFailure } from '../../shared/kernel/failure.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/store.ts';

export const headsFile = 'audit-heads.jsonl';

/** Returns what signs a last time and stops. */
export function publishHeads(
  store: Store,
  { headsEveryMinutes, headsFolder }: Policy['audit'],
  log: Log,
): { close(): void } {
  const folder = headsFolder ?? store.folder;
  const publish = () => {
    try {
      if (store.auditHead.sequence <= store.audited.signedUpTo()) return;
      const head = store.signHead();
      if (!folder) return;
      mkdirSync(folder, { recursive: true });
      appendFileSync(join(folder, headsFile), `${JSON.stringify(head)}\n`, { flush: true });
    } catch (thrown) {
      log('audit.head_not_written', { kind: toFailure(thrown).kind });
    }
  };
  const timer = setInterval(publish, headsEveryMinutes * 60_000);
  return {
    close() {
      clearInterval(timer);
      publish();
    },
  };
}
