// The real core program is killed (SIGKILL) at random moments while kiosks walk applicants through it. Whatever was
// acknowledged must be there afterwards, whole; nothing else may be left over.
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { type FromCore, fromCoreSchema } from '../../src/shared/contract/core-port.ts';
import { type ApplicantResult, type SessionView, sessionSteps } from '../../src/shared/domain/session.ts';
import { photograph } from '../fixtures/scripted-engine.ts';
import { root, testKey } from '../fixtures/test-core.ts';

const kills = 30;
const program = join(import.meta.dirname, '../fixtures/core-with-scripted-engine.ts');
const dataFolder = mkdtempSync(join(tmpdir(), 'proofdesk-kill-'));

let seed = Date.now() % 2147483647;
const firstSeed = seed;
const random = (): number => {
  seed = (seed * 48271) % 2147483647;
  return seed / 2147483647;
};

class Dead extends Error {}

/** A core that can be called until it is killed. */
class CoreProcess {
  readonly #child: ChildProcess = fork(program, [], {
    serialization: 'advanced',
    execArgv: [],
    silent: true,
  });
  readonly #pending = new Map<number, { resolve(value: unknown): void; reject(reason: Error): void }>();
  #nextId = 1;
  readonly exited = new Promise<void>((resolve) => this.#child.once('exit', () => resolve()));

  async start(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#child.on('message', (raw) => {
        const message: FromCore = fromCoreSchema.parse(raw);
        if (message.type === 'ready') resolve();
        if (message.type === 'refused') reject(new Error(`refused: ${message.failure.kind}`));
        if (message.type !== 'result') return;
        const { id, ok, value, error } = message;
        const waiting = this.#pending.get(id);
        this.#pending.delete(id);
        if (ok) waiting?.resolve(value);
        else waiting?.reject(new Error(error?.kind));
      });
      this.#child.on('exit', () => {
        for (const { reject } of this.#pending.values()) reject(new Dead());
        this.#pending.clear();
      });
      this.#child.send({
        type: 'start',
        dataFolder,
        masterKey: new Uint8Array(testKey()),
        policyFile: join(root, 'resources/policy/default.json'),
        // Cameras of no make too: the machine that tests run on may tell which ones it has.
        acceptSpecimens: true,
        modelsFolder: join(root, 'models'),
      });
    });
  }

  call<T>(clientId: string, call: string, input?: unknown, door = 'kiosk'): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (!this.#child.connected) return reject(new Dead());
      const id = this.#nextId++;
      this.#pending.set(id, { resolve: resolve as (value: unknown) => void, reject });
      this.#child.send({ type: 'call', id, door, clientId, call, input }, () => {});
    });
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  async stop(): Promise<void> {
    this.#child.disconnect();
    await this.exited;
  }
}

const camera = { label: 'Virtual Camera', deviceId: 'v', widthPx: 1920, heightPx: 1080 };

/** What core has acknowledged, by session. */
const acknowledged = new Map<string, { step: number; result: ApplicantResult | null }>();

function note(view: SessionView): void {
  const known = acknowledged.get(view.sessionId);
  const step = sessionSteps.indexOf(view.step);
  acknowledged.set(view.sessionId, { step, result: known?.result ?? null });
}

/** One applicant after another, from wherever the last one stands. */
async function kiosk(core: CoreProcess, client: string, until: () => boolean): Promise<void> {
  while (!until()) {
    let view: SessionView =
      (await core.call<SessionView | null>(client, 'session.current')) ??
      (await core.call<SessionView>(client, 'session.open', { language: 'en' }));
    for (;;) {
      note(view);
      const { sessionId, step }: SessionView = view;
      const photo = photograph(`${client} ${'x'.repeat(100_000)}`);
      if (step === 'opened') {
        view = await core.call(client, 'session.consent', { sessionId, textVersion: '1' });
      } else if (step === 'consented') {
        view = await core.call(client, 'session.choose_document', { sessionId, type: 'passport' });
      } else if (step === 'document_chosen') {
        await core.call(client, 'session.camera', { sessionId, camera });
        const input = { sessionId, side: 'front', frames: [photo, photo] };
        view = await core.call(client, 'session.capture_document', input);
      } else if (step === 'document_captured') {
        view = await core.call(client, 'session.capture_selfie', { sessionId, frames: [photo, photo] });
      } else {
        const result = await core.call<ApplicantResult>(client, 'session.verify', { sessionId });
        const known = acknowledged.get(sessionId)!;
        // A verdict that was given once is the verdict.
        if (known.result) expect(result).toEqual(known.result);
        acknowledged.set(sessionId, { ...known, step: sessionSteps.indexOf('verified'), result });
        if (random() < 0.3) break;
        await core.call(client, 'session.close', { sessionId, reason: 'completed' });
        break;
      }
    }
  }
}

/** Reads the store as the kill left it. */
function inspect(): void {
  const db = new Database(join(dataFolder, 'proofdesk.sqlite'), { readonly: true });
  try {
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(db.pragma('foreign_key_check')).toEqual([]);
    const sessions = db.prepare('SELECT session_id, step FROM sessions').all() as Record<string, string>[];
    const stepOf = new Map(sessions.map((row) => [row.session_id, row.step]));
    const cases = db.prepare('SELECT session_id, outcome FROM cases').all() as Record<string, string>[];
    const caseOf = new Map(cases.map((row) => [row.session_id, row.outcome]));
    for (const [sessionId, { step, result }] of acknowledged) {
      const stored = sessionSteps.indexOf(stepOf.get(sessionId) as SessionView['step']);
      expect(stored, `session ${sessionId}`).toBeGreaterThanOrEqual(step);
      if (result) expect(caseOf.get(sessionId), `case of ${sessionId}`).toBe(result.outcome);
    }
    for (const [sessionId, step] of stepOf) {
      if (step === 'verified')
        expect(caseOf.has(sessionId), `${sessionId} verified without a case`).toBe(true);
    }
    const named = db.prepare('SELECT artefact_id FROM artefacts').pluck().all() as string[];
    const files = new Set(readdirSync(join(dataFolder, 'images')));
    for (const id of named) expect(files.has(`${id}.sealed`), `file of ${id}`).toBe(true);
  } finally {
    db.close();
  }
}

it(`loses nothing that was acknowledged in ${kills} kills`, { timeout: 180_000 }, async () => {
  const unexpected: unknown[] = [];
  for (let kill = 0; kill < kills; kill++) {
    const core = new CoreProcess();
    await core.start();
    let dead = false;
    const walks = ['a', 'b', 'c'].map((client) =>
      kiosk(core, client, () => dead).catch((thrown: unknown) => {
        if (!(thrown instanceof Dead)) unexpected.push(thrown);
      }),
    );
    await new Promise((resolve) => setTimeout(resolve, 20 + random() * 900));
    dead = true;
    core.kill();
    await core.exited;
    await Promise.all(walks);
    inspect();
    expect(unexpected, `seed ${firstSeed}, kill ${kill}`).toEqual([]);
  }

  const core = new CoreProcess();
  await core.start();
  const credentials = { name: 'Rita', password: 'a long password' };
  await core.call('desk', 'auth.set_up', credentials, 'console');
  const page = { status: null, outcome: null, limit: 200, offset: 0 };
  const { cases, total } = await core.call<{ cases: { caseId: string }[]; total: number }>(
    'desk',
    'queue.list',
    page,
    'console',
  );
  const verified = [...acknowledged.values()].filter(({ result }) => result);
  expect(total).toBeGreaterThanOrEqual(verified.length);
  expect(verified.length).toBeGreaterThan(10);
  for (const { caseId } of cases) {
    const detail = await core.call<{ artefacts: { artefactId: string }[] }>(
      'desk',
      'case.open',
      { caseId },
      'console',
    );
    // Two frames of the document and two of the face, and the three pictures made from them.
    expect(detail.artefacts).toHaveLength(7);
    for (const { artefactId } of detail.artefacts) {
      await core.call('desk', 'case.artefact', { caseId, artefactId }, 'console');
    }
  }
  await core.stop();
  inspect();
  // Started and stopped once more, no file is without a row.
  const last = new CoreProcess();
  await last.start();
  await last.stop();
  const db = new Database(join(dataFolder, 'proofdesk.sqlite'), { readonly: true });
  const named = db.prepare('SELECT artefact_id FROM artefacts').pluck().all() as string[];
  db.close();
  expect(readdirSync(join(dataFolder, 'images')).sort()).toEqual(named.map((id) => `${id}.sealed`).sort());
  process.stdout.write(`${kills} kills, ${acknowledged.size} sessions, ${total} cases, seed ${firstSeed}\n`);
});
