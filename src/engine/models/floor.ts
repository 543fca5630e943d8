// Engine. The bare time of the models' inferences: what no code around them can go below.
import { Tensor } from 'onnxruntime-node';
import type { ModelStore } from './model-store.ts';

/** Shape of each model's usual input: [1, channels, height, width]. */
const usualInputs: Readonly<Record<string, readonly [number, number, number, number]>> = {
  sface: [1, 3, 112, 112],
  'faceplugin-liveness': [1, 3, 128, 128],
  // A frame of 16:9 at the first scale of find.ts.
  'retinaface-mnet025': [1, 3, 192, 320],
};

/** Milliseconds of one inference of each face model: the median of `runs`, after one that warms it. */
export async function inferenceFloor(models: ModelStore, runs: number): Promise<Record<string, number>> {
  const floor: Record<string, number> = {};
  for (const [name, shape] of Object.entries(usualInputs)) {
    const session = await models.session(name);
    // Noise: zeros would make some kernels quicker than they are.
    const values = Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => (i * 7919) % 256);
    const feeds = { [session.inputNames[0]!]: new Tensor('float32', values, [...shape]) };
    await session.run(feeds);
    const times: number[] = [];
    for (let run = 0; run < runs; run++) {
      const start = performance.now();
      await session.run(feeds);
      times.push(performance.now() - start);
    }
    floor[name] = times.toSorted((a, b) => a - b)[runs >> 1]!;
  }
  return floor;
}
