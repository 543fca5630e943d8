// Engine. Loads what models/manifest.json pins: one session per model, made when first asked for, and only from a
// file whose sha256 is the pinned one.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InferenceSession } from 'onnxruntime-node';
import type { ModelInfo } from '../../shared/contract/engine-contract.ts';
import type { ModelReference } from '../../shared/domain/check.ts';
import { type ModelEntry, modelManifestSchema } from '../../shared/domain/manifest.ts';
import { FailureError } from '../../shared/kernel/failure.ts';
import { relaxInputs } from './onnx-graph.ts';

export interface ModelStore {
  /** The model's only session. Fails with `engine.unavailable` where the file is missing or is not the pinned one. */
  session(name: string): Promise<InferenceSession>;
  /** Path of a file that is no graph (the characters of a recogniser), after the same check. */
  filePath(name: string): Promise<string>;
  /** For a finding's `model`. */
  reference(name: string): ModelReference;
  describe(): ModelInfo[];
  /** Inferences since the start, by model: how often, and for how many milliseconds together. */
  tally(): Record<string, Tally>;
  /** The same by the size of the input, on which a model's time depends. */
  tallyByInput(): readonly InputTally[];
}

export interface Tally {
  calls: number;
  ms: number;
}

export interface InputTally extends Tally {
  readonly name: string;
  readonly dims: readonly number[];
}

/**
 * Threads inside one inference. One for most: the engine runs several inferences side by side on two cores, and a
 * second thread made the small models slower there (liveness 5 ms with one, 15 ms with two). Text detection is large
 * and runs while nothing else does.
 */
const intraOpThreads: Readonly<Record<string, number>> = { 'pp-ocr-det': 2 };

/**
 * An arena keeps a model's largest buffers for ever. Only text detection is worth it: its maps are so large that without
 * one every run takes them from the system anew (334 ms instead of 66, for 80 MB); the others are as quick without.
 */
const modelsWithArena: ReadonlySet<string> = new Set(['pp-ocr-det']);

/** Models whose graph gains by [Note: Initializers as inputs] or [Note: Fixed size] in onnx-graph.ts. */
const relaxations: Readonly<Record<string, { readonly freeSize: boolean }>> = {
  sface: { freeSize: false },
  'retinaface-mnet025': { freeSize: true },
};

export async function createModelStore(options: {
  readonly folder: string;
  readonly manifestFile: string;
}): Promise<ModelStore> {
  const entries = await readManifest(options.manifestFile);
  const sessions = new Map<string, Promise<InferenceSession>>();
  const checkedPaths = new Map<string, Promise<string>>();
  const tallies = new Map<string, InputTally>();

  const counted = async <T>(name: string, dims: readonly number[], infer: () => Promise<T>): Promise<T> => {
    const startMs = performance.now();
    const result = await infer();
    const key = `${name} ${dims.join()}`;
    const tally = tallies.get(key) ?? { name, dims, calls: 0, ms: 0 };
    tallies.set(key, { name, dims, calls: tally.calls + 1, ms: tally.ms + performance.now() - startMs });
    return result;
  };

  const entry = (name: string): ModelEntry => {
    const found = entries.get(name);
    if (!found) throw new Error(`No model is called ${name}.`);
    return found;
  };

  return {
    session: (name) =>
      singleFlight(sessions, name, async () => {
        const bytes = await readPinned(options.folder, entry(name));
        const relaxation = relaxations[name];
        const session = await InferenceSession.create(relaxation ? relaxInputs(bytes, relaxation) : bytes, {
          executionProviders: ['cpu'],
          executionMode: 'sequential',
          graphOptimizationLevel: 'all',
          intraOpNumThreads: intraOpThreads[name] ?? 1,
          interOpNumThreads: 1,
          enableCpuMemArena: modelsWithArena.has(name),
          enableMemPattern: false,
          logSeverityLevel: 3,
          // Waiting threads sleep instead of spinning: the second core belongs to the next inference.
          extra: { session: { intra_op: { allow_spinning: '0' } } },
        });
        const run = session.run.bind(session) as InferenceSession['run'];
        session.run = ((...args: Parameters<InferenceSession['run']>) =>
          counted(name, args[0][session.inputNames[0]!]?.dims ?? [], () =>
            run(...args),
          )) as InferenceSession['run'];
        return session;
      }),
    filePath: (name) =>
      singleFlight(checkedPaths, name, async () => {
        await readPinned(options.folder, entry(name));
        return join(options.folder, entry(name).file);
      }),
    reference: (name) => ({ name, version: entry(name).version }),
    describe: () =>
      [...entries.values()].map(({ name, version, sha256, licence }) => ({ name, version, sha256, licence })),
    tally: () => {
      const byModel: Record<string, Tally> = {};
      for (const { name, calls, ms } of tallies.values()) {
        const sum = byModel[name] ?? { calls: 0, ms: 0 };
        byModel[name] = { calls: sum.calls + calls, ms: sum.ms + ms };
      }
      return byModel;
    },
    tallyByInput: () => [...tallies.values()],
  };
}

/** One run at a time per key, kept when it succeeds; a failure is forgotten, so that a mended file works at once. */
function singleFlight<T>(running: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const existing = running.get(key);
  if (existing) return existing;
  const made = make();
  running.set(key, made);
  made.catch(() => running.delete(key));
  return made;
}

async function readManifest(file: string): Promise<Map<string, ModelEntry>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new FailureError('engine.unavailable', 'The list of models is missing; run the set-up again.', {
      cause,
    });
  }
  const { models } = modelManifestSchema.parse(JSON.parse(text));
  return new Map(models.map((model) => [model.name, model]));
}

/** The bytes that were checked are the bytes that are loaded: nobody can change the file in between. */
async function readPinned(folder: string, { name, file, sha256 }: ModelEntry): Promise<Buffer> {
  let bytes: Buffer;
  try {
    bytes = await readFile(join(folder, file));
  } catch (cause) {
    throw new FailureError(
      'engine.unavailable',
      `The model ${name} (${file}) is missing; run the set-up again.`,
      {
        cause,
      },
    );
  }
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) {
    throw new FailureError(
      'engine.unavailable',
      `The model ${name} (${file}) is not the file that is pinned; run the set-up again.`,
    );
  }
  return bytes;
}
