// Readers beside the writer: twenty of them look at a busy store for twenty seconds, and see no error and no half case.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { startReaders } from '../../src/cli/bench/store/readers.ts';
import { mulberry32 } from '../../src/shared/kernel/mulberry32.ts';
import { CoreProcess } from '../fixtures/core-process.ts';
import { kiosk, reviewer, signIn } from '../fixtures/desk-work.ts';
import { testKey } from '../fixtures/test-core.ts';

const readers = 20;
const ms = 20_000;

it('sees whole cases alone, whoever captures, decides, cancels and erases meanwhile', async () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'proofdesk-readers-'));
  const core = new CoreProcess({ dataFolder });
  await core.start();
  const random = mulberry32(11);
  let isOver = false;
  const work = { core, random, until: () => isOver, photographBytes: 2_000 };
  await signIn(core, 'r');
  const stop = await startReaders(dataFolder, testKey(), readers);
  const done = Promise.all([kiosk(work, 'k1'), kiosk(work, 'k2'), reviewer(work, 'r')]);
  await Promise.race([done, pause(ms)]);
  const seen = await stop();
  isOver = true;
  await done;
  await core.stop();
  expect(seen).toMatchObject({ readers, findings: [] });
  expect(seen.snapshots).toBeGreaterThan(readers * 5);
  rmSync(dataFolder, { recursive: true });
}, 120_000);
