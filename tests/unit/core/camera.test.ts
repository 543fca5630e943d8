// Which cameras an applicant may be photographed with, and what becomes of a session whose camera changes.
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Core } from '../../../src/core/core.ts';
import { isNamedVirtual, usbIdOf } from '../../../src/shared/domain/camera.ts';
import type { CaseDetail } from '../../../src/shared/domain/case.ts';
import { type Policy, policySchema, withSpecimens } from '../../../src/shared/domain/policy.ts';
import { toFailure } from '../../../src/shared/kernel/failure.ts';
import { photograph } from '../../fixtures/scripted-engine.ts';
import {
  captureSelfie,
  defaultPolicy,
  testCamera,
  testCore,
  walkToSelfie,
} from '../../fixtures/test-core.ts';

let core: Core | null = null;
afterEach(async () => {
  await core?.close();
  core = null;
});
const start = async (policy: Policy = defaultPolicy(), videoDevicesFolder?: string) => {
  core = await testCore({ policy, ...(videoDevicesFolder ? { videoDevicesFolder } : {}) });
  return core;
};
const kindOf = async (work: () => unknown): Promise<string> => {
  try {
    await work();
    return 'allowed';
  } catch (thrown) {
    return toFailure(thrown).kind;
  }
};
const frames = [photograph('fine')];

async function atTheCamera(station: Core, client = 'k') {
  const kiosk = station.kiosk(client);
  const { sessionId } = await kiosk['session.open']({ language: 'en' });
  await kiosk['session.consent']({ sessionId, textVersion: '1' });
  await kiosk['session.choose_document']({ sessionId, type: 'passport' });
  const show = (label: string, deviceId = 'one') =>
    kindOf(() => kiosk['session.camera']({ sessionId, camera: { ...testCamera, label, deviceId } }));
  return { kiosk, sessionId, show };
}

async function onlyCase(station: Core): Promise<CaseDetail> {
  const desk = station.console('desk');
  await desk['auth.set_up']({ name: 'Rita', password: 'a long password' });
  const page = { status: null, outcome: null, limit: 10, after: null };
  return desk['case.open']({ caseId: (await desk['queue.list'](page)).cases[0]!.caseId });
}

describe('the name of a camera', () => {
  it.each([
    ['HD Pro Webcam C920 (046d:082d)', { vendorId: '046d', productId: '082d' }],
    ['USB Camera (0C45:6366)', { vendorId: '0c45', productId: '6366' }],
    ['Camera (front) (1bcf:2b8a)', { vendorId: '1bcf', productId: '2b8a' }],
    ['FaceTime HD Camera', null],
    ['Camera (046d:082d) of mine', null],
    ['', null],
  ])('%s', (label, id) => expect(usbIdOf(label)).toEqual(id));

  it.each([
    'OBS Virtual Camera',
    'OBS-Camera (046d:082d)',
    'Dummy video device (0x0000)',
    'v4l2loopback output',
    'ManyCam Virtual Webcam',
    'XSplit VCam',
    'Snap Camera',
    'DroidCam Source 3',
    'e2eSoft VCam',
    'e2eSoft iVCam',
    'Iriun Webcam',
    'EpocCam Camera',
    'NDI Webcam Video 1',
    'mmhmm Camera',
    'Camo',
    'fake_device_0',
    'Cam Link 4K (0fd9:0066)',
    'HDMI Capture (534d:2109)',
  ])('%s is recognised as no camera', (label) => expect(isNamedVirtual(label)).toBe(true));

  it.each([
    'HD Pro Webcam C920 (046d:082d)',
    'Logitech BRIO (046d:085e)',
    'Integrated Camera (04f2:b6d9)',
    'Microsoft® LifeCam HD-3000 (045e:0779)',
    'FaceTime HD Camera (Built-in) (05ac:8514)',
    'Elgato Facecam (0fd9:0078)',
    'NexiGo N930AF FHD Webcam (1bcf:2283)',
    'Candid Camera Lobster (1234:abcd)',
  ])('%s is taken for a camera', (label) => expect(isNamedVirtual(label)).toBe(false));
});

describe('the default policy', () => {
  it('refuses programs and what is not on USB, and nothing can be photographed with them', async () => {
    const { kiosk, sessionId, show } = await atTheCamera(await start());
    for (const label of ['OBS Virtual Camera', 'OBS Virtual Camera (046d:0825)', 'Some Camera', '']) {
      expect(await show(label), label).toBe('camera.refused');
    }
    const capture = () =>
      kindOf(() => kiosk['session.capture_document']({ sessionId, side: 'front', frames }));
    expect(await capture()).toBe('camera.refused');
    expect(await show('HD Pro Webcam C920 (046d:082d)')).toBe('allowed');
    expect(await capture()).toBe('allowed');
  });

  it('lets a virtual camera be tried out with specimens, and its case says so', async () => {
    const station = await start(withSpecimens(defaultPolicy()));
    const { kiosk, sessionId, show } = await atTheCamera(station);
    expect(await show('fake_device_0')).toBe('allowed');
    await kiosk['session.capture_document']({ sessionId, side: 'front', frames });
    await captureSelfie(kiosk, sessionId, frames);
    await kiosk['session.verify']({ sessionId });
    const { checks, policyVersion } = await onlyCase(station);
    expect(policyVersion).toContain('specimens');
    const check = checks.find(({ code }) => code === 'selfie.camera');
    expect(check?.status).toBe('passed');
    expect(check?.evidence).toContainEqual({
      kind: 'text',
      label: 'camera.verdict',
      value: 'virtual_allowed',
    });
  });
});

describe('a list of cameras', () => {
  const only = (serial: string | null): Policy => ({
    ...defaultPolicy(),
    cameras: { allowed: [{ vendorId: '046d', productId: '082d', serial }], allowVirtual: false },
  });

  it('allows those on it alone', async () => {
    const { show } = await atTheCamera(await start(only(null)));
    expect(await show('Other (0c45:6366)')).toBe('camera.refused');
    expect(await show('Listed (046d:082d)')).toBe('allowed');
  });

  it('that asks for a serial number refuses where the platform tells none', async () => {
    const { show } = await atTheCamera(await start(only('7F3A')));
    expect(await show('Listed (046d:082d)')).toBe('camera.refused');
  });

  it.each([
    ['empty', []],
    ['in capitals', [{ vendorId: '046D', productId: '082d', serial: null }]],
  ])('is no policy when it is %s', (_, allowed) => {
    const policy = { ...defaultPolicy(), cameras: { allowed, allowVirtual: false } };
    expect(policySchema.safeParse(policy).success).toBe(false);
  });

  /** As Linux lists them: links to devices, which hang under their USB device; a loopback hangs under nothing. */
  const linux = (cameras: { name: string; usb?: { id: string; serial?: string } }[]): string => {
    const folder = mkdtempSync(join(tmpdir(), 'proofdesk-sys-'));
    mkdirSync(join(folder, 'class'));
    cameras.forEach(({ name, usb }, index) => {
      const owner = join(folder, 'devices', usb ? `usb1/1-${index}` : `virtual/${index}`);
      const device = usb ? join(owner, '1-1:1.0') : owner;
      const video = join(device, 'video4linux', `video${index}`);
      mkdirSync(video, { recursive: true });
      writeFileSync(join(video, 'name'), `${name}\n`);
      if (usb) {
        const [vendorId, productId] = usb.id.split(':');
        symlinkSync(device, join(video, 'device'));
        writeFileSync(join(owner, 'idVendor'), `${vendorId}\n`);
        writeFileSync(join(owner, 'idProduct'), `${productId}\n`);
        if (usb.serial) writeFileSync(join(owner, 'serial'), `${usb.serial}\n`);
      }
      symlinkSync(video, join(folder, 'class', `video${index}`));
    });
    return join(folder, 'class');
  };
  const webcam = { name: 'HD Pro Webcam C920', usb: { id: '046d:082d', serial: '7F3A' } };

  it('is held against what the platform says', async () => {
    const { show } = await atTheCamera(await start(only('7F3A'), linux([webcam])));
    expect(await show('HD Pro Webcam C920 (046d:082d)')).toBe('allowed');
  });

  it('refuses another one of the same make, and one of two that nobody can tell apart', async () => {
    const other = { ...webcam, usb: { id: '046d:082d', serial: '0001' } };
    for (const cameras of [[other], [webcam, other]]) {
      const { show } = await atTheCamera(await start(only('7F3A'), linux(cameras)));
      expect(await show('HD Pro Webcam C920 (046d:082d)')).toBe('camera.refused');
      await core?.close();
      core = null;
    }
  });

  it('refuses a name that claims a USB device which is not there, or that a program has taken', async () => {
    const claimed = 'HD Pro Webcam C920 (046d:082d)';
    for (const cameras of [[], [{ name: claimed }], [webcam, { name: claimed }]]) {
      const { show } = await atTheCamera(await start(defaultPolicy(), linux(cameras)));
      expect(await show(claimed)).toBe('camera.refused');
      await core?.close();
      core = null;
    }
    const { show } = await atTheCamera(await start(defaultPolicy(), linux([webcam, { name: 'Loop' }])));
    expect(await show(claimed)).toBe('allowed');
  });
});

describe('a camera that changes in mid-session', () => {
  it.each([
    ['another device', testCamera.label, 'another'],
    ['another name', 'Other (0c45:6366)', testCamera.deviceId],
  ])('%s ends it, and nothing of it is kept', async (_, label, deviceId) => {
    const station = await start();
    const { sessionId } = await walkToSelfie(station, 'k');
    const kiosk = station.kiosk('k');
    const again = { sessionId, camera: testCamera };
    expect(await kindOf(() => kiosk['session.camera'](again))).toBe('allowed');
    const changed = { sessionId, camera: { ...testCamera, label, deviceId } };
    expect(await kindOf(() => kiosk['session.camera'](changed))).toBe('camera.changed');
    expect(await kindOf(() => kiosk['session.verify']({ sessionId }))).toBe('session.closed');
    expect(await kiosk['session.current'](undefined)).toBeNull();
  });

  it('to one that is not allowed is refused, and the session goes on with its own', async () => {
    const { kiosk, sessionId, show } = await atTheCamera(await start());
    expect(await show('Desk (046d:0825)')).toBe('allowed');
    expect(await show('OBS Virtual Camera', 'two')).toBe('camera.refused');
    expect(await kindOf(() => kiosk['session.capture_document']({ sessionId, side: 'front', frames }))).toBe(
      'allowed',
    );
  });
});
