// Core. A copy of the data folder, made while the station works, checked after it is written. It is a data folder itself:
// encrypted as the original, opened by the same passphrase or recovery key.
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import type { Unlock } from '../../shared/contract/core-port.ts';
import type { ImageFileId } from '../../shared/domain/identifiers.ts';
import { FailureError } from '../../shared/kernel/failure.ts';
import { keyFileName } from '../keys/key-file.ts';
import { keysFile, rowsFile } from '../store/database.ts';
import { pathOfImage } from '../store/image-files.ts';
import { translateStoreError } from '../store/store-failure.ts';
import { StoreReader } from '../store/store-reader.ts';
import { syncFile, syncFolder } from '../store/sync.ts';

const manifestFile = 'backup.json';

const manifestSchema = z.object({
  format: z.literal('proofdesk-backup'),
  version: z.literal(1),
  madeAtMs: z.int(),
  station: z.string(),
  audit: z.object({ sequence: z.int(), hash: z.string() }),
  /** SHA-256 by path, of everything but what is replaced as keys are destroyed. */
  files: z.record(z.string(), z.string()),
});
export type BackupManifest = z.infer<typeof manifestSchema>;

const failed = (message: string, cause?: unknown) => new FailureError('store.backup', message, { cause });

async function sha256(path: string): Promise<string> {
  const digest = createHash('sha256');
  await pipeline(createReadStream(path), digest);
  return digest.digest('hex');
}

/**
 * Brings `target` up to date with the data folder: new images are added, deleted ones go. Fails with `store.*`; then
 * what was in `target` before is still whole, or says that it is not.
 */
export async function makeBackup(folder: string, target: string, unlock: Unlock, nowMs: number) {
  const reader = StoreReader.open(folder, unlock);
  try {
    await mkdir(target, { recursive: true, mode: 0o700 });
    // Until the new manifest is there, this is no backup.
    await rm(join(target, manifestFile), { force: true });
    const rows = join(target, rowsFile);
    await replace(rows, (part) => reader.copyRows(part));
    await copyKeys(folder, target, reader);
    const copied = StoreReader.open(target, unlock);
    try {
      const files: Record<string, string> = { [rowsFile]: await sha256(rows) };
      const named = new Set<string>();
      for (const fileId of copied.imageFileIds()) {
        const path = pathOfImage(fileId);
        named.add(path);
        const digest = await copyImage(join(folder, path), join(target, path));
        // Deleted since the rows were copied: its key is gone as well.
        if (digest) files[path] = digest;
      }
      await dropOthers(target, named);
      const { sequence, hash } = copied.audited.head();
      const manifest: BackupManifest = {
        ...{ format: 'proofdesk-backup', version: 1, madeAtMs: nowMs, files },
        station: copied.keyFile.keys.station.fingerprint,
        audit: { sequence, hash },
      };
      await replace(join(target, manifestFile), (part) => writeFile(part, JSON.stringify(manifest)));
    } finally {
      copied.close();
    }
    return await verifyBackup(target, unlock);
  } catch (thrown) {
    throw translateStoreError(thrown);
  } finally {
    reader.close();
  }
}

/** After keys were destroyed: what they sealed is lost in the copy too. */
export async function copyKeys(folder: string, target: string, reader: StoreReader): Promise<void> {
  await replace(join(target, keysFile), (part) => reader.copyKeyring(part));
  await replace(join(target, keyFileName), (part) => copyFile(join(folder, keyFileName), part));
}

/** Reads all of it again. Fails with `store.backup` and says what is wrong. */
export async function verifyBackup(target: string, unlock: Unlock): Promise<BackupManifest> {
  const manifest = await readManifest(target);
  for (const [path, digest] of Object.entries(manifest.files)) {
    const actual = await sha256(join(target, path)).catch(() => 'missing');
    if (actual !== digest)
      throw failed(`${path} is ${actual === 'missing' ? 'missing' : 'damaged'} in this backup.`);
  }
  const reader = StoreReader.open(target, unlock);
  try {
    reader.check();
    const { sequence, hash } = manifest.audit;
    if (sequence > 0 && reader.audited.at(sequence)?.hash !== hash)
      throw failed('The audit log of this backup is another one.');
  } finally {
    reader.close();
  }
  return manifest;
}

/** Into a new folder. Fails with `store.backup` where there is something already, or the backup is not whole. */
export async function restoreBackup(target: string, folder: string, unlock: Unlock): Promise<BackupManifest> {
  if (existsSync(folder) && (await readdir(folder)).length > 0)
    throw failed(`There is something in ${folder} already. Nothing was overwritten.`);
  const manifest = await verifyBackup(target, unlock);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const images = Object.keys(manifest.files).filter((path) => path !== rowsFile);
  for (const path of images) await copyImage(join(target, path), join(folder, path));
  for (const path of [keyFileName, keysFile, rowsFile])
    await replace(join(folder, path), (part) => copyFile(join(target, path), part));
  return manifest;
}

async function readManifest(target: string): Promise<BackupManifest> {
  try {
    return manifestSchema.parse(JSON.parse(await readFile(join(target, manifestFile), 'utf8')));
  } catch (thrown) {
    throw failed(`There is no whole backup in ${target}.`, thrown);
  }
}

/** Durable, and always one or the other. */
async function replace(path: string, write: (part: string) => unknown): Promise<void> {
  const part = `${path}.part`;
  await rm(part, { force: true });
  await write(part);
  syncFile(part);
  await rename(part, path);
  syncFolder(dirname(path));
}

/** Image files never change: one that is there is the same. `null` where the source is gone. */
async function copyImage(from: string, to: string): Promise<string | null> {
  const size = await stat(from).then(
    ({ size }) => size,
    () => null,
  );
  if (size === null) return null;
  const present = await stat(to).then(
    ({ size }) => size,
    () => null,
  );
  if (present !== size) {
    await mkdir(dirname(to), { recursive: true, mode: 0o700 });
    await replace(to, (part) => copyFile(from, part));
  }
  return sha256(to);
}

async function dropOthers(target: string, named: ReadonlySet<string>): Promise<void> {
  const images = join(target, 'images');
  for (const shard of existsSync(images) ? await readdir(images) : [])
    for (const name of await readdir(join(images, shard)))
      if (!named.has(pathOfImage(name.slice(0, name.indexOf('.')) as ImageFileId)))
        await rm(join(images, shard, name), { force: true });
}
