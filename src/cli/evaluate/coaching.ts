// Command line. Suite `coaching`: what the live coach says of virtual scenes with one thing wrong, or nothing. Needs no data.
import type { LiveFrame } from '../../shared/contract/contract.ts';
import type { DocumentGuidance } from '../../shared/contract/guidance.ts';
import { FailureError } from '../../shared/kernel/failure.ts';
import {
  drawSpecimen,
  photographRaster,
  type Raster,
  resizeRaster,
  type Specimen,
  type SpecimenKind,
  subjectImage,
  subjects,
} from '../../studio/index.ts';
import { type CoachingScene, coachingScenes } from './coaching-scenes.ts';
import type { DrawnSuiteContext } from './measured.ts';
import { median, wilson } from './statistics.ts';

/** As the kiosk's coach sees it. */
const frameWidthPx = 640;
const ordinaryScenesPerCause = 8;
/** None of the seeds that thresholds were chosen on, which begin at 100,000. */
const firstSeed = 700_000;

interface SceneResult {
  readonly scene: CoachingScene;
  readonly said: Pick<DocumentGuidance, 'hint' | 'at'>;
  readonly right: boolean;
  readonly hintRight: boolean;
  readonly ms: number;
}

/** `count`: scenes of each cause. */
export async function evaluateCoaching({ engine, count, progress }: DrawnSuiteContext) {
  const scenes = coachingScenes(count ?? ordinaryScenesPerCause, firstSeed);
  const results: SceneResult[] = [];
  for (const scene of scenes) {
    const frame = await frameOf(scene);
    const startedAt = performance.now();
    const answer = await engine.call('guideDocument', { frame });
    const ms = performance.now() - startedAt;
    if (!answer.ok) throw new FailureError(answer.error.kind, answer.error.message);
    const { hint, at } = answer.value;
    const hintRight = hint === scene.hint;
    results.push({ scene, said: { hint, at }, hintRight, right: hintRight && scene.at.includes(at), ms });
    progress(results.length, scenes.length);
  }
  const isGood = ({ scene }: SceneResult) => scene.hint === 'hold_still';
  const faulty = results.filter((result) => !isGood(result));
  const good = results.filter(isGood);
  return {
    scenes: results.length,
    ...shareOf('named', faulty, ({ right }) => right),
    ...shareOf('causeNamed', faulty, ({ hintRight }) => hintRight),
    /** Photographed as if nothing were wrong. */
    ...shareOf('missed', faulty, ({ said }) => said.hint === 'hold_still'),
    ...shareOf('falseAlarms', good, ({ right }) => !right),
    byCause: Object.fromEntries(
      [...new Set(results.map(({ scene }) => scene.name))].map((name) => [
        name,
        tally(results.filter(({ scene }) => scene.name === name)),
      ]),
    ),
    msMedian: median(results.map(({ ms }) => ms)),
    framesPerSecond: 1000 / median(results.map(({ ms }) => ms)),
    perFile: results.map(({ scene, said }) => ({
      scene: `${scene.name} ${scene.kind} ${scene.seed}`,
      said: nameOf(said),
    })),
  };
}

function shareOf(name: string, results: readonly SceneResult[], counts: (result: SceneResult) => boolean) {
  const hits = results.filter(counts).length;
  return { [name]: hits / results.length, [`${name}Ci95`]: wilson(hits, results.length) };
}

const nameOf = ({ hint, at }: SceneResult['said']): string => (at ? `${hint}.${at}` : hint);

/** How many were right, and what was said instead. */
function tally(results: readonly SceneResult[]) {
  const instead: Record<string, number> = {};
  for (const { right, said } of results) {
    if (!right) instead[nameOf(said)] = (instead[nameOf(said)] ?? 0) + 1;
  }
  return { right: results.filter(({ right }) => right).length, of: results.length, instead };
}

const specimens = new Map<SpecimenKind, Promise<Specimen>>();
function specimenOf(kind: SpecimenKind): Promise<Specimen> {
  const drawn =
    specimens.get(kind) ??
    subjectImage('emily-1').then((image) =>
      drawSpecimen({ kind, seed: 5, portrait: { image, face: subjects['emily-1'].face } }),
    );
  specimens.set(kind, drawn);
  return drawn;
}

export async function sceneRaster(scene: CoachingScene): Promise<Raster> {
  const specimen = await specimenOf(scene.kind);
  const { raster } = await photographRaster({
    specimen,
    seed: scene.seed,
    ...scene.request(specimen.truth),
  });
  return raster;
}

async function frameOf(scene: CoachingScene): Promise<LiveFrame> {
  const raster = await sceneRaster(scene);
  const heightPx = Math.round((frameWidthPx * raster.heightPx) / raster.widthPx);
  const { rgb } = await resizeRaster(raster, frameWidthPx, heightPx);
  const rgba = new Uint8Array(frameWidthPx * heightPx * 4).fill(255);
  for (let pixel = 0; pixel < frameWidthPx * heightPx; pixel++) {
    rgba.set(rgb.subarray(pixel * 3, pixel * 3 + 3), pixel * 4);
  }
  return { widthPx: frameWidthPx, heightPx, rgba, photographWidthPx: raster.widthPx };
}
