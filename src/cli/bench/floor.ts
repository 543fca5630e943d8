// Benchmark. How long something takes, beside the bare time of the inferences in it: what no code around them can go below.
import type { Core } from '../../core/core.ts';
import { median } from '../evaluate/statistics.ts';

export interface Floor {
  /** Every inference, one after another, with nothing around it. */
  readonly floorMs: number;
  /** Of each model at each size of input: how often, and how long one takes. */
  readonly floorParts: Readonly<Record<string, { readonly calls: number; readonly bareMs: number }>>;
  /** Time beyond the floor, as a share of it. Work runs side by side, so it can be negative. */
  readonly overhead: number;
}

/** Throws what a failed call says. */
export function required<T>(result: { ok: true; value: T } | { ok: false; error: { message: string } }): T {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

/** `ms`: the median of `rounds`, after one that finds caches cold. `once` says how long it took. */
export async function measureOverFloor(
  core: Core,
  rounds: number,
  once: () => Promise<number>,
): Promise<Floor & { readonly ms: number }> {
  await once();
  const before = required(await core.engine.call('inferenceTally'));
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) times.push(await once());
  const after = required(await core.engine.call('inferenceTally'));
  const bare = required(await core.engine.call('inferenceFloor', { runs: 15 }));
  const floorParts = Object.fromEntries(
    Object.entries(after).flatMap(([name, total]) => {
      const calls = (total.calls - (before[name]?.calls ?? 0)) / rounds;
      return calls > 0 ? [[name, { calls, bareMs: bare[name] ?? 0 }] as const] : [];
    }),
  );
  const floorMs = Object.values(floorParts).reduce((sum, { calls, bareMs }) => sum + calls * bareMs, 0);
  const ms = median(times);
  return { ms, floorMs, floorParts, overhead: ms / floorMs - 1 };
}
