// Command line. Reading the layouts of evaluation data.
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { z } from 'zod';
import { FailureError } from '../../shared/kernel/failure.ts';

/** A JSON file of a data set, checked against its shape. */
export async function readTruth<T>(file: string, schema: z.ZodType<T>): Promise<T> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (thrown) {
    throw new FailureError(
      'file.missing',
      `${file} cannot be read: this folder has not the layout of the suite.`,
      { cause: thrown },
    );
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch (thrown) {
    throw new FailureError('request.invalid', `${file} has not the layout of the suite.`, { cause: thrown });
  }
}

export interface LabelledFile {
  readonly path: string;
  /** Relative to the data folder. */
  readonly name: string;
  /** `null` for bona fide presentations, else the attack species (ISO/IEC 30107-3). */
  readonly species: string | null;
}

const isImage = (name: string) => /\.(jpe?g|png|tiff?|webp)$/i.test(name);

async function imagesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((thrown: unknown) => {
    throw new FailureError(
      'file.missing',
      `${folder} cannot be read: this folder has not the layout of the suite.`,
      { cause: thrown },
    );
  });
  return entries
    .filter((entry) => entry.isFile() && isImage(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** `bona-fide/**` and `attack/<species>/**`. */
export async function presentations(folder: string): Promise<LabelledFile[]> {
  const label = (species: string | null) => (path: string) => ({
    path,
    name: relative(folder, path),
    species,
  });
  const files = (await imagesUnder(join(folder, 'bona-fide'))).map(label(null));
  const attacks = await readdir(join(folder, 'attack'), { withFileTypes: true }).catch(() => []);
  for (const species of attacks
    .filter((entry) => entry.isDirectory())
    .sort((a, b) => a.name.localeCompare(b.name))) {
    files.push(...(await imagesUnder(join(folder, 'attack', species.name))).map(label(species.name)));
  }
  return files;
}
