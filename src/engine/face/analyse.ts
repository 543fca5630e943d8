// Engine. The face half: selfie frames in, findings, a template and the picture of the face out.
import type { LiveFrame } from '../../shared/contract/contract.ts';
import type {
  AnsweredChallenge,
  DerivedImage,
  SelfieAnalysis,
} from '../../shared/contract/engine-contract.ts';
import type { FaceGuidance } from '../../shared/contract/guidance.ts';
import type { CheckCode, Finding } from '../../shared/domain/check.ts';
import type { Box, Quad } from '../../shared/domain/geometry.ts';
import { FailureError } from '../../shared/kernel/failure.ts';
import { matchSelfiePortrait } from '../checks/match-selfie-portrait.ts';
import { selfieLivePassive } from '../checks/selfie-live-passive.ts';
import { selfieOneFace } from '../checks/selfie-one-face.ts';
import { selfieQuality } from '../checks/selfie-quality.ts';
import { type DecodedImage, decodeImage } from '../image/decode.ts';
import { cropRaster, encodeJpeg, resizeRaster } from '../image/pixels.ts';
import type { ModelStore } from '../models/model-store.ts';
import { alignFace } from './align.ts';
import { judgeChallenge, watchChallenge } from './challenge.ts';
import { isBeside, tellApart } from './company.ts';
import type { Face, FaceAnalyser } from './face.ts';
import { findFaces } from './find.ts';
import { guideFace } from './guide.ts';
import { livenessOf } from './liveness.ts';
import { rasterPixels } from './pixels.ts';
import { type FaceQuality, judgeFace } from './quality.ts';
import { type FaceSessions, faceSessions } from './sessions.ts';
import { faceModels, livenessOfImage, photographPixels, templateOfImage } from './single-image.ts';
import { type GreyFrame, greyFrame } from './stillness.ts';
import { templateModel, templateOf } from './template.ts';

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
  /** The largest first. */
  readonly faces: readonly Face[];
  /** Of the largest face; `null` where there is none. */
  readonly main: {
    readonly face: Face;
    readonly quality: FaceQuality;
    readonly liveness: number;
  } | null;
}

/** What is kept of every frame; the pixels only of the best one, 6 MB. */
interface Summary {
  readonly index: number;
  readonly persons: number;
  readonly liveness: number | null;
  /** Where there is more than one face. */
  readonly grey: GreyFrame | null;
}

export function createFaceEngine(models: ModelStore): FaceEngine {
  return {
    async findFaces(raster) {
      return findFaces(await models.session(faceModels.detection), rasterPixels(raster));
    },
    async template(raster, face) {
      return templateOf(await models.session(faceModels.template), rasterPixels(raster), face);
    },
    analyseSelfie: (input) => analyseSelfie(models, input),
    compare: ({ portrait, selfie }) => matchSelfiePortrait(portrait, selfie, templateModel),
    templateOf: (bytes) => templateOfImage(models, bytes),
    livenessOf: (bytes) => livenessOfImage(models, bytes),
    guide: async (frame) => guideFace(await faceSessions(models), frame),
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

  const sessions = await faceSessions(models);
  const greys = summaries.flatMap(({ grey }) => (grey ? [grey] : []));
  const company = await tellApart(sessions, rasterPixels(best.raster), best.faces, greys);
  const onSelfie = ({ box }: Face) => scaled(box, best.raster.sourceScale);
  const oneFace = selfieOneFace({
    personsByFrame: summaries.map(({ persons }) => persons),
    unreadableFrames: unreadable,
    largest: best.main && onSelfie(best.main.face),
    others: company.others.map(({ face, kind }) => ({ box: onSelfie(face), kind })),
    document: company.document && scaledQuad(company.document, best.raster.sourceScale),
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
    templateOf(recognition, rasterPixels(best.raster), best.main.face),
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
  const sessions = await faceSessions(models);
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
          persons: personsIn(frame),
          liveness: frame.main?.liveness ?? null,
          grey: frame.faces.length > 1 ? greyFrame(rasterPixels(frame.raster)) : null,
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
  sessions: FaceSessions,
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
  const faces = await timed('find', () => findFaces(sessions.detection, image));
  const [face] = faces;
  if (!face) return { index, raster, faces, main: null };
  const quality = await timed('quality', () => judgeFace(sessions, image, face, alignFace(image, face)));
  const score = await timed('liveness', () => livenessOf(sessions.liveness, image, face));
  return { index, raster, faces, main: { face, quality, liveness: score } };
}

/** Which frame goes on to the match: one person before none or several, then the better photograph. */
const merit = (frame: Frame): number =>
  frame.main ? frame.main.quality.score + (personsIn(frame) === 1 ? 1 : 0) : -1;

const personsIn = ({ faces: [largest, ...others] }: Frame): number =>
  largest ? 1 + others.filter((face) => isBeside(face, largest)).length : 0;

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

const scaledQuad = (quad: Quad, by: number): Quad =>
  quad.map(([x, y]) => [x * by, y * by]) as unknown as Quad;

const notRun = (code: CheckCode): Finding => ({
  code,
  score: null,
  status: 'not_run',
  reasons: [],
  evidence: [],
  model: null,
  ms: 0,
});
