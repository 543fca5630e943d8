// End to end: virtual applicants at one station in real Electron, one after another, and the reviewer who gets their cases.
// Each photographs a document and answers the challenge. Whoever would be found again as an earlier applicant comes last.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { matchingApplicant } from '../../src/cli/virtual-applicant.ts';
import { type Challenge, challengeSchema } from '../../src/shared/domain/challenge.ts';
import { root } from '../fixtures/test-core.ts';
import { openStation, type Station, stationPassphrase } from './station.ts';
import {
  call,
  caseOf,
  detailOf,
  expectedUnpassed,
  openCase,
  referenceOf,
  reviewer,
  statusOf,
  toDocumentCamera,
  unpassed,
  waitForChallenge,
  waitForResult,
  waitForSelfie,
  withCable,
} from './steps.ts';

let station: Station;
let desk: Page;
const dataFolder = mkdtempSync(join(tmpdir(), 'proofdesk-applicants-'));
beforeAll(async () => {
  station = await openStation({ dataFolder });
  desk = await station.window('console');
  await desk.waitForLoadState();
});
afterAll(async () => {
  await station?.close();
  rmSync(dataFolder, { recursive: true, force: true });
});

const timeout = 300_000;

/** SOI, APP0, its length and `JFIF`: long enough that no megabyte of cipher text holds it by chance, as it does three bytes. */
const jpegHead = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10, 0x4a, 0x46, 0x49, 0x46]);

describe('a matching applicant', () => {
  it('is approved, leaves nothing on the screen, and their case can be read by a reviewer alone', {
    timeout,
  }, async () => {
    const kiosk = await station.seat(matchingApplicant);
    await toDocumentCamera(kiosk, 'passport');
    await waitForSelfie(kiosk);
    expect(await waitForResult(kiosk)).toBe('approve');
    const text = (await kiosk.getByTestId('result').textContent())!;
    expect(text).not.toMatch(/\bscore\b|threshold|(match|document|selfie)\.[a-z]/);

    // The next applicant finds a fresh page: no picture, no camera, no memory of the last one.
    await kiosk.getByTestId('done').click();
    await kiosk.getByTestId('start').waitFor({ timeout: 60_000 });
    const left = await kiosk.evaluate(() => ({
      images: [...document.images].filter((image) => image.src.startsWith('blob:')).length,
      videos: [...document.querySelectorAll('video')].filter((video) => video.srcObject !== null).length,
      stored: localStorage.length + sessionStorage.length,
    }));
    expect(left).toEqual({ images: 0, videos: 0, stored: 0 });
    expect(await call(kiosk, 'session.current')).toEqual({ ok: true, value: null });

    const all = { status: null, outcome: null, limit: 10, after: null };
    expect(await call(desk, 'queue.list', all)).toMatchObject({
      ok: false,
      error: { kind: 'auth.required' },
    });
    const detail = await detailOf(desk, await openCase(desk, 'decided'));
    expect(detail).toMatchObject({
      status: 'decided',
      outcome: 'approve',
      documentType: 'passport',
      country: 'UTO',
    });
    expect(detail.decisions).toMatchObject([
      { verdict: 'approve', reviewer: null, policyVersion: detail.policyVersion },
    ]);
    expect(unpassed(detail)).toEqual(expectedUnpassed);
    expect(detail.document?.mrz?.valid).toBe(true);

    // At rest: no picture and nothing of the document's text, in any file of the station.
    const surname = detail.document!.fields.surname!;
    const number = detail.document!.fields.documentNumber!;
    for (const file of readdirSync(station.dataFolder, { recursive: true, withFileTypes: true })) {
      expect(file.name).not.toContain(number);
      if (!file.isFile()) continue;
      const bytes = readFileSync(join(file.parentPath, file.name));
      expect(bytes.includes(jpegHead), `${file.name} holds a JPEG`).toBe(false);
      for (const secret of [surname, number, detail.document!.mrz!.lines[0]!]) {
        expect(bytes.includes(secret), `${file.name} holds text of the document`).toBe(false);
      }
    }
  });
});

describe('when something breaks in the middle', () => {
  it('a core killed during the challenge and an engine killed while it verifies cost no case', {
    timeout,
  }, async () => {
    const kiosk = await station.seat(matchingApplicant);
    await toDocumentCamera(kiosk, 'passport');
    await waitForChallenge(kiosk, 'light');
    const core = station.pidOf('core')!;
    process.kill(core, 'SIGKILL');
    await kiosk.getByTestId('verifying').waitFor({ timeout: 90_000 });
    expect(station.pidOf('core')).not.toBe(core);
    const engine = station.pidOf('engine')!;
    process.kill(engine, 'SIGKILL');
    const outcome = await waitForResult(kiosk);
    await expect.poll(() => station.pidOf('engine'), { timeout: 30_000 }).not.toBeNull();
    expect(station.pidOf('engine')).not.toBe(engine);
    expect(['approve', 'review']).toContain(outcome);
    const detail = await caseOf(desk, await referenceOf(kiosk));
    expect(detail.outcome).toBe(outcome);
    if (outcome === 'review') {
      expect(detail.reasons.some((reason) => reason.startsWith('engine.'))).toBe(true);
    } else expect(unpassed(detail)).toEqual(expectedUnpassed);
  });

  it('a camera pulled out during the challenge is said plainly; when it is back, something else is asked', {
    timeout,
  }, async () => {
    const kiosk = await station.seat(matchingApplicant);
    const cable = await withCable(kiosk);
    await toDocumentCamera(kiosk, 'passport');
    await waitForChallenge(kiosk, 'move');
    await cable.unplug();
    await kiosk.getByTestId('camera-problem').waitFor({ timeout: 15_000 });
    await cable.plug();
    await waitForSelfie(kiosk);
    // Both parts declined, by those who cannot turn their head or bear the colours: a person sees to them.
    await kiosk.getByTestId('decline-moves').click({ timeout: 90_000 });
    await kiosk.getByTestId('decline-light').click();
    expect(await waitForResult(kiosk)).toBe('review');
    const detail = await caseOf(desk, await referenceOf(kiosk));
    expect(detail.reasons).toEqual(['selfie.challenge_declined']);
    expect(statusOf(detail, 'selfie.live.active')).toBe('inconclusive');
    expect(statusOf(detail, 'selfie.live.light')).toBe('inconclusive');
    expect(statusOf(detail, 'match.selfie_portrait')).toBe('passed');
  });
});

/** The applicant of `matchingApplicant` in an earlier session, in which something else was asked. */
const earlier: Challenge = challengeSchema.parse({
  challengeId: '6ad1bb9b-0d4a-4b2c-9f0e-2f0f3f5e2a11',
  moves: [{ move: 'come_closer', afterMs: 600 }],
  light: { steps: [1, 2, 3].map(() => ({ colour: [238, 238, 238], ms: 700 })) },
});

describe.each([
  ['injected-recording', ['selfie.light_unanswered']],
  ['flat-print', []],
] as const)('a %s of the right person', (kind, suspicions) => {
  it('is not approved, and nobody is told by what it was known', { timeout }, async () => {
    const kiosk = await station.seat({ ...matchingApplicant, kind, earlier });
    await toDocumentCamera(kiosk, 'passport');
    const outcome = await waitForResult(kiosk);
    expect(['retry', 'review']).toContain(outcome);
    const text = (await kiosk.getByTestId('result').textContent())!.toLowerCase();
    expect(text).not.toMatch(/fraud|fake|attack|live|print|paper|flat|record|replay|colou?r|light|screen s/);
    if (outcome === 'retry') return;
    const detail = await caseOf(desk, await referenceOf(kiosk));
    for (const suspicion of suspicions) expect(detail.reasons).toContain(suspicion);
    expect(statusOf(detail, 'match.selfie_portrait')).toBe('passed');
  });
});

describe('a document without a machine-readable zone', () => {
  it('is coached first, the face being kept, then handed to review', { timeout }, async () => {
    const document = { kind: 'card-without-mrz', seed: 5, portrait: 'jessica-1' } as const;
    const kiosk = await station.seat({ person: 'jessica-3', document });
    await toDocumentCamera(kiosk, 'passport');
    let outcome = await waitForResult(kiosk);
    let coached = 0;
    while (outcome === 'retry') {
      coached++;
      await kiosk.getByTestId('result-again').click();
      await kiosk.getByTestId('capture-document').waitFor();
      await kiosk.getByTestId('verifying').waitFor({ timeout: 90_000 });
      outcome = await waitForResult(kiosk);
    }
    expect(coached).toBeGreaterThan(0);
    expect(outcome).toBe('review');
    const detail = await caseOf(desk, await referenceOf(kiosk));
    expect(detail.document?.mrz ?? null).toBeNull();
    expect(detail.reasons).toContain('document.mrz_not_found');
    expect(statusOf(detail, 'selfie.live.active')).toBe('passed');
  });
});

describe('a different person with the document', () => {
  it('is handed to a reviewer without a word of why, and the decision is kept with who, when and which policy', {
    timeout,
  }, async () => {
    const kiosk = await station.seat({ ...matchingApplicant, person: 'jessica-1' });
    await toDocumentCamera(kiosk, 'passport');
    expect(await waitForResult(kiosk)).toBe('review');
    expect((await kiosk.getByTestId('result').textContent())!.toLowerCase()).not.toMatch(
      /different|match|fraud|fake/,
    );

    const caseId = await openCase(desk, 'open', await referenceOf(kiosk));
    const flagged = await detailOf(desk, caseId);
    expect(statusOf(flagged, 'match.selfie_portrait')).toMatch(/failed|inconclusive/);
    expect(flagged.reasons).toContain('match.different_person');
    expect(statusOf(flagged, 'selfie.live.active')).toBe('passed');
    expect(statusOf(flagged, 'selfie.live.light')).toBe('passed');

    await desk.getByTestId('verdict-decline').click();
    await desk.getByTestId('decision-reason').selectOption('different_person');
    await desk.getByTestId('decision-note').fill('Another face than the portrait.');
    await desk.getByTestId('decision-submit').click();
    await expect.poll(async () => (await detailOf(desk, caseId)).status, { timeout: 10_000 }).toBe('decided');
    const decided = await detailOf(desk, caseId);
    expect(decided.decisions.at(-1)).toMatchObject({
      verdict: 'decline',
      reason: 'different_person',
      note: 'Another face than the portrait.',
      reviewer: { name: reviewer.name },
      policyVersion: flagged.policyVersion,
    });
    expect(Math.abs(decided.decisions.at(-1)!.decidedAtMs - Date.now())).toBeLessThan(60_000);
    // Once decided, it cannot be decided again.
    expect(
      await call(desk, 'case.decide', {
        caseId,
        verdict: 'approve',
        reason: 'genuine_and_matching',
        note: '',
      }),
    ).toMatchObject({ ok: false });
  });
});

describe('once the desk is closed', () => {
  it('an auditor finds everything whole, and cases that come out as they did, check by check', {
    timeout,
  }, async () => {
    await call(desk, 'auth.sign_in', reviewer);
    const page = { status: 'decided', outcome: null, limit: 10, after: null };
    const { value } = (await call(desk, 'queue.list', page)) as { value: { cases: { caseId: string }[] } };
    const cases = value.cases.map(({ caseId }) => caseId);
    expect(cases.length).toBeGreaterThan(1);
    await station.close();
    // What they found is on stdout, whatever they think of it.
    const proofdesk = (...args: string[]) =>
      spawnSync(process.execPath, [join(root, 'src/cli/main.ts'), ...args, '--data-folder', dataFolder], {
        env: { ...process.env, PROOFDESK_PASSPHRASE: stationPassphrase },
        encoding: 'utf8',
      }).stdout;
    expect(proofdesk('check').trim()).toBe('whole');
    expect(proofdesk('audit', 'verify')).toContain('whole');
    for (const caseId of cases.slice(0, 2))
      expect(JSON.parse(proofdesk('replay', caseId, '--json'))).toMatchObject({ caseId, differences: [] });
  });
});
