// Engine, a program for developers: measures match-curve.json, how often the face match errs at each score.
//
//   node src/engine/face/measure-match-curve.ts DIR "What the set is"
//
// DIR holds photographs and `pairs.json`: [file, file, 1 for the same person or 0]. Genuine scores come from every two
// photographs of one person, impostor scores from every two photographs of different persons. A person is what the
// file's name says before its number (`Ada_Example_0001.jpg`), joined with what the pairs say.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createModelStore } from '../models/model-store.ts';
import { templateOfImage } from './single-image.ts';
import { cosine } from './template.ts';

const [folder, measuredOn] = process.argv.slice(2);
if (!folder || !measuredOn) {
  process.stderr.write('Usage: measure-match-curve.ts DIR "What the set is"\n');
  process.exit(2);
}
const root = join(import.meta.dirname, '../../..');
const models = await createModelStore({
  folder: join(root, 'models/files'),
  manifestFile: join(root, 'models/manifest.json'),
});

const pairs = JSON.parse(await readFile(join(folder, 'pairs.json'), 'utf8')) as [string, string, 0 | 1][];
// biome-ignore lint/complexity/noFlatMapIdentity: the third item of a pair is not a file.
const files = [...new Set(pairs.flatMap(([a, b]) => [a, b]))];
const personOf = new Map(files.map((file) => [file, file.replace(/_?\d*\.[a-z]+$/i, '')]));
for (const [a, b, same] of pairs) if (same) personOf.set(b, personOf.get(a)!);

const samples: { person: string; template: Float32Array }[] = [];
for (const file of files) {
  const { template } = await templateOfImage(models, await readFile(join(folder, file)));
  if (template) samples.push({ person: personOf.get(file)!, template });
}

const genuine: number[] = [];
const impostor: number[] = [];
samples.forEach((a, i) => {
  for (const b of samples.slice(i + 1)) {
    (a.person === b.person ? genuine : impostor).push(cosine(a.template, b.template));
  }
});

const scores = Array.from({ length: 111 }, (_, i) => Math.round(-10 + i) / 100);
const rate = (values: readonly number[], wrong: (value: number) => boolean) =>
  Number((values.filter(wrong).length / values.length).toPrecision(4));
const curve = {
  model: models.reference('sface'),
  measuredOn,
  photographs: files.length,
  withoutFace: files.length - samples.length,
  genuinePairs: genuine.length,
  impostorPairs: impostor.length,
  scores,
  falseMatchRates: scores.map((score) => rate(impostor, (value) => value >= score)),
  falseNonMatchRates: scores.map((score) => rate(genuine, (value) => value < score)),
};
await writeFile(join(import.meta.dirname, 'match-curve.json'), `${JSON.stringify(curve)}\n`);
