// Command line and tests (Linux). Our processes and their memory, from /proc.
import { readdirSync, readFileSync } from 'node:fs';

const field = (status: string, name: string) =>
  Number(new RegExp(`^${name}:\\s*(\\d+)`, 'm').exec(status)?.[1] ?? 0);

/** Megabytes resident now, and the most there ever was. */
export function memoryOf(pid: number): { now: number; peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return { now: field(status, 'VmRSS') / 1024, peak: field(status, 'VmHWM') / 1024 };
}

export function childrenOf(parent: number): { pid: number; program: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        if (field(readFileSync(`/proc/${name}/status`, 'utf8'), 'PPid') !== parent) return [];
        return [{ pid: Number(name), program: readFileSync(`/proc/${name}/cmdline`, 'utf8') }];
      } catch {
        return []; // It ended while we looked.
      }
    });
}

/** Children, their children, and so on. */
export const descendantsOf = (ancestor: number): ReturnType<typeof childrenOf> =>
  childrenOf(ancestor).flatMap((child) => [child, ...descendantsOf(child.pid)]);
