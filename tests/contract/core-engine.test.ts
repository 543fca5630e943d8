// Core with the real engine, on specimen documents: the verdicts on files, in which nobody is live, and on a virtual applicant
// who answers a challenge, though the engine is killed in the middle.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { record } from '../../src/cli/evaluate/virtual-session.ts';
import { createCore } from '../../src/core/compose.ts';
import type { Core } from '../../src/core/core.ts';
import type { EngineSupervisor } from '../../src/core/engine-supervisor.ts';
import {
  createPresenter,
  drawSpecimen,
  photograph,
  prepareHead,
  subjectImage,
  subjects,
} from '../../src/studio/index.ts';
import { root, specimenPolicy, TestClock, testCamera, testUnlock } from '../fixtures/test-core.ts';

let core: Core;
const clock = new TestClock();
let passport: Uint8Array<ArrayBuffer>;
let withoutMrz: Uint8Array<ArrayBuffer>;
const selfie = async (name: keyof typeof subjects) => new Uint8Array(await subjectImage(name));

beforeAll(async () => {
  core = await createCore({
    dataFolder: ':memory:',
    unlock: testUnlock(),
    policy: specimenPolicy(),
    modelsFolder: `${root}/models`,
    clock,
    warm: true,
  });
  const portrait = { image: await subjectImage('emily-1'), face: subjects['emily-1'].face };
  const shoot = async (kind: 'td3' | 'card-without-mrz') =>
    new Uint8Array(
      (await photograph({ specimen: await drawSpecimen({ kind, seed: 7, portrait }), seed: 1 })).jpeg,
    );
  passport = await shoot('td3');
  withoutMrz = await shoot('card-without-mrz');
});
afterAll(() => core.close());

/** Small, for quick drawing; narrow, so that the face is large enough. */
const camera = { widthPx: 640, heightPx: 480, horizontalDegrees: 45 };

const verify = async (document: Uint8Array, ...names: (keyof typeof subjects)[]) => {
  const selfies = await Promise.all(names.map(selfie));
  return core.verifyFiles({ document, documentBack: null, selfies, documentType: 'passport' });
};

it('approves whoever answers the challenge, though the engine is killed over it, and the case says so', async () => {
  const kiosk = core.kiosk('k');
  const { sessionId } = await kiosk['session.open']({ language: 'en' });
  await kiosk['session.consent']({ sessionId, textVersion: '1' });
  await kiosk['session.choose_document']({ sessionId, type: 'passport' });
  await kiosk['session.camera']({ sessionId, camera: testCamera });
  await kiosk['session.capture_document']({ sessionId, side: 'front', frames: [passport] });
  const challenge = await kiosk['session.challenge']({ sessionId });
  const presenter = createPresenter('bona-fide', { seed: 1, asset: await prepareHead('emily-2'), camera });
  const { frames, answered, seconds } = await record(core.engine, presenter, challenge);
  clock.advance(seconds * 1000);
  await kiosk['session.capture_selfie']({ sessionId, frames: [...frames], answered });
  const verdict = kiosk['session.verify']({ sessionId });
  const { pid } = core.engine as EngineSupervisor;
  process.kill(pid!, 'SIGKILL');
  await expect.poll(() => core.station().status).toBe('degraded');
  expect(await verdict).toMatchObject({ outcome: 'approve' });
  expect(core.station().status).toBe('ready');
  const desk = core.console('c');
  await desk['auth.set_up']({ name: 'Rita', password: 'a long password' });
  const { cases } = await desk['queue.list']({ status: null, outcome: null, limit: 10, after: null });
  expect(cases.find((one) => one.sessionId === sessionId)?.reasons).toEqual(['engine.interrupted']);
});

it('finds nothing but a missing live person in photographs of the one in the passport', async () => {
  const result = await verify(passport, 'emily-2');
  expect(result).toMatchObject({
    ok: true,
    value: {
      outcome: 'review',
      reasons: ['selfie.not_challenged'],
      document: { type: 'passport', mrz: { valid: true } },
    },
  });
});

it('says of somebody else that they are', async () => {
  expect(await verify(passport, 'jessica-1')).toMatchObject({
    ok: true,
    value: {
      outcome: 'review',
      // The document was here before, with its holder's face.
      reasons: ['selfie.not_challenged', 'match.different_person', 'applicant.other_face'],
    },
  });
});

it('reads no zone from a card that is shown for a passport', async () => {
  expect(await verify(withoutMrz, 'emily-2')).toMatchObject({
    ok: true,
    value: {
      outcome: 'review',
      reasons: ['selfie.not_challenged', 'document.mrz_not_found', 'document.wrong_type'],
      document: { mrz: null },
    },
  });
});

it('names a file that is no image', async () => {
  const document = new Uint8Array(Buffer.from('not an image at all'));
  expect(await verify(document, 'emily-2')).toMatchObject({
    ok: false,
    error: { kind: expect.stringMatching(/^image\./) },
  });
});
