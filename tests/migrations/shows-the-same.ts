// Tests. Whether a data folder of an older version shows through today's core what it showed then, and can be gone on with.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Core } from '../../src/core/core.ts';
import { KeyFile } from '../../src/core/keys/key-file.ts';
import { openDatabase } from '../../src/core/store/database.ts';
import { imageFilesIn } from '../../src/core/store/image-files.ts';
import { StoreReader } from '../../src/core/store/store-reader.ts';
import { checkStore } from '../../src/core/store-check.ts';
import { dataKinds } from '../../src/shared/domain/retention.ts';
import { photograph } from '../fixtures/scripted-engine.ts';
import { filesIn, look } from '../fixtures/station-folder.ts';
import { captureSelfie, TestClock, testCamera, testCore } from '../fixtures/test-core.ts';
import type { OldFolder, OldSchema } from './old-folder.ts';

const page = { status: null, outcome: null, limit: 100, after: null };
const day = 86_400_000;

/** Changes the folder: the applicant who was at the kiosk goes on, and one case is erased. */
export async function expectTheSame(folder: string, old: OldFolder, schema: OldSchema): Promise<void> {
  const core = await testCore({ dataFolder: folder, unlock: old.unlock });
  try {
    await expectCases(core, old, schema);
    await goOn(core, old, schema);
    const desk = core.console('c');
    const [{ sessionId, reference }] = old.cases as [OldFolder['cases'][number]];
    await desk['subject.erase']({ sessionId });
    expect(await desk['subject.find']({ query: reference })).toBeNull();
  } finally {
    await core.close();
  }
  expectFiles(folder, old, schema);
  const reader = StoreReader.open(folder, old.unlock);
  const damage = await checkStore(reader, folder, imageFilesIn(join(folder, 'images'), 'read'));
  reader.close();
  expect(damage).toEqual([]);
  await expectClocks(folder, old);
}

async function expectCases(core: Core, old: OldFolder, schema: OldSchema): Promise<void> {
  const desk = core.console('c');
  await desk['auth.sign_in'](old.reviewer);
  const { cases, counts } = await desk['queue.list'](page);
  expect(counts).toEqual({ open: 2, claimed: 0, decided: 2 });
  expect(cases.map(({ caseId }) => caseId).sort()).toEqual(old.cases.map(({ caseId }) => caseId).sort());
  for (const { images, ...then } of old.cases) {
    const { caseId } = then;
    const now = await desk['case.open']({ caseId });
    expect(now).toMatchObject(then);
    const shown = await Promise.all(
      now.artefacts.map(async ({ role, artefactId }) => {
        const { bytes } = await desk['case.artefact']({ caseId, artefactId });
        return { role, text: Buffer.from(bytes).toString('utf8') };
      }),
    );
    expect(shown).toEqual(images);
    const kinds = dataKinds.filter((kind) => schema > 1 || kind !== 'templates');
    const found = await desk['subject.find']({ query: then.reference });
    expect(found).toMatchObject({ sessionId: then.sessionId, caseId });
    expect(found!.kept.map(({ kind }) => kind).sort()).toEqual([...kinds].sort());
  }
}

/** Whoever stood at the kiosk when it was switched off finishes, and whose document was here before is noticed. */
async function goOn(core: Core, old: OldFolder, schema: OldSchema): Promise<void> {
  const kiosk = core.kiosk('k');
  const sessionId = old.open.sessionId as never;
  expect(await kiosk['session.current'](undefined)).toMatchObject({ sessionId, step: 'document_captured' });
  await kiosk['session.camera']({ sessionId, camera: testCamera });
  await captureSelfie(kiosk, sessionId, [photograph('fine')]);
  const { outcome } = await kiosk['session.verify']({ sessionId });
  await kiosk['session.close']({ sessionId, reason: 'completed' });
  expect(outcome).toBe(schema > 1 ? 'review' : 'approve');
  const desk = core.console('c');
  const filed = (await desk['queue.list'](page)).cases.find((one) => one.sessionId === sessionId)!;
  const { checks } = await desk['case.open']({ caseId: filed.caseId });
  const earlier = checks
    .find(({ code }) => code === 'applicant.repeat_document')!
    .evidence.flatMap((evidence) => (evidence.kind === 'case' ? [evidence.caseId] : []));
  expect(earlier.sort()).toEqual(schema > 1 ? old.cases.map(({ caseId }) => caseId).sort() : []);
}

function expectFiles(folder: string, old: OldFolder, schema: OldSchema): void {
  const files = filesIn(folder);
  expect(files.filter((file) => file.endsWith('.part'))).toEqual([]);
  expect(existsSync(join(folder, 'master-key.json'))).toBe(false);
  const images = files.filter((file) => file.endsWith('.sealed'));
  expect(images.every((file) => /^images\/([0-9a-f]{2})\/\1[^/]*$/.test(file.replaceAll('\\', '/')))).toBe(
    true,
  );
  look(
    folder,
    (reader) => {
      expect([...reader.imageFileIds()].map((id) => `${id}.sealed`)).toEqual(
        images.map((file) => file.slice(-'00000000-0000-0000-0000-000000000000.sealed'.length)).sort(),
      );
      for (const kind of dataKinds) expect(reader.keys.find(old.closed.sessionId as never, kind)).toBeNull();
      const migrated = [...reader.audited.entries()].filter(({ act }) => act === 'store.migrated');
      expect(migrated.map(({ details }) => JSON.parse(details).from)).toEqual([schema]);
    },
    old.unlock,
  );
  // The reviewer's name was in the clear.
  const copy = join('copies', `schema-${schema}.sqlite`);
  expect(readdirSync(join(folder, 'copies'))).toEqual([`schema-${schema}.sqlite`]);
  for (const file of files.filter((name) => name.includes('.sqlite')))
    expect(readFileSync(join(folder, file), 'latin1').includes(old.reviewer.name), file).toBe(false);
  const { keys } = KeyFile.open(folder, old.unlock)!;
  const then = openDatabase(join(folder, copy), keys.rowPages, 'read');
  expect(then.pragma('user_version', { simple: true })).toBe(schema);
  expect(then.prepare('SELECT count(*) FROM sessions').pluck().get()).toBe(6);
  expect(then.prepare('SELECT count(*) FROM cases WHERE length(content_sealed) > 0').pluck().get()).toBe(4);
  then.close();
}

/** The dates that were promised then hold. */
async function expectClocks(folder: string, old: OldFolder): Promise<void> {
  const clock = new TestClock();
  clock.advance(30 * day);
  const core = await testCore({ dataFolder: folder, unlock: old.unlock, clock });
  try {
    const desk = core.console('c');
    await desk['auth.sign_in'](old.reviewer);
    for (const { caseId, status } of old.cases.slice(1)) {
      const { artefacts, checks } = await desk['case.open']({ caseId });
      expect(artefacts.length > 0, status).toBe(status !== 'decided');
      expect(checks.length).toBeGreaterThan(0);
    }
  } finally {
    await core.close();
  }
}
