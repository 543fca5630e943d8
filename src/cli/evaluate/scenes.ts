// Command line. Suite `scenes`: pictures without any machine-readable zone, drawn by the studio. Nothing may be read from
// them. It needs no data.
import { type SceneWithoutZone, sceneWithoutZone } from '../../studio/index.ts';
import { type DrawnSuiteContext, inTurn, mapInPairs, measuredOrNull } from './measured.ts';
import { median, wilson } from './statistics.ts';
import { groups } from './virtual-tally.ts';

export interface SceneResult {
  readonly scene: SceneWithoutZone;
  readonly seed: number;
  readonly lines: readonly string[];
  readonly valid: boolean;
  readonly ms: number;
}

const usualCount = 200;

export async function evaluateScenes({ engine, count, progress }: DrawnSuiteContext) {
  const reading = inTurn();
  const seeds = Array.from({ length: count ?? usualCount }, (_, index) => index);
  const results = await mapInPairs(seeds, progress, async (seed): Promise<SceneResult> => {
    const { scene, jpeg } = await sceneWithoutZone(seed);
    return reading(async () => {
      const startedAt = performance.now();
      const read = measuredOrNull(await engine.call('readDocument', { image: jpeg, print: false }));
      const ms = performance.now() - startedAt;
      return { scene, seed, lines: read?.mrz?.lines ?? [], valid: read?.mrz?.valid ?? false, ms };
    });
  });
  return tallyScenes(results);
}

export function tallyScenes(results: readonly SceneResult[]) {
  const falseReads = results.filter(({ lines }) => lines.length > 0);
  const valid = falseReads.filter((result) => result.valid).length;
  return {
    scenes: results.length,
    falseReads: falseReads.length,
    falseReadRate: falseReads.length / results.length,
    falseReadRateCi95: wilson(falseReads.length, results.length),
    /** False readings whose check digits are right as well: nothing further on would stop them. */
    falseReadsValid: valid,
    falseReadsValidRateCi95: wilson(valid, results.length),
    nothingReadByScene: groups(
      results,
      ({ scene }) => scene,
      ({ lines }) => [lines.length === 0],
    ),
    msMedian: median(results.map(({ ms }) => ms)),
    perFile: falseReads.map(({ scene, seed, lines }) => ({ scene, seed, lines })),
  };
}
