// `npm run demo`: a virtual applicant goes through the kiosk in real Electron, challenge and all, the case lands in the queue,
// the console opens on it. Without a display it runs under Xvfb, says where screenshots and report are, and ends.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import type { CaseDetail } from '../shared/domain/case.ts';
import { openDisplay } from './display.ts';
import { prepareLaunch } from './launch.ts';
import { root } from './setup/root.ts';
import { matchingApplicant, seat } from './virtual-applicant.ts';

const say = (line: string) => process.stdout.write(`demo: ${line}\n`);
const output = join(root, '.cache/demo');

/** The reviewer of the demonstration; its store is thrown away at the end. */
const reviewer = { name: 'Demonstration reviewer', password: 'demonstration' };

async function demonstrate(): Promise<void> {
  await rm(output, { recursive: true, force: true });
  await mkdir(output, { recursive: true });
  const scratch = await mkdtemp(join(tmpdir(), 'proofdesk-demo-'));
  const display = await openDisplay();
  let app: ElectronApplication | null = null;
  try {
    const launch = await prepareLaunch({
      windows: ['kiosk'],
      dataFolder: join(scratch, 'station'),
      acceptSpecimens: true,
      softwareRendering: display.virtual,
    });
    if (launch.standIn) say('WARNING: an unofficial Electron build is in use (development only)');
    if (display.virtual) say('no display here: a virtual one is used');
    app = await _electron.launch({
      executablePath: launch.executable,
      args: [...launch.args],
      env: {
        ...(process.env as Record<string, string>),
        DISPLAY: display.name ?? '',
        PROOFDESK_PASSPHRASE: scratch,
      },
    });
    const kiosk = await app.firstWindow();
    await kiosk.waitForLoadState();
    say('drawing a specimen passport and its holder, who sits down before the camera');
    await seat(app, kiosk, matchingApplicant);
    await applicant(kiosk);
    const detail = await review(app);
    await writeFile(join(output, 'report.json'), JSON.stringify(withoutPersonalData(detail), null, 2));
    say(`outcome: ${detail.outcome}${detail.reasons.length > 0 ? ` (${detail.reasons.join(', ')})` : ''}`);
    for (const check of detail.checks) say(`  ${check.status.padEnd(13)} ${check.code}`);
    say(`screenshots and report: ${relative(process.cwd(), output) || output}`);
    if (!display.virtual) {
      say('the console stays open; close its window to end');
      await app.waitForEvent('close', { timeout: 0 });
      app = null;
    }
  } finally {
    await app?.close().catch(() => {});
    display.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Screens fade in: what is photographed is what a person sees a moment later. */
const shootStill = (page: Page, name: string) =>
  page.screenshot({ path: join(output, `${name}.png`), animations: 'disabled' });

/** The last still before the next step: at a camera, the moment before the shutter. Gives up after two minutes. */
async function shootUntil(page: Page, name: string, next: string): Promise<void> {
  const deadline = Date.now() + 120_000;
  let last: Buffer | null = null;
  while (Date.now() < deadline) {
    const still = await page.screenshot({ animations: 'disabled' });
    if (await page.getByTestId(next).isVisible()) break;
    last = still;
  }
  if (last) await writeFile(join(output, `${name}.png`), last);
}

/** What a person at the desk does; the shutters fire by themselves. */
async function applicant(page: Page): Promise<void> {
  const shoot = (name: string) => shootStill(page, name);
  const at = (id: string) => page.getByTestId(id);
  await at('start').waitFor();
  await shoot('1-start');
  await at('start').click();
  await at('consent-accept').waitFor();
  await shoot('2-consent');
  await at('consent-accept').click();
  await at('choose-passport').waitFor();
  await shoot('3-document');
  await at('choose-passport').click();
  await at('capture-document').waitFor();
  await shootUntil(page, '4-document-camera', 'capture-selfie');
  await shootUntil(page, '5-selfie-camera', 'challenge');
  // A screenshot takes time that the applicant is to be watched in: one of each part.
  for (const [phase, name] of [
    ['move', '6-moves'],
    ['light', '7-colours'],
  ] as const) {
    await page.locator(`[data-testid=challenge][data-phase=${phase}]`).waitFor({ timeout: 60_000 });
    await shoot(name);
  }
  await at('verifying').waitFor({ timeout: 120_000 });
  await shoot('8-verifying');
  await at('result').waitFor({ timeout: 120_000 });
  await shoot('9-result');
}

/** What a compliance reviewer does, up to the open case. */
async function review(app: ElectronApplication): Promise<CaseDetail> {
  await app.evaluate(({ app: electron }) => void electron.emit('second-instance', {}, ['--console']));
  const page =
    app.windows().find((window) => window.url().includes('/console/')) ?? (await app.waitForEvent('window'));
  const shoot = (name: string) => shootStill(page, name);
  await page.getByTestId('sign-in-name').fill(reviewer.name);
  await page.getByTestId('sign-in-password').fill(reviewer.password);
  await shoot('10-sign-in');
  await page.getByTestId('sign-in-submit').click();
  await page.getByTestId('recovery-later').click();
  await page.getByTestId('queue').waitFor();
  // An approved applicant is already decided; a flagged one waits in the first tab.
  const row = page.getByTestId('queue-row').first();
  if (
    !(await row.waitFor({ timeout: 3_000 }).then(
      () => true,
      () => false,
    ))
  ) {
    await page.getByTestId('queue-tab-decided').click();
    await row.waitFor();
  }
  await shoot('11-queue');
  const caseId = await row.getAttribute('data-case-id');
  await row.click();
  await page.getByTestId('case').waitFor();
  // Pictures are decrypted one by one.
  await page.waitForFunction(() => [...document.images].filter((image) => image.complete).length >= 3);
  await shoot('12-case');
  const result = await page.evaluate(
    (id) =>
      (
        globalThis as unknown as { proofdesk: { call(name: string, input: unknown): Promise<unknown> } }
      ).proofdesk.call('case.open', { caseId: id }),
    caseId,
  );
  const opened = result as { ok: true; value: CaseDetail } | { ok: false; error: { message: string } };
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

/** The report is about the machine, not the person, though the person is drawn. */
function withoutPersonalData({ outcome, reasons, checks, timings, models, policyVersion }: CaseDetail) {
  return {
    outcome,
    reasons,
    policyVersion,
    timings,
    models,
    checks: checks.map(({ evidence: _, ...check }) => check),
  };
}

try {
  await demonstrate();
} catch (thrown) {
  process.stderr.write(`demo: ${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  process.exitCode = 4;
}
