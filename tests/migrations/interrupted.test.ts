// A migration that is killed before any of its steps on the disk, and killed again, goes on where it was, and ends as one
// that nobody has touched.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { StoreReader } from '../../src/core/store/store-reader.ts';
import type { SessionId } from '../../src/shared/domain/identifiers.ts';
import { dataKinds } from '../../src/shared/domain/retention.ts';
import { mulberry32 } from '../../src/shared/kernel/mulberry32.ts';
import { copyOf, filesIn, newFolder } from '../fixtures/station-folder.ts';
import { makeOldFolder, type OldFolder } from './old-folder.ts';
import { expectTheSame } from './shows-the-same.ts';

const program = join(import.meta.dirname, 'interrupted-program.ts');
/** Before these something has just become durable, or is about to. */
const grave = ['copyFileSync', 'renameSync', 'rmSync', 'exec', 'run'];
const sampled = 16;

/** Sealed bytes and identifiers stay as they are; only the log, and what is new, is made by chance. */
const lasting = [
  'sessions',
  'artefacts',
  'image_files',
  'holdings',
  'analyses',
  'cases',
  'case_contents',
  'applicants',
  'decisions',
  'reviewers',
  'case_counts',
];

function open(folder: string, { unlock }: OldFolder, dieAt: number): string[] | null {
  const secret = Buffer.from((unlock as { secret: Uint8Array }).secret).toString('hex');
  const { status, signal, stdout, stderr } = spawnSync(
    process.execPath,
    [program, folder, secret, String(dieAt)],
    { encoding: 'utf8' },
  );
  if (signal === 'SIGKILL') return null;
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout) as string[];
}

/** Everything that lasts, and the keys that open it. */
function contentsOf(folder: string, { unlock }: OldFolder): unknown {
  const reader = StoreReader.open(folder, unlock);
  try {
    const rows = (table: string) =>
      reader.all({
        compile: () => ({ sql: `SELECT * FROM ${table} ORDER BY 1, 2`, parameters: [] }) as never,
      });
    const sessions = rows('sessions') as { session_id: SessionId }[];
    return {
      tables: lasting.map((table) => [table, rows(table)]),
      keys: sessions.map(({ session_id }) => dataKinds.map((kind) => reader.keys.find(session_id, kind))),
      images: filesIn(join(folder, 'images')).sort(),
      copies: readdirSync(join(folder, 'copies')),
    };
  } finally {
    reader.close();
  }
}

describe.each([1, 2] as const)('a migration from schema %i', (schema) => {
  let folder: string;
  let old: OldFolder;
  let steps: string[];
  let whole: unknown;
  beforeAll(async () => {
    folder = newFolder();
    old = await makeOldFolder(folder, schema, 'keychain');
    const untouched = copyOf(folder);
    steps = open(untouched, old, -1)!;
    whole = contentsOf(untouched, old);
  });

  it('goes on after kills before whichever steps', async () => {
    const changes = steps.flatMap((name, at) => (grave.includes(name) && steps[at - 1] !== name ? [at] : []));
    expect(changes.length).toBeGreaterThan(8);
    const random = mulberry32(schema);
    const anywhere = () => Math.floor(random() * steps.length);
    const places = [...changes, ...Array.from({ length: sampled }, anywhere)].slice(0, sampled);
    let last = '';
    for (const at of places) {
      const copy = copyOf(folder);
      expect(open(copy, old, at), `killed before step ${at}, ${steps[at]}`).toBeNull();
      // It may have got so far that there are fewer steps left than this.
      const again = anywhere();
      open(copy, old, again);
      open(copy, old, -1);
      expect(contentsOf(copy, old), `killed before step ${at}, ${steps[at]}, and ${again}`).toEqual(whole);
      expect(filesIn(copy).filter((file) => file.endsWith('.part'))).toEqual([]);
      expect(existsSync(join(copy, 'copies', `schema-${schema}.sqlite`))).toBe(true);
      last = copy;
    }
    await expectTheSame(last, old, schema);
  }, 240_000);
});
