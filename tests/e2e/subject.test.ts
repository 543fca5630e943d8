// End to end: an applicant takes a receipt along, and comes back with it: what is kept is found, handed out and erased.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { matchingApplicant } from '../../src/cli/virtual-applicant.ts';
import { parseReceiptCode, subjectExportSchema } from '../../src/shared/domain/receipt.ts';
import { openStation, type Station } from './station.ts';
import { referenceOf, reviewer, toDocumentCamera, waitForResult, waitForSelfie } from './steps.ts';

const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
prepareZXingModule({ overrides: { wasmBinary: Uint8Array.from(wasm).buffer } });

let station: Station;
const downloads = mkdtempSync(join(tmpdir(), 'proofdesk-downloads-'));
beforeAll(async () => {
  station = await openStation();
  await station.window('console');
  // Nobody is there to choose a folder.
  await station.app.evaluate(({ session }, folder) => {
    session.fromPartition('proofdesk-console').on('will-download', (_, item) => {
      const name = item.getFilename();
      item.setSavePath(`${folder}/${name}`);
      const all = globalThis as { saved?: string[] };
      item.once('done', () => {
        all.saved = [...(all.saved ?? []), name];
      });
    });
  }, downloads);
});
afterAll(async () => {
  await station?.close();
  rmSync(downloads, { recursive: true, force: true });
});

async function find(desk: Page, query: string): Promise<void> {
  await desk.getByTestId('subject-query').fill(query);
  await desk.getByTestId('subject-find').click();
}

it('a receipt leads to everything that is kept, and to its erasure', { timeout: 300_000 }, async () => {
  const kiosk = await station.seat(matchingApplicant);
  await toDocumentCamera(kiosk, 'passport');
  await waitForSelfie(kiosk);
  expect(await waitForResult(kiosk)).toBe('approve');
  await kiosk.getByTestId('take-receipt').click();
  await kiosk.getByTestId('receipt').waitFor();
  const reference = await referenceOf(kiosk);
  // As a telephone held before the screen reads it.
  const [code] = await readBarcodes(new Uint8Array(await kiosk.screenshot()), { formats: ['QRCode'] });
  expect(parseReceiptCode(code!.text)?.reference).toBe(reference);
  await kiosk.getByTestId('done').click();
  await kiosk.getByTestId('start').waitFor({ timeout: 60_000 });

  const desk = await station.window('console');
  await desk.getByTestId('sign-in-name').fill(reviewer.name);
  await desk.getByTestId('sign-in-password').fill(reviewer.password);
  await desk.getByTestId('sign-in-submit').click();
  // The first of all reviewers makes the recovery key.
  await desk.getByTestId('recovery-make').click();
  expect(await desk.getByTestId('recovery-code').textContent()).toMatch(/^[0-9A-HJKMNP-TV-Z]{32}$/);
  await desk.getByTestId('recovery-stored').check();
  await desk.getByTestId('recovery-done').click();
  await desk.locator('[data-testid=go-keys][data-missing=false]').waitFor();

  await desk.getByTestId('go-subjects').click();
  await find(desk, code!.text);
  const subject = desk.getByTestId('subject');
  await subject.waitFor();
  expect(await subject.getAttribute('data-genuine')).toBe('true');
  expect(await desk.getByTestId('subject-reference').textContent()).toBe(reference);
  const kinds = await desk.locator('[data-testid=subject-kept] tbody tr').count();
  expect(kinds).toBeGreaterThan(3);

  await desk.getByTestId('subject-export').click();
  const notice = (await desk.getByTestId('notice').textContent({ timeout: 60_000 }))!;
  const name = /proofdesk-\S+/.exec(notice)![0];
  // A file that is still being written is there already.
  const saved = () => station.app.evaluate(() => (globalThis as { saved?: string[] }).saved ?? []);
  await expect
    .poll(saved, { timeout: 20_000 })
    .toEqual(expect.arrayContaining([`${name}.json`, `${name}.pdf`]));
  const data = subjectExportSchema.parse(JSON.parse(readFileSync(join(downloads, `${name}.json`), 'utf8')));
  expect(data.images.length).toBeGreaterThan(20);
  const pdf = await getDocumentProxy(new Uint8Array(readFileSync(join(downloads, `${name}.pdf`))));
  const { text } = await extractText(pdf, { mergePages: true });
  for (const field of Object.values(data.fields)) expect(text).toContain(field);

  await desk.getByTestId('subject-erase').click();
  await desk.getByTestId('erase-confirm').click();
  await desk.getByTestId('subject-kept').waitFor({ state: 'detached' });
  expect(await desk.locator('[data-testid=subject-deleted] tbody tr').count()).toBeGreaterThanOrEqual(kinds);

  // The receipt is known for good; the code went with the data.
  await find(desk, code!.text);
  await expect.poll(() => subject.getAttribute('data-genuine'), { timeout: 10_000 }).toBe('true');
  expect(await desk.getByTestId('subject-erase').count()).toBe(0);
  await find(desk, reference);
  await desk.getByTestId('empty').waitFor();
});
