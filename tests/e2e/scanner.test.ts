// End to end: a desk with a scanner, which stands at a port of this computer as `ipp-usb` would serve it. The rest is real:
// the devices' process, the driver, the cut, the case.
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createEsclScanner } from '../../drivers/emulator/escl/scanner.ts';
import { matchingApplicant } from '../../src/cli/virtual-applicant.ts';
import { drawSpecimen, encodeJpeg, subjectImage, subjects } from '../../src/studio/index.ts';
import { drawScan, sheetOf } from '../../src/studio/scan/scan.ts';
import { defaultPolicy } from '../fixtures/test-core.ts';
import { openStation, type Station } from './station.ts';
import {
  caseOf,
  consent,
  expectedUnpassed,
  openCase,
  referenceOf,
  start,
  unpassed,
  waitForResult,
  waitForSelfie,
} from './steps.ts';

/** Slow enough that somebody can pull the cable meanwhile. */
const slowBytesPerSecond = 400_000;

let station: Station;
let served: { readonly port: number; close(): Promise<void> };
let scan: Uint8Array;

/** As large as the emulated scanner says that its glass is. */
const bedMm = { width: 215.9, height: 296.9 };

/** A passport lies aslant on the glass. */
async function scanOfPassport(): Promise<Uint8Array> {
  const { kind, seed, portrait, holder = {} } = matchingApplicant.document;
  const image = await subjectImage(portrait);
  const specimen = await drawSpecimen({
    ...{ kind, seed, holder },
    portrait: { image, face: subjects[portrait].face },
  });
  const documents = [{ sheet: sheetOf(specimen), xMm: 95, yMm: 110, degrees: 7 }];
  const { raster } = await drawScan({ seed: 3, documents, bedMm });
  return encodeJpeg(raster);
}

beforeAll(async () => {
  scan = await scanOfPassport();
  served = await createEsclScanner({ platen: scan, hasFeeder: false }).serveLoopback();
  const policy = defaultPolicy();
  const devices = { ...policy.devices, loopbackPorts: [served.port] };
  station = await openStation({ policy: { ...policy, devices } });
  const desk = await station.window('console');
  await desk.waitForLoadState();
});
afterAll(async () => {
  await station?.close();
  await served?.close();
});

async function toScanner(kiosk: Page): Promise<void> {
  await start(kiosk);
  await consent(kiosk);
  await kiosk.getByTestId('choose-passport').click();
  await kiosk.getByTestId('scan-document').waitFor();
}

it('a passport is scanned in place of photographed, measured, and its holder approved', {
  timeout: 300_000,
}, async () => {
  const kiosk = await station.seat(matchingApplicant);
  await toScanner(kiosk);
  await kiosk.getByTestId('scan-start').click();
  await kiosk.locator('[data-testid=scan-document][data-scanning=true]').waitFor();
  await waitForSelfie(kiosk);
  expect(await waitForResult(kiosk)).toBe('approve');
  const reference = await referenceOf(kiosk);

  const desk = await station.window('console');
  await openCase(desk, 'decided', reference);
  const detail = await caseOf(desk, reference);
  expect(unpassed(detail)).toEqual(expectedUnpassed.filter((one) => one !== 'document.size not_run'));
  const size = detail.checks.find(({ code }) => code === 'document.size')!;
  expect(size.evidence).not.toEqual([]);
});

it('a cable pulled in the middle of a scan costs nobody their place: the camera goes on, the scanner comes back', {
  timeout: 300_000,
}, async () => {
  const kiosk = await station.seat(matchingApplicant);
  const { port } = served;
  await served.close();
  await kiosk.getByTestId('start').waitFor();
  served = await createEsclScanner({
    ...{ platen: scan, hasFeeder: false },
    framing: 'length',
    bytesPerSecond: slowBytesPerSecond,
  }).serveLoopback(port);
  await toScanner(kiosk);
  await kiosk.getByTestId('scan-start').click();
  // Bytes are arriving.
  await kiosk.locator('.scan__progress[value]').waitFor();
  await served.close();
  await kiosk.getByTestId('scanner-lost').waitFor();
  await kiosk.getByTestId('capture-document').waitFor();

  served = await createEsclScanner({ platen: scan, hasFeeder: false }).serveLoopback(port);
  await kiosk.getByTestId('use-scanner').or(kiosk.getByTestId('capture-selfie')).first().waitFor();
  await waitForSelfie(kiosk);
  expect(await waitForResult(kiosk)).toBe('approve');
  expect(await kiosk.getByTestId('result').textContent()).not.toMatch(/scanner/i);
});
