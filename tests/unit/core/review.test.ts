// Reviewers: signing in, taking cases, deciding them.
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Core } from '../../../src/core/core.ts';
import type { QueueCursor } from '../../../src/shared/contract/console-contract.ts';
import type { CaseId } from '../../../src/shared/domain/identifiers.ts';
import { toFailure } from '../../../src/shared/kernel/failure.ts';
import { TestClock, testCore, walkToSelfie } from '../../fixtures/test-core.ts';

const password = 'correct horse';
const clock = new TestClock();
let core: Core;
let dataFolder: string;
beforeEach(async () => {
  dataFolder = mkdtempSync(join(tmpdir(), 'proofdesk-review-'));
  core = await testCore({ clock, dataFolder });
});
afterEach(() => core.close());

const kind = async (work: () => unknown) => {
  try {
    await work();
  } catch (thrown) {
    return toFailure(thrown).kind;
  }
  return 'no failure';
};
const page = { status: null, outcome: null, limit: 50, after: null };

async function file(selfie: string): Promise<CaseId> {
  const { sessionId } = await walkToSelfie(core, 'k', 'fine', selfie);
  await core.kiosk('k')['session.verify']({ sessionId });
  await core.kiosk('k')['session.close']({ sessionId, reason: 'completed' });
  clock.advance(1000);
  const { cases } = await core.console('a')['queue.list'](page);
  return cases.find((one) => one.sessionId === sessionId)!.caseId;
}

describe('signing in', () => {
  it('is set up once, needs a long password, and nothing opens without it', async () => {
    const desk = core.console('a');
    expect(await desk['auth.state'](undefined)).toEqual({ needsSetUp: true, reviewer: null });
    expect(await kind(() => desk['auth.set_up']({ name: 'Rita', password: 'short' }))).toBe('auth.set_up');
    await desk['auth.set_up']({ name: 'Rita', password });
    expect(await kind(() => core.console('b')['auth.set_up']({ name: 'Eve', password }))).toBe('auth.set_up');
    expect(await kind(() => core.console('b')['queue.list'](page))).toBe('auth.required');
    expect(await kind(() => core.console('b')['station.describe'](undefined))).toBe('auth.required');
    await core.console('b')['auth.sign_in']({ name: 'rita', password });
    expect(await core.console('b')['auth.state'](undefined)).toMatchObject({ reviewer: { name: 'Rita' } });
    core.clientClosed('b');
    expect(await kind(() => core.console('b')['queue.list'](page))).toBe('auth.required');
  });

  it('locks after repeated failures, for the right password too, and opens again in time', async () => {
    await core.console('a')['auth.set_up']({ name: 'Rita', password });
    const desk = core.console('b');
    const guesses = Array.from({ length: 7 }, (_, index) =>
      kind(() => desk['auth.sign_in']({ name: 'Rita', password: `guess ${index}` })),
    );
    // Sent all at once: no more than the free ones are even looked at.
    expect((await Promise.all(guesses)).sort()).toEqual([
      'auth.locked',
      'auth.locked',
      ...Array.from({ length: 5 }, () => 'auth.refused'),
    ]);
    expect(await kind(() => desk['auth.sign_in']({ name: 'Rita', password }))).toBe('auth.locked');
    clock.advance(31_000);
    expect(await kind(() => desk['auth.sign_in']({ name: 'Rita', password }))).toBe('no failure');
  });
});

describe('the queue', () => {
  it('lets one reviewer have a case, and whoever has it decide it, once', async () => {
    const desk = core.console('a');
    await desk['auth.set_up']({ name: 'Rita', password });
    await file('fine');
    const first = await file('stranger');
    const second = await file('stranger');
    const queue = await desk['queue.list'](page);
    expect(queue.counts).toEqual({ open: 2, claimed: 0, decided: 1 });
    expect(queue.cases.slice(0, 2).map(({ caseId }) => caseId)).toEqual([first, second]);
    expect((await desk['queue.list']({ ...page, outcome: 'approve' })).total).toBe(1);

    const decision = { verdict: 'decline', reason: 'different_person', note: 'Not the same.' } as const;
    expect(await kind(() => desk['case.decide']({ caseId: first, ...decision }))).toBe('case.not_claimed');
    expect(await desk['case.claim']({ caseId: first })).toMatchObject({
      status: 'claimed',
      claimedBy: { name: 'Rita' },
    });
    const decided = await desk['case.decide']({ caseId: first, ...decision });
    expect(decided).toMatchObject({
      next: second,
      detail: {
        status: 'decided',
        verdict: 'decline',
        decisions: [{ ...decision, reviewer: { name: 'Rita' }, decidedAtMs: clock.nowMs() }],
      },
    });
    expect(await kind(() => desk['case.decide']({ caseId: first, ...decision }))).toBe('case.decided');
    expect(await kind(() => desk['case.claim']({ caseId: first }))).toBe('case.decided');
  });

  it('is turned page by page, in its order, whatever part of it is looked at and whoever decides meanwhile', async () => {
    const desk = core.console('a');
    await desk['auth.set_up']({ name: 'Rita', password });
    for (const selfie of ['fine', 'stranger', 'fine', 'stranger', 'stranger', 'fine', 'stranger'])
      await file(selfie);
    const [first] = (await desk['queue.list'](page)).cases;
    await desk['case.claim']({ caseId: first!.caseId });
    for (const status of [null, 'open', 'claimed', 'decided'] as const) {
      for (const outcome of [null, 'approve', 'review'] as const) {
        const whole = await desk['queue.list']({ ...page, status, outcome });
        expect(whole.cases).toHaveLength(whole.total);
        for (const limit of [1, 2, 3]) {
          const turned: CaseId[] = [];
          for (let after: QueueCursor | null | undefined; after !== null; ) {
            const one = await desk['queue.list']({ status, outcome, limit, after: after ?? null });
            turned.push(...one.cases.map(({ caseId }) => caseId));
            after = one.next;
          }
          expect(turned, `${status} ${outcome} by ${limit}`).toEqual(whole.cases.map(({ caseId }) => caseId));
        }
      }
    }
    const open = { ...page, status: 'open' as const, limit: 1 };
    const { cases, next } = await desk['queue.list'](open);
    const { caseId } = cases[0]!;
    const following = (await desk['queue.list']({ ...open, after: next })).cases[0]!.caseId;
    await desk['case.claim']({ caseId });
    await desk['case.decide']({ caseId, verdict: 'approve', reason: 'other', note: '' });
    expect((await desk['queue.list']({ ...open, after: next })).cases[0]!.caseId).toBe(following);
  });

  it('frees what a reviewer leaves behind: signed out, window gone, core restarted', async () => {
    const desk = core.console('a');
    await desk['auth.set_up']({ name: 'Rita', password });
    const caseId = await file('stranger');
    const status = async () => (await core.console('b')['queue.list'](page)).cases[0]!.status;
    await core.console('b')['auth.sign_in']({ name: 'Rita', password });
    await desk['case.claim']({ caseId });
    expect(await status()).toBe('claimed');
    await desk['auth.sign_out'](undefined);
    expect(await status()).toBe('open');
    await desk['auth.sign_in']({ name: 'Rita', password });
    await desk['case.claim']({ caseId });
    core.clientClosed('a');
    expect(await status()).toBe('open');
    await core.console('b')['case.claim']({ caseId });
    await core.close();
    core = await testCore({ clock, dataFolder });
    await core.console('b')['auth.sign_in']({ name: 'Rita', password });
    expect(await status()).toBe('open');
  });

  it('tells of a damaged image instead of showing it', async () => {
    const desk = core.console('a');
    await desk['auth.set_up']({ name: 'Rita', password });
    const caseId = await file('stranger');
    const { artefacts } = await desk['case.open']({ caseId });
    const entries = readdirSync(join(dataFolder, 'images'), { recursive: true, withFileTypes: true });
    for (const entry of entries.filter((one) => one.isFile())) {
      const path = join(entry.parentPath, entry.name);
      writeFileSync(
        path,
        readFileSync(path).map((byte) => byte ^ 1),
      );
    }
    for (const { artefactId } of artefacts) {
      expect(await kind(() => desk['case.artefact']({ caseId, artefactId }))).toBe('store.corrupt');
    }
  });
});
