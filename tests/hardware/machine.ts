// Tests on a real bus, on the computer itself. Boots the guest and gives what its programs report, line by line.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { cache, type Machine, out } from './prepare.ts';
import type { Report } from './report.ts';

/** Beyond this it hangs. */
const bootedWithinMs = 120_000;

export interface Booted {
  readonly reports: readonly Report[];
  /** What else it printed. */
  readonly console: readonly string[];
}

/** Until it has switched itself off. Ends it after `withinMs`. */
export async function boot(
  machine: Machine,
  faults: number,
  part: string,
  withinMs: number,
): Promise<Booted> {
  const reports: Report[] = [];
  const lines: string[] = [];
  // Software emulation: it works the same everywhere, in a container or under another virtual machine.
  const child = spawn(
    'qemu-system-x86_64',
    [
      ...['-accel', 'tcg,thread=multi', '-cpu', 'max', '-m', '2048', '-smp', '2', '-nographic', '-no-reboot'],
      ...['-nic', 'none', '-kernel', machine.kernel, '-initrd', machine.initialFiles],
      ...['-append', commandLine(faults, part)],
      ...['-virtfs', 'local,path=/,mount_tag=files,security_model=none,multidevs=remap,readonly=on'],
      ...['-virtfs', `local,path=${join(cache, 'scan')},mount_tag=scan,security_model=none,readonly=on`],
      ...['-virtfs', `local,path=${out},mount_tag=out,security_model=none`],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let timer = setTimeout(() => child.kill('SIGKILL'), bootedWithinMs);
  createInterface(child.stderr).on('line', (line) => lines.push(line));
  createInterface(child.stdout).on('line', (line) => {
    const at = line.indexOf('@@{');
    if (at < 0) {
      lines.push(line);
      return;
    }
    const report = JSON.parse(line.slice(at + 2)) as Report;
    reports.push(report);
    if (report.kind === 'booted') {
      clearTimeout(timer);
      timer = setTimeout(() => child.kill('SIGKILL'), withinMs);
    }
  });
  await ended;
  clearTimeout(timer);
  return { reports, console: lines };
}

const commandLine = (faults: number, part: string): string =>
  [
    'console=ttyS0 quiet panic=-1 mitigations=off',
    `cache=${cache} node=${process.execPath} faults=${faults} part=${part}`,
    `guest=${join(import.meta.dirname, 'guest.sh')}`,
  ].join(' ');
