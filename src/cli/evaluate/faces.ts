// Command line. Suite `faces`: pairs of photographs, reported after ISO/IEC 19795-1.
import { join } from 'node:path';
import { z } from 'zod';
import { ratesOf } from '../../shared/domain/match-curve-measurement.ts';
import { readNamedInput } from '../input.ts';
import { type Comparisons, dot, errorRates, personOf, ratesAtThreshold } from './comparison.ts';
import { readTruth } from './dataset.ts';
import { mapInPairs, measuredOrNull, type SuiteContext } from './measured.ts';
import type { Plot } from './plot.ts';
import { median, wilson } from './statistics.ts';

const pairsSchema = z.array(z.tuple([z.string(), z.string(), z.union([z.literal(0), z.literal(1)])]));
export type Pairs = z.infer<typeof pairsSchema>;
export const readPairs = (dataFolder: string): Promise<Pairs> =>
  readTruth(join(dataFolder, 'pairs.json'), pairsSchema);

/** One for each file, `null` where there is no face; in the files' order. */
export const templatesOf = ({ engine, dataFolder, progress }: SuiteContext, files: readonly string[]) =>
  mapInPairs(files, progress, async (file) =>
    measuredOrNull(
      await engine.call('faceTemplate', { image: await readNamedInput(join(dataFolder, file)) }),
    ),
  );

export async function evaluateFaces(context: SuiteContext, threshold: number) {
  const pairs = await readPairs(context.dataFolder);
  const files = [...new Set(pairs.flatMap(([a, b]) => (a === b ? [a] : [a, b])))].sort();
  const measured = await templatesOf(context, files);
  const templates = new Map(files.map((file, i) => [file, measured[i]?.template ?? null]));

  // A photograph without a face is a failure to enrol: its mated pairs count as not matched, never as absent.
  const similarity = (a: string, b: string) => {
    const [left, right] = [templates.get(a), templates.get(b)];
    return left && right ? dot(left, right) : -1;
  };
  const scored = pairs.map(([a, b, same]) => ({ score: similarity(a, b), same: same === 1 }));
  const { correct, accuracy, threshold: best } = crossValidatedAccuracy(scored);
  const comparisons: Comparisons = {
    genuine: scored.filter((pair) => pair.same).map((pair) => pair.score),
    persons: new Set(pairs.filter(([, , same]) => same).map(([a]) => personOf(a) ?? a)).size,
    ...impostors(files, templates, pairs),
  };
  const plot: Plot = {
    title: 'Faces: pairs of photographs',
    names: { accept: 'FMR', reject: 'FNMR', genuine: 'same person', impostor: 'strangers' },
    series: [{ name: 'all', ...comparisons }],
    threshold,
  };
  return {
    pairs: pairs.length,
    accuracy,
    accuracyCi95: wilson(correct, pairs.length),
    ...errorRates(comparisons),
    atPolicy: ratesAtThreshold(comparisons, threshold),
    accuracyThreshold: best,
    failuresToEnrol: files.filter((file) => templates.get(file) === null),
    msPerFace: median(measured.flatMap((face) => face?.ms ?? [])),
    rates: ratesOf(comparisons),
    plot,
  };
}

/** LFW's protocol: in each of ten folds, the threshold that is best on the other nine. */
function crossValidatedAccuracy(pairs: readonly { score: number; same: boolean }[]) {
  const folds = 10;
  let correct = 0;
  for (let fold = 0; fold < folds; fold++) {
    const isTest = (i: number) => i % folds === fold;
    const threshold = bestThreshold(pairs.filter((_, i) => !isTest(i)));
    correct += pairs.filter((pair, i) => isTest(i) && pair.score >= threshold === pair.same).length;
  }
  return { correct, accuracy: correct / pairs.length, threshold: bestThreshold(pairs) };
}

function bestThreshold(pairs: readonly { score: number; same: boolean }[]): number {
  const sorted = pairs.toSorted((a, b) => b.score - a.score);
  let right = pairs.filter((pair) => !pair.same).length;
  let best = { right, threshold: Number.POSITIVE_INFINITY };
  sorted.forEach((pair, i) => {
    right += pair.same ? 1 : -1;
    const next = sorted[i + 1]?.score ?? pair.score;
    if (right > best.right && next < pair.score) best = { right, threshold: (pair.score + next) / 2 };
  });
  return best.threshold;
}

/**
 * Scores of different persons: all cross pairs where the files' names tell the persons, which gives a million instead of
 * hundreds; the labelled pairs alone otherwise.
 */
function impostors(
  files: readonly string[],
  templates: ReadonlyMap<string, Float32Array | null>,
  pairs: Pairs,
): Pick<Comparisons, 'impostor' | 'personPairs'> {
  const persons = files.map(personOf);
  const impostor: number[] = [];
  if (persons.every((person) => person !== undefined)) {
    const enrolled = files.map((file) => templates.get(file) ?? null);
    for (const [i, a] of enrolled.entries()) {
      for (let j = i + 1; a && j < enrolled.length; j++) {
        const b = enrolled[j];
        if (b && persons[i] !== persons[j]) impostor.push(dot(a, b));
      }
    }
    const count = new Set(persons).size;
    return { impostor, personPairs: (count * (count - 1)) / 2 };
  }
  for (const [a, b, same] of pairs) {
    const [left, right] = [templates.get(a), templates.get(b)];
    if (same === 0 && left && right) impostor.push(dot(left, right));
  }
  return { impostor, personPairs: impostor.length };
}
