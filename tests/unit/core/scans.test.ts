// Documents by way of scanners and readers: what the kiosk is answered and what is kept, around a scripted set of devices.
import { afterEach, describe, expect, it } from 'vitest';
import type { Core } from '../../../src/core/core.ts';
import type { DevicesContract } from '../../../src/shared/contract/devices-contract.ts';
import type { Client } from '../../../src/shared/contract/rpc.ts';
import type { AcquiredPage, DeviceInfo } from '../../../src/shared/domain/device.ts';
import type { SessionId } from '../../../src/shared/domain/identifiers.ts';
import type { Failure } from '../../../src/shared/kernel/failure.ts';
import { toFailure } from '../../../src/shared/kernel/failure.ts';
import { err, ok } from '../../../src/shared/kernel/result.ts';
import { photograph } from '../../fixtures/scripted-engine.ts';
import { captureSelfie, testCamera, testCore } from '../../fixtures/test-core.ts';

const scanner: DeviceInfo = {
  ...{ deviceId: 'usb 1-1', name: 'Flatbed', vendorId: 1, productId: 2, serial: 'S' },
  ...{ driver: 'escl', kind: 'scanner', failure: null },
};

/** A scanner that gives what it is told to, then fails as it is told to. */
class ScriptedDevices implements Client<DevicesContract> {
  pages: string[] = [];
  resolutionDpi: number | null = 300;
  failure: Failure | null = null;
  preview: Uint8Array | null = null;
  /** Ends only when it is cancelled. */
  hangs = false;
  #end: (() => void) | null = null;
  readonly #listeners = new Map<string, Set<(payload: never) => void>>();

  readonly call: Client<DevicesContract>['call'] = async (name, ...input) => {
    const answer = await this.#answer(name, input[0]);
    return answer as never;
  };
  readonly on: Client<DevicesContract>['on'] = (name, listener) => {
    const set = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, set);
    set.add(listener as (payload: never) => void);
    return () => set.delete(listener as (payload: never) => void);
  };
  emit(name: string, payload: unknown): void {
    for (const listener of this.#listeners.get(name) ?? []) listener(payload as never);
  }
  read(text: string): void {
    this.emit('reader.read', { deviceId: 'reader', read: { text, symbology: null } });
  }

  async #answer(name: string, input: unknown): Promise<unknown> {
    if (name === 'cancel') {
      this.#end?.();
      return ok(undefined);
    }
    const { jobId } = input as { jobId: string };
    if (this.preview) this.emit('acquire.preview', { jobId, jpeg: this.preview });
    this.emit('acquire.progress', {
      jobId,
      progress: { stage: 'receiving', page: 1, receivedBytes: 1, fraction: 0.5 },
    });
    for (const [index, says] of this.pages.entries()) {
      const page: AcquiredPage = {
        ...{ number: index + 1, mediaType: 'image/jpeg', bytes: photograph(`bed:${says}`) },
        ...{ resolutionDpi: this.resolutionDpi, side: index % 2 === 0 ? 'front' : 'back' },
      };
      this.emit('acquire.page', { jobId, page });
    }
    if (this.hangs) {
      await new Promise<void>((resolve) => {
        this.#end = resolve;
      });
      return err({ kind: 'device.cancelled', message: 'Cancelled.' });
    }
    return this.failure ? err(this.failure) : ok({ pages: this.pages.length });
  }
}

let core: Core;
afterEach(() => core.close());

async function atDocument(type: 'passport' | 'identity_card') {
  const devices = new ScriptedDevices();
  const told: { event: string; payload: unknown }[] = [];
  core = await testCore({ devices });
  core.onEvent(({ event, payload }) => told.push({ event, payload }));
  devices.emit('devices.changed', [scanner, { ...scanner, deviceId: 'mouse', driver: null, kind: null }]);
  const kiosk = core.kiosk('kiosk');
  const { sessionId } = await kiosk['session.open']({ language: 'en' });
  const id = sessionId as SessionId;
  await kiosk['session.consent']({ sessionId: id, textVersion: '1' });
  await kiosk['session.choose_document']({ sessionId: id, type });
  const scan = (side: 'front' | 'back' = 'front') =>
    kiosk['session.scan']({ sessionId: id, side, deviceId: scanner.deviceId });
  return { devices, kiosk, id, told, scan };
}

/** The case's checks, once the selfie is taken too. */
async function checksOf({ kiosk, id }: Awaited<ReturnType<typeof atDocument>>) {
  await kiosk['session.camera']({ sessionId: id, camera: testCamera });
  await captureSelfie(kiosk, id, [photograph('fine')]);
  await kiosk['session.verify']({ sessionId: id });
  const desk = core.console('desk');
  await desk['auth.set_up']({ name: 'Reviewer', password: 'a long password' });
  const { caseId } = (await kiosk['session.current'](undefined))!;
  const { checks } = await desk['case.open']({ caseId: caseId! });
  return new Map(checks.map(({ code, status }) => [code, status]));
}

describe('a scan', () => {
  it('is a side of the document, and its case says that it was measured', async () => {
    const desk = await atDocument('passport');
    expect(await desk.kiosk['devices.list'](undefined)).toEqual([
      { deviceId: scanner.deviceId, kind: 'scanner', failure: null },
    ]);
    desk.devices.pages = ['front'];
    expect(await desk.scan()).toMatchObject({ step: 'document_captured', sidesLeft: [] });
    expect(desk.told).toContainEqual({
      event: 'session.scan_progress',
      payload: { sessionId: desk.id, stage: 'receiving', fraction: 0.5 },
    });
    const checks = await checksOf(desk);
    expect(checks.get('document.size')).toBe('passed');
    expect(checks.get('document.reader.matches')).toBe('not_run');
  });

  it('by a document camera shows what is coming, and has no size', async () => {
    const desk = await atDocument('passport');
    desk.devices.emit('devices.changed', [{ ...scanner, kind: 'document_camera' }]);
    desk.devices.preview = photograph('small');
    desk.devices.pages = ['front'];
    desk.devices.resolutionDpi = null;
    expect(await desk.scan()).toMatchObject({ step: 'document_captured' });
    const payload = { sessionId: desk.id, jpeg: photograph('small') };
    expect(desk.told).toContainEqual({ event: 'session.scan_preview', payload });
    expect((await checksOf(desk)).get('document.size')).toBe('not_run');
  });

  it('photographed again by the camera, is the camera’s', async () => {
    const desk = await atDocument('passport');
    desk.devices.pages = ['front'];
    await desk.scan();
    const { kiosk, id } = desk;
    await kiosk['session.camera']({ sessionId: id, camera: testCamera });
    await kiosk['session.capture_document']({ sessionId: id, side: 'front', frames: [photograph('fine')] });
    expect((await checksOf(desk)).get('document.size')).toBe('not_run');
  });

  it.each([
    ['one after the other', ['front', 'back']],
    ['the wrong way round', ['back', 'front']],
    ['on one bed', ['back | front']],
  ])('brings both sides, %s', async (_, pages) => {
    const desk = await atDocument('identity_card');
    desk.devices.pages = pages;
    expect(await desk.scan()).toMatchObject({ step: 'document_captured', sidesLeft: [] });
  });

  it('of one side leaves the other to be scanned', async () => {
    const desk = await atDocument('identity_card');
    desk.devices.pages = ['front'];
    expect(await desk.scan()).toMatchObject({ sidesLeft: ['back'] });
    desk.devices.pages = ['back'];
    expect(await desk.scan('back')).toMatchObject({ step: 'document_captured', sidesLeft: [] });
  });

  it.each([
    ['scan.empty', [''], null],
    ['scan.several', ['front | front'], null],
    ['image.corrupt', ['unreadable'], null],
    ['device.jam', [], { kind: 'device.jam', message: 'Paper jam.' } as const],
    ['device.gone', [], { kind: 'device.gone', message: 'Unplugged.' } as const],
  ])('ends with %s, and nothing is kept of it', async (kind, pages, failure) => {
    const desk = await atDocument('passport');
    desk.devices.pages = pages;
    desk.devices.failure = failure;
    expect(await Promise.resolve(desk.scan()).catch(toFailure)).toMatchObject({ kind });
    expect(await desk.kiosk['session.current'](undefined)).toMatchObject({ step: 'document_chosen' });
  });

  it('keeps the page that came before the cable was pulled', async () => {
    const desk = await atDocument('identity_card');
    desk.devices.pages = ['front'];
    desk.devices.failure = { kind: 'device.gone', message: 'Unplugged.' };
    expect(await desk.scan()).toMatchObject({ sidesLeft: ['back'] });
  });

  it('is one at a time, can be cancelled, and then done again', async () => {
    const desk = await atDocument('passport');
    desk.devices.hangs = true;
    const running = Promise.resolve(desk.scan()).catch(toFailure);
    expect(await Promise.resolve(desk.scan()).catch(toFailure)).toMatchObject({ kind: 'device.busy' });
    await desk.kiosk['session.cancel_scan']({ sessionId: desk.id });
    expect(await running).toMatchObject({ kind: 'device.cancelled' });
    desk.devices.hangs = false;
    desk.devices.pages = ['front'];
    expect(await desk.scan()).toMatchObject({ step: 'document_captured' });
  });

  it('ends with the session of whoever leaves', async () => {
    const desk = await atDocument('passport');
    desk.devices.hangs = true;
    const running = Promise.resolve(desk.scan()).catch(toFailure);
    await desk.kiosk['session.close']({ sessionId: desk.id, reason: 'cancelled' });
    expect(await running).toMatchObject({ kind: 'device.cancelled' });
  });

  it('is refused of what is no scanner, and in another window', async () => {
    const desk = await atDocument('passport');
    const of = (client: string, deviceId: string) =>
      Promise.resolve(
        core.kiosk(client)['session.scan']({ sessionId: desk.id, side: 'front', deviceId }),
      ).catch(toFailure);
    expect(await of('kiosk', 'mouse')).toMatchObject({ kind: 'device.unknown' });
    expect(await of('other', scanner.deviceId)).toMatchObject({ kind: 'session.unknown' });
  });
});

describe('a read', () => {
  const outcomes = (told: readonly { event: string; payload: unknown }[]) =>
    told.flatMap(({ event, payload }) =>
      event === 'session.read' ? [(payload as { outcome: string }).outcome] : [],
    );

  it('line by line becomes part of the analysis, before or after the photograph', async () => {
    const desk = await atDocument('passport');
    desk.devices.read('mrz 1 of 2');
    desk.devices.pages = ['front'];
    await desk.scan();
    desk.devices.read('mrz 2 of 2');
    desk.devices.read('scribble');
    await expect.poll(() => outcomes(desk.told)).toEqual(['incomplete', 'complete', 'unknown']);
    expect((await checksOf(desk)).get('document.reader.matches')).toBe('passed');
  });

  it('of an earlier document is forgotten when another is chosen', async () => {
    const desk = await atDocument('passport');
    desk.devices.read('mrz');
    await expect.poll(() => outcomes(desk.told)).toEqual(['complete']);
    await desk.kiosk['session.choose_document']({ sessionId: desk.id, type: 'passport' });
    desk.devices.pages = ['front'];
    await desk.scan();
    expect((await checksOf(desk)).get('document.reader.matches')).toBe('not_run');
  });

  it('is nobody’s while nobody shows a document', async () => {
    const desk = await atDocument('passport');
    await desk.kiosk['session.close']({ sessionId: desk.id, reason: 'cancelled' });
    desk.devices.read('mrz');
    await new Promise((resolve) => setImmediate(resolve));
    expect(outcomes(desk.told)).toEqual([]);
  });
});
