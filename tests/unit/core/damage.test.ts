// A byte that changes on the disk, anywhere: it is noticed, or nothing that is kept has changed.
import { createHash, randomInt } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { imageFilesIn } from '../../../src/core/store/image-files.ts';
import { StoreReader } from '../../../src/core/store/store-reader.ts';
import { checkStore, type Damage } from '../../../src/core/store-check.ts';
import { dataKinds } from '../../../src/shared/domain/retention.ts';
import { toFailure } from '../../../src/shared/kernel/failure.ts';
import { mulberry32 } from '../../../src/shared/kernel/mulberry32.ts';
import {
  applicant,
  caseIds,
  copyOf,
  filesIn,
  look,
  newFolder,
  reviewer,
} from '../../fixtures/station-folder.ts';
import { testCore, testUnlock, walkToSelfie } from '../../fixtures/test-core.ts';

const changes = 250;
const seed = randomInt(2 ** 31);

/** Every row of every table, and every image as it opens. */
async function everything(folder: string): Promise<string> {
  const digest = createHash('sha256');
  const tables = [
    'sessions',
    'image_files',
    'artefacts',
    'holdings',
    'analyses',
    'cases',
    'applicants',
  ] as const;
  const more = ['decisions', 'reviewers', 'policies', 'case_counts', 'audit', 'meta'] as const;
  const images = imageFilesIn(join(folder, 'images'), 'read');
  const artefacts = look(folder, (reader) => {
    for (const table of [...tables, ...more])
      digest.update(JSON.stringify(reader.all(reader.sql.selectFrom(table).selectAll())));
    for (const sessionId of reader.keys.sessionsAfter('', 1000))
      for (const kind of dataKinds) digest.update(reader.keys.find(sessionId, kind) ?? 'none');
    return reader.all(reader.sql.selectFrom('artefacts').selectAll().orderBy('artefact_id'));
  });
  for (const { file_id, offset_bytes, length_bytes } of artefacts)
    digest.update(await images.read(file_id, offset_bytes, length_bytes));
  return digest.digest('hex');
}

async function check(folder: string): Promise<Damage[]> {
  const reader = StoreReader.open(folder, testUnlock());
  try {
    return await checkStore(reader, folder, imageFilesIn(join(folder, 'images'), 'read'));
  } finally {
    reader.close();
  }
}

const isJudged = (file: string) =>
  !file.endsWith('-shm') && !['lock.sqlite', 'audit-heads.jsonl', 'lock.sqlite-journal'].includes(file);

/** Returns how many changes were noticed and how many did no harm. */
async function damage(folder: string): Promise<Record<'noticed' | 'harmless', number>> {
  const random = mulberry32(seed);
  const files = filesIn(folder)
    .filter(isJudged)
    .map((file) => ({ file, bytes: readFileSync(join(folder, file)) }));
  const judged = files.filter(({ bytes }) => bytes.length > 0);
  const before = await everything(copyOf(folder));
  const counts = { noticed: 0, harmless: 0 };
  for (let change = 0; change < changes; change++) {
    // Every file in turn, large or small.
    const { file, bytes } = judged[change % judged.length]!;
    const at = Math.floor(random() * bytes.length);
    const changed = Buffer.from(bytes);
    changed[at]! ^= 1 << Math.floor(random() * 8);
    writeFileSync(join(folder, file), changed);
    let noticed: string | null = null;
    try {
      const found = await check(folder);
      noticed = found[0]?.message ?? null;
    } catch (thrown) {
      const failure = toFailure(thrown);
      // A bug is no way to notice.
      expect(failure.kind, `${file} byte ${at}, seed ${seed}: ${String(thrown)}`).not.toBe('internal');
      noticed = failure.message;
    }
    if (noticed === null) {
      expect(await everything(folder), `${file} byte ${at} of ${bytes.length}, seed ${seed}`).toBe(before);
      counts.harmless += 1;
    } else counts.noticed += 1;
    restore(folder, files);
  }
  return counts;
}

function restore(folder: string, files: readonly { file: string; bytes: Buffer }[]): void {
  const known = new Set(files.map(({ file }) => file));
  for (const file of filesIn(folder)) if (!known.has(file)) rmSync(join(folder, file));
  for (const { file, bytes } of files) writeFileSync(join(folder, file), bytes);
}

describe('one changed byte', { timeout: 300_000 }, () => {
  let closed = '';
  let killed = '';
  beforeAll(async () => {
    closed = newFolder();
    const core = await testCore({ dataFolder: closed });
    for (const selfie of ['fine', 'stranger']) await applicant(core, { selfie });
    const desk = await reviewer(core);
    const [caseId] = await caseIds(core);
    await desk['case.claim']({ caseId: caseId! });
    await desk['case.decide']({
      caseId: caseId!,
      verdict: 'decline',
      reason: 'different_person',
      note: 'Not her.',
    });
    await walkToSelfie(core, 'other', 'no-mrz');
    // As a kill leaves it, write-ahead logs and all.
    killed = copyOf(closed);
    await core.close();
  });

  it('in a folder that was closed is noticed or does no harm', async () => {
    expect(await check(closed)).toEqual([]);
    const counts = await damage(closed);
    expect(counts.noticed).toBeGreaterThan(changes * 0.8);
    process.stdout.write(`closed: ${counts.noticed} noticed, ${counts.harmless} harmless, seed ${seed}\n`);
  });

  it('in a folder that a kill left is noticed or does no harm', async () => {
    expect(await check(copyOf(killed))).toEqual([]);
    const counts = await damage(killed);
    expect(counts.noticed).toBeGreaterThan(changes * 0.5);
    process.stdout.write(`killed: ${counts.noticed} noticed, ${counts.harmless} harmless, seed ${seed}\n`);
  });
});
