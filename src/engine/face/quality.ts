// Engine. How well a face was photographed, for recognition: each component on a scale of 0 to 1, 0.5 being just good enough.
import type { ReasonCode } from '../../shared/domain/reason-code.ts';
import { assert } from '../../shared/kernel/assert.ts';
import { alignedSidePx } from './align.ts';
import type { Face } from './face.ts';

export interface FaceMeasures {
  /** Between the centres of the eyes, pixels of the image. */
  readonly eyeDistancePx: number;
  /** Detail of the aligned face: deviation of the Laplacian over deviation of the luma. */
  readonly sharpness: number;
  /** Mean luma of the darker half of the face, 0 to 255: low in the dark and in hard light from one side. */
  readonly darkerHalfLuma: number;
  /** Mean luma of the brighter half, 0 to 255. */
  readonly brighterHalfLuma: number;
  /** Share of the face that is as good as white, 0 to 1. */
  readonly burntOut: number;
  /** Turn to the side: offset of the nose from the middle of the eyes, in eye distances; 0 is straight. */
  readonly turn: number;
  /** Nod: offset of the nose from its usual height between eyes and mouth, as a share of that height. */
  readonly nod: number;
  /** Tilt of the head towards a shoulder, degrees. */
  readonly tiltDegrees: number;
}

export interface FaceQuality {
  readonly measures: FaceMeasures;
  readonly components: Readonly<Record<'size' | 'sharpness' | 'light' | 'pose', number>>;
  /** The worst component. */
  readonly score: number;
  /** Of the components below 0.5, the worst first. */
  readonly reasons: readonly ReasonCode[];
}

/** Where a component is just good enough. */
const enough = 0.5;

/** `aligned`: the face as `alignFace` gives it, 112 x 112 RGB. */
export function judgeFace(face: Face, aligned: Uint8Array): FaceQuality {
  const measures = { ...poseOf(face), ...lightOf(aligned) };
  const components = {
    // Recognition aligns to 35 px between the eyes; below about that it enlarges. 60 px is ISO/IEC 19794-5's minimum.
    size: ramp(measures.eyeDistancePx, 20, 70),
    // 0.19 is a blur of 1 px (of 35 between the eyes), 0.12 one of 1.5 px, which costs 0.09 of cosine, 0.09 one of 2 px,
    // which costs 0.17; measured on three sets of photographs that agree to 0.02.
    sharpness: ramp(measures.sharpness, 0, 0.24),
    // Webcam faces in office light have a mean of 48 to 126.
    light: ramp(measures.darkerHalfLuma, 5, 55),
    pose: Math.min(
      ramp(Math.abs(measures.turn), 0.5, 0.1),
      ramp(Math.abs(measures.nod), 0.7, 0.1),
      ramp(Math.abs(measures.tiltDegrees), 45, 5),
    ),
  };
  const reasonOf = {
    size: 'selfie.too_small',
    sharpness: 'selfie.blurred',
    light: 'selfie.too_dark',
    pose: 'selfie.turned_away',
  } as const;
  const names = Object.keys(reasonOf) as (keyof typeof reasonOf)[];
  const ranked = names.toSorted((a, b) => components[a] - components[b]);
  return {
    measures,
    components,
    score: components[ranked[0]!],
    reasons: ranked.filter((name) => components[name] < enough).map((name) => reasonOf[name]),
  };
}

/** 0 at `bad`, 1 at `good`, straight in between. */
const ramp = (value: number, bad: number, good: number): number =>
  Math.max(0, Math.min(1, (value - bad) / (good - bad)));

function poseOf({ landmarks }: Face) {
  const [right, left, nose, mouthRight, mouthLeft] = landmarks;
  assert(right && left && nose && mouthRight && mouthLeft, 'a face has five landmarks');
  const dx = left[0] - right[0];
  const dy = left[1] - right[1];
  const eyeDistancePx = Math.max(Math.hypot(dx, dy), 1e-6);
  const eyes = [(left[0] + right[0]) / 2, (left[1] + right[1]) / 2] as const;
  const mouth = [(mouthLeft[0] + mouthRight[0]) / 2, (mouthLeft[1] + mouthRight[1]) / 2] as const;
  // Along the line of the eyes, and across it.
  const along = (x: number, y: number) => (x * dx + y * dy) / eyeDistancePx;
  const across = (x: number, y: number) => (y * dx - x * dy) / eyeDistancePx;
  const toMouth = Math.max(across(mouth[0] - eyes[0], mouth[1] - eyes[1]), 1e-6);
  const toNose = across(nose[0] - eyes[0], nose[1] - eyes[1]);
  return {
    eyeDistancePx,
    turn: along(nose[0] - eyes[0], nose[1] - eyes[1]) / eyeDistancePx,
    // In ArcFace's mean face the nose is at 0.495 of the way from eyes to mouth.
    nod: (toNose / toMouth - 0.495) / 0.495,
    tiltDegrees: (Math.atan2(dy, dx) * 180) / Math.PI,
  };
}

/** Of the face itself: brow to chin, without hair and background. */
const inner = { left: 20, right: 92, top: 24, bottom: 104 } as const;
const burntOutLuma = 250;

function lightOf(aligned: Uint8Array) {
  const side = alignedSidePx;
  const luma = new Float32Array(side * side);
  for (let i = 0, j = 0; i < luma.length; i++, j += 3) {
    luma[i] = 0.299 * aligned[j]! + 0.587 * aligned[j + 1]! + 0.114 * aligned[j + 2]!;
  }
  const halves = [0, 0];
  let squares = 0;
  let laplacians = 0;
  let burnt = 0;
  const middle = side / 2;
  for (let y = inner.top; y < inner.bottom; y++) {
    for (let x = inner.left; x < inner.right; x++) {
      const i = y * side + x;
      const value = luma[i]!;
      const laplacian = 4 * value - luma[i - 1]! - luma[i + 1]! - luma[i - side]! - luma[i + side]!;
      laplacians += laplacian * laplacian;
      squares += value * value;
      const half = x < middle ? 0 : 1;
      halves[half] = halves[half]! + value;
      if (value > burntOutLuma) burnt++;
    }
  }
  const count = (inner.right - inner.left) * (inner.bottom - inner.top);
  const [first, second] = halves.map((sum) => sum / (count / 2)) as [number, number];
  const mean = (first + second) / 2;
  const variance = Math.max(squares / count - mean * mean, 1e-6);
  return {
    sharpness: Math.sqrt(laplacians / count / variance),
    darkerHalfLuma: Math.min(first, second),
    brighterHalfLuma: Math.max(first, second),
    burntOut: burnt / count,
  };
}
