// Plain Node. The face in three dimensions: the 468 points of MediaPipe's face mesh, found by @vladmandic/human.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Raster } from '../raster.ts';

export interface FaceMesh {
  /** x and y in pixels of the picture, z in pixels towards the camera (0 about the middle of the head's front). */
  readonly points: readonly (readonly [number, number, number])[];
  /** Three indices into `points` for each triangle. */
  readonly triangles: readonly number[];
}

/** What of @vladmandic/human is used here. Its exports name no WebAssembly build for Node, so the file is loaded by path. */
interface Human {
  load(): Promise<void>;
  detect(input: unknown): Promise<{
    readonly face: readonly { readonly mesh: readonly [number, number, number][]; readonly score: number }[];
  }>;
  readonly faceTriangulation: readonly number[];
  readonly tf: { tensor(data: Uint8Array, shape: readonly number[], type: 'float32'): { dispose(): void } };
}

let loading: Promise<Human> | undefined;

async function load(): Promise<Human> {
  const require = createRequire(import.meta.url);
  const packageFolder = join(import.meta.dirname, '../../../node_modules/@vladmandic/human');
  const { Human } = require(join(packageFolder, 'dist/human.node-wasm.js')) as {
    Human: new (config: unknown) => Human;
  };
  const wasm = dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json'));
  const off = { enabled: false };
  const human = new Human({
    debug: false,
    backend: 'wasm',
    wasmPath: `${join(wasm, 'dist')}/`,
    modelBasePath: `${pathToFileURL(join(packageFolder, 'models'))}/`,
    cacheSensitivity: 0,
    filter: off,
    face: {
      enabled: true,
      detector: { rotation: true, skipFrames: 0, skipTime: 0 },
      mesh: { enabled: true },
      iris: off,
      emotion: off,
      description: off,
      antispoof: off,
      liveness: off,
    },
    body: off,
    hand: off,
    object: off,
    gesture: off,
  });
  // Its loader fetches models by URL, and Node's fetch knows no files.
  const { fetch } = globalThis;
  globalThis.fetch = async (url) => new Response(new Uint8Array(await readFile(new URL(String(url)))));
  try {
    await human.load();
  } finally {
    globalThis.fetch = fetch;
  }
  return human;
}

/** Throws where no face is found. */
export async function findFaceMesh({ widthPx, heightPx, rgb }: Raster): Promise<FaceMesh> {
  loading ??= load();
  const human = await loading;
  const tensor = human.tf.tensor(new Uint8Array(rgb), [1, heightPx, widthPx, 3], 'float32');
  try {
    const { face } = await human.detect(tensor);
    const best = [...face].sort((a, b) => b.score - a.score)[0];
    if (!best || best.mesh.length < 468) throw new Error('no face mesh was found in the photograph');
    return { points: best.mesh.slice(0, 468), triangles: human.faceTriangulation };
  } finally {
    tensor.dispose();
  }
}
