// End to end: what the windows of a running station cannot do, tried from inside them.
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { descendantsOf } from '../../src/cli/processes.ts';
import { openStation, type Station } from './station.ts';
import { call } from './steps.ts';

let station: Station;
beforeAll(async () => {
  station = await openStation();
  for (const name of ['kiosk', 'console'] as const) await (await station.window(name)).waitForLoadState();
});
afterAll(() => station.close());

describe.each(['kiosk', 'console'] as const)('the %s window', (name) => {
  const page = () => station.window(name);

  it('has no Node, and a bridge of two functions', async () => {
    const seen = await (await page()).evaluate(() => {
      const all = globalThis as unknown as Record<string, object | undefined>;
      return {
        node: ['require', 'process', 'module', 'Buffer', 'electron'].filter(
          (key) => typeof all[key] !== 'undefined',
        ),
        bridge: Object.keys(all.proofdesk ?? {}),
      };
    });
    expect(seen).toEqual({ node: [], bridge: ['call', 'on'] });
  });

  it('cannot leave, open windows, or load anything from elsewhere', async () => {
    const window = await page();
    const before = window.url();
    const windows = station.app.windows().length;
    const reached = await window.evaluate(async () => {
      globalThis.open('https://example.com/');
      const results = await Promise.allSettled([
        fetch('https://example.com/'),
        fetch('http://127.0.0.1:9/'),
        fetch('file:///etc/passwd'),
        new Promise((resolve, reject) => {
          const image = new Image();
          image.onload = resolve;
          image.onerror = reject;
          image.src = 'https://example.com/pixel.png';
        }),
      ]);
      globalThis.location.href = 'https://example.com/';
      await new Promise((resolve) => setTimeout(resolve, 300));
      return results.filter((result) => result.status === 'fulfilled').length;
    });
    expect(reached).toBe(0);
    expect(window.url()).toBe(before);
    expect(station.app.windows().length).toBe(windows);
  });

  it('runs no inline script and no eval', async () => {
    const ran = await (await page()).evaluate(async () => {
      const script = document.createElement('script');
      script.textContent = 'globalThis.inlineRan = true';
      document.head.append(script);
      // A string for a timer is compiled after this evaluation, which the driver exempts from the policy, has ended.
      globalThis.setTimeout('globalThis.evalRan = true', 0);
      await new Promise((resolve) => setTimeout(resolve, 100));
      return { inline: 'inlineRan' in globalThis, evaluated: 'evalRan' in globalThis };
    });
    expect(ran).toEqual({ inline: false, evaluated: false });
  });

  it('gets no permission but the camera, and that only in the kiosk', async () => {
    const granted = await (await page()).evaluate(async () => {
      const names = [
        'geolocation',
        'notifications',
        'microphone',
        'camera',
        'midi',
        'clipboard-read',
        'persistent-storage',
      ];
      const states = await Promise.all(
        names.map((permission) =>
          navigator.permissions.query({ name: permission as PermissionName }).then(
            (status) => (status.state === 'granted' ? permission : null),
            () => null,
          ),
        ),
      );
      const media = async (constraints: MediaStreamConstraints) =>
        navigator.mediaDevices.getUserMedia(constraints).then(
          (stream) => {
            for (const track of stream.getTracks()) track.stop();
            return true;
          },
          () => false,
        );
      const usb =
        'usb' in navigator
          ? await (navigator.usb as { getDevices(): Promise<unknown[]> }).getDevices().catch(() => [])
          : [];
      return {
        states: states.filter((state) => state !== null && state !== 'camera'),
        microphone: await media({ audio: true }),
        usb,
      };
    });
    expect(granted).toEqual({ states: [], microphone: false, usb: [] });
  });

  it('is refused what the other window may do, and anything malformed', async () => {
    const window = await page();
    const other = name === 'kiosk' ? 'queue.list' : 'session.open';
    const hostile: [string, unknown][] = [
      [other, { status: null, outcome: null, limit: 10, after: null, language: 'en' }],
      ['constructor', undefined],
      ['__proto__', undefined],
      ['session.consent', { sessionId: "'; DROP TABLE session; --", textVersion: '1' }],
      ['guidance.face', { frame: { widthPx: 640, heightPx: 360, rgba: new Uint8Array(3) } }],
      ['session.capture_document', { sessionId: 42, side: '../../etc', frames: ['x'.repeat(1000)] }],
      ['case.artefact', { caseId: '../../..', artefactId: null }],
    ];
    for (const [callName, input] of hostile) {
      const result = await call<{ ok: boolean; error?: { kind: string; message: string } }>(
        window,
        callName,
        input,
      );
      expect(result, callName).toMatchObject({ ok: false, error: { kind: 'request.invalid' } });
      expect(result.error!.message).not.toMatch(/\n\s+at |DROP TABLE/);
    }
    expect(await call(window, name === 'kiosk' ? 'station.describe' : 'auth.state')).toMatchObject({
      ok: true,
    });
  });
});

it('opens no network socket in any of its processes', () => {
  const sockets = new Map<string, string>();
  for (const table of ['tcp', 'tcp6', 'udp', 'udp6', 'raw', 'raw6']) {
    for (const line of readFileSync(`/proc/net/${table}`, 'utf8').split('\n').slice(1)) {
      const columns = line.trim().split(/\s+/);
      // Playwright drives Electron over loopback; nothing else may be there.
      const loopback = /^(0100007F|00000000000000000000000001000000|0000000000000000FFFF00000100007F):/.test(
        columns[1] ?? '',
      );
      if (columns[9] && !loopback) sockets.set(columns[9], `${table} ${columns[1]} -> ${columns[2]}`);
    }
  }
  const main = station.app.process().pid!;
  const found = [main, ...descendantsOf(main).map(({ pid }) => pid)].flatMap((pid) =>
    readdirSync(`/proc/${pid}/fd`).flatMap((descriptor) => {
      try {
        const inode = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${descriptor}`))?.[1];
        return (inode && sockets.get(inode)) ?? [];
      } catch {
        return [];
      }
    }),
  );
  expect(found).toEqual([]);
});

/** Windows in their sandbox are not dumped at all; the tests run without one. */
it.runIf(existsSync('/proc/self/coredump_filter'))(
  'leaves no memory in what the kernel writes of a crash',
  () => {
    const main = station.app.process().pid!;
    const pids = [main, station.pidOf('core')!, station.pidOf('engine')!];
    for (const pid of pids)
      expect(readFileSync(`/proc/${pid}/coredump_filter`, 'utf8').trim()).toBe('00000000');
  },
);
