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
import { marksIn, type Recording, recordBusyDesk } from './busy-desk.ts';
import { Disk, type DiskOptions } from './disk.ts';
import { buildRecorder, recorderOf, whyNoRecorder } from './recording.ts';

const cuts = Number(process.env.PROOFDESK_POWER_CUTS ?? 100);
const seed = Number(process.env.PROOFDESK_SEED ?? Date.now() % 1_000_000);
const random = mulberry32(seed);
const whyNot = whyNoRecorder();
if (whyNot) process.stdout.write(`power cuts: skipped, ${whyNot}\n`);

const dayMs = 24 * 60 * 60 * 1000;
/** How likely it is that what was not synced survives: for each file of each cut one of these. */
const chances = [0, 0.1, 0.5, 0.9, 1];
/** Where there is a file system in memory: this reads and writes gigabytes that nobody keeps. */
const work = mkdtempSync(
  join(existsSync('/dev/shm') ? '/dev/shm' : realpathSync(tmpdir()), 'proofdesk-cut-'),
);
const root = join(work, 'disk');
const dataFolderOf = (disk: string) => join(disk, 'data');
const between = (from: number, to: number) => Math.floor(from + random() * (to - from));

/** A moment when the power was cut, and what is found when it is back. */
interface Cut {
  readonly operation: number;
  readonly disk: string;
  readonly acknowledged: Acknowledged;
  /** Core's clock. */
  readonly nowMs: number;
}

/**
 * In order. Half of them come anywhere, where each file or kind of files is as likely as the others, however seldom it is
 * written. A quarter comes just when something has been acknowledged, and a quarter just when something has become
 * durable, which is where a wrong order of two such things shows.
 */
function moments({ operations }: Recording, count: number): number[] {
  const names = new Map<number, string>();
  const places = new Map<string, number[]>();
  for (const [index, operation] of operations.entries()) {
    if ('name' in operation && 'node' in operation) names.set(operation.node, operation.name);
    if (operation.kind === 'rename') names.set(operation.node, operation.to);
    const name = 'node' in operation ? (names.get(operation.node) ?? '') : operation.kind;
    // Images are one kind, whatever they are called, and so are their folders.
    const kind = name.replace(/^[0-9a-f-]{36}|^[0-9a-f]{2}$/, '#');
    for (const place of [kind, operation.kind]) {
      const known = places.get(place);
      if (known) known.push(index + 1);
      else places.set(place, [index + 1]);
    }
  }
  const one = <T>(list: readonly T[]) => list[between(0, list.length)]!;
  const everywhere = [...places.values()];
  return Array.from({ length: count }, (_, cut) =>
    one([one(everywhere), places.get('mark'), one(everywhere), places.get('synced')][cut % 4] ?? [0]),
  ).sort((a, b) => a - b);
}

/** Goes through a recording that began on `disk`, and cuts the power `count` times. */
function* cutsOf(
  recording: Recording,
  count: number,
  disk: Disk,
  before: Pick<Cut, 'acknowledged' | 'nowMs'> = { acknowledged: new Acknowledged(), nowMs: 0 },
): Generator<Cut> {
  const { operations, answer } = recording;
  const acknowledged = new Acknowledged(before.acknowledged);
  let { nowMs } = before;
  let done = 0;
  for (const operation of moments(recording, count)) {
    for (; done < operation; done++) {
      disk.apply(operations[done]!);
      for (const mark of marksIn(operations[done])) {
        const answered = answer(mark);
        if (mark.asked) acknowledged.asked(mark.asked);
        if (answered) acknowledged.note(answered);
        nowMs = mark.atMs;
      }
    }
    // The clock does not go back over what was done after the last answer.
    const [next] = marksIn(operations.slice(done).find(({ kind }) => kind === 'mark'));
    const folder = mkdtempSync(join(work, 'cut-'));
    disk.materialise(join(folder, 'disk'), random, chances);
    yield { operation, disk: join(folder, 'disk'), acknowledged, nowMs: next?.atMs ?? nowMs + 1000 };
  }
}

/** Fails at the first cut that lost something, and leaves it for whoever looks into it. */
async function expectWhole(cut: Cut): Promise<void> {
  const { operation, disk, acknowledged, nowMs } = cut;
  try {
    await expectWholeAfterCut(dataFolderOf(disk), acknowledged, nowMs, random);
  } catch (cause) {
    throw new Error(`seed ${seed}, cut after operation ${operation}, left in ${disk}`, { cause });
  }
  rmSync(join(disk, '..'), { recursive: true });
}

function contents(folder: string): Map<string, string> {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Map(
    found
      .filter(({ name }) => !name.endsWith('-shm'))
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return [path.slice(folder.length), entry.isFile() ? readFileSync(path, 'latin1') : 'folder'];
      }),
  );
}

describe.skipIf(whyNot !== null)('a loss of power', () => {
  let library: string;
  let recording: Recording;
  let whole = 0;
  beforeAll(async () => {
    mkdirSync(root);
    library = buildRecorder(work);
    const runs = [
      { forMs: 3_000 },
      { forMs: 3_000, diesAfter: between(1_500, 3_000) },
      { forMs: 1_500 },
      { forMs: 1_500, aheadMs: 40 * dayMs },
      { forMs: 1_500, aheadMs: 400 * dayMs, diesAfter: between(500, 1_500) },
      { forMs: 1_000, aheadMs: 401 * dayMs },
    ];
    recording = await recordBusyDesk(recorderOf(library, root), dataFolderOf(root), runs, random);
  });
  afterAll(() => {
    if (whole === 2) rmSync(work, { recursive: true, force: true });
  });

  it('is recorded without a gap: with everything that was done, the disk is the one that core left', () => {
    const disk = new Disk();
    for (const operation of recording.operations) disk.apply(operation);
    const folder = join(work, 'everything');
    disk.materialise(folder, random, [1]);
    expect(contents(folder)).toEqual(contents(root));
    expect(contents(folder).size).toBeGreaterThan(20);
    rmSync(folder, { recursive: true });
  });

  it(`loses nothing that was acknowledged, in ${cuts} cuts`, { timeout: cuts * 2_000 }, async () => {
    let acknowledged = 0;
    for (const cut of cutsOf(recording, cuts, new Disk())) {
      await expectWhole(cut);
      acknowledged = cut.acknowledged.sessions.size;
    }
    const operations = recording.operations.length;
    process.stdout.write(
      `${cuts} power cuts in ${operations} operations on files, ${acknowledged} sessions, seed ${seed}\n`,
    );
    whole++;
  });

  it('loses nothing either where the power goes again while core starts after a cut', async () => {
    for (const first of cutsOf(recording, 4, new Disk())) {
      const disk = Disk.of(first.disk);
      const aheadMs = first.nowMs + 1000 - Date.now();
      const runs = [{ forMs: 300, aheadMs, diesAfter: between(500, 1_000) }];
      const recorder = recorderOf(library, first.disk);
      const second = await recordBusyDesk(recorder, dataFolderOf(first.disk), runs, random);
      for (const cut of cutsOf(second, 5, disk, first)) await expectWhole(cut);
    }
    whole++;
  });

  it.each([
    ['everything', () => true],
    ['folders', ({ kind }) => kind === 'folder'],
    ['images', ({ name }) => /\.(part|sealed)$/.test(name)],
    ['the rows', ({ name }) => /^proofdesk\.sqlite(-wal)?$/.test(name)],
    ['the data keys', ({ name }) => /^keys\.sqlite(-wal)?$/.test(name)],
    ['the key file', ({ name }) => /^keys\.json/.test(name)],
  ] as [string, NonNullable<DiskOptions['forgets']>][])(
    'would be noticed by this test if syncs of %s were left out',
    async (_, forgets) => {
      const expectAllWhole = async () => {
        for (const cut of cutsOf(recording, 60, new Disk({ forgets }))) await expectWhole(cut);
      };
      await expect(expectAllWhole()).rejects.toThrow('cut after operation');
    },
  );
});
