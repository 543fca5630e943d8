// Set-up (plain Node, Linux). What Electron needs from the system: shared libraries, and a display (Xvfb without one).
// Installed where we may (root on Debian and its kin); otherwise the exact line to run is said.
import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { findElectron } from './electron-binary.ts';

const run = promisify(execFile);

/** Debian's names; those with a `t64` sibling carry it from Debian 13 and Ubuntu 24.04 on. */
const packages = [
  'xvfb',
  'libgtk-3-0',
  'libnss3',
  'libgbm1',
  'libasound2',
  'libxss1',
  'libatk-bridge2.0-0',
  'libcups2',
  'libdrm2',
  'libxkbcommon0',
];

async function onPath(program: string): Promise<boolean> {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const found = await access(join(folder, program), constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return true;
  }
  return false;
}

/** Names of what is missing, as the loader reports them; empty when all is there. */
export async function missingSystemParts(): Promise<string[]> {
  if (process.platform !== 'linux') return [];
  const missing: string[] = [];
  const electron = await findElectron();
  if (electron) {
    const { stdout } = await run('ldd', [electron.executable]).catch(() => ({ stdout: '' }));
    missing.push(...[...stdout.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1]!));
  }
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY && !(await onPath('Xvfb'))) missing.push('Xvfb');
  return missing;
}

/** The command that brings what is missing, for people to run. */
export const installLine = `apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')}`;

export async function ensureSystemParts(say: (line: string) => void): Promise<void> {
  const missing = await missingSystemParts();
  if (missing.length === 0) return;
  const mayInstall = process.getuid?.() === 0 && (await onPath('apt-get'));
  if (!mayInstall) {
    throw new Error(`the system lacks ${missing.join(', ')}. As root, run: ${installLine}`);
  }
  say(`the system lacks ${missing.join(', ')}: installing`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], { env, maxBuffer: 1 << 26 });
  const names: string[] = [];
  for (const name of packages) names.push(await nameHere(name));
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], {
    env,
    maxBuffer: 1 << 26,
  });
  const left = await missingSystemParts();
  if (left.length > 0) throw new Error(`after installing, the system still lacks ${left.join(', ')}`);
}

/** A package's name in this release: plain, or with the suffix of the 64-bit time transition. */
async function nameHere(name: string): Promise<string> {
  const known = async (candidate: string) => {
    const { stdout } = await run('apt-cache', ['policy', candidate]).catch(() => ({ stdout: '' }));
    return /Candidate: (?!\(none\))/.test(stdout);
  };
  return (await known(name)) ? name : `${name}t64`;
}
