// Training (Node). Renders the specimen faces that scenes.py lays into its scenes: our own drawings, no photograph.
//
//     node render-faces.ts OUT [COUNT]
//
// Writes OUT/NNNN.jpg and OUT/faces.json: file, size, corner radius and the portrait's empty frame, in millimetres.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { drawSpecimen, encodeJpeg, specimenKinds } from '../../../src/studio/index.ts';
import { layouts } from '../../../src/studio/specimen/layouts.ts';

/** A page 125 mm wide then has 625 pixels, twice what a scene shows of it. */
const pxPerMm = 5;

const [out, count = '320'] = process.argv.slice(2);
if (!out) throw new Error('render-faces.ts OUT [COUNT]');
await mkdir(out, { recursive: true });
const faces = [];
for (let seed = 0; seed < Number(count); seed += 1) {
  const kind = specimenKinds[seed % specimenKinds.length]!;
  const { raster, cornerRadiusMm, truth } = await drawSpecimen({ kind, seed: 10_000 + seed, pxPerMm });
  const file = `${String(seed).padStart(4, '0')}.jpg`;
  await writeFile(join(out, file), await encodeJpeg(raster, 92));
  const { widthMm, heightMm } = truth;
  faces.push({ file, widthMm, heightMm, cornerRadiusMm, portraitMm: layouts[kind].portrait ?? null });
}
await writeFile(join(out, 'faces.json'), JSON.stringify(faces));
