// End to end: a reviewer alone with a case, by keyboard: what was read, cut out of the photograph, and where sources differ.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CaseWithEvidence, fileCaseWithEvidence } from '../fixtures/case-with-evidence.ts';
import { openStation, type Station, stationPassphrase } from './station.ts';
import { openCase } from './steps.ts';

let folder: string;
let station: Station;
let filed: CaseWithEvidence;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'proofdesk-evidence-'));
  filed = await fileCaseWithEvidence(folder, stationPassphrase);
  station = await openStation({ dataFolder: folder, windows: ['console'] });
});
afterAll(async () => {
  await station?.close();
  await rm(folder, { recursive: true, force: true });
  await rm(`${folder}-profile`, { recursive: true, force: true });
});

/** Share of dark pixels: paper with print on it has some, and not many. */
const inkOf = (crop: Locator): Promise<number> =>
  crop.evaluate((element) => {
    const canvas = element as HTMLCanvasElement;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    const dark = Array.from({ length: data.length / 4 }, (_, at) => data[at * 4]! < 110).filter(Boolean);
    return dark.length / (data.length / 4);
  });

it('shows each line under its own picture, and says what was corrected; sources side by side, the different first', {
  timeout: 180_000,
}, async () => {
  const desk = await station.window('console');
  await openCase(desk, 'open');
  const detail = desk.getByTestId('check-detail');
  const choose = (code: string) => desk.locator(`[data-testid=check][data-code="${code}"]`).press('Enter');

  await choose('document.mrz.read');
  const crops = detail.locator('[data-testid=crop][data-drawn=true]');
  await expect.poll(() => crops.count()).toBeGreaterThanOrEqual(2);
  for (const crop of await crops.all()) expect(await inkOf(crop)).toBeGreaterThan(0.04);
  for (const crop of await crops.all()) expect(await inkOf(crop)).toBeLessThan(0.5);
  const correction = detail.getByTestId('corrected');
  expect(await correction.textContent()).toContain(
    `Character ${filed.corrected.at + 1}: read ${filed.corrected.asRead}, corrected to`,
  );
  expect(await detail.getByTestId('as-read').textContent()).toContain(filed.corrected.asRead);
  // By keyboard: the focused character is pointed at in the photograph, which comes forward for it.
  const marks = desk.getByTestId('image-document').locator('.mark');
  await correction.focus();
  await expect.poll(() => marks.count()).toBe(3);
  expect(await desk.locator('.mark--strong').count()).toBe(1);

  await choose('document.printed.matches');
  const rows = detail.locator('[data-kind=comparison]');
  await expect.poll(() => rows.count()).toBeGreaterThanOrEqual(4);
  const first = rows.first();
  expect(await first.getAttribute('data-field')).toBe('birthDate');
  expect(await first.textContent()).toContain('Different');
  expect(await first.textContent()).toContain(filed.printedBirthDate);
  expect(await first.getByTestId('differs').count()).toBeGreaterThan(0);
  const surname = detail.locator('[data-field=surname]');
  expect(await surname.textContent()).toContain('Same under the transliteration rule');
  await expect.poll(() => surname.locator('[data-drawn=true]').count()).toBe(2);
  await surname.getByRole('button').last().focus();
  expect(await surname.getByRole('button').last().getAttribute('aria-pressed')).toBe('true');

  const facts = desk.getByTestId('document-fields');
  expect(await facts.locator('[data-field=issueDate] dd').textContent()).toMatch(/^\d{4}-\d\d-\d\d$/);
});
