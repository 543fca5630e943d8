// End-to-end tests. What an applicant and a reviewer do, in their words; the shutters fire by themselves.

import type { Page } from 'playwright';
import { expect } from 'vitest';

/** Long enough for a recording to come round twice on two busy cores. */
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

export async function waitForResult(kiosk: Page): Promise<string> {
  const result = kiosk.getByTestId('result');
  await result.waitFor({ timeout: 2 * captureMs });
  return (await result.getAttribute('data-outcome'))!;
}

export const reviewer = { name: 'Ada Reviewer', password: 'correct horse battery' };

/** First set-up and later sign-ins look alike. */
export async function signIn(page: Page): Promise<void> {
  await page.getByTestId('sign-in-name').fill(reviewer.name);
  await page.getByTestId('sign-in-password').fill(reviewer.password);
  await page.getByTestId('sign-in-submit').click();
  await page.getByTestId('queue').waitFor();
}

export async function openFirstCase(page: Page, tab: 'open' | 'decided'): Promise<string> {
  await page.getByTestId(`queue-tab-${tab}`).click();
  const row = page.getByTestId('queue-row').first();
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

export async function detailOf<T>(page: Page, caseId: string): Promise<T> {
  const result = await call<{ ok: boolean; value: T }>(page, 'case.open', { caseId });
  expect(result.ok).toBe(true);
  return result.value;
}
