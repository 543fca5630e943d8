// Data folders of every version that was released open today, show the same, and are gone on with.
import { describe, expect, it } from 'vitest';
import { StoreReader } from '../../src/core/store/store-reader.ts';
import { toFailure } from '../../src/shared/kernel/failure.ts';
import { bytesIn, newFolder } from '../fixtures/station-folder.ts';
import { testCore, testUnlock } from '../fixtures/test-core.ts';
import { makeOldFolder } from './old-folder.ts';
import { expectTheSame } from './shows-the-same.ts';

describe.each([1, 2] as const)('a data folder of schema %i', (schema) => {
  it.each(['keychain', 'passphrase'] as const)('whose key a %s kept shows what it showed', async (kept) => {
    const folder = newFolder();
    const old = await makeOldFolder(folder, schema, kept);
    await expectTheSame(folder, old, schema);
  });

  it('is refused another key, and a reader, and stays as it is', async () => {
    const folder = newFolder();
    await makeOldFolder(folder, schema, 'keychain', 'closed');
    const before = bytesIn(folder);
    const refused = await testCore({ dataFolder: folder, unlock: testUnlock(9) }).catch(toFailure);
    expect(refused).toMatchObject({ kind: 'store.key' });
    const read = () => StoreReader.open(folder, testUnlock(3));
    expect(read).toThrowError(/older/);
    // The lock is a file of its own, and holds nothing.
    expect(bytesIn(folder).trim()).toBe(before.trim());
  });
});
