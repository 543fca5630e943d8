// Core with the real process of devices, and a scanner at a port of this computer: what a kiosk notices when that process
// is killed, and when the cable is pulled.
import { afterEach, describe, expect, it } from 'vitest';
import { createEsclScanner, type EsclScanner } from '../../drivers/emulator/escl/scanner.ts';
import { descendantsOf } from '../../src/cli/processes.ts';
import { createCore, defaultDevicesProgram } from '../../src/core/compose.ts';
import type { Core } from '../../src/core/core.ts';
import type { SessionId } from '../../src/shared/domain/identifiers.ts';
import { toFailure } from '../../src/shared/kernel/failure.ts';
import { photograph, scriptedHandlers } from '../fixtures/scripted-engine.ts';
import { defaultPolicy, scriptedEngine, TestClock, testUnlock } from '../fixtures/test-core.ts';

/** A frame header of 8 by 8, and scan data that take a while. */
const page = Uint8Array.from([
  ...[0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0, 0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0],
  ...new Uint8Array(400_000).fill(1),
  ...[0xff, 0xd9],
]);

/** One document lies on every bed. */
const engine = scriptedEngine(
  new Proxy(scriptedHandlers(), {
    get: (handlers, name) =>
      name === 'prepareScan'
        ? () => ({ documents: [{ jpeg: photograph('front'), widthPx: 10, heightPx: 7, size: null }] })
        : Reflect.get(handlers, name),
  }),
);

let core: Core;
let served: Awaited<ReturnType<EsclScanner['serveLoopback']>>;
const serve = async (bytesPerSecond?: number, port = 0) => {
  const speed = bytesPerSecond ? { bytesPerSecond } : {};
  served = await createEsclScanner({ platen: page, hasFeeder: false, ...speed }).serveLoopback(port);
};
afterEach(async () => {
  await core.close();
  await served.close();
});

async function desk(bytesPerSecond?: number) {
  await serve(bytesPerSecond);
  const policy = defaultPolicy();
  const events: string[] = [];
  core = await createCore({
    dataFolder: ':memory:',
    unlock: testUnlock(),
    policy: { ...policy, devices: { ...policy.devices, loopbackPorts: [served.port] } },
    modelsFolder: 'models',
    clock: new TestClock(),
    engine,
    devicesProgram: defaultDevicesProgram,
  });
  core.onEvent(({ event, payload }) => {
    if (event === 'session.scan_progress') events.push((payload as { stage: string }).stage);
  });
  const kiosk = core.kiosk('kiosk');
  const { sessionId } = await kiosk['session.open']({ language: 'en' });
  const id = sessionId as SessionId;
  await kiosk['session.consent']({ sessionId: id, textVersion: '1' });
  await kiosk['session.choose_document']({ sessionId: id, type: 'passport' });
  const scanner = async () => {
    const ready = async () =>
      (await kiosk['devices.list'](undefined)).find(({ kind, failure }) => kind === 'scanner' && !failure);
    await expect.poll(ready, { timeout: 30_000 }).toBeDefined();
    return (await ready())!.deviceId;
  };
  const scan = async () => {
    const deviceId = await scanner();
    return Promise.resolve(kiosk['session.scan']({ sessionId: id, side: 'front', deviceId })).catch(
      toFailure,
    );
  };
  return { kiosk, id, scan, events };
}

const devicesProcess = () =>
  descendantsOf(process.pid).find(({ program }) => program.includes('src/devices/main.ts'))!.pid;

describe('a scanner in a process of its own', () => {
  it('is a document for the session', async () => {
    const { scan } = await desk();
    expect(await scan()).toMatchObject({ step: 'document_captured' });
  });

  it('whose process is killed in the middle ends with that, and is there again', async () => {
    const { scan, events, kiosk } = await desk(100_000);
    const scanning = scan();
    await expect.poll(() => events, { timeout: 30_000 }).toContain('receiving');
    const killed = devicesProcess();
    process.kill(killed, 'SIGKILL');
    expect(await scanning).toMatchObject({ kind: 'device.unavailable' });
    await served.close();
    await serve(undefined, served.port);
    expect(await scan()).toMatchObject({ step: 'document_captured' });
    expect(devicesProcess()).not.toBe(killed);
    expect(core.station().status).toBe('ready');
    expect(await kiosk['session.current'](undefined)).toMatchObject({ step: 'document_captured' });
  });

  it('that is unplugged in the middle says so, and is no longer offered', async () => {
    const { scan, events, kiosk } = await desk(100_000);
    const scanning = scan();
    await expect.poll(() => events, { timeout: 30_000 }).toContain('receiving');
    await served.close();
    // Over TCP a cable that is pulled and a page that is cut off look alike.
    expect(await scanning).toMatchObject({ kind: expect.stringMatching(/^device\.(gone|protocol)$/) });
    await expect.poll(() => kiosk['devices.list'](undefined), { timeout: 30_000 }).toEqual([]);
  });
});
