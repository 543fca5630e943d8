// Plain Node. Records scenes for Chromium's `--use-file-for-fake-video-capture=FILE.mjpeg`: JPEG frames, one after another.
import { writeFile } from 'node:fs/promises';
import { unreachable } from '../../shared/kernel/assert.ts';
import { personBeforeCamera } from '../person/person.ts';
import { subjectImage, subjects } from '../person/subjects.ts';
import { drawBackground } from '../photograph/background.ts';
import { expose, illuminate } from '../photograph/exposure.ts';
import { type Camera, type PhotographTruth, photographRaster } from '../photograph/photograph.ts';
import { seededRandom } from '../random.ts';
import { encodeJpeg, type Raster } from '../raster.ts';
import { drawSpecimen } from '../specimen/specimen.ts';
import type { Recording, Scene } from './scene.ts';

/** `video` for Chromium's fake camera; `full` for frames that are used as photographs. */
type SampleRange = 'video' | 'full';

export interface RecordingOptions {
  readonly widthPx?: number;
  readonly heightPx?: number;
  /** Chromium plays a file at 30 frames a second whatever we say, and begins again at its end. */
  readonly framesPerSecond?: number;
  readonly seed?: number;
  readonly range?: SampleRange;
}

export interface WrittenRecording {
  readonly frames: number;
  readonly bytes: number;
  /** For each scene, where it lies in the file and, for a document, what is true of its first frame. */
  readonly scenes: readonly {
    readonly firstFrame: number;
    readonly frames: number;
    readonly truth: PhotographTruth | null;
  }[];
}

/** Pictures really taken for each scene; they are shown forth and back, so that movement has no jump. */
const distinctFrames = 6;
/** Each picture stays for three frames of 30: ten pictures a second, as a webcam in a room. */
const repeats = 3;
const jpegQuality = 76;

const cameraOf = (options: RecordingOptions): Camera => ({
  widthPx: options.widthPx ?? 1280,
  heightPx: options.heightPx ?? 720,
  noise: 0.7,
  defocusPx: 0.5,
});

interface Take {
  readonly pictures: readonly Buffer[];
  readonly truth: PhotographTruth | null;
}

/**
 * Chromium's fake camera takes the decoded samples for video range (16 to 235) whatever JPEG says, and stretches them:
 * a white page of full range comes out blown. So the frames are squeezed into video range first.
 */
function encode(raster: Raster, range: SampleRange): Promise<Buffer> {
  if (range === 'full') return encodeJpeg(raster, jpegQuality);
  const rgb = raster.rgb.map((value) => 16 + Math.round((value * 219) / 255));
  return encodeJpeg({ ...raster, rgb }, jpegQuality);
}

async function takeDesk(
  scene: Extract<Scene, { type: 'desk' }>,
  camera: Camera,
  seed: number,
  range: SampleRange,
): Promise<Take> {
  const { widthPx, heightPx } = camera;
  const behind = await drawBackground(scene.background ?? 'wood', seed, widthPx, heightPx);
  const maps = await illuminate({
    widthPx,
    heightPx,
    light: {},
    glare: null,
    vignetting: 0.18,
    outline: [
      [-9e4, -9e4],
      [-8e4, -9e4],
      [-8e4, -8e4],
      [-9e4, -8e4],
    ],
    pageToImage: [1, 0, 0, 0, 1, 0, 0, 0, 1],
    selfLuminous: false,
  });
  const coverage = new Uint8Array(widthPx * heightPx);
  const random = seededRandom(seed).stream('desk');
  return {
    pictures: [
      await encode(await expose({ camera, behind, rgb: behind.rgb, coverage, maps, random }), range),
    ],
    truth: null,
  };
}

async function takeDocument(
  scene: Extract<Scene, { type: 'document' }>,
  camera: Camera,
  seed: number,
  range: SampleRange,
): Promise<Take> {
  const portrait = { image: await subjectImage(scene.portrait), ...subjects[scene.portrait] };
  const { kind, holder = {} } = scene;
  const specimen = await drawSpecimen({ kind, seed: scene.seed, holder, portrait, pxPerMm: 14 });
  const name = scene.background ?? 'wood';
  const background = await drawBackground(name, seed, camera.widthPx, camera.heightPx);
  const random = seededRandom(seed).stream(`tremble ${kind}`);
  const pictures: Buffer[] = [];
  let truth: PhotographTruth | null = null;
  const pose = { ...scene.pose };
  for (let frame = 0; frame < distinctFrames; frame++) {
    const taken = await photographRaster({
      specimen,
      seed: seed + frame,
      camera,
      background,
      pose,
      ...(scene.medium ? { medium: scene.medium } : {}),
      light: { liftPx: camera.heightPx / 40, ...scene.light },
    });
    truth ??= taken.truth;
    pictures.push(await encode(taken.raster, range));
    // A hand trembles by about a millimetre and half a degree between pictures.
    Object.assign(pose, {
      shiftX: (pose.shiftX ?? 0) + random.normal() * 0.0012,
      shiftY: (pose.shiftY ?? 0) + random.normal() * 0.0015,
      yawDegrees: (pose.yawDegrees ?? 0) + random.normal() * 0.25,
      pitchDegrees: (pose.pitchDegrees ?? 0) + random.normal() * 0.25,
      rollDegrees: (pose.rollDegrees ?? 0) + random.normal() * 0.15,
    });
  }
  return { pictures, truth };
}

async function takePerson(
  scene: Extract<Scene, { type: 'person' }>,
  camera: Camera,
  seed: number,
  range: SampleRange,
): Promise<Take> {
  const { face, crown } = subjects[scene.subject];
  const image = await subjectImage(scene.subject);
  const take = await personBeforeCamera({ image, face, crown, seed, camera: { ...camera, noise: 1.4 } });
  const random = seededRandom(seed).stream(`sway ${scene.subject}`);
  const sway = { xPx: 0, yPx: 0, degrees: 0, scale: 1 };
  const pictures: Buffer[] = [];
  for (let frame = 0; frame < distinctFrames; frame++) {
    pictures.push(await encode(await take(sway, seed + frame), range));
    sway.xPx += random.normal() * 2;
    sway.yPx += Math.abs(random.normal()) * 0.6;
    sway.degrees += random.normal() * 0.25;
    sway.scale *= 1 + random.normal() * 0.002;
  }
  return { pictures, truth: null };
}

function take(scene: Scene, camera: Camera, seed: number, range: SampleRange): Promise<Take> {
  switch (scene.type) {
    case 'desk':
      return takeDesk(scene, camera, seed, range);
    case 'document':
      return takeDocument(scene, camera, seed, range);
    case 'person':
      return takePerson(scene, camera, seed, range);
    default:
      return unreachable(scene);
  }
}

/** Writes the file. Fails with `file.missing` where a portrait has not been fetched. */
export async function writeRecording(
  file: string,
  scenes: Recording,
  options: RecordingOptions = {},
): Promise<WrittenRecording> {
  const camera = cameraOf(options);
  const seed = options.seed ?? 1;
  const framesPerSecond = options.framesPerSecond ?? 30;
  const frames: Buffer[] = [];
  const written: WrittenRecording['scenes'][number][] = [];
  // Equal scenes (the desk between) are taken once.
  const takes = new Map<string, Take>();
  for (const scene of scenes) {
    const key = JSON.stringify(scene);
    const taken = takes.get(key) ?? (await take(scene, camera, seed, options.range ?? 'video'));
    takes.set(key, taken);
    const count = Math.round(scene.seconds * framesPerSecond);
    written.push({ firstFrame: frames.length, frames: count, truth: taken.truth });
    const { pictures } = taken;
    const period = Math.max(1, 2 * pictures.length - 2);
    for (let frame = 0; frame < count; frame++) {
      const step = Math.floor(frame / repeats) % period;
      frames.push(pictures[step < pictures.length ? step : period - step]!);
    }
  }
  await writeFile(file, frames);
  return {
    frames: frames.length,
    bytes: frames.reduce((sum, frame) => sum + frame.length, 0),
    scenes: written,
  };
}
