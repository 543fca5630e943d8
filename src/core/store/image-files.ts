// Core. Sealed image files: each written under a temporary name, synced, renamed, the folder synced; only then may a
// row name it. A kill leaves at worst a file that no row names, which the next start sweeps away.
import { mkdirSync } from 'node:fs';
import { open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArtefactId } from '../../shared/domain/identifiers.ts';
import { corrupt, translateStoreError } from './store-failure.ts';

export interface ImageFile {
  readonly artefactId: ArtefactId;
  readonly sealed: Uint8Array;
}

export interface ImageFiles {
  /** Durable when it resolves. All of them, or it fails and leaves none. */
  write(files: readonly ImageFile[]): Promise<void>;
  /** Fails with `store.corrupt` where the file is gone. */
  read(artefactId: ArtefactId): Promise<Uint8Array>;
  /** Those that are already gone are no failure. */
  delete(artefactIds: readonly ArtefactId[]): Promise<void>;
  /** Deletes every file that is not in `known`. Returns how many. */
  sweep(known: ReadonlySet<string>): Promise<number>;
}

async function syncFolder(folder: string): Promise<void> {
  // Windows has no way to open a folder for syncing; its renames are journalled.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export function imageFilesIn(folder: string): ImageFiles {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (thrown) {
    throw translateStoreError(thrown);
  }
  const pathOf = (artefactId: string) => join(folder, `${artefactId}.sealed`);
  const remove = (paths: readonly string[]) =>
    Promise.all(paths.map((path) => rm(path, { force: true }))).then(() => {});

  return {
    async write(files) {
      const paths = files.map(({ artefactId, sealed }) => ({
        sealed,
        final: pathOf(artefactId),
        temporary: join(folder, `${artefactId}.part`),
      }));
      try {
        const written = await Promise.allSettled(
          paths.map(({ temporary, sealed }) => writeSynced(temporary, sealed)),
        );
        for (const result of written) if (result.status === 'rejected') throw result.reason;
        for (const { temporary, final } of paths) await rename(temporary, final);
        await syncFolder(folder);
      } catch (thrown) {
        await remove(paths.flatMap(({ temporary, final }) => [temporary, final])).catch(() => {});
        throw translateStoreError(thrown);
      }
    },
    async read(artefactId) {
      try {
        return await readFile(pathOf(artefactId));
      } catch {
        throw corrupt('An image');
      }
    },
    async delete(artefactIds) {
      try {
        await remove(artefactIds.map(pathOf));
      } catch (thrown) {
        throw translateStoreError(thrown);
      }
    },
    async sweep(known) {
      try {
        const names = await readdir(folder);
        const orphans = names.filter(
          (name) => !(name.endsWith('.sealed') && known.has(name.slice(0, -'.sealed'.length))),
        );
        await remove(orphans.map((name) => join(folder, name)));
        return orphans.length;
      } catch (thrown) {
        throw translateStoreError(thrown);
      }
    },
  };
}

/** For verifying files without keeping anything. */
export function imageFilesInMemory(): ImageFiles {
  const files = new Map<string, Uint8Array>();
  return {
    async write(added) {
      for (const { artefactId, sealed } of added) files.set(artefactId, sealed);
    },
    async read(artefactId) {
      const file = files.get(artefactId);
      if (!file) throw corrupt('An image');
      return file;
    },
    async delete(artefactIds) {
      for (const artefactId of artefactIds) files.delete(artefactId);
    },
    async sweep() {
      return 0;
    },
  };
}
