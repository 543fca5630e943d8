// Command line: what is attached to this desk, and scans without a session. The same process and drivers as in the app.
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { defaultDevicesProgram } from '../../core/compose.ts';
import { type DevicesSupervisor, superviseDevices } from '../../core/devices-supervisor.ts';
import { silentLog } from '../../core/log.ts';
import { loadPolicy, stationPolicyFile } from '../../core/policy/load-policy.ts';
import type { AcquiredPage, AcquireRequest, DeviceInfo } from '../../shared/domain/device.ts';
import { type Failure, FailureError } from '../../shared/kernel/failure.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { root } from '../setup/root.ts';
import { dataFolderOption, type InFolder } from '../station/data-folder.ts';
import { table } from '../station/tables.ts';

/** Devices that were just listed are opened once to see that they work: this long at most. */
const settledWithinMs = 15_000;

const print = (text: string) => process.stdout.write(`${text}\n`);

interface DevicesOptions extends InFolder {
  readonly json?: boolean;
  readonly udev?: boolean;
  readonly record?: string;
  readonly device?: string;
}

interface ScanOptions extends InFolder {
  readonly json?: boolean;
  readonly device: string;
  readonly out: string;
  readonly source?: 'platen' | 'feeder';
  readonly resolution: number;
  readonly grey?: boolean;
  readonly duplex?: boolean;
}

const resolution = (value: string): number => {
  const dpi = Number(value);
  if (!(dpi >= 50 && dpi <= 4800)) throw new InvalidArgumentError('From 50 to 4800.');
  return dpi;
};

export function addDeviceCommands(program: Command): void {
  const json = new Option('--json', 'machine-readable output');
  program
    .command('devices')
    .description('what is attached, which driver takes it, and why not')
    .option('--udev', 'print rules for Linux that let the user at the desk open what our drivers drive')
    .option(
      '--record <file>',
      'for a bug report: what crosses the bus in one scan or read, personal data replaced',
    )
    .option('--device <id>', 'with --record: which one, where there are several')
    .addOption(dataFolderOption)
    .addOption(json)
    .action(devicesCommand);
  program
    .command('scan')
    .description('scan a page, or photograph one with a document camera; several pages become several files')
    .requiredOption('--device <id>', 'as `devices` lists it')
    .requiredOption('--out <file>', 'where it goes; the ending is given by what the scanner sends')
    .addOption(
      new Option('--source <source>', 'default: the feeder where paper lies in it').choices([
        'platen',
        'feeder',
      ]),
    )
    .option('--resolution <dpi>', 'pixels an inch; the nearest the scanner knows is taken', resolution, 300)
    .option('--grey', 'without colour')
    .option('--duplex', 'both sides')
    .addOption(dataFolderOption)
    .addOption(json)
    .action(scanCommand);
}

function unwrap<T>(result: Result<T, Failure>): T {
  if (!result.ok) throw new FailureError(result.error.kind, result.error.message);
  return result.value;
}

async function withDevices<T>(
  { dataFolder }: InFolder,
  use: (devices: DevicesSupervisor) => Promise<T>,
): Promise<T> {
  const policy = loadPolicy(stationPolicyFile(dataFolder, join(root, 'resources/policy/default.json')));
  const devices = superviseDevices({
    program: defaultDevicesProgram,
    policy: policy.devices,
    log: silentLog,
  });
  try {
    return await use(devices);
  } finally {
    await devices.stop();
  }
}

async function devicesCommand(options: DevicesOptions): Promise<void> {
  await withDevices(options, async (devices) => {
    if (options.udev) {
      process.stdout.write(unwrap(await devices.call('udevRules')));
      return;
    }
    const listed = await settled(devices);
    if (options.record) {
      const device = chosen(listed, options.device);
      if (device.kind === 'reader') process.stderr.write('Let the reader read something now.\n');
      const request: AcquireRequest =
        device.kind === 'reader'
          ? { kind: 'read' }
          : device.kind === 'document_camera'
            ? { kind: 'capture' }
            : {
                kind: 'scan',
                source: null,
                duplex: false,
                resolutionDpi: 300,
                colour: 'colour',
                region: null,
              };
      const { deviceId } = device;
      // What went wrong is the very thing a tape is for.
      const acquired = await devices.call('acquire', { deviceId, jobId: randomUUID(), request, tape: true });
      await writeFile(options.record, unwrap(await devices.call('tape')));
      print(
        `${options.record}: ${acquired.ok ? 'recorded' : `recorded; it ended with: ${acquired.error.message}`}`,
      );
      return;
    }
    print(options.json ? JSON.stringify(listed) : listText(listed));
  });
}

/** Once every device that a driver takes was tried. */
async function settled(devices: DevicesSupervisor): Promise<DeviceInfo[]> {
  const first = unwrap(await devices.call('list'));
  const tried = Promise.all(
    first
      .filter(({ kind }) => kind !== null && kind !== 'reader')
      .map(({ deviceId }) => devices.call('capabilities', { deviceId })),
  );
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([
    tried,
    new Promise((resolve) => {
      timer = setTimeout(resolve, settledWithinMs);
    }),
  ]);
  clearTimeout(timer);
  return unwrap(await devices.call('list'));
}

function chosen(devices: readonly DeviceInfo[], wanted: string | undefined): DeviceInfo {
  const driven = devices.filter(({ driver }) => driver !== null);
  const fitting = wanted === undefined ? driven : driven.filter(({ deviceId }) => deviceId === wanted);
  const [device, ...others] = fitting;
  if (!device) throw new FailureError('device.unknown', 'No such device is attached that a driver takes.');
  if (others.length > 0) {
    const names = fitting.map(({ deviceId }) => deviceId).join(', ');
    throw new FailureError(
      'request.invalid',
      `Several devices are attached; choose one with --device: ${names}`,
    );
  }
  return device;
}

const hex = (value: number) => value.toString(16).padStart(4, '0');

function listText(devices: readonly DeviceInfo[]): string {
  if (devices.length === 0) return 'Nothing is attached.';
  const rows = devices.map(({ deviceId, name, vendorId, productId, driver, kind, failure }) => [
    deviceId,
    `${hex(vendorId)}:${hex(productId)}`,
    name,
    kind ?? '',
    driver ?? 'no driver takes it',
    driver === null ? '' : (failure?.message ?? 'ready'),
  ]);
  return table(['device', 'usb', 'name', 'kind', 'driver', 'state'], rows).join('\n');
}

const endings: Record<AcquiredPage['mediaType'], string> = {
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/tiff': '.tif',
  'application/pdf': '.pdf',
};

async function scanCommand(options: ScanOptions): Promise<void> {
  await withDevices(options, async (devices) => {
    const device = chosen(await settled(devices), options.device);
    const request: AcquireRequest =
      device.kind === 'document_camera'
        ? { kind: 'capture' }
        : {
            ...{
              kind: 'scan',
              source: options.source ?? null,
              duplex: options.duplex ?? false,
              region: null,
            },
            ...{ resolutionDpi: options.resolution, colour: options.grey ? 'grey' : 'colour' },
          };
    const jobId = randomUUID();
    const written: Promise<{ file: string; resolutionDpi: number | null; side: string }>[] = [];
    devices.on('acquire.page', ({ page }) => {
      const { number, bytes, mediaType, resolutionDpi, side } = page;
      const base = options.out.slice(0, options.out.length - extname(options.out).length);
      const file = `${base}${number > 1 ? `-${number}` : ''}${endings[mediaType]}`;
      written.push(writeFile(file, bytes).then(() => ({ file, resolutionDpi, side })));
    });
    const stop = () => void devices.call('cancel', { jobId });
    process.once('SIGINT', stop);
    const acquired = await devices.call('acquire', {
      deviceId: device.deviceId,
      jobId,
      request,
      tape: false,
    });
    process.off('SIGINT', stop);
    const pages = await Promise.all(written);
    if (options.json) print(JSON.stringify({ pages, failure: acquired.ok ? null : acquired.error }));
    else
      for (const { file, resolutionDpi } of pages)
        print(`${file}${resolutionDpi ? `, ${resolutionDpi} dpi` : ''}`);
    // Pages that came before it went wrong are kept.
    unwrap(acquired);
  });
}
