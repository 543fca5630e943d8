// Benchmark. How long calls take, by name.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Timed } from './desk.ts';

export interface Latency {
  readonly calls: number;
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly longestMs: number;
}

export class Latencies {
  readonly #ms = new Map<string, number[]>();

  readonly timed: Timed = async (name, work) => {
    const startedAt = performance.now();
    const value = await work();
    const ms = performance.now() - startedAt;
    this.#ms.set(name, [...(this.#ms.get(name) ?? []), ms]);
    return value;
  };

  report(): Record<string, Latency> {
    return Object.fromEntries([...this.#ms].map(([name, all]) => [name, latency(all)]));
  }

  /** Of all calls, whatever their names. */
  whole(): Latency {
    return latency([...this.#ms.values()].flat());
  }
}

function latency(all: readonly number[]): Latency {
  const sorted = all.toSorted((a, b) => a - b);
  const of = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { calls: sorted.length, medianMs: of(0.5), p95Ms: of(0.95), longestMs: sorted.at(-1) ?? 0 };
}

/** How long anything had to wait for its turn at most, while `work` went on. */
export async function longestStall<T>(work: () => Promise<T>): Promise<{ value: T; stallMs: number }> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const value = await work();
  delay.disable();
  return { value, stallMs: delay.max / 1e6 };
}
