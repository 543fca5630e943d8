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
    throw readFailure(thrown);
  }
}

/** What the operating system said, in our words; with `file`, it says which. */
export function readFailure(thrown: unknown, file?: string): FailureError {
  const failure = (kind: Failure['kind'], message: string) =>
    new FailureError(kind, file === undefined ? message : `${file}: ${message}`, { cause: thrown });
  switch ((thrown as NodeJS.ErrnoException).code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return failure('file.missing', 'There is no such file.');
    case 'EISDIR':
      return failure('file.directory', 'This is a folder.');
    case 'EACCES':
    case 'EPERM':
      return failure('file.denied', 'This user may not read the file.');
    default:
      return failure('file.denied', 'The file cannot be read.');
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
