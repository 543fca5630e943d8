// Command line. Reading the files a person names, with an error that says which and why.
import { readFile, stat } from 'node:fs/promises';
import { FailureError } from '../shared/kernel/failure.ts';

/** The contract's limit on one image file. */
const maxBytes = 64 * 1024 * 1024;

export async function readInput(file: string): Promise<Uint8Array> {
  try {
    const info = await stat(file);
    if (info.isDirectory())
      throw new FailureError('file.directory', `${file} is a folder, not an image file.`);
    if (!info.isFile()) throw new FailureError('file.missing', `${file} is not a regular file.`);
    if (info.size > maxBytes) throw new FailureError('image.too_large', `${file} has more than 64 MiB.`);
    return new Uint8Array(await readFile(file));
  } catch (thrown) {
    if (thrown instanceof FailureError) throw thrown;
    switch ((thrown as NodeJS.ErrnoException).code) {
      case 'ENOENT':
      case 'ENOTDIR':
        throw new FailureError('file.missing', `${file} does not exist.`, { cause: thrown });
      case 'EACCES':
      case 'EPERM':
        throw new FailureError('file.denied', `${file} may not be read by this user.`, { cause: thrown });
      default:
        throw new FailureError('file.denied', `${file} cannot be read.`, { cause: thrown });
    }
  }
}
