// Models are trusted by their hash alone.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Tensor } from 'onnxruntime-node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createModelStore } from '../../../../src/engine/models/model-store.ts';
import { packImage } from '../../../../src/engine/models/tensor.ts';

const models = join(import.meta.dirname, '../../../../models');
const manifestFile = join(models, 'manifest.json');
const name = 'retinaface-mnet025';
const file = 'retinaface-mnet025-v2.onnx';
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'proofdesk-models-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the model store', () => {
  it('loads a pinned model once, however many ask', async () => {
    const store = await createModelStore({ folder: join(models, 'files'), manifestFile });
    const [a, b] = await Promise.all([store.session(name), store.session(name)]);
    expect(a).toBe(b);
  });

  it('runs the face detector at any size that is a multiple of 32', async () => {
    const store = await createModelStore({ folder: join(models, 'files'), manifestFile });
    const session = await store.session(name);
    for (const side of [320, 640]) {
      const outputs = await session.run({
        data: new Tensor('float32', new Float32Array(3 * side * side), [1, 3, side, side]),
      });
      expect(outputs.face_rpn_bbox_pred_stride32?.dims).toEqual([1, 8, side / 32, side / 32]);
    }
  });

  it('refuses a changed file with a clear cause, and takes it again once it is mended', async () => {
    const good = readFileSync(join(models, 'files', file));
    const bad = Buffer.from(good);
    bad[1000]! ^= 1;
    writeFileSync(join(folder, file), bad);
    const store = await createModelStore({ folder, manifestFile });
    await expect(store.session(name)).rejects.toMatchObject({
      kind: 'engine.unavailable',
      message: expect.stringContaining(file),
    });
    await expect(store.filePath(name)).rejects.toMatchObject({ kind: 'engine.unavailable' });
    writeFileSync(join(folder, file), good);
    await expect(store.session(name)).resolves.toBeDefined();
  });

  it('says which model is missing', async () => {
    const store = await createModelStore({ folder, manifestFile });
    await expect(store.session(name)).rejects.toMatchObject({
      kind: 'engine.unavailable',
      message: expect.stringContaining('missing'),
    });
    await expect(createModelStore({ folder, manifestFile: join(folder, 'none.json') })).rejects.toMatchObject(
      { kind: 'engine.unavailable' },
    );
  });

  it('packs pixels into planes in the order and scale of the model', () => {
    const tensor = packImage(Uint8Array.from([1, 2, 3, 4, 5, 6]), 2, 1, {
      order: 'BGR',
      mean: [1, 0, 0],
      scale: [2, 1, 1],
    });
    expect(tensor.dims).toEqual([1, 3, 1, 2]);
    expect([...(tensor.data as Float32Array)]).toEqual([4, 10, 2, 5, 1, 4]);
  });
});
