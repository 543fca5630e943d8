// What the store does when the world is bad: wrong key, newer schema, second instance, damage, a full disk.
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { first } from '../../../src/core/store/migrations/0001-first.ts';
import { newKey, seal, unseal } from '../../../src/core/store/sealing.ts';
import { Store } from '../../../src/core/store/store.ts';
import { testCore, testKey, walkToSelfie } from '../../fixtures/test-core.ts';

const newFolder = () => mkdtempSync(join(tmpdir(), 'proofdesk-store-'));
const databaseOf = (folder: string) => join(folder, 'proofdesk.sqlite');
const opened: { close(): unknown }[] = [];
const open = (folder: string, key = testKey()) => {
  const store = Store.open(folder, key);
  opened.push(store);
  return store;
};
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});
const kindOf = (work: () => unknown) => {
  try {
    work();
  } catch (thrown) {
    return (thrown as { kind?: string }).kind ?? String(thrown);
  }
  return 'no failure';
};

describe('opening', () => {
  it('refuses another key, and the right one still opens', () => {
    const folder = newFolder();
    Store.open(folder, testKey()).close();
    expect(kindOf(() => Store.open(folder, testKey(8)))).toBe('store.key');
    open(folder);
  });

  it('refuses a second instance, and lets the next one in', () => {
    const folder = newFolder();
    const first = Store.open(folder, testKey());
    expect(kindOf(() => Store.open(folder, testKey()))).toBe('store.in_use');
    first.close();
    open(folder);
  });

  it('refuses a newer schema and leaves it as it is', () => {
    const folder = newFolder();
    Store.open(folder, testKey()).close();
    const db = new Database(databaseOf(folder));
    db.pragma('user_version = 99');
    db.close();
    const before = readFileSync(databaseOf(folder));
    expect(kindOf(() => Store.open(folder, testKey()))).toBe('store.newer');
    expect(readFileSync(databaseOf(folder)).equals(before)).toBe(true);
  });

  it('carries a store of the first schema forward, and what is in it stays', async () => {
    const folder = newFolder();
    const db = new Database(databaseOf(folder));
    db.exec(first);
    const [session, at] = ['00000000-0000-4000-8000-000000000001', Date.UTC(2026, 0, 1)];
    db.exec(`INSERT INTO sessions (session_id, step, reference, language, opened_at_ms, touched_at_ms)
      VALUES ('${session}', 'consented', 'ABCDEFGH', 'en', ${at}, ${at});
      INSERT INTO cases (case_id, session_id, reference, status, outcome, reasons, policy_version, content_sealed,
        created_at_ms) VALUES ('c', '${session}', 'ABCDEFGH', 'open', 'review', '[]', '1', x'00', ${at});
      PRAGMA user_version = 1`);
    db.close();
    const store = open(folder);
    expect(store.all(store.sql.selectFrom('sessions').selectAll())).toMatchObject([
      { session_id: session, step: 'consented', challenge_sealed: null, camera_sealed: null },
    ]);
    expect(store.all(store.sql.selectFrom('cases').selectAll())).toMatchObject([
      { case_id: 'c', templates_delete_at_ms: null },
    ]);
    expect(store.all(store.sql.selectFrom('applicants').selectAll())).toEqual([]);
  });

  it('finds damage: a file that is no database, one cut short, a page overwritten', () => {
    const folder = newFolder();
    writeFileSync(databaseOf(folder), 'this is no database, and never was one'.repeat(200));
    expect(kindOf(() => Store.open(folder, testKey()))).toBe('store.corrupt');

    const whole = newFolder();
    Store.open(whole, testKey()).close();
    const cut = newFolder();
    copyFileSync(databaseOf(whole), databaseOf(cut));
    truncateSync(databaseOf(cut), 3 * 4096 + 100);
    expect(kindOf(() => Store.open(cut, testKey()))).toBe('store.corrupt');

    const bytes = readFileSync(databaseOf(whole));
    bytes.fill(0xa5, 2 * 4096, 3 * 4096);
    writeFileSync(databaseOf(whole), bytes);
    expect(kindOf(() => Store.open(whole, testKey()))).toBe('store.corrupt');
  });
});

describe('sealing', () => {
  it('opens with the same key and context alone, and notices every changed bit', () => {
    const key = newKey();
    const sealed = seal(key, 'session/a', Buffer.from('face'));
    expect(unseal(key, 'session/a', sealed).toString()).toBe('face');
    expect(kindOf(() => unseal(key, 'session/b', sealed))).toBe('store.corrupt');
    expect(kindOf(() => unseal(newKey(), 'session/a', sealed))).toBe('store.corrupt');
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const changed = Buffer.from(sealed);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(kindOf(() => unseal(key, 'session/a', changed))).toBe('store.corrupt');
    }
  });
});

describe('what lies on the disk', () => {
  it('holds nothing personal in the clear, in the database, its log or the image files', async () => {
    const folder = newFolder();
    const core = await testCore({ dataFolder: folder });
    opened.push(core);
    const { sessionId } = await walkToSelfie(core, 'k');
    await core.kiosk('k')['session.verify']({ sessionId });
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
    const text = files.map((one) => readFileSync(join(one.parentPath, one.name), 'latin1')).join('\n');
    expect(files.length).toBeGreaterThan(4);
    for (const secret of ['ERIKSSON', 'ANNA', 'L898902C3', 'photograph']) expect(text).not.toContain(secret);
  });
});

/** What a full disk is to SQLite: the database may not grow. */
const limitPages = (store: Store, pages: number) =>
  store.all({ compile: () => ({ sql: `PRAGMA max_page_count = ${pages}`, parameters: [] }) as never });

describe('a full disk', () => {
  it('is told as such, turns the station away, and loses nothing; room made, work goes on', () => {
    const store = open(newFolder());
    const insert = (name: string) =>
      store.run(store.sql.insertInto('meta').values({ name, value: Buffer.alloc(20_000) }));
    insert('before');
    limitPages(store, 1);
    expect(kindOf(() => insert('during'))).toBe('store.full');
    expect(store.health?.kind).toBe('store.full');
    limitPages(store, 1_000_000);
    store.probe();
    expect(store.health).toBeNull();
    const names = store.all(store.sql.selectFrom('meta').select('name')).map(({ name }) => name);
    expect(names).toContain('before');
    expect(names).not.toContain('during');
  });
});
