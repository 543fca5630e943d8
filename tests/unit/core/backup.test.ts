// Copies of a data folder: whole or refused, and worth nothing of what was destroyed since.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeBackup, restoreBackup, verifyBackup } from '../../../src/core/backup/backup.ts';
import { rememberKeyCopy } from '../../../src/core/backup/key-copies.ts';
import { FailureError } from '../../../src/shared/kernel/failure.ts';
import {
  applicant,
  bytesIn,
  caseIds,
  copyOf,
  filesIn,
  look,
  newFolder,
  reviewer,
} from '../../fixtures/station-folder.ts';
import { TestClock, testCore, testUnlock } from '../../fixtures/test-core.ts';

const kindOf = (work: Promise<unknown>) =>
  work.then(
    () => 'no failure',
    (thrown) => (thrown instanceof FailureError ? thrown.kind : String(thrown)),
  );

describe('a backup', () => {
  it('is made while the station works, tells nothing, and restores to the same cases', async () => {
    const folder = newFolder();
    const target = newFolder();
    const core = await testCore({ dataFolder: folder });
    await applicant(core);
    await applicant(core, { selfie: 'stranger' });
    const before = await caseIds(core);
    const manifest = await makeBackup(folder, target, testUnlock(), 1);
    expect(Object.keys(manifest.files).length).toBeGreaterThan(8);
    // The station goes on meanwhile, and the next one is brought up to date.
    await applicant(core);
    await makeBackup(folder, target, testUnlock(), 2);
    for (const secret of ['ERIKSSON', 'L898902C3', 'photograph'])
      expect(bytesIn(target)).not.toContain(secret);
    await core.close();

    const restored = join(newFolder(), 'restored');
    await restoreBackup(target, restored, testUnlock());
    const again = await testCore({ dataFolder: restored });
    const after = await caseIds(again);
    expect(after).toEqual(expect.arrayContaining(before));
    expect(after).toHaveLength(3);
    const desk = await reviewer(again);
    for (const caseId of after)
      for (const { artefactId } of (await desk['case.open']({ caseId })).artefacts)
        expect((await desk['case.artefact']({ caseId, artefactId })).bytes.length).toBeGreaterThan(0);
    await again.close();
  });

  it('is refused where any of it is missing or changed, and nothing is overwritten', async () => {
    const folder = newFolder();
    const target = newFolder();
    const core = await testCore({ dataFolder: folder });
    await applicant(core);
    await core.close();
    await makeBackup(folder, target, testUnlock(), 1);
    expect(await kindOf(restoreBackup(target, folder, testUnlock()))).toBe('store.backup');
    expect(await kindOf(verifyBackup(newFolder(), testUnlock()))).toBe('store.backup');
    for (const file of filesIn(target)) {
      const missing = copyOf(target);
      rmSync(join(missing, file));
      expect(await kindOf(verifyBackup(missing, testUnlock())), `${file} missing`).toMatch(/^(store|file)\./);
      const changed = copyOf(target);
      const bytes = readFileSync(join(changed, file));
      bytes[bytes.length >> 1]! ^= 4;
      writeFileSync(join(changed, file), bytes);
      expect(await kindOf(verifyBackup(changed, testUnlock())), `${file} changed`).toMatch(/^store\./);
    }
  });

  it('has no key any more of what was destroyed since', async () => {
    const folder = newFolder();
    const target = newFolder();
    const clock = new TestClock();
    let core = await testCore({ dataFolder: folder, clock });
    const sessionId = await applicant(core);
    await core.close();
    await makeBackup(folder, target, testUnlock(), clock.nowMs());
    await rememberKeyCopy(folder, target);
    expect(look(target, (reader) => reader.keys.find(sessionId, 'portrait'))).not.toBeNull();
    clock.advance(31 * 24 * 3600 * 1000);
    core = await testCore({ dataFolder: folder, clock });
    await core.close();
    expect(look(target, (reader) => reader.keys.find(sessionId, 'portrait'))).toBeNull();
    expect(look(target, (reader) => reader.keys.find(sessionId, 'fields'))).not.toBeNull();
    // Still a whole backup of what is left.
    await verifyBackup(target, testUnlock());
  });
});
