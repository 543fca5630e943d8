// End-to-end tests. What an applicant and a reviewer do, in their words; the shutters fire by themselves.

import type { Page } from 'playwright';
import { expect } from 'vitest';
import type { CaseDetail, CaseSummary } from '../../src/shared/domain/case.ts';
import type { CheckCode } from '../../src/shared/domain/check.ts';

/** Long enough for a coach that takes its time on two busy cores. */
const captureMs = 90_000;

export async function start(kiosk: Page): Promise<void> {
  await kiosk.getByTestId('start').click({ timeout: 60_000 });
}

export async function consent(kiosk: Page): Promise<void> {
  await kiosk.getByTestId('consent-accept').click();
}

export async function chooseDocument(kiosk: Page, type: 'passport' | 'identity_card'): Promise<void> {
  await kiosk.getByTestId(`choose-${type}`).click();
  await kiosk.getByTestId('capture-document').waitFor();
}

export async function toDocumentCamera(kiosk: Page, type: 'passport' | 'identity_card'): Promise<void> {
  await start(kiosk);
  await consent(kiosk);
  await chooseDocument(kiosk, type);
}

export async function waitForSelfie(kiosk: Page): Promise<void> {
  await kiosk.getByTestId('capture-selfie').waitFor({ timeout: captureMs });
}

export async function waitForChallenge(kiosk: Page, phase: 'straight' | 'move' | 'light'): Promise<void> {
  await kiosk.locator(`[data-testid=challenge][data-phase=${phase}]`).waitFor({ timeout: captureMs });
}

export async function waitForResult(kiosk: Page): Promise<string> {
  const result = kiosk.getByTestId('result');
  await result.waitFor({ timeout: 2 * captureMs });
  return (await result.getAttribute('data-outcome'))!;
}

export async function referenceOf(kiosk: Page): Promise<string> {
  return (await kiosk.getByTestId('reference').textContent())!;
}

/** Nobody waits for the last page to clear itself. */
export async function leave(kiosk: Page): Promise<void> {
  const current = await call<{ value: { sessionId: string } | null }>(kiosk, 'session.current');
  if (!current.value) return;
  const { sessionId } = current.value;
  await call(kiosk, 'session.close', { sessionId, reason: 'completed' });
}

/** What pulling the cable is to a page: the tracks end. The device itself cannot be pulled from here. */
export async function withCable(kiosk: Page): Promise<{ unplug(): Promise<void>; plug(): Promise<void> }> {
  type Cable = { tracks: MediaStreamTrack[]; unplugged: boolean };
  await kiosk.evaluate(() => {
    const media = navigator.mediaDevices;
    const real = media.getUserMedia.bind(media);
    const cable = globalThis as unknown as Cable;
    Object.assign(cable, { tracks: [], unplugged: false });
    media.getUserMedia = async (constraints) => {
      if (cable.unplugged) throw new DOMException('Requested device not found', 'NotFoundError');
      const stream = await real(constraints);
      cable.tracks.push(...stream.getTracks());
      return stream;
    };
  });
  return {
    unplug: () =>
      kiosk.evaluate(() => {
        const cable = globalThis as unknown as Cable;
        cable.unplugged = true;
        for (const track of cable.tracks) {
          track.stop();
          track.dispatchEvent(new Event('ended'));
        }
      }),
    plug: () =>
      kiosk.evaluate(() => {
        (globalThis as unknown as Cable).unplugged = false;
        navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
      }),
  };
}

export const reviewer = { name: 'Ada Reviewer', password: 'correct horse battery' };

/** First set-up and later sign-ins look alike, but for the offer of a recovery key. */
async function signIn(page: Page): Promise<void> {
  await page.getByTestId('sign-in-name').fill(reviewer.name);
  await page.getByTestId('sign-in-password').fill(reviewer.password);
  await page.getByTestId('sign-in-submit').click();
  const [queue, later] = [page.getByTestId('queue'), page.getByTestId('recovery-later')];
  await queue.or(later).waitFor();
  if (await later.isVisible()) await later.click();
  await queue.waitFor();
}

/** Whoever restarted core has signed everybody out. */
async function toQueue(page: Page): Promise<void> {
  await page.reload();
  const [queue, door] = [page.getByTestId('queue'), page.getByTestId('sign-in')];
  await queue.or(door).waitFor({ timeout: 60_000 });
  if (await door.isVisible()) await signIn(page);
}

/** @param reference what the applicant was given; without, the first row. */
export async function openCase(page: Page, tab: 'open' | 'decided', reference = ''): Promise<string> {
  await toQueue(page);
  await page.getByTestId(`queue-tab-${tab}`).click();
  const row = page.getByTestId('queue-row').filter({ hasText: reference }).first();
  await row.waitFor();
  const caseId = await row.getAttribute('data-case-id');
  await row.click();
  await page.getByTestId('case').waitFor();
  return caseId!;
}

/** Calls the window's own bridge, as its page can. */
export async function call<T>(page: Page, name: string, input?: unknown): Promise<T> {
  const result = await page.evaluate(
    ([callName, callInput]) =>
      (
        globalThis as unknown as { proofdesk: { call(name: unknown, input: unknown): Promise<unknown> } }
      ).proofdesk.call(callName, callInput),
    [name, input] as const,
  );
  return result as T;
}

export async function detailOf(page: Page, caseId: string): Promise<CaseDetail> {
  const result = await call<{ ok: boolean; value: CaseDetail }>(page, 'case.open', { caseId });
  expect(result.ok).toBe(true);
  return result.value;
}

/** As a reviewer who has signed in there finds it. */
export async function caseOf(page: Page, reference: string): Promise<CaseDetail> {
  await toQueue(page);
  const all = { status: null, outcome: null, limit: 100, after: null };
  const { value } = await call<{ value: { cases: CaseSummary[] } }>(page, 'queue.list', all);
  const found = value.cases.find((each) => each.reference === reference);
  expect(found, 'the case is in the queue').toBeDefined();
  return detailOf(page, found!.caseId);
}

export const statusOf = (detail: CaseDetail, code: CheckCode) =>
  detail.checks.find((check) => check.code === code)?.status;

/**
 * What is not passed though nothing is wrong: a passport has no barcode, no scanner and no reader was at the desk, and ours
 * says that it is a specimen.
 */
export const expectedUnpassed = [
  'document.barcode.read not_run',
  'document.reader.matches not_run',
  'document.size not_run',
  'document.specimen failed',
];
export const unpassed = ({ checks }: CaseDetail) =>
  checks
    .filter(({ status }) => status !== 'passed')
    .map(({ code, status }) => `${code} ${status}`)
    .sort();
