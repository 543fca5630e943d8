// Child processes of core. The channel to the parent process as a port. The parent forks with `serialization: 'advanced'`,
// so typed arrays arrive as themselves.
import type { Port } from './rpc.ts';

/** Fails when this process has no parent with a channel. */
export function parentPort(): Port {
  if (!process.send) throw new Error('This program is started by core, not by hand.');
  return {
    send(message) {
      // A parent that is gone needs no answer; `disconnect` ends this process.
      if (process.connected) process.send?.(message, undefined, undefined, () => {});
    },
    onMessage(listener) {
      process.on('message', listener);
      return () => process.off('message', listener);
    },
  };
}
