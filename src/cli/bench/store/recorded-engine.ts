// Benchmark. What the real engine said of one real capture, recorded once and played back: cases are then as large as they
// are, and the engine costs nothing.
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { EngineClient } from '../../../core/core.ts';
import type { Output } from '../../../shared/contract/contract.ts';
import type {
  DocumentAnalysis,
  EngineContract,
  SelfieAnalysis,
} from '../../../shared/contract/engine-contract.ts';
import type { Finding } from '../../../shared/domain/check.ts';
import { err, ok } from '../../../shared/kernel/result.ts';
import { root } from '../../setup/root.ts';
import { withCore } from '../../with-core.ts';
import { drawCapture } from '../capture.ts';
import { required } from '../floor.ts';

export interface Photographs {
  readonly document: readonly Uint8Array[];
  readonly selfies: readonly Uint8Array[];
  readonly moveFrames: readonly Uint8Array[];
  readonly lightFrames: readonly Uint8Array[];
}

export interface RecordedEngine {
  readonly photographs: Photographs;
  readonly described: Output<EngineContract, 'describe'>;
  readonly document: DocumentAnalysis;
  readonly selfie: SelfieAnalysis;
  readonly match: Finding;
}

/** As many as the kiosk keeps of a document. */
const documentFrames = 4;

/** From the cache, while the engine's program is the same. */
export async function recordedEngine(): Promise<RecordedEngine> {
  const file = join(root, '.cache/bench/engine', `${await engineDigest()}.bin`);
  try {
    return deserialize(await readFile(file)) as RecordedEngine;
  } catch {
    const recorded = await record();
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, serialize(recorded));
    return recorded;
  }
}

async function record(): Promise<RecordedEngine> {
  const { document, selfies, answered } = await drawCapture();
  const frames = Array.from({ length: documentFrames }, () => document);
  return withCore(async ({ engine }) => {
    const described = required(await engine.call('describe'));
    const analysed = required(
      await engine.call('analyseDocument', { front: frames, back: null, nowMs: Date.now() }),
    );
    const selfie = required(
      await engine.call('analyseSelfie', { frames: [...selfies], challenge: answered }),
    );
    if (!analysed.portraitTemplate || !selfie.template) throw new Error('the engine saw no face');
    const pair = { portrait: analysed.portraitTemplate, selfie: selfie.template };
    const match = required(await engine.call('compareFaces', pair));
    const { moveFrames, lightFrames } = answered;
    const photographs = { document: frames, selfies, moveFrames, lightFrames };
    return { photographs, described, document: analysed, selfie, match };
  });
}

async function engineDigest(): Promise<string> {
  const folder = join(root, 'src/engine');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const digest = createHash('sha256');
  for (const file of [...files.sort(), join(root, 'models/manifest.json')])
    digest.update(await readFile(file));
  return digest.digest('hex').slice(0, 16);
}

export interface PlayedEngine extends EngineClient {
  /** Whether the faces of the applicants to come are alike: where they are not, a person looks at the case. */
  alike: boolean;
}

/** Every applicant is another person with another document, or each would be found among all others. */
export function playedEngine(recorded: RecordedEngine): PlayedEngine {
  const { described, document, selfie, match } = recorded;
  const played: PlayedEngine = {
    alike: true,
    on: () => () => {},
    call: (async (name: string) => {
      if (name === 'describe') return ok(described);
      if (name === 'analyseDocument') {
        const documentNumber = randomBytes(5).toString('hex').toUpperCase();
        const fields = { ...document.reading.fields, documentNumber };
        const portraitTemplate = randomTemplate(document.portraitTemplate!.length);
        return ok({ ...document, reading: { ...document.reading, fields }, portraitTemplate });
      }
      if (name === 'analyseSelfie')
        return ok({ ...selfie, template: randomTemplate(selfie.template!.length) });
      if (name === 'compareFaces') return ok({ ...match, score: played.alike ? match.score : 0 });
      return err({ kind: 'engine.unavailable', message: `${name} was not recorded.` });
    }) as EngineClient['call'],
  };
  return played;
}

/** Of unit length. By hand: this is not what is measured. */
export function randomTemplate(dimensions: number): Float32Array {
  const template = new Float32Array(dimensions);
  let squares = 0;
  for (let i = 0; i < dimensions; i++) {
    template[i] = Math.random() - 0.5;
    squares += template[i]! ** 2;
  }
  const length = Math.sqrt(squares);
  for (let i = 0; i < dimensions; i++) template[i] = template[i]! / length;
  return template;
}
