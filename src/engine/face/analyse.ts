// Engine. The face half: selfie frames in, findings, a template and the picture of the face out.
import type { InferenceSession } from 'onnxruntime-node';
import type { LiveFrame } from '../../shared/contract/contract.ts';
import type {
  AnsweredChallenge,
  DerivedImage,
  SelfieAnalysis,
} from '../../shared/contract/engine-contract.ts';
import type { FaceGuidance } from '../../shared/contract/guidance.ts';
import type { CheckCode, Finding } from '../../shared/domain/check.ts';
import type { Box } from '../../shared/domain/geometry.ts';
import { FailureError } from '../../shared/kernel/failure.ts';
import { matchSelfiePortrait } from '../checks/match-selfie-portrait.ts';
import { selfieLivePassive } from '../checks/selfie-live-passive.ts';
import { personsBefore, selfieOneFace } from '../checks/selfie-one-face.ts';
import { selfieQuality } from '../checks/selfie-quality.ts';
import { type DecodedImage, decodeImage } from '../image/decode.ts';
import { cropRaster, encodeJpeg, resizeRaster } from '../image/pixels.ts';
import type { ModelStore } from '../models/model-store.ts';
import { alignFace } from './align.ts';
import { judgeChallenge, watchChallenge } from './challenge.ts';
import type { Face, FaceAnalyser } from './face.ts';
import { findFaces } from './find.ts';
import { guideFace } from './guide.ts';
import { livenessOf } from './liveness.ts';
import { rasterPixels } from './pixels.ts';
import { type FaceQuality, judgeFace } from './quality.ts';
import { faceModels, livenessOfImage, photographPixels, templateOfImage } from './single-image.ts';
import { templateOfAligned } from './template.ts';

export interface SelfieInput {
  readonly frames: readonly Uint8Array[];
  /** `null` where nothing was asked of the applicant. */
  readonly challenge?: AnsweredChallenge | null;
}

export interface FaceEngine extends FaceAnalyser {
  analyseSelfie(input: SelfieInput): Promise<SelfieAnalysis>;
  compare(input: { readonly portrait: Float32Array; readonly selfie: Float32Array }): Finding;
  templateOf(bytes: Uint8Array): Promise<{ template: Float32Array | null; ms: number }>;
  livenessOf(bytes: Uint8Array): Promise<{ score: number | null; ms: number }>;
  guide(frame: LiveFrame): Promise<FaceGuidance>;
}

/** Frames that are worked on at once: one for each core of the smallest machine. */
const framesAtOnce = 2;
/** The picture of the face for the reviewer: this much of its surroundings, and no larger than this. */
const faceSurroundings = 1.7;
const facePictureMaxPx = 640;

interface Frame {
  readonly index: number;
  readonly raster: DecodedImage;
  readonly persons: readonly Face[];
  /** Of the largest face; `null` where there is none. */
  readonly main: {
    readonly face: Face;
    readonly aligned: Uint8Array;
    readonly quality: FaceQuality;
    readonly liveness: number;
  } | null;
}

/** What is kept of every frame; the pixels only of the best one, 6 MB. */
interface Summary {
  readonly index: number;
  readonly persons: number;
  readonly liveness: number | null;
}

export function createFaceEngine(models: ModelStore): FaceEngine {
  return {
    async findFaces(raster) {
      return findFaces(await models.session(faceModels.detection), rasterPixels(raster));
    },
    async template(raster, face) {
      return templateOfAligned(
        await models.session(faceModels.template),
        alignFace(rasterPixels(raster), face),
      );
    },
    analyseSelfie: (input) => analyseSelfie(models, input),
    compare: ({ portrait, selfie }) =>
      matchSelfiePortrait(portrait, selfie, models.reference(faceModels.template)),
    templateOf: (bytes) => templateOfImage(models, bytes),
    livenessOf: (bytes) => livenessOfImage(models, bytes),
    guide: async (frame) =>
      guideFace(
        await Promise.all([models.session(faceModels.detection), models.session(faceModels.landmarks)]),
        frame,
      ),
  };
}

async function analyseSelfie(
  models: ModelStore,
  { frames, challenge }: SelfieInput,
): Promise<SelfieAnalysis> {
  const startMs = performance.now();
  const clock = { decode: 0, find: 0, quality: 0, liveness: 0 };
  const [{ best, summaries, unreadable }, watched] = await Promise.all([
    analyseFrames(models, frames, clock),
    challenge ? watchChallenge(models, challenge) : null,
  ]);
  const challengeFindings = async (compared: Float32Array | null) =>
    watched ? judgeChallenge(models, watched, compared) : [];
  const framesMs = performance.now() - startMs;

  const oneFace = selfieOneFace({
    personsByFrame: summaries.map(({ persons }) => persons),
    unreadableFrames: unreadable,
    boxes: best.persons.map(({ box }) => scaled(box, best.raster.sourceScale)),
    frame: best.index,
    model: models.reference(faceModels.detection),
    ms: clock.find,
  });
  const timings = {
    decodeMs: clock.decode,
    findMs: clock.find,
    qualityMs: clock.quality,
    livenessMs: clock.liveness,
    framesMs,
    ...(watched ? { challengeMs: watched.ms } : {}),
  };
  if (!best.main) {
    const findings = [
      oneFace,
      notRun('selfie.quality'),
      notRun('selfie.live.passive'),
      ...(await challengeFindings(null)),
    ];
    return {
      findings,
      images: [],
      template: null,
      timings: { ...timings, totalMs: performance.now() - startMs },
    };
  }

  const templateStartMs = performance.now();
  const recognition = await models.session(faceModels.template);
  const [template, picture] = await Promise.all([
    templateOfAligned(recognition, best.main.aligned),
    facePicture(best.raster, best.main.face),
  ]);
  const findings = [
    oneFace,
    selfieQuality(best.main.quality, clock.quality),
    selfieLivePassive({
      scores: summaries.flatMap(({ liveness }) => (liveness === null ? [] : [liveness])),
      matchedScore: best.main.liveness,
      model: models.reference(faceModels.liveness),
      ms: clock.liveness,
    }),
    ...(await challengeFindings(template)),
  ];
  const templateMs = performance.now() - templateStartMs;
  return {
    findings,
    images: [picture],
    template,
    timings: { ...timings, templateMs, totalMs: performance.now() - startMs },
  };
}

type Clock = Record<'decode' | 'find' | 'quality' | 'liveness', number>;

/** Every frame that can be decoded, oldest first. `clock` adds up milliseconds; frames overlap, so it may pass real time. */
async function analyseFrames(models: ModelStore, encoded: readonly Uint8Array[], clock: Clock) {
  const sessions = await Promise.all([
    models.session(faceModels.detection),
    models.session(faceModels.liveness),
  ]);
  const failures: FailureError[] = [];
  const summaries: Summary[] = [];
  let best: Frame | null = null;
  let next = 0;
  const work = async () => {
    for (let index = next++; index < encoded.length; index = next++) {
      try {
        const frame = await analyseFrame(sessions, encoded[index]!, index, clock);
        summaries.push({
          index,
          persons: frame.persons.length,
          liveness: frame.main?.liveness ?? null,
        });
        if (!best || merit(frame) > merit(best)) best = frame;
      } catch (thrown) {
        // A frame lost on the way is no reason to lose the others.
        if (!(thrown instanceof FailureError) || !thrown.kind.startsWith('image.')) throw thrown;
        failures.push(thrown);
      }
    }
  };
  await Promise.all(Array.from({ length: framesAtOnce }, work));
  // The compiler does not see that `work` assigns it.
  const found = best as Frame | null;
  if (!found) throw failures[0] ?? new FailureError('image.empty', 'There is no selfie frame.');
  summaries.sort((a, b) => a.index - b.index);
  return { best: found, summaries, unreadable: failures.length };
}

async function analyseFrame(
  [detection, liveness]: readonly [InferenceSession, InferenceSession],
  bytes: Uint8Array,
  index: number,
  clock: Clock,
): Promise<Frame> {
  const timed = async <T>(stage: keyof Clock, work: () => T | Promise<T>): Promise<T> => {
    const start = performance.now();
    const result = await work();
    clock[stage] += performance.now() - start;
    return result;
  };
  const raster = await timed('decode', () => decodeImage(bytes, { maxPixels: photographPixels }));
  const image = rasterPixels(raster);
  const persons = personsBefore(await timed('find', () => findFaces(detection, image)));
  const face = persons[0];
  if (!face) return { index, raster, persons, main: null };
  const { aligned, quality } = await timed('quality', () => {
    const pixels = alignFace(image, face);
    return { aligned: pixels, quality: judgeFace(face, pixels) };
  });
  const score = await timed('liveness', () => livenessOf(liveness, image, face));
  return { index, raster, persons, main: { face, aligned, quality, liveness: score } };
}

/** Which frame goes on to the match: one person before none or several, then the better photograph. */
const merit = ({ persons, main }: Frame): number =>
  main ? main.quality.score + (persons.length === 1 ? 1 : 0) : -1;

async function facePicture(raster: DecodedImage, { box }: Face): Promise<DerivedImage> {
  const side = Math.max(box.width, box.height) * faceSurroundings;
  const cut = cropRaster(raster, {
    x: box.x + (box.width - side) / 2,
    y: box.y + (box.height - side) / 2,
    width: side,
    height: side,
  });
  const shrink = Math.min(1, facePictureMaxPx / Math.max(cut.widthPx, cut.heightPx));
  const widthPx = Math.max(1, Math.round(cut.widthPx * shrink));
  const heightPx = Math.max(1, Math.round(cut.heightPx * shrink));
  const jpeg = await encodeJpeg(await resizeRaster(cut, widthPx, heightPx));
  return { role: 'selfie.face', jpeg, widthPx, heightPx };
}

const scaled = ({ x, y, width, height }: Box, by: number): Box => ({
  x: x * by,
  y: y * by,
  width: width * by,
  height: height * by,
});

const notRun = (code: CheckCode): Finding => ({
  code,
  score: null,
  status: 'not_run',
  reasons: [],
  evidence: [],
  model: null,
  ms: 0,
});
