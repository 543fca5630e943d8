// Engine, a program for developers: measures template-centre.json, what all templates have in common, and
// match-curve.json, how often the face match errs at each score.
//
//   node src/engine/face/measure-match-curve.ts DIR "What the set is" [PORTRAITS.json]
//
// DIR holds photographs and `pairs.json`: [file, file, 1 for the same person or 0]. Genuine scores come from every two
// photographs of one person, impostor scores from every two photographs of different persons. A person is what the
// file's name says before its number (`Ada_Example_0001.jpg`), joined with what the pairs say. PORTRAITS.json is what
// `proofdesk evaluate portraits --json` says: where portraits on documents err more often, their rates are taken.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { matchCurveSchema } from '../../shared/domain/match-curve.ts';
import { ratesOf, worseOf } from '../../shared/domain/match-curve-measurement.ts';
import { createModelStore } from '../models/model-store.ts';
import { bareTemplateOfImage } from './single-image.ts';
import { centred, cosine, templateModel } from './template.ts';

const [folder, measuredOn, portraitsFile] = process.argv.slice(2);
if (!folder || !measuredOn) {
  process.stderr.write('Usage: measure-match-curve.ts DIR "What the set is" [PORTRAITS.json]\n');
  process.exit(2);
}
const root = join(import.meta.dirname, '../../..');
const models = await createModelStore({
  folder: join(root, 'models/files'),
  manifestFile: join(root, 'models/manifest.json'),
});

/**
 * Named wrongly in Labelled Faces in the Wild: looked at, it shows the Flor Montulo of another photograph, whom it resembles
 * at 0.61 where no two strangers reach 0.44. Left in, one wrong name would be all that the curve says of rare matches.
 */
const wronglyNamed: ReadonlySet<string> = new Set(['Nora_Bendijo_0001.jpg']);

const pairs = JSON.parse(await readFile(join(folder, 'pairs.json'), 'utf8')) as [string, string, 0 | 1][];
// biome-ignore lint/complexity/noFlatMapIdentity: the third item of a pair is not a file.
const files = [...new Set(pairs.flatMap(([a, b]) => [a, b]))];
const personOf = new Map(files.map((file) => [file, file.replace(/_?\d*\.[a-z]+$/i, '')]));
for (const [a, b, same] of pairs) if (same) personOf.set(b, personOf.get(a)!);

const bare: { file: string; person: string; template: Float32Array }[] = [];
for (const file of files) {
  const template = await bareTemplateOfImage(models, await readFile(join(folder, file)));
  if (template) bare.push({ file, person: personOf.get(file)!, template });
}

const middle = Array.from(bare[0]!.template, (_, i) => {
  const sum = bare.reduce((total, { template }) => total + template[i]!, 0);
  return Number((sum / bare.length).toPrecision(5));
});
const samples = bare
  .filter(({ file }) => !wronglyNamed.has(file))
  .map(({ person, template }) => ({ person, template: centred(template, middle) }));

const genuine: number[] = [];
const impostor: number[] = [];
samples.forEach((a, i) => {
  for (const b of samples.slice(i + 1)) {
    (a.person === b.person ? genuine : impostor).push(cosine(a.template, b.template));
  }
});
const counts = [...Map.groupBy(samples, ({ person }) => person).values()].map(({ length }) => length);
const photographs = ratesOf({
  genuine,
  impostor,
  persons: counts.filter((count) => count > 1).length,
  personPairs: (counts.length * (counts.length - 1)) / 2,
});
const portraits = portraitsFile
  ? z
      .object({ rates: matchCurveSchema.omit({ model: true, measuredOn: true }), document: z.string() })
      .parse(JSON.parse(await readFile(portraitsFile, 'utf8')))
  : null;

const write = (name: string, value: object) =>
  writeFile(join(import.meta.dirname, name), `${JSON.stringify(value)}\n`);
await write('template-centre.json', {
  model: templateModel,
  measuredOn,
  photographs: bare.length,
  values: middle,
});
await write('match-curve.json', {
  model: templateModel,
  measuredOn: portraits ? `${measuredOn}; ${portraits.document}, whichever is worse` : measuredOn,
  photographs: files.length,
  withoutFace: files.length - bare.length,
  ...(portraits ? worseOf(photographs, portraits.rates) : photographs),
});
