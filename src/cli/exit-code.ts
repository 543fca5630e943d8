// Command line. Which failures are the input's and which are ours.
import type { Failure } from '../shared/kernel/failure.ts';

export const unreadableInput = ({ kind }: Failure): boolean =>
  kind.startsWith('image.') || kind.startsWith('file.');
