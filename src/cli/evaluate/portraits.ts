// Command line. Suite `portraits`: of each pair of one person the first photograph becomes the portrait of a document that
// the studio draws and photographs, found and compared by the code that documents pass; the second stays a selfie.
import { join } from 'node:path';
import sharp from 'sharp';
import { ratesOf } from '../../shared/domain/match-curve-measurement.ts';
import { drawSpecimen, type PortraitSource, photograph } from '../../studio/index.ts';
import { seededRandom } from '../../studio/random.ts';
import { layouts } from '../../studio/specimen/layouts.ts';
import { readNamedInput } from '../input.ts';
import { type Comparisons, dot, errorRates, personOf, ratesAtThreshold } from './comparison.ts';
import { readPairs, templatesOf } from './faces.ts';
import { type Engine, inTurn, mapInPairs, measuredOrNull, type SuiteContext } from './measured.ts';
import type { Plot } from './plot.ts';
import { type PortraitShot, planPortrait, portraitLevels } from './portrait-plan.ts';
import { median } from './statistics.ts';

/** Pairs at each level, where the caller does not say. */
const ordinaryPairs = 60;
const sampleSeed = 1;

export async function evaluatePortraits(context: SuiteContext, threshold: number, count: number | null) {
  const { engine, dataFolder, progress } = context;
  const mated = (await readPairs(dataFolder)).filter(([, , same]) => same === 1);
  const pairs = sampleOf(mated, count ?? ordinaryPairs).map(([printed, live]) => ({
    person: personOf(printed) ?? printed,
    printed,
    live,
  }));
  const selfies = await templatesOf(
    { ...context, progress: () => {} },
    pairs.map(({ live }) => live),
  );

  const shots = portraitLevels.flatMap((level) =>
    pairs.map(({ printed }, i) => ({ level, printed, shot: planPortrait(level, i) })),
  );
  const reading = inTurn();
  const portraits = await mapInPairs(shots, progress, async ({ printed, shot }) => {
    const image = await readNamedInput(join(dataFolder, printed));
    const jpeg = await take(shot, { image, face: await faceIn(engine, image) });
    return reading(async () => measuredOrNull(await engine.call('portraitTemplate', { image: jpeg })));
  });

  const templateOf = (measured: { template: Float32Array | null } | null | undefined) =>
    measured?.template ?? null;
  const personPairs = (pairs.length * (pairs.length - 1)) / 2;
  const perLevel = portraitLevels.map((level, l) => {
    const own = portraits.slice(l * pairs.length, (l + 1) * pairs.length).map(templateOf);
    // A face that was not found is a failure to enrol: not matched, never absent.
    const scores = own.flatMap((portrait, i) =>
      pairs.map(({ person }, j) => {
        const selfie = templateOf(selfies[j]);
        const same = i === j;
        if (!same && person === pairs[i]!.person) return null;
        return { same, score: portrait && selfie ? dot(portrait, selfie) : same ? -1 : null };
      }),
    );
    const pick = (same: boolean) =>
      scores.flatMap((row) => (row && row.same === same && row.score !== null ? row.score : []));
    const comparisons: Comparisons = {
      genuine: pick(true),
      impostor: pick(false),
      persons: pairs.length,
      personPairs,
    };
    return { level, comparisons, notFound: own.filter((template) => !template).length };
  });
  const overall: Comparisons = {
    genuine: perLevel.flatMap(({ comparisons }) => comparisons.genuine),
    impostor: perLevel.flatMap(({ comparisons }) => comparisons.impostor),
    persons: pairs.length,
    personPairs,
  };
  const plot: Plot = {
    title: 'Portraits on documents against selfies',
    names: { accept: 'FMR', reject: 'FNMR', genuine: 'same person', impostor: 'strangers' },
    series: perLevel.map(({ level, comparisons }) => ({ name: level, ...comparisons })),
    threshold,
  };
  return {
    pairs: pairs.length,
    levels: Object.fromEntries(
      perLevel.map(({ level, comparisons, notFound }) => [
        level,
        { notFound, ...errorRates(comparisons), atPolicy: ratesAtThreshold(comparisons, threshold) },
      ]),
    ),
    ...errorRates(overall),
    atPolicy: ratesAtThreshold(overall, threshold),
    msPerPortrait: median(portraits.flatMap((portrait) => portrait?.ms ?? [])),
    document: `as portraits on ${portraits.length} documents drawn and photographed by the studio`,
    rates: ratesOf(overall),
    plot,
  };
}

/** `count` of the items, or all; the same ones each time. */
function sampleOf<T>(items: readonly T[], count: number): T[] {
  const random = seededRandom(sampleSeed);
  const left = [...items];
  return Array.from({ length: Math.min(count, items.length) }, () =>
    left.splice(random.integer(0, left.length - 1), 1),
  ).flat();
}

/** Where the photograph's face is, as fractions; `null` where none is seen. */
async function faceIn(engine: Engine, image: Uint8Array): Promise<PortraitSource['face']> {
  const { data, info } = await sharp(image)
    .rotate()
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width: widthPx, height: heightPx } = info;
  const frame = { widthPx, heightPx, rgba: new Uint8Array(data) };
  const guidance = measuredOrNull(await engine.call('guideFace', { frame }));
  if (!guidance?.quad) return null;
  const [[left, top], , [right, bottom]] = guidance.quad;
  return {
    x: left / widthPx,
    y: top / heightPx,
    width: (right - left) / widthPx,
    height: (bottom - top) / heightPx,
  };
}

async function take({ kind, seed, print, conditions }: PortraitShot, portrait: PortraitSource) {
  const { widthMm, heightMm } = layouts[kind];
  const { widthPx, heightPx } = conditions.camera;
  const pxPerMm = Math.ceil(Math.max(widthPx ?? 0, heightPx ?? 0) / Math.max(widthMm, heightMm));
  const specimen = await drawSpecimen({ kind, seed, portrait, portraitPrint: print, pxPerMm });
  return (await photograph({ ...conditions, specimen })).jpeg;
}
