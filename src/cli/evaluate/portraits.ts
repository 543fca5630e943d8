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
  const labelled = await readPairs(dataFolder);
  const pairs = sampleOf(
    labelled.filter(([, , same]) => same === 1),
    count ?? ordinaryPairs,
  ).map(([printed, live]) => ({ person: personOf(printed) ?? printed, printed, live }));
  // Strangers are all other persons of the set where the files' names tell who is who, else those of the other pairs.
  const all = [...new Set([...labelled.map(([a]) => a), ...labelled.map(([, b]) => b)])].sort();
  const files = all.every((file) => personOf(file) !== undefined) ? all : pairs.map(({ live }) => live);
  const measured = await templatesOf(context, files);
  const selfies = files.map((file, i) => ({
    file,
    person: personOf(file) ?? pairs[i]!.person,
    template: measured[i]?.template ?? null,
  }));

  const shots = portraitLevels.flatMap((level) =>
    pairs.map(({ printed }, i) => ({ level, printed, shot: planPortrait(level, i) })),
  );
  const reading = inTurn();
  const portraits = await mapInPairs(shots, progress, async ({ printed, shot }) => {
    const image = await readNamedInput(join(dataFolder, printed));
    const jpeg = await take(shot, { image, face: await faceIn(engine, image) });
    return reading(async () => measuredOrNull(await engine.call('portraitTemplate', { image: jpeg })));
  });

  const persons = new Set(selfies.map(({ person }) => person)).size;
  const personPairs = pairs.length * (persons - 1);
  const perLevel = portraitLevels.map((level, l) => {
    const own = pairs.map((pair, i) => ({
      ...pair,
      template: portraits[l * pairs.length + i]?.template ?? null,
    }));
    // A face that was not found is a failure to enrol: not matched, never absent.
    const genuine = own.map(({ template, live }) => {
      const selfie = selfies.find(({ file }) => file === live)?.template;
      return template && selfie ? dot(template, selfie) : -1;
    });
    const impostor = own.flatMap(({ person, template }) =>
      selfies.flatMap((selfie) =>
        template && selfie.template && selfie.person !== person ? dot(template, selfie.template) : [],
      ),
    );
    const comparisons: Comparisons = { genuine, impostor, persons: pairs.length, personPairs };
    return { level, comparisons, notFound: own.filter(({ template }) => !template).length };
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
