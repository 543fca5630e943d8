// Command line. Suite `faces`: pairs of photographs, reported after ISO/IEC 19795-1.
import { join } from 'node:path';
import { z } from 'zod';
import { readNamedInput } from '../input.ts';
import { readTruth } from './dataset.ts';
import { mapInPairs, measuredOrNull, type SuiteContext } from './measured.ts';
import { median, wilson } from './statistics.ts';

const pairsSchema = z.array(z.tuple([z.string(), z.string(), z.union([z.literal(0), z.literal(1)])]));
const falseMatchRates = { '1e-3': 1e-3, '1e-4': 1e-4 } as const;

export async function evaluateFaces({ engine, dataFolder, progress }: SuiteContext) {
  const pairs = await readTruth(join(dataFolder, 'pairs.json'), pairsSchema);
  const files = [...new Set(pairs.flatMap(([a, b]) => (a === b ? [a] : [a, b])))].sort();
  const measured = await mapInPairs(files, progress, async (file) =>
    measuredOrNull(
      await engine.call('faceTemplate', { image: await readNamedInput(join(dataFolder, file)) }),
    ),
  );
  const templates = new Map(files.map((file, i) => [file, measured[i]?.template ?? null]));

  // A photograph without a face is a failure to enrol: its mated pairs count as not matched, never as absent.
  const similarity = (a: string, b: string) => {
    const [left, right] = [templates.get(a), templates.get(b)];
    return left && right ? dot(left, right) : -1;
  };
  const scored = pairs.map(([a, b, same]) => ({ score: similarity(a, b), same: same === 1 }));
  const mated = scored.filter((pair) => pair.same).map((pair) => pair.score);

  const { accuracy, correct, threshold } = crossValidatedAccuracy(scored);
  const impostors = impostorScores(files, templates, pairs);
  const at = Object.entries(falseMatchRates).map(([name, rate]) => {
    const cut = thresholdAt(impostors.scores, impostors.count, rate);
    const missed = mated.filter((score) => score < cut).length;
    return { name, cut, missed };
  });
  const record = <T>(pick: (row: (typeof at)[number]) => T) =>
    Object.fromEntries(at.map((row) => [row.name, pick(row)]));
  return {
    pairs: pairs.length,
    accuracy,
    accuracyCi95: wilson(correct, pairs.length),
    fnmrAtFmr: record((row) => row.missed / mated.length),
    fnmrAtFmrCi95: record((row) => wilson(row.missed, mated.length)),
    thresholds: { accuracy: threshold, ...record((row) => row.cut) },
    impostorPairs: impostors.count,
    failuresToEnrol: files.filter((file) => templates.get(file) === null),
    msPerFace: median(measured.flatMap((face) => face?.ms ?? [])),
  };
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
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
 * Scores of different persons. All cross pairs where file names tell the person (`Name_0001.jpg`, as LFW's do), which
 * gives a million instead of hundreds; the labelled pairs alone otherwise. Only the highest scores are kept.
 */
function impostorScores(
  files: readonly string[],
  templates: ReadonlyMap<string, Float32Array | null>,
  pairs: z.infer<typeof pairsSchema>,
): { scores: Float32Array; count: number } {
  const person = (file: string) => /^(.+)_\d+\.\w+$/.exec(file)?.[1];
  const enrolled = files.filter((file) => templates.get(file));
  const scores: number[] = [];
  if (files.every((file) => person(file) !== undefined)) {
    for (let i = 0; i < enrolled.length; i++) {
      for (let j = i + 1; j < enrolled.length; j++) {
        if (person(enrolled[i]!) !== person(enrolled[j]!)) {
          scores.push(dot(templates.get(enrolled[i]!)!, templates.get(enrolled[j]!)!));
        }
      }
    }
  } else {
    for (const [a, b, same] of pairs) {
      const [left, right] = [templates.get(a), templates.get(b)];
      if (same === 0 && left && right) scores.push(dot(left, right));
    }
  }
  return { scores: Float32Array.from(scores).sort().reverse(), count: scores.length };
}

/** The lowest threshold at which at most `rate` of the impostors match. */
function thresholdAt(descending: Float32Array, count: number, rate: number): number {
  const allowed = Math.floor(count * rate);
  const firstRejected = descending[allowed] ?? 1;
  return firstRejected + 1e-6;
}
