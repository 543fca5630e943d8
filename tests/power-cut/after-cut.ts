// Tests. Starts the real core on a data folder as a loss of power left it, and looks for what was acknowledged.
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Core } from '../../src/core/core.ts';
import { SessionRecords } from '../../src/core/sessions/session-records.ts';
import { imageFilesIn } from '../../src/core/store/image-files.ts';
import { Store } from '../../src/core/store/store.ts';
import type { SessionId } from '../../src/shared/domain/identifiers.ts';
import { toFailure } from '../../src/shared/kernel/failure.ts';
import type { Acknowledged } from '../fixtures/acknowledged.ts';
import { credentials } from '../fixtures/desk-work.ts';
import { inspectAtRest } from '../fixtures/inspect-folder.ts';
import { specimenPolicy, TestClock, testCore, testUnlock } from '../fixtures/test-core.ts';

/** Two frames of the document and two of the face, and the three pictures made from them. */
const imagesOfCase = 7;
const casesOpened = 20;

/** @param nowMs core's clock. */
export async function expectWholeAfterCut(
  dataFolder: string,
  acknowledged: Acknowledged,
  nowMs: number,
  random: () => number,
): Promise<void> {
  const clock = new TestClock();
  clock.advance(nowMs - clock.nowMs());
  const core = await testCore({ dataFolder, clock, policy: specimenPolicy() });
  try {
    // Whoever comes next is served.
    const kiosk = core.kiosk('k');
    const { sessionId } = await kiosk['session.open']({ language: 'en' });
    await kiosk['session.consent']({ sessionId: sessionId as SessionId, textVersion: '1' });
    for (const [known, { step, result }] of acknowledged.sessions) {
      if (step !== 'verified' || !result || random() < 0.5) continue;
      try {
        expect(await kiosk['session.verify']({ sessionId: known as SessionId })).toEqual(result);
      } catch (thrown) {
        // Nobody came back to it for so long that it was closed, or its clocks have run out.
        if (!['session.closed', 'session.unknown'].includes(toFailure(thrown).kind)) throw thrown;
      }
    }
    // Passwords take a while: only now and then.
    if (random() < 0.1) await review(core);
  } finally {
    await core.close();
  }
  inspectAtRest(dataFolder, acknowledged, nowMs);
  await openImages(dataFolder, clock, random);
}

async function review(core: Core): Promise<void> {
  const console = core.console('desk');
  const { needsSetUp } = await console['auth.state'](undefined);
  await console[needsSetUp ? 'auth.set_up' : 'auth.sign_in'](credentials);
  const page = { status: null, outcome: null, limit: 20, after: null };
  for (const { caseId } of (await console['queue.list'](page)).cases) {
    const { artefacts } = await console['case.open']({ caseId });
    for (const { artefactId } of artefacts) await console['case.artefact']({ caseId, artefactId });
  }
}

/** Every image of some cases opens, and none is missing that no clock has taken. */
async function openImages(dataFolder: string, clock: TestClock, random: () => number): Promise<void> {
  const store = Store.open(dataFolder, testUnlock(), clock);
  try {
    const records = new SessionRecords(store, imageFilesIn(join(dataFolder, 'images')), specimenPolicy());
    const cases = store.all(store.sql.selectFrom('cases').select('session_id'));
    const chance = casesOpened / cases.length;
    for (const { session_id } of cases) {
      if (random() > chance) continue;
      const artefacts = records.artefacts(session_id);
      const isWhole = !store.audited
        .of(session_id)
        .some(({ act, details }) => act === 'data.deleted' && !details.includes('"rule":"replaced"'));
      if (isWhole) expect(artefacts.length, `images of ${session_id}`).toBe(imagesOfCase);
      for (const artefact of artefacts) await records.readArtefact(artefact);
    }
  } finally {
    store.close();
  }
}
