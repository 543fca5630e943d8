// Tests on a real bus, in the guest: a whole page, by our driver, by a plain loop of transfers, and by somebody else's client.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { esclDriver } from '../../drivers/escl/driver.ts';
import type { Bus } from '../../drivers/port/bus.ts';
import { open, pause, runJob, type Subject } from '../../drivers/port/rig.ts';
import { acquireRequestSchema } from '../../src/shared/domain/device.ts';
import { type DeviceProcess, raiseRig } from './guest-rig.ts';
import { plainClass } from './plain-device.ts';
import { report } from './report.ts';

const rounds = 3;
const plainLengths = [65_536, 262_144, 1_048_576];
const withinMs = 60_000;

const page: Subject = {
  driver: esclDriver,
  settings: {
    framing: { prefix: '', suffix: '\\r', silenceMs: 200 },
    keyboardReaders: [],
    serialReaders: [],
  },
  request: acquireRequestSchema.parse({ kind: 'scan', source: 'platen', resolutionDpi: 300 }),
  isRight: (given) => given.length === 1,
  isBeginning: () => true,
};

/** `controller`: of the page's scanner; the plain device takes its place first. */
export async function measureRate(devices: DeviceProcess, bus: Bus, controller: number): Promise<void> {
  const driverMs: number[] = [];
  const jobMs: number[] = [];
  let bytes = 0;
  const scanner = await raiseRig(devices, 'page', controller, bus);
  for (let round = 0; round < rounds; round++) {
    const session = await open(page, scanner);
    const pieces: { readonly at: number; readonly bytes: number }[] = [];
    const startedAt = performance.now();
    const { given, failure } = await runJob(page, scanner, session, undefined, (acquired) => {
      // The order, and the wait for the carriage, are the scanner's own affair.
      if (acquired.type !== 'progress' || acquired.progress.stage !== 'receiving') return;
      pieces.push({ at: performance.now(), bytes: acquired.progress.receivedBytes });
    });
    jobMs.push(performance.now() - startedAt);
    if (failure !== null) throw failure;
    await session.close();
    const [scanned] = given;
    if (scanned?.type !== 'page') throw new Error('No page was given.');
    bytes = scanned.page.bytes.length;
    const [first, last] = [pieces[0], pieces.at(-1)];
    if (first === undefined || last === undefined) throw new Error('No progress was told.');
    driverMs.push(((last.at - first.at) * bytes) / (last.bytes - first.bytes));
    writeFileSync('/run/out/driver.jpg', scanned.page.bytes);
  }

  const plain = await raiseRig(devices, 'plain', 0, bus);
  const plainMs: Record<string, number[]> = {};
  const device = await (async () => {
    for (;;) {
      const found = (await plain.bus.list()).find(
        (each) => each.bus === 'usb' && each.interfaces.some((face) => face.interfaceClass === plainClass),
      );
      if (found?.bus === 'usb') return found;
      await pause(50);
    }
  })();
  const endpoints = device.interfaces.flatMap((each) => each.endpoints);
  const input = endpoints.find(({ address }) => address >= 0x80)?.address ?? 0;
  const output = endpoints.find(({ address }) => address < 0x80)?.address ?? 0;
  const connection = await device.open();
  await connection.claim(0, 0);
  for (let round = 0; round < rounds; round++) {
    for (const length of plainLengths) {
      const order = Buffer.alloc(4);
      order.writeUInt32LE(bytes, 0);
      const startedAt = performance.now();
      await connection.transferOut(output, order, withinMs);
      for (let received = 0; received < bytes; ) {
        received += (await connection.transferIn(input, length, withinMs)).length;
      }
      const tookMs = performance.now() - startedAt;
      plainMs[length] = [...(plainMs[length] ?? []), tookMs];
      // Where the last transfer was full, the packet of no bytes that says so is still to come.
      if (bytes % length === 0) await connection.transferIn(input, 512, withinMs);
    }
  }
  await connection.close();
  await plain.close();
  report({ kind: 'rate', bytes, driverMs, jobMs, plainMs });
}

/** Debian's ipp-usb and sane-airscan, unpacked beside the system, see it as if they were installed. */
const together = '/run/together';

export async function scanWithOthers(): Promise<void> {
  const startedAt = performance.now();
  let failure: string | null = null;
  try {
    layTogether();
    const daemon = spawn('chroot', [together, '/usr/sbin/ipp-usb', 'standalone'], { stdio: 'inherit' });
    await ready(30_000);
    const scan = spawnSync(
      'chroot',
      [
        together,
        '/usr/bin/scanimage',
        ...[
          '--device-name',
          'airscan:e0:Emulated',
          '--source',
          'Flatbed',
          '--mode',
          'Color',
          '--resolution',
          '300',
        ],
        ...['--format', 'pnm', '--output-file', '/run/out/sane.pnm'],
      ],
      { encoding: 'utf8', timeout: 120_000 },
    );
    if (scan.status !== 0) failure = `${scan.stderr}${scan.error ?? ''}`;
    daemon.kill();
  } catch (thrown) {
    failure = thrown instanceof Error ? `${thrown.stack}` : String(thrown);
  }
  if (failure !== null) failure += daemonLog();
  report({ kind: 'scanimage', failure, tookMs: performance.now() - startedAt });
}

function daemonLog(): string {
  const folder = `${together}/var/log/ipp-usb`;
  if (!existsSync(folder)) return '';
  return readdirSync(folder)
    .map((each) => `\n${each}:\n${readFileSync(`${folder}/${each}`, 'utf8').slice(-4_000)}`)
    .join('');
}

function layTogether(): void {
  for (const each of ['upper', 'work', 'together']) mkdirSync(`/run/${each}`);
  const run = (command: string, ...args: string[]): void => {
    const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
  };
  const layers = `lowerdir=/run/scan:/,upperdir=/run/upper,workdir=/run/work`;
  run('mount', '-t', 'overlay', 'overlay', '-o', layers, together);
  for (const each of ['dev', 'proc', 'sys', 'run'])
    run('mount', '--rbind', `/${each}`, `${together}/${each}`);
  run('chroot', together, 'ldconfig');
  // No names in the network, and none needed.
  writeFileSync(
    `${together}/etc/ipp-usb/ipp-usb.conf`,
    '[network]\ndns-sd = disable\ninterface = loopback\n',
  );
  writeFileSync(
    `${together}/etc/sane.d/airscan.conf`,
    '[devices]\nEmulated = http://127.0.0.1:60000/eSCL, eSCL\n[options]\ndiscovery = disable\n',
  );
  writeFileSync(`${together}/etc/sane.d/dll.conf`, 'airscan\n');
  if (existsSync(`${together}/etc/sane.d/dll.d`)) run('rm', '-rf', `${together}/etc/sane.d/dll.d`);
}

/** It listens some time before it has asked the scanner what it is, and refuses until then. */
async function ready(withinMs: number): Promise<void> {
  const endAt = performance.now() + withinMs;
  for (;;) {
    const answer = await fetch('http://127.0.0.1:60000/eSCL/ScannerCapabilities').catch(() => null);
    await answer?.arrayBuffer().catch(() => undefined);
    if (answer?.ok) return;
    if (performance.now() > endAt)
      throw new Error(`ipp-usb is not ready (${answer?.status ?? 'no answer'}).`);
    await pause(200);
  }
}
