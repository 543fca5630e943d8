// What core sees of devices that come, go, fail and read: the host with the real drivers, on the bus in memory.
import { afterEach, describe, expect, it } from 'vitest';
import { drivers } from '../../../drivers/drivers.ts';
import { createEsclScanner, type EsclScanner } from '../../../drivers/emulator/escl/scanner.ts';
import { createMemoryBus } from '../../../drivers/emulator/memory-bus.ts';
import { createKeyboardReader } from '../../../drivers/emulator/readers/keyboard-reader.ts';
import { createPosScanner } from '../../../drivers/emulator/readers/pos-scanner.ts';
import { DeviceHost } from '../../../src/devices/device-host.ts';
import { udevRules } from '../../../src/devices/udev-rules.ts';
import {
  type AcquiredPage,
  type AcquireRequest,
  type DeviceInfo,
  type DevicesPolicy,
  noDevicesPolicy,
} from '../../../src/shared/domain/device.ts';
import { toFailure } from '../../../src/shared/kernel/failure.ts';

const jpeg = (fill: number): Uint8Array => {
  // A frame header of 8 by 8, one component, and as much scan data as it takes to be interrupted.
  const head = [
    0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0, 0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0,
  ];
  return Uint8Array.from([...head, ...new Uint8Array(200_000).fill(fill), 0xff, 0xd9]);
};
const request: AcquireRequest = {
  ...{ kind: 'scan' as const, source: null, duplex: false },
  ...{ resolutionDpi: 300, colour: 'colour' as const, region: null },
};

interface Desk {
  readonly bus: ReturnType<typeof createMemoryBus>;
  readonly host: DeviceHost;
  readonly lists: (readonly DeviceInfo[])[];
  readonly reads: string[];
  scanner(): DeviceInfo | undefined;
}
let desk: Desk;
afterEach(() => desk.host.close());

async function open(policy: DevicesPolicy = noDevicesPolicy): Promise<Desk> {
  const bus = createMemoryBus();
  const lists: (readonly DeviceInfo[])[] = [];
  const reads: string[] = [];
  const host = new DeviceHost({
    ...{ bus, drivers, settings: policy },
    onChange: (devices) => lists.push(devices),
    onRead: (_, { text }) => reads.push(text),
    onBug: (_, thrown) => {
      throw thrown;
    },
  });
  await host.start();
  desk = {
    ...{ bus, host, lists, reads },
    scanner: () => host.list().find(({ kind, failure }) => kind === 'scanner' && failure === null),
  };
  return desk;
}

async function withScanner(options: Parameters<typeof createEsclScanner>[0] = {}) {
  const { bus, host, scanner } = await open();
  const device: EsclScanner = createEsclScanner({ feeder: [jpeg(1), jpeg(2)], ...options });
  const plug = bus.plug(device.gadget);
  await expect.poll(() => scanner()?.name).toContain('Emulated');
  const { deviceId } = scanner()!;
  const pages: AcquiredPage[] = [];
  let job = 0;
  const scan = () =>
    host
      .acquire(deviceId, `job ${++job}`, request, {
        onProgress() {},
        onPreview() {},
        onPage: (page) => pages.push(page),
      })
      .catch(toFailure);
  return { plug, host, scan, pages, deviceId, device };
}

describe('a scanner', () => {
  it('is told of when it comes, with what it can do, and when it goes', async () => {
    const { plug, host, deviceId } = await withScanner();
    expect(await host.capabilities(deviceId)).toMatchObject({ kind: 'scanner' });
    plug.unplug();
    await expect.poll(() => desk.lists.at(-1)).toEqual([]);
    await expect(host.capabilities(deviceId)).rejects.toMatchObject({ kind: 'device.unknown' });
    plug.replug();
    await expect.poll(() => desk.scanner()).toBeDefined();
  });

  it('gives its pages, and again', async () => {
    const { scan, pages, device } = await withScanner();
    expect(await scan()).toBe(2);
    device.load([jpeg(3)]);
    expect(await scan()).toBe(1);
    expect(pages.map(({ bytes }) => bytes[100])).toEqual([1, 2, 3]);
  });

  it('that jams says so, and works again once it is mended', async () => {
    const { scan, device } = await withScanner();
    device.setFault('jam');
    expect(await scan()).toMatchObject({ kind: 'device.jam' });
    device.setFault(null);
    expect(await scan()).toBe(2);
  });

  it('is ordered from once at a time, and stopped', async () => {
    const { scan, host, pages } = await withScanner({ bytesPerSecond: 50_000 });
    const first = scan();
    expect(await scan()).toMatchObject({ kind: 'device.busy' });
    host.cancel('job 1');
    expect(await first).toMatchObject({ kind: 'device.cancelled' });
    expect(pages).toEqual([]);
  });

  it('unplugged in the middle fails with it, and what stands beside it stays', async () => {
    const { plug, scan, host } = await withScanner({ bytesPerSecond: 50_000 });
    const reader = createPosScanner();
    desk.bus.plug(reader);
    await expect.poll(() => host.list().some(({ driver }) => driver === 'hid-reader')).toBe(true);
    const scanning = scan();
    plug.unplug();
    expect(await scanning).toMatchObject({ kind: 'device.gone' });
    await reader.read('L898902C36UTO7408122F1204159ZE184226B<<<<<10');
    await expect.poll(() => desk.reads).toHaveLength(1);
  });
});

describe('a reader', () => {
  it('reads by itself from the moment it is plugged in, and is one device, not two', async () => {
    const { bus, host, reads } = await open();
    const reader = createPosScanner();
    const plug = bus.plug(reader);
    await expect
      .poll(() => host.list())
      .toMatchObject([{ driver: 'hid-reader', kind: 'reader', failure: null }]);
    await reader.read('ONE');
    await expect.poll(() => reads).toEqual(['ONE']);
    plug.unplug();
    await expect.poll(() => host.list()).toEqual([]);
    plug.replug();
    await expect.poll(() => host.list()).toMatchObject([{ failure: null, driver: 'hid-reader' }]);
    await reader.read('TWO');
    await expect.poll(() => reads).toEqual(['ONE', 'TWO']);
  });

  it('read for a tape goes on reading afterwards', async () => {
    const { bus, host, reads } = await open();
    const reader = createPosScanner();
    bus.plug(reader);
    await expect.poll(() => host.list()[0]?.failure === null && host.list()[0]?.driver).toBe('hid-reader');
    const taped = host.acquire(host.list()[0]!.deviceId, 'tape', { kind: 'read' });
    // What is read while the reader changes hands may be nobody's.
    const timer = setInterval(() => void reader.read('TAPED'), 20);
    expect(await taped).toBe(0);
    clearInterval(timer);
    await expect
      .poll(async () => {
        await reader.read('AFTER');
        return reads.includes('AFTER');
      })
      .toBe(true);
  });

  it('that types is left alone unless it is listed', async () => {
    const keyboard = createKeyboardReader();
    const { bus, host } = await open();
    bus.plug(keyboard);
    await expect.poll(() => host.list().length).toBeGreaterThan(0);
    expect(host.list().every(({ driver }) => driver === null)).toBe(true);
    await expect(host.capabilities(host.list()[0]!.deviceId)).rejects.toMatchObject({
      kind: 'device.unsupported',
    });
  });
});

it('the rules for Linux open what drivers take, and keyboards only one by one', async () => {
  await open();
  const none = udevRules(drivers, noDevicesPolicy);
  expect(none).toContain('*:070104:*');
  expect(none).toContain('*:060101:*');
  expect(none).toContain('report_descriptor}==e"\\x05\\x8c*"');
  expect(none).not.toContain(':0301');
  const listed = { vendorId: 0x05e0, productId: 0x1200 };
  const some = udevRules(drivers, { ...noDevicesPolicy, keyboardReaders: [listed] });
  const added = some.split('\n').filter((line) => !none.split('\n').includes(line));
  expect(added.filter((line) => line.startsWith('SUBSYSTEM'))).toEqual([
    'SUBSYSTEM=="usb", ENV{DEVTYPE}=="usb_device", ATTR{idVendor}=="05e0", ATTR{idProduct}=="1200", TAG+="uaccess"',
  ]);
  for (const line of some.split('\n')) {
    expect(line === '' || line.startsWith('#') || line.endsWith('TAG+="uaccess"')).toBe(true);
  }
});
