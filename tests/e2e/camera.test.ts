// End to end: a station under the default policy, before cameras that are programs.
import { afterEach, expect, it } from 'vitest';
import { recordedApplicant } from '../fixtures/recordings.ts';
import { openStation, type Station } from './station.ts';
import { call, consent, start } from './steps.ts';

let station: Station | null = null;
afterEach(async () => {
  await station?.close();
  station = null;
});

it('a virtual camera is refused plainly, and nothing can be photographed with it', {
  timeout: 180_000,
}, async () => {
  station = await openStation({
    recordedCamera: await recordedApplicant(),
    acceptSpecimens: false,
    windows: ['kiosk'],
  });
  const kiosk = await station.window('kiosk');
  await start(kiosk);
  // What such a program is to the page: a stream like any other, under the program's name.
  await kiosk.evaluate(() => {
    const media = navigator.mediaDevices;
    const real = media.getUserMedia.bind(media);
    media.getUserMedia = async (constraints) => {
      const stream = await real(constraints);
      for (const track of stream.getTracks()) {
        Object.defineProperty(track, 'label', { value: 'OBS Virtual Camera' });
      }
      return stream;
    };
  });
  await consent(kiosk);
  await kiosk.getByTestId('choose-passport').click();
  const problem = kiosk.getByTestId('camera-problem');
  await expect.poll(() => problem.getAttribute('data-status'), { timeout: 30_000 }).toBe('refused');
  expect(await problem.textContent()).toContain('This camera cannot be used here');
  expect(await kiosk.locator('video').count()).toBe(0);

  const current = await call<{ value: { sessionId: string } }>(kiosk, 'session.current');
  const { sessionId } = current.value;
  const photograph = { sessionId, side: 'front', frames: [new Uint8Array([1])] };
  expect(await call(kiosk, 'session.capture_document', photograph)).toMatchObject({
    ok: false,
    error: { kind: 'camera.refused' },
  });
});
