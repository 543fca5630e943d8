// What the store does when the world is bad: wrong key, newer schema, second instance, damage, a full disk.
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { makeBackup } from '../../../src/core/backup/backup.ts';
import { newKey, seal, unseal } from '../../../src/core/store/sealing.ts';
import { Store } from '../../../src/core/store/store.ts';
import { StoreReader } from '../../../src/core/store/store-reader.ts';
import { bytesIn, caseIds, filesIn, reviewer } from '../../fixtures/station-folder.ts';
import { captureSelfie, TestClock, testCamera, testCore, testUnlock } from '../../fixtures/test-core.ts';

const newFolder = () => mkdtempSync(join(tmpdir(), 'proofdesk-store-'));
const databaseOf = (folder: string) => join(folder, 'proofdesk.sqlite');
const opened: { close(): unknown }[] = [];
const openStore = (folder: string, unlock = testUnlock()) => Store.open(folder, unlock, new TestClock());
const open = (folder: string) => {
  const store = openStore(folder);
  opened.push(store);
  return store;
};
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});
const pragma = (text: string) => ({ compile: () => ({ sql: `PRAGMA ${text}`, parameters: [] }) as never });
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
    openStore(folder).close();
    expect(kindOf(() => openStore(folder, testUnlock(8)))).toBe('store.key');
    open(folder);
  });

  it('refuses a second instance, and lets the next one in', () => {
    const folder = newFolder();
    const first = openStore(folder);
    expect(kindOf(() => openStore(folder))).toBe('store.in_use');
    first.close();
    open(folder);
  });

  it('refuses a newer schema and leaves it as it is', () => {
    const folder = newFolder();
    const store = openStore(folder);
    store.run(pragma('user_version = 99'));
    store.close();
    const before = readFileSync(databaseOf(folder));
    expect(kindOf(() => openStore(folder))).toBe('store.newer');
    expect(readFileSync(databaseOf(folder)).equals(before)).toBe(true);
    expect(kindOf(() => StoreReader.open(folder, testUnlock()))).toBe('store.newer');
  });

  it('finds damage: a file that is no database, one cut short, a page overwritten, keys lost', () => {
    const folder = newFolder();
    openStore(folder).close();
    const damaged = (file: string, damage: (path: string) => void) => {
      const copy = newFolder();
      cpSync(folder, copy, { recursive: true });
      damage(join(copy, file));
      return kindOf(() => openStore(copy));
    };
    for (const file of ['proofdesk.sqlite', 'keys.sqlite']) {
      expect(damaged(file, (path) => writeFileSync(path, 'this is no database'.repeat(400)))).toBe(
        'store.corrupt',
      );
      expect(damaged(file, (path) => truncateSync(path, statSync(path).size - 500))).toBe('store.corrupt');
      const overwrite = (path: string) => {
        const bytes = readFileSync(path);
        bytes.fill(0xa5, 4096, 4196);
        writeFileSync(path, bytes);
      };
      expect(damaged(file, overwrite)).toBe('store.corrupt');
    }
    for (const file of ['proofdesk.sqlite', 'keys.sqlite'])
      expect(damaged(file, (path) => rmSync(path))).toBe('store.corrupt');
    expect(damaged('keys.json', (path) => rmSync(path))).toBe('store.key');
    expect(damaged('keys.json', (path) => writeFileSync(path, '{'))).toBe('store.key');
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

/** As cameras begin their files. */
const jpegHead = Buffer.from('ffd8ffe000104a464946', 'hex');
const planted = [
  'ERIKSSON',
  'ANNA MARIA',
  'L898902C3',
  'photograph',
  'A private note',
  jpegHead.toString('latin1'),
];

describe('what lies on the disk', () => {
  it('tells nothing of anybody: not in the databases, their logs, images, file names, copies, after a kill or a close', async () => {
    const folder = newFolder();
    const core = await testCore({ dataFolder: folder });
    opened.push(core);
    const jpeg = new Uint8Array(Buffer.concat([jpegHead, Buffer.from('photograph: stranger')]));
    const kiosk = core.kiosk('k');
    const { sessionId } = await kiosk['session.open']({ language: 'en' });
    await kiosk['session.consent']({ sessionId, textVersion: '1' });
    await kiosk['session.choose_document']({ sessionId, type: 'passport' });
    await kiosk['session.camera']({ sessionId, camera: testCamera });
    await kiosk['session.capture_document']({ sessionId, side: 'front', frames: [jpeg] });
    await captureSelfie(kiosk, sessionId, [jpeg]);
    await kiosk['session.verify']({ sessionId });
    const desk = await reviewer(core);
    const [caseId] = await caseIds(core);
    await desk['case.claim']({ caseId: caseId! });
    await desk['case.decide']({
      caseId: caseId!,
      verdict: 'decline',
      reason: 'other',
      note: 'A private note',
    });
    const target = newFolder();
    await makeBackup(folder, target, testUnlock(), 1);
    const whileOpen = filesIn(folder);
    expect(whileOpen).toContain('proofdesk.sqlite-wal');
    expect(whileOpen.filter((file) => file.startsWith('images')).length).toBe(5);
    expect(bytesIn(folder).length).toBeGreaterThan(100_000);
    for (const [where, text] of [
      ['open', bytesIn(folder)],
      ['backup', bytesIn(target)],
      ['names', [...whileOpen, ...filesIn(target)].join()],
    ] as const)
      for (const secret of planted) expect(text.includes(secret), `${secret} in ${where}`).toBe(false);
    await core.close();
    for (const secret of planted) expect(bytesIn(folder).includes(secret), `${secret} closed`).toBe(false);
  });
});

/** What a full disk is to SQLite: the database may not grow. */
const limitPages = (store: Store, pages: number) =>
  store.transaction(() => store.all(pragma(`max_page_count = ${pages}`)));

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
