// Command line. Suites `liveness` and `recapture`: attack detection reported after ISO/IEC 30107-3, species by species.

import { readNamedInput } from '../input.ts';
import { type LabelledFile, presentations } from './dataset.ts';
import { type Engine, mapInPairs, measuredOrNull, type SuiteContext } from './measured.ts';
import type { Plot } from './plot.ts';
import { areaInterval, areaUnderCurve, median, wilson } from './statistics.ts';

interface Scored {
  /** High is bona fide. */
  readonly score: number;
  readonly parts: Readonly<Record<string, number>>;
  readonly ms: number;
}
/** `null`: the subsystem gave no answer (no face, an unreadable image). */
type Score = (engine: Engine, image: Uint8Array) => Promise<Scored | null>;

/** Score at or above the threshold is taken for bona fide. No answer is a rejection of either kind. */
async function evaluate({ engine, dataFolder, progress }: SuiteContext, threshold: number, score: Score) {
  const files = await presentations(dataFolder);
  const perFile = await mapInPairs(files, progress, async (file: LabelledFile) => {
    const scored = await score(engine, await readNamedInput(file.path));
    return {
      file: file.name,
      species: file.species,
      ...scored,
      accepted: scored !== null && scored.score >= threshold,
    };
  });
  const bonaFide = perFile.filter((file) => file.species === null);
  const rejected = bonaFide.filter((file) => !file.accepted).length;
  const bySpecies = [
    ...Map.groupBy(
      perFile.filter((file) => file.species !== null),
      (file) => file.species!,
    ),
  ]
    .map(([species, attacks]) => ({
      species,
      accepted: attacks.filter((attack) => attack.accepted).length,
      total: attacks.length,
    }))
    // Worst first: the standard reports the worst species, not the mean.
    .sort((a, b) => b.accepted / b.total - a.accepted / a.total);
  const scores = (attack: boolean) =>
    perFile.filter((file) => (file.species !== null) === attack).map((file) => file.score ?? 0);
  const area = areaUnderCurve(scores(false), scores(true));
  return {
    bonaFide: bonaFide.length,
    bpcer: rejected / bonaFide.length,
    bpcerCi95: wilson(rejected, bonaFide.length),
    apcer: Object.fromEntries(bySpecies.map((row) => [row.species, row.accepted / row.total])),
    apcerCi95: Object.fromEntries(bySpecies.map((row) => [row.species, wilson(row.accepted, row.total)])),
    auc: area,
    aucCi95: areaInterval(area, bonaFide.length, perFile.length - bonaFide.length),
    threshold,
    noAnswer: perFile.filter((file) => file.score === undefined).length,
    msPerFile: median(perFile.flatMap((file) => file.ms ?? [])),
    perFile,
    plot: plotOf(perFile, threshold),
  };
}

/** Every species has its own curve, against all bona fide presentations. */
function plotOf(
  perFile: readonly { readonly species: string | null; readonly score?: number }[],
  threshold: number,
): Plot {
  const bySpecies = Map.groupBy(perFile, ({ species }) => species);
  const scoresOf = (species: string | null) =>
    (bySpecies.get(species) ?? []).flatMap(({ score }) => score ?? []);
  return {
    title: 'Presentation attacks',
    names: { accept: 'APCER', reject: 'BPCER', genuine: 'bona fide', impostor: 'attacks' },
    series: [...bySpecies.keys()].flatMap((species) =>
      species === null ? [] : { name: species, genuine: scoresOf(null), impostor: scoresOf(species) },
    ),
    threshold,
  };
}

export const evaluateLiveness = (context: SuiteContext, threshold: number) =>
  evaluate(context, threshold, async (engine, image) => {
    const measured = measuredOrNull(await engine.call('liveness', { image }));
    if (measured === null || measured.score === null) return null;
    return { score: measured.score, parts: {}, ms: measured.ms };
  });

/** Two detectors, each with its own threshold; the score is the distance to the nearer alarm, so that 0 is the threshold. */
export const evaluateRecapture = (
  context: SuiteContext,
  thresholds: { readonly screen: number; readonly print: number },
) =>
  evaluate(context, 0, async (engine, image) => {
    const measured = measuredOrNull(await engine.call('recapture', { image }));
    if (measured === null) return null;
    const { screen, print, ms } = measured;
    return {
      score: Math.min(thresholds.screen - screen, thresholds.print - print),
      parts: { screen, print },
      ms,
    };
  }).then((metrics) => ({ ...metrics, thresholds }));
