// Command line. Reading the files a person names. The error says why; `named` adds which.
import { readFile, stat } from 'node:fs/promises';
import { type Failure, FailureError, toFailure } from '../shared/kernel/failure.ts';

/** The contract's limit on one image file. */
const maxBytes = 64 * 1024 * 1024;

export async function readInput(file: string): Promise<Uint8Array> {
  try {
    const info = await stat(file);
    if (info.isDirectory()) throw new FailureError('file.directory', 'This is a folder, not an image file.');
    if (!info.isFile()) throw new FailureError('file.missing', 'This is not a regular file.');
    if (info.size > maxBytes) throw new FailureError('image.too_large', 'The file has more than 64 MiB.');
    return new Uint8Array(await readFile(file));
  } catch (thrown) {
    if (thrown instanceof FailureError) throw thrown;
    switch ((thrown as NodeJS.ErrnoException).code) {
      case 'ENOENT':
      case 'ENOTDIR':
        throw new FailureError('file.missing', 'There is no such file.', { cause: thrown });
      case 'EACCES':
      case 'EPERM':
        throw new FailureError('file.denied', 'This user may not read the file.', { cause: thrown });
      default:
        throw new FailureError('file.denied', 'The file cannot be read.', { cause: thrown });
    }
  }
}

/** The same failure, saying which file. */
export const named = (file: string, { kind, message }: Failure): Failure => ({
  kind,
  message: `${file}: ${message}`,
});

/** As `readInput`, for commands that end at the first file they cannot read. */
export async function readNamedInput(file: string): Promise<Uint8Array> {
  try {
    return await readInput(file);
  } catch (thrown) {
    const { kind, message } = named(file, toFailure(thrown));
    throw new FailureError(kind, message, { cause: thrown });
  }
}
