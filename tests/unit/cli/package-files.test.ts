// Files reach their place only with the pinned hash.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { placeFile, sha256Of } from '../../../src/cli/setup/package-files.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'proofdesk-place-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('placing a file of the repository', () => {
  it('replaces an older one and refuses one that was changed', async () => {
    const source = join(folder, 'source');
    const destination = join(folder, 'deep', 'placed');
    for (const text of ['first', 'second']) {
      writeFileSync(source, text);
      await placeFile(source, { sha256: (await sha256Of(source))!, destination });
      expect(readFileSync(destination, 'utf8')).toBe(text);
    }
    const pinned = (await sha256Of(source))!;
    writeFileSync(source, 'third');
    rmSync(destination);
    await expect(placeFile(source, { sha256: pinned, destination })).rejects.toThrow('wrong hash');
    expect(await sha256Of(destination)).toBeNull();
  });
});
