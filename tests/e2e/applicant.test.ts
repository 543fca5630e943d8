// End to end: applicants before a recorded camera, in real Electron, and the reviewer who gets their case.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { CaseDetail } from '../../src/shared/domain/case.ts';
import { recording } from '../fixtures/recordings.ts';
import { openStation, type Station } from './station.ts';
import {
  call,
  detailOf,
  openFirstCase,
  reviewer,
  signIn,
  start,
  toDocumentCamera,
  waitForResult,
  waitForSelfie,
} from './steps.ts';

let station: Station | null = null;
afterEach(async () => {
  await station?.close();
  station = null;
});

/** What is not passed though nothing is wrong: a passport has no barcode, and ours says that it is a specimen. */
const expectedUnpassed = ['document.barcode.read not_run', 'document.specimen failed'];
const unpassed = ({ checks }: CaseDetail) =>
  checks
    .filter(({ status }) => status !== 'passed')
    .map(({ code, status }) => `${code} ${status}`)
    .sort();

const statusOf = (detail: CaseDetail, code: string) =>
  detail.checks.find((check) => check.code === code)?.status;

describe('a matching applicant', () => {
  it('is approved, leaves nothing on the screen, and their case can be read by a reviewer alone', {
    timeout: 300_000,
  }, async () => {
    station = await openStation({ recordedCamera: await recording('matching-applicant') });
    const kiosk = await station.window('kiosk');
    await toDocumentCamera(kiosk, 'passport');
    await waitForSelfie(kiosk);
    expect(await waitForResult(kiosk)).toBe('approve');
    const text = (await kiosk.getByTestId('result').textContent())!;
    expect(text).not.toMatch(/\bscore\b|threshold|(match|document|selfie)\.[a-z]/);

    // The next applicant finds a fresh page: no picture, no camera, no memory of the last one.
    await kiosk.getByTestId('start').waitFor({ timeout: 60_000 });
    const left = await kiosk.evaluate(() => ({
      images: [...document.images].filter((image) => image.src.startsWith('blob:')).length,
      videos: [...document.querySelectorAll('video')].filter((video) => video.srcObject !== null).length,
      stored: localStorage.length + sessionStorage.length,
    }));
    expect(left).toEqual({ images: 0, videos: 0, stored: 0 });
    expect(await call(kiosk, 'session.current')).toEqual({ ok: true, value: null });

    const desk = await station.window('console');
    const refused = await call<{ ok: boolean; error: { kind: string } }>(desk, 'queue.list', {
      status: null,
      outcome: null,
      limit: 10,
      offset: 0,
    });
    expect(refused).toMatchObject({ ok: false, error: { kind: 'auth.required' } });
    await signIn(desk);
    const detail = await detailOf<CaseDetail>(desk, await openFirstCase(desk, 'decided'));
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
      expect(bytes.includes(Buffer.from([0xff, 0xd8, 0xff])), `${file.name} holds a JPEG`).toBe(false);
      for (const secret of [surname, number, detail.document!.mrz!.lines[0]!]) {
        expect(bytes.includes(secret), `${file.name} holds text of the document`).toBe(false);
      }
    }
  });
});

describe('a different person with the document', () => {
  it('is handed to a reviewer without a word of why, and the decision is kept with who, when and which policy', {
    timeout: 300_000,
  }, async () => {
    station = await openStation({ recordedCamera: await recording('different-person') });
    const kiosk = await station.window('kiosk');
    await toDocumentCamera(kiosk, 'passport');
    expect(await waitForResult(kiosk)).toBe('review');
    expect((await kiosk.getByTestId('result').textContent())!.toLowerCase()).not.toMatch(
      /different|match|fraud|fake/,
    );

    const desk = await station.window('console');
    await signIn(desk);
    const caseId = await openFirstCase(desk, 'open');
    const flagged = await detailOf<CaseDetail>(desk, caseId);
    expect(statusOf(flagged, 'match.selfie_portrait')).toMatch(/failed|inconclusive/);
    expect(flagged.reasons).toContain('match.different_person');

    await desk.getByTestId('verdict-decline').click();
    await desk.getByTestId('decision-reason').selectOption('different_person');
    await desk.getByTestId('decision-note').fill('Another face than the portrait.');
    await desk.getByTestId('decision-submit').click();
    await expect
      .poll(async () => (await detailOf<CaseDetail>(desk, caseId)).status, { timeout: 10_000 })
      .toBe('decided');
    const decided = await detailOf<CaseDetail>(desk, caseId);
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

describe('a document without a machine-readable zone', () => {
  it('is coached first, then handed to review', { timeout: 600_000 }, async () => {
    station = await openStation({ recordedCamera: await recording('without-mrz') });
    const kiosk = await station.window('kiosk');
    await toDocumentCamera(kiosk, 'passport');
    let outcome = await waitForResult(kiosk);
    let coached = 0;
    while (outcome === 'retry') {
      coached++;
      await kiosk.getByTestId('result-again').click();
      await kiosk.getByTestId('capture-document').waitFor();
      outcome = await waitForResult(kiosk);
    }
    expect(coached).toBeGreaterThan(0);
    expect(outcome).toBe('review');
    const desk = await station.window('console');
    await signIn(desk);
    const detail = await detailOf<CaseDetail>(desk, await openFirstCase(desk, 'open'));
    expect(detail.document?.mrz ?? null).toBeNull();
    expect(detail.reasons).toContain('document.mrz_not_found');
  });
});

describe('when something breaks in the middle', () => {
  it('an engine killed while it verifies costs no case', { timeout: 300_000 }, async () => {
    station = await openStation({ recordedCamera: await recording('matching-applicant') });
    const kiosk = await station.window('kiosk');
    await toDocumentCamera(kiosk, 'passport');
    await waitForSelfie(kiosk);
    const engine = station.pidOf('engine')!;
    await kiosk.getByTestId('verifying').waitFor({ timeout: 90_000 });
    process.kill(engine, 'SIGKILL');
    const outcome = await waitForResult(kiosk);
    expect(['approve', 'review']).toContain(outcome);
    await expect.poll(() => station!.pidOf('engine'), { timeout: 30_000 }).not.toBeNull();
    expect(station.pidOf('engine')).not.toBe(engine);
    const desk = await station.window('console');
    await signIn(desk);
    const detail = await detailOf<CaseDetail>(
      desk,
      await openFirstCase(desk, outcome === 'approve' ? 'decided' : 'open'),
    );
    if (outcome === 'review')
      expect(detail.reasons.some((reason) => reason.startsWith('engine.'))).toBe(true);
    else expect(unpassed(detail)).toEqual(expectedUnpassed);
  });

  it('a core killed between two steps is started again and the applicant goes on', {
    timeout: 300_000,
  }, async () => {
    station = await openStation({ recordedCamera: await recording('matching-applicant') });
    const kiosk = await station.window('kiosk');
    await toDocumentCamera(kiosk, 'passport');
    await waitForSelfie(kiosk);
    const core = station.pidOf('core')!;
    process.kill(core, 'SIGKILL');
    expect(await waitForResult(kiosk)).toBe('approve');
    expect(station.pidOf('core')).not.toBe(core);
  });

  it('a camera pulled out is said plainly, and the session recovers when it is back', {
    timeout: 300_000,
  }, async () => {
    station = await openStation({ recordedCamera: await recording('matching-applicant') });
    const kiosk = await station.window('kiosk');
    await start(kiosk);
    // The end of a track is what an unplugged camera is to a page; the device itself cannot be pulled from here.
    await kiosk.evaluate(() => {
      const media = navigator.mediaDevices;
      const real = media.getUserMedia.bind(media);
      const state = globalThis as unknown as { tracks: MediaStreamTrack[]; unplugged: boolean };
      state.tracks = [];
      state.unplugged = false;
      media.getUserMedia = async (constraints) => {
        if (state.unplugged) throw new DOMException('Requested device not found', 'NotFoundError');
        const stream = await real(constraints);
        state.tracks.push(...stream.getTracks());
        return stream;
      };
    });
    await kiosk.getByTestId('consent-accept').click();
    await kiosk.getByTestId('choose-passport').click();
    await kiosk.getByTestId('capture-document').waitFor();
    await kiosk.waitForTimeout(1_000);
    await kiosk.evaluate(() => {
      const state = globalThis as unknown as { tracks: MediaStreamTrack[]; unplugged: boolean };
      state.unplugged = true;
      for (const track of state.tracks) {
        track.stop();
        track.dispatchEvent(new Event('ended'));
      }
    });
    await kiosk.getByTestId('camera-problem').waitFor({ timeout: 15_000 });
    await kiosk.evaluate(() => {
      (globalThis as unknown as { unplugged: boolean }).unplugged = false;
      navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    });
    await waitForSelfie(kiosk);
    expect(await waitForResult(kiosk)).toBe('approve');
  });
});
