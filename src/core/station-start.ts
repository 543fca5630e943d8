// Core. What the audit log and the auditors need of each start: which program, and under which policy.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Policy } from '../shared/domain/policy.ts';
import type { Store } from './store/store.ts';

const source = join(import.meta.dirname, '..');
const rooms = ['core', 'engine', 'shared'];

/** SHA-256 over names and contents of everything that decides: two stations with the same decide the same. */
export function codeSha256(): string {
  const files = rooms
    .flatMap((room) => readdirSync(join(source, room), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const digest = createHash('sha256');
  for (const file of files) {
    const bytes = readFileSync(file);
    digest.update(`${relative(source, file).replaceAll('\\', '/')}\n${bytes.byteLength}\n`).update(bytes);
  }
  return digest.digest('hex');
}

/** Keeps the policy for replays, and says in the log that a station started, and whether its policy is another. */
export function recordStart(store: Store, policy: Policy): { codeSha256: string; policySha256: string } {
  const { sql } = store;
  const body = JSON.stringify(policy);
  const sha256 = createHash('sha256').update(body).digest('hex');
  const value = Buffer.from(sha256, 'hex');
  const before = store.first(sql.selectFrom('meta').select('value').where('name', '=', 'policy'));
  const code = codeSha256();
  store.transaction(() => {
    store.audit('station.started', 'station', null, { code });
    if (before && value.equals(before.value)) return;
    const row = { sha256, version: policy.version, body, first_used_at_ms: store.clock.nowMs() };
    store.run(
      sql
        .insertInto('policies')
        .values(row)
        .onConflict((conflict) => conflict.doNothing()),
    );
    store.run(
      sql
        .insertInto('meta')
        .values({ name: 'policy', value })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value })),
    );
    store.audit('policy.changed', 'station', null, { version: policy.version, sha256 });
  });
  return { codeSha256: code, policySha256: sha256 };
}
