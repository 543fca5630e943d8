// The real core program, its engine, and its channel to the parent are killed in turn at random moments while kiosks walk
// applicants through it and a reviewer decides. Whatever was acknowledged must be there afterwards, whole; nothing else
// may be left over. PROOFDESK_KILLS says how many kills, PROOFDESK_SEED with which random numbers.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { ConsoleContract, QueueCursor } from '../../src/shared/contract/console-contract.ts';
import type { Output } from '../../src/shared/contract/contract.ts';
import type { CaseDetail } from '../../src/shared/domain/case.ts';
import { mulberry32 } from '../../src/shared/kernel/mulberry32.ts';
import { Acknowledged } from '../fixtures/acknowledged.ts';
import { CoreProcess, Dead } from '../fixtures/core-process.ts';
import { kiosk, reviewer, signIn } from '../fixtures/desk-work.ts';
import { inspect, inspectAtRest } from '../fixtures/inspect-folder.ts';

const kills = Number(process.env.PROOFDESK_KILLS ?? 40);
const seed = Number(process.env.PROOFDESK_SEED ?? Date.now() % 1_000_000);
const random = mulberry32(seed);
const dataFolder = mkdtempSync(join(tmpdir(), 'proofdesk-kill-'));
afterAll(() => rmSync(dataFolder, { recursive: true, force: true }));

const acknowledged = new Acknowledged();
const startCore = async () => {
  const core = new CoreProcess({
    dataFolder,
    onCall: (call) => acknowledged.asked(call),
    onAnswer: (_, answer) => acknowledged.note(answer),
  });
  await core.start();
  return core;
};
const passed = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

it(`loses nothing that was acknowledged in ${kills} kills`, { timeout: kills * 4_000 }, async () => {
  const done = { core: 0, engine: 0, parent: 0 };
  let cutShort = 0;
  for (let kill = 0; kill < kills; ) {
    const unexpected: unknown[] = [];
    const core = await startCore();
    let dead = false;
    const work = { core, random, until: () => dead, photographBytes: 100_000 };
    const untilDead = (one: Promise<void>) =>
      one.catch((thrown: unknown) => {
        // A parent that goes away may still hear that core is shutting down.
        if (!(thrown instanceof Dead || dead)) unexpected.push(thrown);
      });
    const signedIn = signIn(core, 'desk');
    const running = [
      ...['a', 'b', 'c'].map((client) => untilDead(kiosk(work, client))),
      untilDead(signedIn.then(() => reviewer(work, 'desk'))),
    ];
    // A password takes longer than many a core lives here, and core killed over it five times in a row locks the
    // reviewer out for a while.
    cutShort = cutShort < 3 && random() < 0.5 ? cutShort + 1 : 0;
    if (cutShort === 0) await signedIn;
    await passed(20 + random() * 900);
    for (; kill < kills - 1 && random() < 0.4 && core.killEngine(); kill++, done.engine++) {
      await passed(20 + random() * 700);
    }
    dead = true;
    if (random() < 0.25) {
      await core.stop();
      done.parent++;
    } else {
      core.kill();
      done.core++;
    }
    kill++;
    await core.exited;
    await Promise.all(running);
    inspect(dataFolder, acknowledged);
    expect(unexpected.map(String), `seed ${seed}, kill ${kill}: ${core.said}`).toEqual([]);
  }

  const core = await startCore();
  const call = <T>(name: string, input: unknown) => core.call<T>('desk', name, input, 'console');
  await signIn(core, 'desk');
  let opened = 0;
  for (let after: QueueCursor | null | undefined; after !== null; ) {
    const page = { status: null, outcome: null, limit: 200, after: after ?? null };
    const { cases, next } = await call<Output<ConsoleContract, 'queue.list'>>('queue.list', page);
    after = next;
    opened += cases.length;
    for (const { caseId } of cases) {
      const { artefacts } = await call<CaseDetail>('case.open', { caseId });
      // Two frames of the document and two of the face, and the three pictures made from them.
      expect(artefacts).toHaveLength(7);
      for (const { artefactId } of artefacts) await call('case.artefact', { caseId, artefactId });
    }
  }
  expect(opened).toBeGreaterThan(10);
  expect(acknowledged.decided.size).toBeGreaterThan(0);
  expect(done.core * done.engine * done.parent, JSON.stringify(done)).toBeGreaterThan(0);
  await core.stop();
  // Started and stopped once more, no file is without a row, and no key without a session.
  await (await startCore()).stop();
  inspectAtRest(dataFolder, acknowledged);
  process.stdout.write(
    `${kills} kills (${done.core} of core, ${done.engine} of the engine, ${done.parent} of the parent), ` +
      `${acknowledged.sessions.size} sessions, ${opened} cases, ${acknowledged.decided.size} decisions, ${acknowledged.erased.size} erasures, seed ${seed}\n`,
  );
});
