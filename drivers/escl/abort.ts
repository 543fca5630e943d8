// Devices process. Waits that an abort ends at once; what was waited for goes on, and its owner looks after it.
import { FailureError } from '../../src/shared/kernel/failure.ts';

export interface Abort {
  /** Fails with `device.cancelled` as soon as the signal has aborted. */
  race<T>(promise: Promise<T>): Promise<T>;
  dispose(): void;
}

export function abortOf(signal: AbortSignal): Abort {
  const cancelled = (): FailureError => new FailureError('device.cancelled', 'The scan was cancelled.');
  const waiting = new Set<(error: FailureError) => void>();
  const onAbort = (): void => {
    for (const reject of waiting) reject(cancelled());
    waiting.clear();
  };
  signal.addEventListener('abort', onAbort);
  return {
    async race(promise) {
      let stop: (() => void) | undefined;
      const aborted = new Promise<never>((_resolve, reject) => {
        if (signal.aborted) reject(cancelled());
        waiting.add(reject);
        stop = () => waiting.delete(reject);
      });
      try {
        return await Promise.race([aborted, promise]);
      } finally {
        stop?.();
      }
    },
    dispose: () => signal.removeEventListener('abort', onAbort),
  };
}
