// What is kept goes kind by kind, when the policy says or the subject asks, keys first; and each leaves a receipt.
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Core } from '../../../src/core/core.ts';
import { retentionOverview } from '../../../src/core/retention/overview.ts';
import { StoreReader } from '../../../src/core/store/store-reader.ts';
import type { CaseId, SessionId } from '../../../src/shared/domain/identifiers.ts';
import type { Policy } from '../../../src/shared/domain/policy.ts';
import { dataKinds } from '../../../src/shared/domain/retention.ts';
import { toFailure } from '../../../src/shared/kernel/failure.ts';
import { defaultPolicy, TestClock, testCore, testUnlock, walkToSelfie } from '../../fixtures/test-core.ts';

const day = 24 * 3600 * 1000;
const newFolder = () => mkdtempSync(join(tmpdir(), 'proofdesk-retention-'));
const cores: Core[] = [];
afterEach(async () => {
  for (const core of cores.splice(0)) await core.close();
});
async function start(dataFolder: string, clock: TestClock, policy: Policy = defaultPolicy()): Promise<Core> {
  const core = await testCore({ dataFolder, clock, policy });
  cores.push(core);
  return core;
}
const stop = async (core: Core) => {
  cores.splice(cores.indexOf(core), 1);
  await core.close();
};

/** Each kind on a day of its own. */
const staggered = (): Policy => ({
  ...defaultPolicy(),
  retention: {
    document_images: { after: 'decision', days: 1 },
    portrait: { after: 'capture', days: 2 },
    selfie_frames: { after: 'decision', days: 3 },
    templates: { after: 'decision', days: 4 },
    fields: { after: 'decision', days: 5 },
    decision: { after: 'decision', days: 6 },
  },
});

const images = (folder: string) =>
  readdirSync(join(folder, 'images'), { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
    .length;

function look<T>(folder: string, use: (reader: StoreReader) => T): T {
  const reader = StoreReader.open(folder, testUnlock());
  try {
    return use(reader);
  } finally {
    reader.close();
  }
}
const keptOf = (folder: string, sessionId: SessionId) =>
  look(folder, (reader) => dataKinds.filter((kind) => reader.keys.find(sessionId, kind) !== null));
const receiptsOf = (folder: string, sessionId: SessionId) =>
  look(folder, (reader) =>
    reader.audited
      .of(sessionId)
      .filter(({ act }) => act === 'data.deleted')
      .map(
        ({ details }) => JSON.parse(details) as { kind: string; rule: string; bytes: number; files: number },
      ),
  );

async function applicant(core: Core, selfie = 'fine'): Promise<SessionId> {
  const { sessionId } = await walkToSelfie(core, 'k', 'fine', selfie);
  await core.kiosk('k')['session.verify']({ sessionId });
  await core.kiosk('k')['session.close']({ sessionId, reason: 'completed' });
  return sessionId as SessionId;
}

async function desk(core: Core) {
  const console_ = core.console('c');
  const { needsSetUp } = await console_['auth.state'](undefined);
  await console_[needsSetUp ? 'auth.set_up' : 'auth.sign_in']({ name: 'Rita', password: 'a long password' });
  return console_;
}
const onlyCase = async (core: Core): Promise<CaseId> => {
  const page = { status: null, outcome: null, limit: 5, after: null };
  return (await (await desk(core))['queue.list'](page)).cases[0]!.caseId;
};

describe('clocks', () => {
  it('take each kind on its day, key and bytes, and leave a receipt of each that tells nothing of anybody', async () => {
    const folder = newFolder();
    const clock = new TestClock();
    let core = await start(folder, clock, staggered());
    const sessionId = await applicant(core);
    const left: string[] = [...dataKinds];
    for (const kind of dataKinds) {
      expect(keptOf(folder, sessionId)).toEqual(left);
      await stop(core);
      clock.advance(day);
      core = await start(folder, clock, staggered());
      left.shift();
      const receipts = receiptsOf(folder, sessionId);
      expect(receipts.at(-1)).toMatchObject({ kind, rule: 'clock' });
      expect(receipts.at(-1)!.bytes).toBeGreaterThan(0);
    }
    expect(keptOf(folder, sessionId)).toEqual([]);
    expect(images(folder)).toBe(0);
    expect(receiptsOf(folder, sessionId).map(({ kind }) => kind)).toEqual(dataKinds);
    look(folder, (reader) => {
      expect(reader.all(reader.sql.selectFrom('sessions').select('session_id'))).toEqual([]);
      const kept = retentionOverview(reader, folder, clock.nowMs()).kept;
      expect(kept.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(0);
      const log = [...reader.audited.entries()].map(({ details }) => details).join();
      for (const secret of ['ERIKSSON', 'ANNA', 'L898902C3', 'photograph']) expect(log).not.toContain(secret);
    });
  });

  it('show a case without what has gone, and say so of an image', async () => {
    const clock = new TestClock();
    const folder = newFolder();
    let core = await start(folder, clock, staggered());
    await applicant(core);
    const caseId = await onlyCase(core);
    const before = await (await desk(core))['case.open']({ caseId });
    await stop(core);
    clock.advance(5 * day);
    core = await start(folder, clock, staggered());
    const console_ = await desk(core);
    expect(await console_['case.open']({ caseId })).toMatchObject({
      caseId,
      verdict: 'approve',
      artefacts: [],
      checks: [],
      document: null,
      country: null,
    });
    const { artefactId } = before.artefacts[0]!;
    const failure = await (async () => console_['case.artefact']({ caseId, artefactId }))().catch(toFailure);
    expect(failure).toMatchObject({ kind: 'artefact.unknown' });
  });

  it('start with the decision, and at the latest when nobody has decided for too long', async () => {
    const folder = newFolder();
    const clock = new TestClock();
    const policy = staggered();
    let core = await start(folder, clock, policy);
    const sessionId = await applicant(core, 'stranger');
    await stop(core);
    clock.advance(policy.undecidedDays * day - 1);
    core = await start(folder, clock, policy);
    // The portrait's clock runs from the capture.
    expect(keptOf(folder, sessionId)).toEqual(dataKinds.filter((kind) => kind !== 'portrait'));
    await stop(core);
    clock.advance(6 * day + 1);
    await start(folder, clock, policy);
    expect(keptOf(folder, sessionId)).toEqual([]);
  });

  it('of no days take their kind with the decision, the policy’s own or a reviewer’s, and not before', async () => {
    const folder = newFolder();
    const policy: Policy = { ...defaultPolicy(), retention: { ...staggered().retention } };
    policy.retention.selfie_frames = { after: 'decision', days: 0 };
    policy.retention.document_images = { after: 'capture', days: 0 };
    const core = await start(folder, new TestClock(), policy);
    const { sessionId } = await walkToSelfie(core, 'k');
    expect(images(folder)).toBeGreaterThanOrEqual(2);
    await core.kiosk('k')['session.verify']({ sessionId });
    await core.kiosk('k')['session.close']({ sessionId, reason: 'completed' });
    expect(keptOf(folder, sessionId as SessionId)).toEqual(['portrait', 'templates', 'fields', 'decision']);

    const flagged = await applicant(core, 'stranger');
    expect(keptOf(folder, flagged)).toContain('selfie_frames');
    const console_ = await desk(core);
    const page = { status: 'open' as const, outcome: null, limit: 5, after: null };
    const { caseId } = (await console_['queue.list'](page)).cases[0]!;
    await console_['case.claim']({ caseId });
    await console_['case.decide']({ caseId, verdict: 'approve', reason: 'flag_was_mistaken', note: '' });
    expect(keptOf(folder, flagged)).not.toContain('selfie_frames');
  });

  it('do not run while the clock of the computer is set back, and nobody new is taken on', async () => {
    const folder = newFolder();
    const clock = new TestClock();
    let core = await start(folder, clock, staggered());
    const sessionId = await applicant(core);
    await stop(core);
    clock.advance(-3 * 3600 * 1000);
    core = await start(folder, clock, staggered());
    expect(core.station()).toMatchObject({ status: 'refusing' });
    expect(core.station().detail).toContain('set back');
    const opened = await (async () => core.kiosk('k')['session.open']({ language: 'en' }))().catch(toFailure);
    expect(opened).toMatchObject({ kind: 'store.clock' });
    expect(keptOf(folder, sessionId)).toEqual(dataKinds);
    clock.advance(3 * 3600 * 1000);
    expect(core.station().status).toBe('ready');
  });

  it('leave nothing of somebody who cancels but that there was a session', async () => {
    const folder = newFolder();
    const core = await start(folder, new TestClock());
    const { sessionId } = await walkToSelfie(core, 'k');
    await core.kiosk('k')['session.close']({ sessionId, reason: 'cancelled' });
    expect(keptOf(folder, sessionId as SessionId)).toEqual(['decision']);
    expect(images(folder)).toBe(0);
    const receipts = receiptsOf(folder, sessionId as SessionId);
    expect(new Set(receipts.map(({ rule }) => rule))).toEqual(new Set(['no_case']));
  });
});

describe('whoever asks', () => {
  it('gets a receipt that is found again, an export that holds all, and erasure that leaves the receipt provable', async () => {
    const folder = newFolder();
    const core = await start(folder, new TestClock());
    const sessionId = await applicant(core);
    const { receipt, digest } = await core.kiosk('k')['session.receipt']({ sessionId });
    expect(receipt.kept.map(({ kind }) => kind).sort()).toEqual([...dataKinds].sort());
    expect(receipt.kept.every(({ bytes, deleteAtMs }) => bytes > 0 && deleteAtMs !== null)).toBe(true);
    const console_ = await desk(core);
    const query = `PROOFDESK:${receipt.reference}:${digest.toUpperCase()}`;
    expect(await console_['subject.find']({ query })).toMatchObject({ sessionId, isGenuine: true });
    expect(await console_['subject.find']({ query: receipt.reference })).toMatchObject({ isGenuine: null });
    const forged = `PROOFDESK:${receipt.reference}:${'0'.repeat(64)}`;
    expect(await console_['subject.find']({ query: forged })).toMatchObject({ isGenuine: false });
    expect(await console_['subject.find']({ query: 'ZZZZ-ZZZZ' })).toBeNull();

    const exported = await console_['subject.export']({ sessionId, language: 'en' });
    const data = JSON.parse(Buffer.from(exported.json).toString('utf8'));
    expect(data.fields).toMatchObject({ surname: 'ERIKSSON', documentNumber: 'L898902C3' });
    const texts = data.images.map(({ jpeg }: { jpeg: string }) =>
      Buffer.from(jpeg, 'base64').toString('utf8'),
    );
    expect(texts).toContain('photograph: fine');
    expect(Buffer.from(exported.pdf).subarray(0, 5).toString()).toBe('%PDF-');

    const erased = await console_['subject.erase']({ sessionId });
    expect(erased).toMatchObject({ kept: [], reference: null, caseId: null });
    expect(new Set(erased.deleted.map(({ rule }) => rule))).toEqual(new Set(['request']));
    expect(keptOf(folder, sessionId)).toEqual([]);
    expect(images(folder)).toBe(0);
    const after = await console_['subject.find']({ query });
    expect(after).toMatchObject({ isGenuine: true, kept: [], reference: null });
    expect(after!.deleted.map(({ kind }) => kind).sort()).toEqual([...dataKinds].sort());
  }, 60_000);

  it('waits for a legal hold to end', async () => {
    const folder = newFolder();
    const clock = new TestClock();
    let core = await start(folder, clock, staggered());
    const sessionId = await applicant(core);
    const caseId = await onlyCase(core);
    const held = await (await desk(core))['case.hold']({ caseId, note: 'Court order 7' });
    expect(held.isHeld).toBe(true);
    expect(await (await desk(core))['subject.erase']({ sessionId })).toMatchObject({ isHeld: true });
    await stop(core);
    clock.advance(30 * day);
    core = await start(folder, clock, staggered());
    expect(keptOf(folder, sessionId)).toEqual(dataKinds);
    const let_go = await (await desk(core))['case.unhold']({ caseId });
    expect(let_go.kept).toEqual([]);
    expect(keptOf(folder, sessionId)).toEqual([]);
  });

  it('is refused erasure while they still stand at the kiosk', async () => {
    const core = await start(newFolder(), new TestClock());
    const { sessionId } = await walkToSelfie(core, 'k');
    const console_ = await desk(core);
    const failure = await (async () => console_['subject.erase']({ sessionId }))().catch(toFailure);
    expect(failure).toMatchObject({ kind: 'session.wrong_step' });
  });
});
