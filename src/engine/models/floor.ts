// Engine. The bare time of the models' inferences: what no code around them can go below.
import { Tensor } from 'onnxruntime-node';
import type { ModelStore, Tally } from './model-store.ts';

/** What is usually put into each model, [1, channels, height, width]: loads and warms it. */
const usualInputs: readonly { readonly name: string; readonly dims: readonly number[] }[] = [
  { name: 'sface', dims: [1, 3, 112, 112] },
  { name: 'faceplugin-liveness', dims: [1, 3, 128, 128] },
  // A frame of 16:9 at the first scale of find.ts.
  { name: 'retinaface-mnet025', dims: [1, 3, 192, 320] },
  { name: 'faceplugin-landmarks', dims: [1, 1, 64, 64] },
  { name: 'faceplugin-eyes', dims: [1, 1, 24, 24] },
];

const keyOf = (name: string, dims: readonly number[]): string => `${name} ${dims.slice(2).join('x')}`;

/** Under the same keys as the floor. */
export const tallyOfInputs = (models: ModelStore): Record<string, Tally> =>
  Object.fromEntries(
    models.tallyByInput().map(({ name, dims, calls, ms }) => [keyOf(name, dims), { calls, ms }]),
  );

/**
 * Milliseconds of one inference of each face model at each size of input that it has had so far: the median of `runs`,
 * after one that warms it.
 */
export async function inferenceFloor(models: ModelStore, runs: number): Promise<Record<string, number>> {
  const floor: Record<string, number> = {};
  for (const { name, dims } of [...usualInputs, ...models.tallyByInput()]) {
    if (keyOf(name, dims) in floor) continue;
    const session = await models.session(name);
    // Noise: zeros would make some kernels quicker than they are.
    const values = Float32Array.from({ length: dims.reduce((a, b) => a * b, 1) }, (_, i) => (i * 7919) % 256);
    const feeds = { [session.inputNames[0]!]: new Tensor('float32', values, [...dims]) };
    await session.run(feeds);
    const times: number[] = [];
    for (let run = 0; run < runs; run++) {
      const start = performance.now();
      await session.run(feeds);
      times.push(performance.now() - start);
    }
    floor[keyOf(name, dims)] = times.toSorted((a, b) => a - b)[runs >> 1]!;
  }
  return floor;
}
