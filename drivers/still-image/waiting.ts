// Devices process. Waiting for what may be cancelled.
import { FailureError } from '../../src/shared/kernel/failure.ts';

const cancelled = (): FailureError => new FailureError('device.cancelled', 'The picture was cancelled.');

export function throwIfAborted(signal: AbortSignal | null): void {
  if (signal?.aborted) throw cancelled();
}

/** What `promise` gives, or `device.cancelled` as soon as `signal` aborts; then whatever it comes to is dropped. */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | null): Promise<T> {
  if (signal === null) return promise;
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(cancelled());
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort);
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

export function pause(ms: number, signal: AbortSignal | null): Promise<void> {
  let timer: NodeJS.Timeout;
  const passing = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  return unlessAborted(passing, signal).finally(() => clearTimeout(timer));
}

/** Whether it ended, either way, in time. It goes on where it did not. */
export async function endsWithin(promise: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, ms, false);
  });
  const ended = promise.then(
    () => true,
    () => true,
  );
  return Promise.race([ended, late]).finally(() => clearTimeout(timer));
}
