// Command line. A display for Electron: the one there is, or a virtual one (Xvfb) that ends with us.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';

export interface Display {
  /** Value for the environment variable DISPLAY; `undefined` where the platform needs none. */
  readonly name: string | undefined;
  readonly virtual: boolean;
  close(): void;
}

export async function openDisplay(options: { readonly alwaysVirtual?: boolean } = {}): Promise<Display> {
  const present = process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY;
  if (process.platform !== 'linux' || (present && !options.alwaysVirtual)) {
    return { name: process.env.DISPLAY, virtual: false, close: () => {} };
  }
  // `-displayfd 3`: the server picks a free number itself and tells it once it accepts clients.
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x800x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const failed = once(server, 'error').then(([thrown]) => {
    throw new Error('Xvfb cannot be started; `npm run setup` brings it.', { cause: thrown });
  });
  const ended = once(server, 'exit').then(() => {
    throw new Error('Xvfb ended before it gave a display.');
  });
  const [number] = (await Promise.race([once(server.stdio[3] as Readable, 'data'), failed, ended])) as [
    Buffer,
  ];
  failed.catch(() => {});
  ended.catch(() => {});
  server.unref();
  return { name: `:${number.toString().trim()}`, virtual: true, close: () => void server.kill() };
}
