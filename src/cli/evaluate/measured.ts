// Command line. Engine calls over a list of items, two in flight: the engine overlaps decoding with inference.
import type { EngineContract } from '../../shared/contract/engine-contract.ts';
import type { Client } from '../../shared/contract/rpc.ts';
import type { Failure } from '../../shared/kernel/failure.ts';
import { FailureError } from '../../shared/kernel/failure.ts';
import type { Result } from '../../shared/kernel/result.ts';

export type Engine = Client<EngineContract>;

/** What a suite gets from its surroundings. */
export interface SuiteContext {
  readonly engine: Engine;
  readonly dataFolder: string;
  /** Progress for the person who waits; goes to the standard error. */
  readonly progress: (done: number, total: number) => void;
}

/** What a suite gets that draws its own pictures. */
export interface DrawnSuiteContext extends Omit<SuiteContext, 'dataFolder'> {
  /** How many pictures; `null` for as many as the suite is usually measured with. */
  readonly count: number | null;
}

/** Maps in order with at most two calls under way. */
export async function mapInPairs<A, B>(
  items: readonly A[],
  progress: SuiteContext['progress'],
  measure: (item: A) => Promise<B>,
): Promise<B[]> {
  const results: B[] = new Array<B>(items.length);
  let next = 0;
  let done = 0;
  const work = async () => {
    while (next < items.length) {
      const index = next++;
      results[index] = await measure(items[index]!);
      progress(++done, items.length);
    }
  };
  await Promise.all([work(), work()]);
  return results;
}

/** Runs what it is given one after another: the next picture is drawn while one is read, and times are of one reading alone. */
export function inTurn(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  };
}

/** A measurement on one file: an unreadable image is a result (`null`); a dead engine ends the suite. */
export function measuredOrNull<T>(result: Result<T, Failure>): T | null {
  if (result.ok) return result.value;
  if (result.error.kind.startsWith('image.')) return null;
  throw new FailureError(result.error.kind, result.error.message);
}
