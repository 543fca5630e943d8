// Recipe. Fits the six numbers of src/engine/face/covering.ts on bare faces and on the same with covers drawn before them.
// node models/training/face-covering/fit.ts FOLDER... ; each folder holds photographs of one bare face each.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { alignFace } from '../../../src/engine/face/align.ts';
import { mouthSigns, signsOfMouth } from '../../../src/engine/face/covering.ts';
import { findFaces } from '../../../src/engine/face/find.ts';
import { findLandmarks } from '../../../src/engine/face/landmarks.ts';
import { rasterPixels } from '../../../src/engine/face/pixels.ts';
import { headPose } from '../../../src/engine/face/pose.ts';
import { decodeImage } from '../../../src/engine/image/decode.ts';
import { createModelStore } from '../../../src/engine/models/model-store.ts';
import { type Cover, type CoverShape, coverFace } from '../../../src/studio/person/cover.ts';
import type { Raster } from '../../../src/studio/raster.ts';

const covers: readonly Cover[] = [
  ...['#a9d2e6', '#f2f2f0', '#18181a', '#d98fa5', '#c98f74', 'skin'].map(
    (colour): Cover => ({ shape: 'surgical', colour }),
  ),
  { shape: 'surgical', colour: '#b7875f', pattern: 'dots' },
  { shape: 'respirator', colour: '#f0efe9' },
  { shape: 'respirator', colour: '#2a2c30' },
  ...['#a9d2e6', '#202022', 'skin'].map((colour): Cover => ({ shape: 'below the nose', colour })),
  { shape: 'scarf', colour: '#7c2230' },
  { shape: 'scarf', colour: '#c9b8a0' },
  { shape: 'scarf', colour: '#3b4a63', pattern: 'stripes' },
  ...['#8d5a3c', '#e8c3aa', 'skin'].map((colour): Cover => ({ shape: 'hand', colour })),
  { shape: 'thing', colour: '#f5f5f5' },
  { shape: 'thing', colour: '#111111' },
];
/** Of the faces, one in so many is covered. */
const coverEvery = 8;
/** Faces turned farther are told so before anything else. */
const straightTo = 0.25;
/** Bare faces that may be called covered. */
const falseAlarms = 0.008;

interface Sample {
  readonly folder: string;
  readonly person: number;
  readonly shape: CoverShape | null;
  readonly signs: readonly number[];
}

const root = join(import.meta.dirname, '../../..');
const models = await createModelStore({
  folder: join(root, 'models/files'),
  manifestFile: join(root, 'models/manifest.json'),
});
const detector = await models.session('retinaface-mnet025');
const landmarks = await models.session('faceplugin-landmarks');

async function alignedOf(raster: Raster) {
  const image = rasterPixels(raster);
  const [face] = await findFaces(detector, image, 'central');
  if (!face) return null;
  const { side } = headPose(await findLandmarks(landmarks, image, face), 1);
  return Math.abs(side) > straightTo ? null : { face, aligned: alignFace(image, face) };
}

/** As a dim room shows it. */
const dimmed = (rgb: Uint8Array): Uint8Array => rgb.map((value) => Math.round(value * 0.4));

async function samplesOf(folder: string): Promise<Sample[]> {
  const samples: Sample[] = [];
  const files = (await readdir(folder)).filter((file) => file.endsWith('.jpg')).sort();
  for (const [index, file] of files.entries()) {
    const raster = await decodeImage(await readFile(join(folder, file)), { maxPixels: 2_100_000 });
    const found = await alignedOf(raster);
    if (!found) continue;
    // Photographs of one person follow one another: blocks of 15 stay on one side of the division.
    const person = Math.floor(index / 15) % 2;
    const add = (shape: CoverShape | null, aligned: Uint8Array) =>
      samples.push({ folder, person, shape, signs: Object.values(signsOfMouth(aligned)) });
    add(null, found.aligned);
    add(null, dimmed(found.aligned));
    if (index % coverEvery > 0) continue;
    for (const cover of covers) {
      const covered = await alignedOf(await coverFace(raster, found.face.landmarks, cover, index));
      if (covered) add(cover.shape, covered.aligned);
    }
  }
  return samples;
}

const folders = process.argv.slice(2);
const samples: Sample[] = [];
for (const folder of folders) samples.push(...(await samplesOf(folder)));

interface Fit {
  readonly weights: readonly number[];
  readonly bias: number;
}
const scoreOf = ({ weights, bias }: Fit, { signs }: Sample) =>
  signs.reduce((sum, value, i) => sum + value * weights[i]!, bias);

/** Newton's method on the logistic loss, bare and covered of equal weight; then the bias moves to the share of false alarms. */
function fitOn(training: readonly Sample[]): Fit {
  const bare = training.filter(({ shape }) => !shape).length;
  const size = mouthSigns.length + 1;
  const mean = mouthSigns.map((_, i) => training.reduce((sum, s) => sum + s.signs[i]!, 0) / training.length);
  const spread = mouthSigns.map((_, i) =>
    Math.sqrt(training.reduce((sum, s) => sum + (s.signs[i]! - mean[i]!) ** 2, 0) / training.length),
  );
  const rows = training.map((s) => [
    ...s.signs.map((v, i) => Math.max(-4, Math.min(4, (v - mean[i]!) / spread[i]!))),
    1,
  ]);
  let b = new Array<number>(size).fill(0);
  for (let round = 0; round < 30; round++) {
    const gradient = new Array<number>(size).fill(0);
    const hessian = Array.from({ length: size }, (_, i) =>
      Array.from({ length: size }, (_, j) => (i === j ? 1e-3 : 0)),
    );
    rows.forEach((row, n) => {
      const covered = training[n]!.shape ? 1 : 0;
      const weight = 0.5 / (covered ? training.length - bare : bare);
      const p = 1 / (1 + Math.exp(-row.reduce((sum, v, i) => sum + v * b[i]!, 0)));
      for (let i = 0; i < size; i++) {
        gradient[i]! += weight * (p - covered) * row[i]!;
        for (let j = 0; j < size; j++) hessian[i]![j]! += weight * p * (1 - p) * row[i]! * row[j]!;
      }
    });
    const step = solve(hessian, gradient);
    b = b.map((value, i) => value - step[i]!);
  }
  const weights = mouthSigns.map((_, i) => b[i]! / spread[i]!);
  const raw = { weights, bias: 0 };
  const scores = training
    .filter(({ shape }) => !shape)
    .map((s) => scoreOf(raw, s))
    .sort((a, c) => a - c);
  return { weights, bias: -scores[Math.floor(scores.length * (1 - falseAlarms))]! };
}

/** Gauss-Jordan. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const m = matrix.map((row, i) => [...row, right[i]!]);
  for (let i = 0; i < m.length; i++) {
    const pivot = m[i]![i]!;
    m[i] = m[i]!.map((value) => value / pivot);
    for (let k = 0; k < m.length; k++) {
      if (k !== i) m[k] = m[k]!.map((value, j) => value - m[k]![i]! * m[i]![j]!);
    }
  }
  return m.map((row) => row.at(-1)!);
}

const share = (some: readonly Sample[], by: Fit) =>
  `${((100 * some.filter((s) => scoreOf(by, s) > 0).length) / some.length).toFixed(1)} % of ${some.length}`;
const shapes = [...new Set(covers.map(({ shape }) => shape))];
const all = fitOn(samples);
process.stdout.write(
  `${JSON.stringify({ weights: Object.fromEntries(mouthSigns.map((name, i) => [name, all.weights[i]])), bias: all.bias }, null, 2)}\n`,
);
for (const folder of folders) {
  const bare = samples.filter((s) => s.folder === folder && !s.shape);
  process.stdout.write(`bare faces called covered, ${folder.split('/').at(-1)}: ${share(bare, all)}\n`);
}
for (const shape of shapes) {
  // Told apart from one half of the people, in the other half, by a fit that never saw this shape.
  const apart = [0, 1].map((half) => {
    const without = fitOn(samples.filter((s) => s.person === half && s.shape !== shape));
    return share(
      samples.filter((s) => s.person !== half && s.shape === shape),
      without,
    );
  });
  const known = share(
    samples.filter((s) => s.shape === shape),
    all,
  );
  process.stdout.write(`${shape}: ${known}; never seen before, other people: ${apart.join(', ')}\n`);
}
