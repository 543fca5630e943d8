// Engine. Looks at the frames of an answered challenge, each once: where the head is, what light is on the skin, whose face it is.
import type { AnsweredChallenge } from '../../shared/contract/engine-contract.ts';
import { FailureError } from '../../shared/kernel/failure.ts';
import { decodeImage } from '../image/decode.ts';
import { alignFace } from './align.ts';
import { detectFaces } from './detect.ts';
import type { Face } from './face.ts';
import { findLandmarks } from './landmarks.ts';
import { type Light, type LightSample, linearOf } from './light.ts';
import type { PosedFrame } from './moves.ts';
import { cropResize, type Pixels, rasterPixels } from './pixels.ts';
import { headPose } from './pose.ts';
import type { FaceSessions } from './sessions.ts';

export interface WatchedFrame extends PosedFrame {
  /** Of the frames of its kind, from 0. */
  readonly position: number;
  readonly image: Pixels;
  /** The largest face; `null` where there is none. */
  readonly face: Face | null;
}

export interface Watched {
  readonly moves: readonly WatchedFrame[];
  readonly light: readonly WatchedFrame[];
  readonly unreadable: number;
}

/** The frames are small; more pixels than this show nothing that a challenge asks for. */
const framePixels = 1280 * 720;
/** Network input, pixels: the face is only found here, its landmarks are measured by themselves. */
const inputPx = 256;
const minScore = 0.5;
/** As in analyse.ts: one frame for each core. */
const framesAtOnce = 2;

/** A frame that does not decode shows no face; it is counted. */
export async function watch(
  { detection, landmarks }: Pick<FaceSessions, 'detection' | 'landmarks'>,
  answered: AnsweredChallenge,
): Promise<Watched> {
  const { answer, moveFrames, lightFrames } = answered;
  const todo = [
    ...moveFrames.map((bytes, position) => ({
      bytes,
      position,
      kind: 'moves' as const,
      atMs: answer.moveFramesAtMs[position]!,
    })),
    ...lightFrames.map((bytes, position) => ({
      bytes,
      position,
      kind: 'light' as const,
      atMs: answer.lightFramesAtMs[position]!,
    })),
  ];
  const seen = { moves: [] as WatchedFrame[], light: [] as WatchedFrame[] };
  let unreadable = 0;
  let next = 0;
  const work = async () => {
    for (let frame = todo[next++]; frame; frame = todo[next++]) {
      const { bytes, position, kind, atMs } = frame;
      try {
        const image = rasterPixels(await decodeImage(bytes, { maxPixels: framePixels }));
        const whole = { x: 0, y: 0, width: image.widthPx, height: image.heightPx, inputPx };
        const faces = await detectFaces(detection, image, whole, minScore);
        const face = faces.toSorted((a, b) => b.box.height - a.box.height)[0] ?? null;
        // Under the colours nobody is asked to move.
        const points = kind === 'moves' && face ? await findLandmarks(landmarks, image, face) : null;
        const pose = points && headPose(points, Math.min(image.widthPx, image.heightPx));
        seen[kind].push({ atMs, position, image, face, pose });
      } catch (thrown) {
        if (!(thrown instanceof FailureError) || !thrown.kind.startsWith('image.')) throw thrown;
        unreadable += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: framesAtOnce }, work));
  const inTime = (frames: WatchedFrame[]) => frames.sort((a, b) => a.atMs - b.atMs);
  return { moves: inTime(seen.moves), light: inTime(seen.light), unreadable };
}

/** Aligned face at a quarter of its usual size: means over small patches need no more. */
const zoom = 0.25;
const side = 28;
/** Forehead and both cheeks, in the aligned face of 28 x 28 (ArcFace's points / 4): skin without eyes, brows and mouth. */
const skinPatches = [
  { x: 10, y: 5, width: 8, height: 4 },
  { x: 6, y: 16, width: 4, height: 5 },
  { x: 18, y: 16, width: 4, height: 5 },
] as const;
/** The picture's upper corners, as shares of its width and height: beside the head, above the shoulders. */
const corner = { width: 0.16, height: 0.4 } as const;

/** Light on the skin and beside the person; `null` without a face. */
export function lightSample({ atMs, image, face }: WatchedFrame): LightSample | null {
  if (!face) return null;
  const aligned = alignFace(image, face, zoom);
  const skin = meanLight(aligned, side, skinPatches);
  const cornerPx = 12;
  const corners = [0, 1 - corner.width].map((x) =>
    cropResize(
      image,
      {
        x: x * image.widthPx,
        y: 0,
        width: corner.width * image.widthPx,
        height: corner.height * image.heightPx,
      },
      cornerPx,
      cornerPx,
    ),
  );
  const all = [{ x: 0, y: 0, width: cornerPx, height: cornerPx }];
  const [left, right] = corners.map((pixels) => meanLight(pixels, cornerPx, all)) as [Light, Light];
  return { atMs, skin, surroundings: mean(left, right) };
}

const mean = (a: Light, b: Light): Light => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2];

const linear = Float64Array.from({ length: 256 }, (_, value) => linearOf(value));

function meanLight(
  rgb: Uint8Array,
  widthPx: number,
  patches: readonly {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  }[],
): Light {
  const sum = [0, 0, 0];
  let count = 0;
  for (const patch of patches) {
    for (let y = patch.y; y < patch.y + patch.height; y++) {
      for (let x = patch.x; x < patch.x + patch.width; x++) {
        const at = (y * widthPx + x) * 3;
        for (const channel of [0, 1, 2] as const) sum[channel]! += linear[rgb[at + channel]!]!;
        count += 1;
      }
    }
  }
  return [sum[0]! / count, sum[1]! / count, sum[2]! / count];
}
