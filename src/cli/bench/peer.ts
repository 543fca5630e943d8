// Benchmark (a process of its own, so that its memory is its own). What a JavaScript developer would reach for instead:
// tesseract.js over the whole photograph with the same traineddata, or @vladmandic/human for detection, embedding and
// liveness. Usage: peer.ts tesseract|human RUNS IMAGE... ; prints one JSON object with the median over the runs.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';
import { createWorker } from 'tesseract.js';
import { median } from '../evaluate/statistics.ts';
import { root } from '../setup/root.ts';

/** What of @vladmandic/human is used here. Its exports name no WebAssembly build for Node, so the file is loaded by path. */
interface HumanPeer {
  load(): Promise<void>;
  detect(input: unknown): Promise<{
    readonly face: readonly { readonly embedding?: readonly number[]; readonly live?: number }[];
  }>;
  readonly tf: { tensor(data: Uint8Array, shape: readonly number[], type: 'float32'): { dispose(): void } };
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

async function tesseract(files: readonly string[], runs: number): Promise<number[]> {
  const worker = await createWorker('mrz', 1, {
    langPath: join(root, '.cache/peers'),
    gzip: false,
    cacheMethod: 'none',
  });
  const images = await Promise.all(files.map((file) => readFile(file)));
  const times: number[] = [];
  for (let run = 0; run <= runs; run++) {
    const ms = await time(async () => {
      for (const image of images) await worker.recognize(image);
    });
    if (run > 0) times.push(ms);
  }
  await worker.terminate();
  return times;
}

async function human(files: readonly string[], runs: number): Promise<number[]> {
  // Its loader fetches models by URL, and Node's fetch knows no files.
  globalThis.fetch = async (url) => new Response(new Uint8Array(await readFile(new URL(String(url)))));
  const require = createRequire(import.meta.url);
  const { Human } = require(join(root, 'node_modules/@vladmandic/human/dist/human.node-wasm.js')) as {
    Human: new (config: unknown) => HumanPeer;
  };
  const wasm = dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json'));
  const peer = new Human({
    backend: 'wasm',
    wasmPath: `${join(wasm, 'dist')}/`,
    modelBasePath: `${pathToFileURL(join(root, 'node_modules/@vladmandic/human/models'))}/`,
    // It answers from its cache where a frame resembles the last one.
    cacheSensitivity: 0,
    filter: { enabled: false },
    face: {
      enabled: true,
      detector: { rotation: true, skipFrames: 0, skipTime: 0 },
      mesh: { enabled: true },
      iris: { enabled: false },
      emotion: { enabled: false },
      description: { enabled: true, skipFrames: 0, skipTime: 0 },
      antispoof: { enabled: true, skipFrames: 0, skipTime: 0 },
      liveness: { enabled: true, skipFrames: 0, skipTime: 0 },
    },
    body: { enabled: false },
    hand: { enabled: false },
    object: { enabled: false },
    gesture: { enabled: false },
  });
  await peer.load();
  const encoded = await Promise.all(files.map((file) => readFile(file)));
  const times: number[] = [];
  for (let run = 0; run <= runs; run++) {
    let found = 0;
    const ms = await time(async () => {
      for (const bytes of encoded) {
        const { data, info } = await sharp(bytes)
          .rotate()
          .removeAlpha()
          .raw()
          .toBuffer({ resolveWithObject: true });
        const tensor = peer.tf.tensor(new Uint8Array(data), [1, info.height, info.width, 3], 'float32');
        const { face } = await peer.detect(tensor);
        tensor.dispose();
        if (face[0]?.embedding) found += 1;
      }
    });
    // It loses some heads that look up or down; with most of them lost there is nothing to compare.
    if (found < encoded.length * 0.8) throw new Error('the peer found no faces in the photographs');
    if (run > 0) times.push(ms);
  }
  return times;
}

const [which, runs, ...files] = process.argv.slice(2);
const times = await (which === 'human' ? human : tesseract)(files, Number(runs));
process.stdout.write(
  `${JSON.stringify({ ms: median(times), runs: times, peakMb: process.resourceUsage().maxRSS / 1024 })}\n`,
);
