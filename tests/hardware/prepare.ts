// Tests on a real bus, on the computer itself. Fetches once what the virtual machine is made of, into .cache/hardware: Debian's
// kernel, an initial file system, programs that scan, and our own two programs in one file each.
import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';

const run = promisify(execFile);
export const root = resolve(import.meta.dirname, '../..');
export const cache = join(root, '.cache/hardware');
/** The only folder that the guest can write to. */
export const out = join(cache, 'out');

export interface Machine {
  readonly kernel: string;
  readonly initialFiles: string;
}

/** Of the guest's kernel: the shared file system, before it can load anything else from there. */
const earlyModules = ['9p', '9pnet_virtio', 'virtio_pci'];
const hostPackages = ['qemu-system-x86', 'busybox-static', 'kmod', 'cpio'];
const scanPackages = ['sane-utils', 'sane-airscan', 'ipp-usb'];

/** Or why this computer cannot run it. */
export async function prepare(): Promise<Machine | string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'the virtual machine needs Linux on x64';
  if (process.getuid?.() !== 0) return 'the virtual machine shares the files of root, and needs root';
  if (!existsSync('/usr/bin/apt-get'))
    return "the virtual machine is made of Debian's packages, and needs apt";
  try {
    await mkdir(cache, { recursive: true });
    await installHostPackages();
    const kernel = await fetchKernel();
    await fetchScanPackages();
    await buildGuestPrograms();
    await rm(out, { recursive: true, force: true });
    await mkdir(out);
    return kernel;
  } catch (error) {
    return `the virtual machine could not be made: ${error instanceof Error ? error.message : error}`;
  }
}

const isInstalled = (name: string): boolean => {
  try {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own.
    const status = execFileSync('dpkg-query', ['-W', '-f', '${Status}', name], {
      encoding: 'utf8',
      stdio: 'pipe',
    });
    return status.endsWith(' installed');
  } catch {
    return false;
  }
};

let isUpdated = false;
async function apt(...args: string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  if (!isUpdated) await run('apt-get', ['update', '-qq'], { env });
  isUpdated = true;
  await run('apt-get', args, { env, cwd: cache, maxBuffer: 64 * 1024 * 1024 });
}

async function installHostPackages(): Promise<void> {
  const missing = hostPackages.filter((name) => !isInstalled(name));
  if (missing.length > 0) await apt('install', '-y', '-qq', '--no-install-recommends', ...missing);
}

/** Unpacked, never installed: it is not this computer's kernel. */
async function fetchKernel(): Promise<Machine> {
  const initialFiles = join(cache, 'initial-files.gz');
  const unpacked = join(cache, 'kernel');
  if (!existsSync(initialFiles)) {
    await rm(unpacked, { recursive: true, force: true });
    await apt('--version');
    const { stdout } = await run('apt-cache', ['depends', 'linux-image-amd64']);
    const name = /Depends: (linux-image-\S+)/.exec(stdout)?.[1];
    if (name === undefined) throw new Error('apt knows no kernel (linux-image-amd64)');
    await apt('download', '-qq', name);
    const file = (await readdir(cache)).find((each) => each.startsWith(`${name}_`));
    if (file === undefined) throw new Error('the kernel was not downloaded');
    await run('dpkg', ['-x', join(cache, file), unpacked]);
    await rm(join(cache, file));
    await makeInitialFiles(unpacked, initialFiles);
  }
  return { kernel: join(unpacked, 'boot', `vmlinuz-${await versionOf(unpacked)}`), initialFiles };
}

const versionOf = async (unpacked: string): Promise<string> => {
  const [version] = await readdir(join(unpacked, 'lib/modules'));
  if (version === undefined) throw new Error('the kernel has no modules');
  return version;
};

async function makeInitialFiles(unpacked: string, initialFiles: string): Promise<void> {
  const version = await versionOf(unpacked);
  await run('depmod', ['-b', unpacked, version]);
  const folder = join(cache, 'initial');
  await rm(folder, { recursive: true, force: true });
  for (const each of ['bin', 'modules', 'newroot', 'proc', 'sys', 'dev'])
    await mkdir(join(folder, each), { recursive: true });
  await copyFile('/bin/busybox', join(folder, 'bin/busybox'));
  const order: string[] = [];
  for (const module of earlyModules) {
    const { stdout } = await run('modprobe', ['-d', unpacked, '-S', version, '--show-depends', module]);
    for (const [, path] of stdout.matchAll(/^insmod (\S+)/gm)) {
      if (path === undefined || order.includes(basename(path))) continue;
      await copyFile(path, join(folder, 'modules', basename(path)));
      order.push(basename(path));
    }
  }
  await writeFile(join(folder, 'modules/order'), order.join('\n'));
  await copyFile(join(import.meta.dirname, 'guest-init.sh'), join(folder, 'init'));
  await run('chmod', ['+x', join(folder, 'init')]);
  await run(
    'sh',
    [
      '-c',
      `find . | cpio -o -H newc --quiet | gzip -1 > ${initialFiles}.part && mv ${initialFiles}.part ${initialFiles}`,
    ],
    {
      cwd: folder,
    },
  );
}

/** Somebody else's client. Unpacked, never installed: installing would start services. */
async function fetchScanPackages(): Promise<void> {
  const unpacked = join(cache, 'scan');
  if (existsSync(unpacked)) return;
  const archives = join(cache, 'archives');
  await mkdir(join(archives, 'partial'), { recursive: true });
  await apt(
    'install',
    '-y',
    '-qq',
    '--no-install-recommends',
    '--download-only',
    '-o',
    `Dir::Cache::archives=${archives}`,
    ...scanPackages,
  );
  const files = (await readdir(archives)).filter((each) => each.endsWith('.deb'));
  for (const file of files) await run('dpkg', ['-x', join(archives, file), `${unpacked}.part`]);
  // Some packages still name the folders that are links into /usr by now: a folder would hide the link.
  for (const each of ['bin', 'sbin', 'lib']) {
    if (!existsSync(`${unpacked}.part/${each}`)) continue;
    await run('cp', ['-a', `${unpacked}.part/${each}`, `${unpacked}.part/usr/`]);
    await rm(`${unpacked}.part/${each}`, { recursive: true });
  }
  await run('mv', [`${unpacked}.part`, unpacked]);
  await rm(archives, { recursive: true });
}

/** One file each: the guest is slow, and each file that it opens is on this computer. */
async function buildGuestPrograms(): Promise<void> {
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['usb', 'node-hid'] },
    build: {
      ssr: true,
      target: 'node24',
      minify: false,
      outDir: join(cache, 'guest'),
      emptyOutDir: true,
      rollupOptions: {
        input: {
          host: join(import.meta.dirname, 'guest-host.ts'),
          device: join(import.meta.dirname, 'guest-device.ts'),
        },
      },
    },
  });
}
