// Photographs of specimens through the real networks: what the recogniser is weak at.
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { createModelStore } from '../../../../src/engine/models/model-store.ts';
import { createLineReader, type LineReader } from '../../../../src/engine/printed/line-reader.ts';
import { readPrinted } from '../../../../src/engine/printed/read-printed.ts';
import {
  drawSpecimen,
  type Holder,
  photographRaster,
  type SpecimenKind,
} from '../../../../src/studio/index.ts';

const root = join(import.meta.dirname, '../../../..');
let reader: LineReader;
beforeAll(async () => {
  const models = await createModelStore({
    folder: join(root, 'models/files'),
    manifestFile: join(root, 'models/manifest.json'),
  });
  reader = createLineReader(models);
});

async function read(kind: SpecimenKind, seed: number, holder: Partial<Holder>) {
  const { raster, truth } = await photographRaster({
    specimen: await drawSpecimen({ kind, seed, holder }),
    seed,
    camera: { widthPx: 1920, heightPx: 1080 },
    pose: { yawDegrees: 6, pitchDegrees: -5, rollDegrees: 3, fill: 0.85 },
  });
  const { widthMm, heightMm } = truth.specimen;
  const { fields } = await readPrinted(
    {
      raster,
      sourceScale: 1,
      copy: raster,
      lines: [],
      page: { quad: truth.quad, widthMm, heightMm, isUpright: true },
      hints: null,
      side: 'front',
      nowMs: Date.UTC(2026, 10, 25),
    },
    { reader },
  );
  return {
    fields: Object.fromEntries(fields.map(({ name, value }) => [name, value])),
    truth: truth.specimen,
  };
}

describe.each<[SpecimenKind, string, string]>([
  ['esp-card-front', 'CASTRO VEGA', 'FRANCISCO JAVIER'],
  ['eu-licence-front', 'VON DER HEYDTE', 'LUKAS MAXIMILIAN FERDINAND'],
  ['td1-front', 'VAN DER MUELLEN', 'ANNA-MARIA ZOE'],
  // What looks like a blank and is none.
  ['esp-card-front', 'ALTAYAVARRI', 'VALTTERI'],
])('the names on %s', (kind, surname, givenNames) => {
  test(`${surname}, ${givenNames}: a blank wherever there is one, and nowhere else`, async () => {
    for (const seed of [3, 4]) {
      const { fields } = await read(kind, seed, { surname, givenNames });
      expect({ seed, ...fields }).toMatchObject({ seed, surname, givenNames });
    }
  });
});

test('a licence of California is read in full', async () => {
  const { fields, truth } = await read('usa-licence-front', 5, {
    surname: 'WASHBURN',
    givenNames: 'ANDREA',
    birthDate: '1983-03-05',
    issueDate: '2024-07-12',
    expiryDate: '2029-07-11',
    documentNumber: 'W8558069',
    sex: 'F',
  });
  expect(fields).toMatchObject(truth.fields);
});
