// Everything that core does to its disk is recorded while a desk is busy; then the power is cut at random moments of the
// recording, and core starts on what is left. Whatever was acknowledged before the cut must be there, whole.
// PROOFDESK_POWER_CUTS says how many cuts, PROOFDESK_SEED with which random numbers.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mulberry32 } from '../../src/shared/kernel/mulberry32.ts';
import { Acknowledged } from '../fixtures/acknowledged.ts';
import { expectWholeAfterCut } from './after-cut.ts';
import { type Answers, markOf, recordBusyDesk } from './busy-desk.ts';
import { Disk, type DiskOptions } from './disk.ts';
import { buildRecorder, type Operation, readRecording, whyNoRecorder } from './recording.ts';

const cuts = Number(process.env.PROOFDESK_POWER_CUTS ?? 200);
const seed = Number(process.env.PROOFDESK_SEED ?? Date.now() % 1_000_000);
const random = mulberry32(seed);
const whyNot = whyNoRecorder();
if (whyNot) process.stdout.write(`power cuts: skipped, ${whyNot}\n`);

/** How likely it is that what was not synced survives: for each file of each cut one of these. */
const chances = [0, 0.1, 0.5, 0.9, 1];
/** Where there is a file system in memory: this reads and writes gigabytes that nobody keeps. */
const work = mkdtempSync(
  join(existsSync('/dev/shm') ? '/dev/shm' : realpathSync(tmpdir()), 'proofdesk-cut-'),
);
const root = join(work, 'disk');
let failed = false;
let operations: readonly Operation[] = [];
let answers: Answers = new Map();

function contents(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Map(
    files
      .filter((file) => !file.name.endsWith('-shm'))
      .map((file) => {
        const path = join(file.parentPath, file.name);
        return [path.slice(folder.length), file.isFile() ? readFileSync(path, 'latin1') : 'folder'];
      }),
  );
}

/** Half of the cuts come anywhere, half just when something has been acknowledged. In order. */
function moments(count: number): number[] {
  const marks = operations.flatMap(({ kind }, index) => (kind === 'mark' ? [index + 1] : []));
  return Array.from({ length: count }, (_, cut) =>
    cut % 2 === 0 ? Math.floor(random() * operations.length) : marks[Math.floor(random() * marks.length)]!,
  ).sort((a, b) => a - b);
}

/** Goes through the recording and cuts the power `count` times. Stops at the first cut that lost something, and returns why. */
async function cutPower(count: number, options?: DiskOptions): Promise<Error | null> {
  const disk = new Disk(options);
  const acknowledged = new Acknowledged();
  let done = 0;
  /** Core's clock. */
  let nowMs = 0;
  const marksIn = (operation: Operation | undefined) =>
    operation?.kind === 'mark'
      ? operation.text
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as { run: string; id: number | null; atMs: number })
      : [];
  for (const moment of moments(count)) {
    for (; done < moment; done++) {
      disk.apply(operations[done]!);
      for (const { run, id, atMs } of marksIn(operations[done])) {
        const answer = id === null ? undefined : answers.get(markOf(run, id));
        if (answer) acknowledged.note(answer);
        nowMs = atMs;
      }
    }
    // The clock does not go back over what was done after the last answer.
    const next = marksIn(operations.slice(done).find(({ kind }) => kind === 'mark'))[0];
    const folder = join(work, 'cut');
    rmSync(folder, { recursive: true, force: true });
    disk.materialise(folder, random, chances);
    try {
      await expectWholeAfterCut(join(folder, 'data'), acknowledged, next?.atMs ?? nowMs + 1000, random);
    } catch (thrown) {
      return new Error(`seed ${seed}, cut after operation ${moment}, left in ${folder}`, { cause: thrown });
    }
  }
  return null;
}

describe.skipIf(whyNot !== null)('a loss of power', () => {
  beforeAll(async () => {
    mkdirSync(root);
    const recorder = buildRecorder(work, root);
    const runs = [
      { forMs: 4_000 },
      { forMs: 4_000, diesAfter: 1500 + Math.floor(random() * 1000) },
      { forMs: 2_000 },
      { forMs: 2_000, aheadDays: 40 },
      { forMs: 2_000, aheadDays: 400, diesAfter: 500 + Math.floor(random() * 1000) },
      { forMs: 1_000, aheadDays: 401 },
    ];
    answers = await recordBusyDesk(recorder, join(root, 'data'), runs, random);
    operations = readRecording(recorder.log);
  });
  afterAll(() => {
    if (!failed) rmSync(work, { recursive: true, force: true });
  });

  it('is recorded without a gap: with everything that was done, the disk is the one that core left', () => {
    const disk = new Disk();
    for (const operation of operations) disk.apply(operation);
    const folder = join(work, 'everything');
    disk.materialise(folder, random, [1]);
    expect(contents(folder)).toEqual(contents(root));
    expect(contents(folder).size).toBeGreaterThan(20);
    rmSync(folder, { recursive: true });
  });

  it(`loses nothing that was acknowledged, in ${cuts} cuts`, { timeout: cuts * 2_000 }, async () => {
    const lost = await cutPower(cuts);
    failed = lost !== null;
    if (lost) throw lost;
    process.stdout.write(`${cuts} power cuts in ${operations.length} operations on files, seed ${seed}\n`);
  });

  it.each([
    ['everything', () => true],
    ['folders', ({ kind }) => kind === 'folder'],
    ['images', ({ name }) => /\.(part|sealed)$/.test(name)],
    ['the database', ({ name }) => /\.sqlite(-wal)?$/.test(name)],
  ] as [string, NonNullable<DiskOptions['forgets']>][])(
    'would be noticed by this test if syncs of %s were left out',
    { timeout: 60_000 },
    async (_, forgets) => {
      expect(await cutPower(60, { forgets })).not.toBeNull();
    },
  );
});
