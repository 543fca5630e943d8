// Core. Sealed image files: each written under a temporary name, synced, renamed, its folder synced; only then may a row
// name it. A kill leaves at worst a file that no row names, which the next start sweeps away.
import { mkdirSync, readdirSync, renameSync } from 'node:fs';
import { open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImageFileId } from '../../shared/domain/identifiers.ts';
import { corrupt, translateStoreError } from './store-failure.ts';
import { makeFolder, syncFolder } from './sync.ts';

export interface ImageFile {
  readonly fileId: ImageFileId;
  readonly bytes: Uint8Array;
}

export interface ImageFiles {
  /** Durable when it resolves. All of them, or it fails and leaves none. */
  write(files: readonly ImageFile[]): Promise<void>;
  /** @param length `null`: to the end. Fails with `store.corrupt` where the file is gone or shorter. */
  read(fileId: ImageFileId, offset: number, length: number | null): Promise<Uint8Array>;
  /** Those that are already gone are no failure. */
  delete(fileIds: readonly ImageFileId[]): Promise<void>;
  /** Once, after the start: deletes every file from before it that `isNamed` does not know. Returns how many. */
  sweep(isNamed: (fileId: ImageFileId) => boolean): Promise<number>;
}

const suffix = '.sealed';
export const imagesFolder = 'images';

/** Within the data folder, with forward slashes. */
export const pathOfImage = (fileId: ImageFileId): string =>
  `${imagesFolder}/${fileId.slice(0, 2)}/${fileId}${suffix}`;

/** The first two digits: no folder grows so large that listing it takes long. */
const shards = Array.from({ length: 256 }, (_, index) => index.toString(16).padStart(2, '0'));

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** All folders are there, durably, before the first file is: a name in a folder that is lost is lost too. */
function prepare(folder: string): void {
  makeFolder(folder);
  const present = new Set(readdirSync(folder));
  for (const shard of shards) if (!present.has(shard)) mkdirSync(join(folder, shard), { mode: 0o700 });
  // Before there were shards, files lay side by side.
  const flat = [...present].filter((name) => name.endsWith(suffix));
  for (const name of flat) renameSync(join(folder, name), join(folder, name.slice(0, 2), name));
  for (const shard of new Set(flat.map((name) => name.slice(0, 2)))) syncFolder(join(folder, shard));
  syncFolder(folder);
}

/** @param mode `read` creates nothing: for looking beside the writer. */
export function imageFilesIn(folder: string, mode: 'write' | 'read' = 'write'): ImageFiles {
  try {
    if (mode === 'write') prepare(folder);
  } catch (thrown) {
    throw translateStoreError(thrown);
  }
  const shardOf = (fileId: string) => join(folder, fileId.slice(0, 2));
  const pathOf = (fileId: string) => join(shardOf(fileId), `${fileId}${suffix}`);
  /** Written since the start: no row may name them yet. Kept until the sweep is over. */
  let fresh: Set<string> | null = new Set();
  const remove = (paths: readonly string[]) =>
    Promise.all(paths.map((path) => rm(path, { force: true }))).then(() => {});

  return {
    async write(files) {
      const paths = files.map(({ fileId, bytes }) => ({
        bytes,
        shard: shardOf(fileId),
        final: pathOf(fileId),
        temporary: join(shardOf(fileId), `${fileId}.part`),
      }));
      for (const { fileId } of files) fresh?.add(fileId);
      try {
        const written = await Promise.allSettled(
          paths.map(({ temporary, bytes }) => writeSynced(temporary, bytes)),
        );
        for (const result of written) if (result.status === 'rejected') throw result.reason;
        for (const { temporary, final } of paths) await rename(temporary, final);
        for (const shard of new Set(paths.map((path) => path.shard))) syncFolder(shard);
      } catch (thrown) {
        await remove(paths.flatMap(({ temporary, final }) => [temporary, final])).catch(() => {});
        throw translateStoreError(thrown);
      }
    },
    async read(fileId, offset, length) {
      try {
        const handle = await open(pathOf(fileId), 'r');
        try {
          const wanted = length ?? (await handle.stat()).size - offset;
          const { bytesRead, buffer } = await handle.read(Buffer.alloc(wanted), 0, wanted, offset);
          if (bytesRead !== wanted) throw new Error('the file is shorter');
          return buffer;
        } finally {
          await handle.close();
        }
      } catch {
        throw corrupt('An image');
      }
    },
    async delete(fileIds) {
      try {
        await remove(fileIds.map(pathOf));
      } catch (thrown) {
        throw translateStoreError(thrown);
      }
    },
    async sweep(isNamed) {
      let orphans = 0;
      try {
        for (const shard of shards) {
          const names = await readdir(join(folder, shard));
          const gone = names.filter((name) => {
            const fileId = name.slice(0, name.indexOf('.')) as ImageFileId;
            return !fresh?.has(fileId) && !(name === `${fileId}${suffix}` && isNamed(fileId));
          });
          await remove(gone.map((name) => join(folder, shard, name)));
          orphans += gone.length;
        }
      } catch (thrown) {
        throw translateStoreError(thrown);
      }
      fresh = null;
      return orphans;
    },
  };
}

/** For verifying files without keeping anything. */
export function imageFilesInMemory(): ImageFiles {
  const files = new Map<ImageFileId, Uint8Array>();
  return {
    async write(added) {
      for (const { fileId, bytes } of added) files.set(fileId, bytes);
    },
    async read(fileId, offset, length) {
      const file = files.get(fileId);
      if (!file) throw corrupt('An image');
      return file.subarray(offset, length === null ? undefined : offset + length);
    },
    async delete(fileIds) {
      for (const fileId of fileIds) files.delete(fileId);
    },
    async sweep() {
      return 0;
    },
  };
}
