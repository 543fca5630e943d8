// One applicant's session, as the kiosk and the reviewer notice it: steps, retries, interruptions, deletion.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { Core, EngineClient } from '../../../src/core/core.ts';
import { kioskContract } from '../../../src/shared/contract/kiosk-contract.ts';
import type { CaseDetail } from '../../../src/shared/domain/case.ts';
import { toFailure } from '../../../src/shared/kernel/failure.ts';
import { err } from '../../../src/shared/kernel/result.ts';
import { photograph, scriptedHandlers } from '../../fixtures/scripted-engine.ts';
import {
  captureSelfie,
  defaultPolicy,
  scriptedEngine,
  TestClock,
  testCamera,
  testCore,
  walkToSelfie,
} from '../../fixtures/test-core.ts';

const cores: Core[] = [];
const start = async (...options: Parameters<typeof testCore>) => {
  const core = await testCore(...options);
  cores.push(core);
  return core;
};
afterEach(async () => {
  for (const core of cores.splice(0)) await core.close();
});
const newFolder = () => mkdtempSync(join(tmpdir(), 'proofdesk-session-'));
const images = (folder: string) =>
  readdirSync(join(folder, 'images'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);
const kind = async (work: Promise<unknown> | (() => unknown)) => {
  try {
    await (typeof work === 'function' ? work() : work);
  } catch (thrown) {
    return toFailure(thrown).kind;
  }
  return 'no failure';
};

async function onlyCase(core: Core): Promise<CaseDetail> {
  const desk = core.console('c');
  const { needsSetUp } = await desk['auth.state'](undefined);
  const credentials = { name: 'Rita', password: 'a long password' };
  await desk[needsSetUp ? 'auth.set_up' : 'auth.sign_in'](credentials);
  const { cases } = await desk['queue.list']({ status: null, outcome: null, limit: 10, after: null });
  expect(cases).toHaveLength(1);
  return desk['case.open']({ caseId: cases[0]!.caseId });
}

/** Fails as often as it is told to, then works. */
function failingEngine(
  times: number,
  failure: 'engine.crashed' | 'engine.timeout' | 'internal',
): EngineClient {
  const engine = scriptedEngine();
  let left = times;
  return {
    ...engine,
    call: (name, ...input) =>
      name === 'analyseDocument' && left-- > 0
        ? Promise.resolve(err({ kind: failure, message: 'as told' }))
        : engine.call(name, ...input),
  };
}

describe('a matching applicant', () => {
  it('is approved, told so however often the kiosk asks, and filed with everything a reviewer needs', async () => {
    const core = await start({});
    const stages: unknown[] = [];
    core.onEvent(({ event, payload }) => {
      if (event === 'session.progress') stages.push((payload as { stage: string }).stage);
    });
    const { sessionId, step, sidesLeft } = await walkToSelfie(core, 'k');
    expect({ step, sidesLeft }).toEqual({ step: 'selfie_captured', sidesLeft: [] });
    const kiosk = core.kiosk('k');
    const [first, joined] = await Promise.all([
      kiosk['session.verify']({ sessionId }),
      kiosk['session.verify']({ sessionId }),
    ]);
    expect(first).toMatchObject({ outcome: 'approve', advice: [], again: null });
    expect(first.reference).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/);
    expect([joined, await kiosk['session.verify']({ sessionId })]).toEqual([first, first]);
    expect(stages).toEqual(['document', 'selfie', 'match', 'filing']);
    await kiosk['session.close']({ sessionId, reason: 'completed' });

    const detail = await onlyCase(core);
    expect(detail).toMatchObject({
      status: 'decided',
      verdict: 'approve',
      outcome: 'approve',
      reasons: [],
      reference: first.reference,
      policyVersion: defaultPolicy().version,
      document: { fields: { surname: 'ERIKSSON' } },
      models: [{ name: 'script' }],
    });
    expect(detail.decisions).toMatchObject([{ verdict: 'approve', reviewer: null }]);
    expect(detail.artefacts.map(({ role }) => role).sort()).toEqual(
      ['document.front', 'document.page', 'document.portrait', 'selfie', 'selfie.face'].sort(),
    );
    expect(detail.timings.totalMs).toBeGreaterThan(0);
    const [front] = detail.artefacts.filter(({ role }) => role === 'document.front');
    const artefactId = front!.artefactId;
    const { bytes } = await core.console('c')['case.artefact']({ caseId: detail.caseId, artefactId });
    expect(bytes).toEqual(photograph('fine'));
  });
});

describe('steps', () => {
  it('come in order, both sides of a card are asked for, and another window has no part in them', async () => {
    const core = await start({});
    const kiosk = core.kiosk('k');
    const { sessionId } = await kiosk['session.open']({ language: 'en' });
    expect(await kind(() => kiosk['session.choose_document']({ sessionId, type: 'passport' }))).toBe(
      'session.wrong_step',
    );
    await kiosk['session.consent']({ sessionId, textVersion: '1' });
    const chosen = await kiosk['session.choose_document']({ sessionId, type: 'identity_card' });
    await kiosk['session.camera']({ sessionId, camera: testCamera });
    expect(chosen.sidesLeft).toEqual(['front', 'back']);
    const frames = [photograph('fine')];
    expect(await kind(() => kiosk['session.capture_selfie']({ sessionId, frames, answered: null }))).toBe(
      'session.wrong_step',
    );
    const one = await kiosk['session.capture_document']({ sessionId, side: 'front', frames });
    expect(one).toMatchObject({ step: 'document_chosen', sidesLeft: ['back'] });
    const empty = new Uint8Array(0);
    expect(
      await kind(() => kiosk['session.capture_document']({ sessionId, side: 'back', frames: [empty] })),
    ).toBe('image.empty');
    const two = await kiosk['session.capture_document']({ sessionId, side: 'back', frames });
    expect(two).toMatchObject({ step: 'document_captured', sidesLeft: [] });
    expect(await kind(() => core.kiosk('other')['session.verify']({ sessionId }))).toBe('session.unknown');
    expect(await core.kiosk('other')['session.current'](undefined)).toBeNull();
  });

  it('leave nothing of an applicant who cancels', async () => {
    const folder = newFolder();
    const core = await start({ dataFolder: folder });
    const { sessionId } = await walkToSelfie(core, 'k');
    await core.kiosk('k')['session.close']({ sessionId, reason: 'cancelled' });
    expect(images(folder)).toEqual([]);
    expect(await core.kiosk('k')['session.current'](undefined)).toBeNull();
    expect(await kind(core.kiosk('k')['session.verify']({ sessionId }) as Promise<unknown>)).toBe(
      'session.closed',
    );
  });
});

describe('the frames of a document', () => {
  /** An engine that is stuck, or one that notes what it is asked about. */
  const asked: Uint8Array[][] = [];
  const stuck: EngineClient = { ...scriptedEngine(), call: () => new Promise(() => {}) };
  const noting = () =>
    scriptedEngine({
      ...scriptedHandlers(),
      analyseDocument: (input) => {
        asked.push([...input.front]);
        return scriptedHandlers().analyseDocument(input);
      },
    });

  it.each([
    [1, 3],
    [3, 1],
    [4, 2],
  ])(
    'are kept in their order through a kill, and go with the next capture: %i, then %i',
    async (first, second) => {
      asked.length = 0;
      const dataFolder = newFolder();
      const take = (name: string, count: number) =>
        Array.from({ length: count }, (_, index) => photograph(`${name} ${index}`));
      const [taken, retaken] = [take('first', first), take('second', second)];
      // Never closed: it would wait for its engine.
      const before = await testCore({ dataFolder, engine: stuck });
      const kiosk = before.kiosk('k');
      const { sessionId } = await kiosk['session.open']({ language: 'en' });
      await kiosk['session.consent']({ sessionId, textVersion: '1' });
      await kiosk['session.choose_document']({ sessionId, type: 'passport' });
      await kiosk['session.camera']({ sessionId, camera: testCamera });
      await kiosk['session.capture_document']({ sessionId, side: 'front', frames: taken });
      // One file a capture, however many frames.
      const [file] = images(dataFolder);
      await kiosk['session.capture_document']({ sessionId, side: 'front', frames: retaken });
      expect(images(dataFolder)).toHaveLength(1);
      expect(images(dataFolder)).not.toContain(file);
      await captureSelfie(kiosk, sessionId, [photograph('fine')]);

      // As a kill leaves it.
      const copy = newFolder();
      execFileSync('cp', ['-r', `${dataFolder}/.`, copy]);
      const after = await start({ dataFolder: copy, engine: noting() });
      await expect.poll(async () => (await onlyCase(after)).status).toBe('decided');
      expect(asked).toEqual([retaken]);
      const { caseId, artefacts } = await onlyCase(after);
      const shown = artefacts.filter(({ role }) => role === 'document.front');
      const desk = after.console('c');
      const bytes = await Promise.all(
        shown.map(async ({ artefactId }) => (await desk['case.artefact']({ caseId, artefactId })).bytes),
      );
      expect(bytes).toEqual(retaken);
    },
  );

  it('are one at least and four at most, and none is empty', async () => {
    const core = await start({});
    const kiosk = core.kiosk('k');
    const { sessionId } = await kiosk['session.open']({ language: 'en' });
    await kiosk['session.consent']({ sessionId, textVersion: '1' });
    await kiosk['session.choose_document']({ sessionId, type: 'passport' });
    await kiosk['session.camera']({ sessionId, camera: testCamera });
    const capture = (frames: Uint8Array[]) =>
      kind(() => kiosk['session.capture_document']({ sessionId, side: 'front', frames }));
    expect(await capture([photograph('fine'), new Uint8Array(0)])).toBe('image.empty');
    const [least, most] = [[], Array.from({ length: 5 }, () => photograph('fine'))];
    for (const frames of [least, most]) {
      const input = { sessionId, side: 'front', frames };
      expect(kioskContract.calls['session.capture_document'].input.safeParse(input).success).toBe(false);
    }
  });
});

describe('a document without MRZ', () => {
  it('is coached as often as the policy says, then handed to a person', async () => {
    const core = await start({});
    const kiosk = core.kiosk('k');
    const { sessionId } = await walkToSelfie(core, 'k', 'no-mrz');
    for (let retry = 0; retry < defaultPolicy().retries; retry++) {
      const result = await kiosk['session.verify']({ sessionId });
      expect(result).toMatchObject({
        outcome: 'retry',
        again: 'document',
        advice: ['document.mrz_not_found'],
      });
      expect(await kiosk['session.verify']({ sessionId })).toEqual(result);
      const frames = [photograph('no-mrz')];
      // The selfie was good: only the document is photographed again.
      const view = await kiosk['session.capture_document']({ sessionId, side: 'front', frames });
      expect(view.step).toBe('selfie_captured');
    }
    expect(await kiosk['session.verify']({ sessionId })).toMatchObject({ outcome: 'review', advice: [] });
    expect(await onlyCase(core)).toMatchObject({
      status: 'open',
      outcome: 'review',
      reasons: ['document.mrz_not_found'],
      documentType: 'passport',
    });
  });
});

describe('a selfie', () => {
  it('that is blurred is taken again, the document stays', async () => {
    const core = await start({});
    const kiosk = core.kiosk('k');
    const { sessionId } = await walkToSelfie(core, 'k', 'fine', 'blurred');
    expect(await kiosk['session.verify']({ sessionId })).toMatchObject({
      outcome: 'retry',
      again: 'selfie',
      advice: ['selfie.blurred'],
    });
    const frames = [photograph('fine')];
    await captureSelfie(kiosk, sessionId, frames);
    expect(await kiosk['session.verify']({ sessionId })).toMatchObject({ outcome: 'approve' });
  });

  it('of another person goes to a reviewer, and the applicant is not told why', async () => {
    const core = await start({});
    const { sessionId } = await walkToSelfie(core, 'k', 'fine', 'stranger');
    expect(await core.kiosk('k')['session.verify']({ sessionId })).toMatchObject({
      outcome: 'review',
      advice: [],
    });
    expect(await onlyCase(core)).toMatchObject({ outcome: 'review', reasons: ['match.different_person'] });
  });
});

describe('when the engine goes away', () => {
  it('the work is done again, and the case says that it was', async () => {
    const core = await start({ engine: failingEngine(1, 'engine.crashed') });
    const { sessionId } = await walkToSelfie(core, 'k');
    expect(await core.kiosk('k')['session.verify']({ sessionId })).toMatchObject({ outcome: 'approve' });
    expect(await onlyCase(core)).toMatchObject({ outcome: 'approve', reasons: ['engine.interrupted'] });
  });

  it.each([
    ['engine.timeout', 'engine.interrupted'],
    ['internal', 'engine.failed'],
  ] as const)(
    'for good (%s), the case is filed for a person with the photographs',
    async (failure, reason) => {
      const core = await start({ engine: failingEngine(99, failure) });
      const { sessionId } = await walkToSelfie(core, 'k');
      expect(await core.kiosk('k')['session.verify']({ sessionId })).toMatchObject({
        outcome: 'review',
        advice: [],
      });
      const detail = await onlyCase(core);
      expect(detail).toMatchObject({ status: 'open', outcome: 'review', document: null });
      expect(detail.reasons[0]).toBe(reason);
      expect(detail.artefacts.map(({ role }) => role)).toContain('selfie');
    },
  );
});

describe('after a restart', () => {
  it('an unfinished session goes on where it was, for a short while', async () => {
    const dataFolder = newFolder();
    const clock = new TestClock();
    const before = await testCore({ dataFolder, clock });
    const { sessionId } = await before.kiosk('k')['session.open']({ language: 'en' });
    await before.kiosk('k')['session.consent']({ sessionId, textVersion: '1' });
    await before.close();
    const after = await testCore({ dataFolder, clock });
    expect(await after.kiosk('new')['session.current'](undefined)).toMatchObject({
      sessionId,
      step: 'consented',
    });
    await after.close();
    clock.advance((defaultPolicy().idleSeconds + 1) * 1000);
    const late = await start({ dataFolder, clock });
    expect(await late.kiosk('new')['session.current'](undefined)).toBeNull();
    expect(await kind(() => late.kiosk('new')['session.consent']({ sessionId, textVersion: '1' }))).toBe(
      'session.closed',
    );
  });

  it('a session with both photographs is verified and filed without anybody there', async () => {
    const dataFolder = newFolder();
    const stuck: EngineClient = { ...scriptedEngine(), call: () => new Promise(() => {}) };
    const before = await testCore({ dataFolder, engine: stuck });
    const { sessionId } = await walkToSelfie(before, 'k', 'no-mrz');
    // As a kill leaves it: no close, only the lock let go. A copy of the folder is what the next start finds.
    const copy = newFolder();
    execFileSync('cp', ['-r', `${dataFolder}/.`, copy]);
    writeFileSync(join(copy, 'images', '00', 'left-by-a-kill.part'), 'x');
    const after = await start({ dataFolder: copy });
    expect(images(copy)).not.toContain('left-by-a-kill.part');
    await expect.poll(async () => (await onlyCase(after)).status).toBe('open');
    expect(await onlyCase(after)).toMatchObject({ sessionId, outcome: 'review' });
  });
});

describe('retention', () => {
  it('destroys images, then the case, when they are due, and the undecided not before', async () => {
    const dataFolder = newFolder();
    const clock = new TestClock();
    const day = 24 * 3600 * 1000;
    const before = await testCore({ dataFolder, clock });
    const { sessionId } = await walkToSelfie(before, 'k');
    await before.kiosk('k')['session.verify']({ sessionId });
    await before.kiosk('k')['session.close']({ sessionId, reason: 'completed' });
    await before.close();
    // The passport's frame, its page, its portrait; the selfie and its face.
    expect(images(dataFolder)).toHaveLength(5);
    clock.advance(30 * day);
    const later = await testCore({ dataFolder, clock });
    expect(images(dataFolder)).toEqual([]);
    expect((await onlyCase(later)).artefacts).toEqual([]);
    expect((await onlyCase(later)).document?.fields.surname).toBe('ERIKSSON');
    await later.close();
    clock.advance(335 * day);
    const last = await start({ dataFolder, clock });
    const desk = last.console('c');
    await desk['auth.sign_in']({ name: 'Rita', password: 'a long password' });
    const page = { status: null, outcome: null, limit: 10, after: null };
    expect((await desk['queue.list'](page)).total).toBe(0);
  });
});

describe('files from the command line', () => {
  it('are judged as at the kiosk, but nobody is live in them, and one that cannot be read is a clear failure', async () => {
    const core = await start({});
    const files = { documentBack: null, documentType: null, selfies: [photograph('fine')] };
    const report = await core.verifyFiles({ ...files, document: photograph('fine') });
    expect(report).toMatchObject({
      ok: true,
      value: {
        outcome: 'review',
        reasons: ['selfie.not_challenged'],
        match: { score: 1 },
        models: [{ name: 'script' }],
      },
    });
    const again = await core.verifyFiles({ ...files, document: photograph('no-mrz') });
    expect(again).toMatchObject({
      ok: true,
      value: {
        outcome: 'review',
        reasons: expect.arrayContaining(['selfie.not_challenged', 'document.mrz_not_found']),
      },
    });
    const bad = await core.verifyFiles({ ...files, document: photograph('unreadable') });
    expect(bad).toMatchObject({ ok: false, error: { kind: 'image.corrupt' } });
    const empty = await core.verifyFiles({ ...files, document: new Uint8Array(0) });
    expect(empty).toMatchObject({ ok: false, error: { kind: 'image.empty' } });
  });
});

/** Needs the right to mount a small file system. */
const tmpfs = (size: string): string | null => {
  const folder = newFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    return null;
  }
};
const disk = tmpfs('8m');

describe.skipIf(!disk)('a disk', () => {
  afterAll(() => execFileSync('umount', [disk!]));

  it('that is full: refuses the photograph, keeps the session as it was, and goes on when there is room', async () => {
    const core = await testCore({ dataFolder: disk!, engine: scriptedEngine(scriptedHandlers()) });
    const kiosk = core.kiosk('k');
    const { sessionId } = await kiosk['session.open']({ language: 'en' });
    await kiosk['session.consent']({ sessionId, textVersion: '1' });
    await kiosk['session.choose_document']({ sessionId, type: 'passport' });
    await kiosk['session.camera']({ sessionId, camera: testCamera });
    const capture = (bytes: number) =>
      kiosk['session.capture_document']({
        sessionId,
        side: 'front',
        frames: [new Uint8Array(bytes).fill(1)],
      });
    expect(await kind(() => capture(16_000_000))).toBe('store.full');
    expect(core.station()).toMatchObject({ status: 'refusing' });
    expect(images(disk!)).toEqual([]);
    expect(await kiosk['session.current'](undefined)).toMatchObject({ step: 'document_chosen' });
    expect(await capture(100_000)).toMatchObject({ step: 'document_captured' });
    expect(core.station().status).toBe('ready');
    await core.close();
  });

  it('that is nearly full: takes nobody new on, and whoever is there is finished', async () => {
    const core = await testCore({ dataFolder: disk! });
    const kiosk = core.kiosk('k');
    const { sessionId } = await kiosk['session.open']({ language: 'en' });
    const { bavail, bsize } = statfsSync(disk!);
    const filler = join(disk!, 'somebody-elses');
    writeFileSync(filler, Buffer.alloc(bavail * bsize - 300_000));
    expect(core.station()).toMatchObject({ status: 'refusing' });
    expect(await kind(() => core.kiosk('other')['session.open']({ language: 'en' }))).toBe('store.full');
    expect(await kiosk['session.consent']({ sessionId, textVersion: '1' })).toMatchObject({
      step: 'consented',
    });
    rmSync(filler);
    expect(core.station().status).toBe('ready');
    await core.close();
  });

  it('that cannot be written to: is said at start, and changes nothing', async () => {
    execFileSync('mount', ['-o', 'remount,ro', disk!]);
    expect(await kind(testCore({ dataFolder: disk! }))).toBe('store.read_only');
    execFileSync('mount', ['-o', 'remount,rw', disk!]);
    const core = await testCore({ dataFolder: disk! });
    await core.close();
  });
});
