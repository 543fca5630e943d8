// Engine. How well a face was photographed, for recognition: the components of ISO/IEC 29794-5, named as in its reference
// implementation OFIQ, each with what was measured and a score of 0 to 1, 0.5 being just good enough.
import type { InferenceSession } from 'onnxruntime-node';
import type { HeadPose } from '../../shared/domain/challenge.ts';
import type { Point } from '../../shared/domain/geometry.ts';
import type { ReasonCode } from '../../shared/domain/reason-code.ts';
import { brightnessBelowEyes, mouthCovered } from './covering.ts';
import { openness } from './eyes.ts';
import type { Face } from './face.ts';
import { measureIllumination } from './illumination.ts';
import { findLandmarks, part } from './landmarks.ts';
import type { Pixels } from './pixels.ts';
import { headPose } from './pose.ts';

export const componentNames = [
  'InterEyeDistance',
  'HeadSize',
  'LeftwardCropOfTheFaceImage',
  'RightwardCropOfTheFaceImage',
  'UpwardCropOfTheFaceImage',
  'DownwardCropOfTheFaceImage',
  'HeadPoseYaw',
  'HeadPosePitch',
  'HeadPoseRoll',
  'LuminanceMean',
  'LuminanceVariance',
  'UnderExposurePrevention',
  'OverExposurePrevention',
  'DynamicRange',
  'IlluminationUniformity',
  'Sharpness',
  'EyesVisible',
  'EyesOpen',
  'MouthOcclusionPrevention',
  'MouthClosed',
] as const;
export type ComponentName = (typeof componentNames)[number];

export interface Component {
  /** In `unit`; a plain number or a share where there is none. */
  readonly value: number;
  readonly unit?: 'px' | '°' | 'bit';
  /** 0 to 1, 0.5 is just good enough. */
  readonly score: number;
  /** What to tell the person where it is not. */
  readonly reason: ReasonCode;
}

export interface FaceQuality {
  readonly components: Readonly<Record<ComponentName, Component>>;
  readonly pose: HeadPose;
  /** The worst component's. */
  readonly score: number;
  /** Of the components below 0.5, the worst first. */
  readonly reasons: readonly ReasonCode[];
}

/** The networks of landmarks and of eyes. */
export interface QualityModels {
  readonly landmarks: InferenceSession;
  readonly eyes: InferenceSession;
}

/** Where a component is just good enough. */
export const enough = 0.5;

/** `aligned`: the face as `alignFace` gives it, 112 x 112 RGB. */
export async function judgeFace(
  models: QualityModels,
  image: Pixels,
  face: Face,
  aligned: Uint8Array,
): Promise<FaceQuality> {
  const points = await findLandmarks(models.landmarks, image, face);
  const pose = headPose(points, Math.min(image.widthPx, image.heightPx));
  const components = {
    ...geometryOf(points, pose, image),
    ...lightOf(aligned),
    ...coveringOf(aligned, await openness(models.eyes, image, points)),
  };
  const ranked = Object.values(components).toSorted((a, b) => a.score - b.score);
  const failing = ranked.filter(({ score }) => score < enough).map(({ reason }) => reason);
  return { components, pose, score: ranked[0]!.score, reasons: [...new Set(failing)] };
}

/** 0 at `bad`, 1 at `good`, straight in between. */
const ramp = (value: number, bad: number, good: number): number =>
  Math.max(0, Math.min(1, (value - bad) / (good - bad)));

/**
 * Degrees, from the nose's place between eyes and mouth: on virtual heads it goes by 0.61 tan(turn) and 0.56 tan(nod) (see
 * pose.ts). Looking straight its height is 0.46 in NUAA, 0.51 in LFW. Noses differ: 5 % of LFW come out 20 degrees up or down.
 */
const standing = { side: 0.61, height: 0.56, straightHeight: 0.48 } as const;
const degrees = (radians: number): number => (radians * 180) / Math.PI;

function geometryOf(points: readonly Point[], pose: HeadPose, { widthPx, heightPx }: Pixels) {
  const mean = (indices: readonly number[]): Point => [
    indices.reduce((sum, i) => sum + points[i]![0], 0) / indices.length,
    indices.reduce((sum, i) => sum + points[i]![1], 0) / indices.length,
  ];
  const [right, left, chin] = [mean(part.rightEye), mean(part.leftEye), points[part.chin]!];
  const middle: Point = [(right[0] + left[0]) / 2, (right[1] + left[1]) / 2];
  const eyeDistance = Math.max(Math.hypot(left[0] - right[0], left[1] - right[1]), 1e-6);
  // The standard's T: from the middle of the eyes to the chin.
  const t = Math.max(Math.hypot(chin[0] - middle[0], chin[1] - middle[1]), 1e-6);
  const yaw = degrees(Math.atan(pose.side / standing.side));
  const pitch = degrees(Math.atan((standing.straightHeight - pose.height) / standing.height));
  const roll = degrees(Math.atan2(left[1] - right[1], left[0] - right[0]));
  const frontal = eyeDistance / Math.max(Math.cos(Math.atan(pose.side / standing.side)), 0.2);
  const mouth = Math.max(
    ...part.lips.map(([upper, lower]) =>
      Math.hypot(points[upper]![0] - points[lower]![0], points[upper]![1] - points[lower]![1]),
    ),
  );
  const turned = (value: number, bad: number, good: number): Component => ({
    value,
    unit: '°',
    score: ramp(Math.abs(value), bad, good),
    reason: 'selfie.turned_away',
  });
  const edge = (value: number, bad: number, good: number): Component => ({
    value,
    score: ramp(value, bad, good),
    reason: 'selfie.cut_off',
  });
  return {
    // Between the eyes, as if the face looked straight. Recognition aligns to 35 px; below about that it enlarges. 60 px is
    // ISO/IEC 19794-5's minimum.
    InterEyeDistance: {
      value: frontal,
      unit: 'px',
      score: ramp(frontal, 20, 70),
      reason: 'selfie.too_small',
    },
    // T as a share of the picture's height. OFIQ wants a portrait's 0.45; from 0.65 on brow and chin leave the picture.
    HeadSize: { value: t / heightPx, score: ramp(t / heightPx, 0.85, 0.45), reason: 'selfie.too_close' },
    // From the eye to the picture's edge, in eye distances: the temple is 0.5 away. OFIQ wants a portrait's 0.9.
    LeftwardCropOfTheFaceImage: edge(right[0] / eyeDistance, 0.1, 0.9),
    RightwardCropOfTheFaceImage: edge((widthPx - left[0]) / eyeDistance, 0.1, 0.9),
    // From the eyes down and up to the edge, in T: the chin is 1 away, the brows 0.25. OFIQ wants a portrait's 1.8 and 1.4
    // (its names follow the standard: the upward crop is what is left below).
    UpwardCropOfTheFaceImage: edge((heightPx - middle[1]) / t, 0.8, 1.2),
    DownwardCropOfTheFaceImage: edge(middle[1] / t, 0.2, 0.8),
    // Positive: towards the person's left, up, and clockwise as seen.
    HeadPoseYaw: turned(yaw, 40, 10),
    HeadPosePitch: turned(pitch, 45, 15),
    HeadPoseRoll: turned(roll, 45, 5),
    // The opening between the lips, in T; OFIQ's limit. 1.5 % of LFW's laughing faces are beyond it.
    MouthClosed: { value: mouth / t, score: ramp(mouth / t, 0.3, 0.1), reason: 'selfie.mouth_open' },
  } satisfies Partial<Record<ComponentName, Component>>;
}

/**
 * What light costs in recognition was measured on 93 faces, darkened, brightened or shaded from one side: 0.1 of cosine is
 * lost at a mean luma of 0.08, at 0.25 burnt out, and at a darker half of 0.45 of the brighter one.
 */
function lightOf(aligned: Uint8Array) {
  const { mean, variance, underExposed, overExposed, rangeBits, uniformity, sharpness } =
    measureIllumination(aligned);
  const darkOrBright = mean < 0.5 ? 'selfie.too_dark' : 'selfie.too_bright';
  return {
    // OFIQ's limits are 0.2 and 0.8; a third of NUAA's webcam faces in office light lie below 0.2 and match well.
    LuminanceMean: {
      value: mean,
      score: Math.min(ramp(mean, 0.02, 0.18), ramp(mean, 0.95, 0.75)),
      reason: darkOrBright,
    },
    // OFIQ's own curve.
    LuminanceVariance: {
      value: variance,
      score: Math.sin((Math.PI * 60 * variance) / (60 * variance + 1)),
      // Both sides of the curve's peak: a veil over the picture, or hard light.
      reason: variance < 1 / 60 ? darkOrBright : 'selfie.uneven_light',
    },
    UnderExposurePrevention: {
      value: underExposed,
      score: ramp(underExposed, 1, 0.2),
      reason: 'selfie.too_dark',
    },
    OverExposurePrevention: {
      value: overExposed,
      score: ramp(overExposed, 0.5, 0),
      reason: 'selfie.too_bright',
    },
    // OFIQ's own scale; NUAA and LFW have 5.6 bits and more.
    DynamicRange: { value: rangeBits, unit: 'bit', score: Math.min(1, rangeBits / 8), reason: darkOrBright },
    // OFIQ intersects the histograms of both cheeks, which comes to nothing in a photographer's ordinary side light (0.00
    // in three of our 14 portraits); the ratio of the halves says what recognition loses.
    IlluminationUniformity: {
      value: uniformity,
      score: ramp(uniformity, 0.2, 0.65),
      reason: 'selfie.uneven_light',
    },
    // 0.19 is a blur of 1 px (of 35 between the eyes), 0.12 one of 1.5 px, which costs 0.09 of cosine, 0.09 one of 2 px,
    // which costs 0.17; measured on three sets of photographs that agree to 0.02.
    Sharpness: { value: sharpness, score: ramp(sharpness, 0, 0.24), reason: 'selfie.blurred' },
  } satisfies Partial<Record<ComponentName, Component>>;
}

const probability = (logit: number): number => 1 / (1 + Math.exp(-logit));

/** `open`: as `openness` gives it. */
function coveringOf(aligned: Uint8Array, open: number) {
  const below = brightnessBelowEyes(aligned);
  const bare = -mouthCovered(aligned);
  return {
    // Brightness below the eyes as a share of the cheeks'. Eyes that are plainly open are not hidden, whatever the shade.
    // Told so: 436 of 441 drawn dark glasses, 12 of 16 real ones, 4 of 948 faces of NUAA and LFW (3 of them with eyes shut).
    EyesVisible: {
      value: below,
      score: Math.max(ramp(below, 0.3, 0.9), ramp(open, -2, 18)),
      reason: 'selfie.eyes_covered',
    },
    // Probability that an eye is open. OFIQ measures the gap between the lids, which its limit, 0.02 of T, tells of none of
    // the closed eyes in LFW and NUAA.
    EyesOpen: { value: probability(open), score: ramp(open, -10, 10), reason: 'selfie.eyes_closed' },
    // Probability that the mouth is bare; half the scale is one step of the logit's spread among bare faces.
    MouthOcclusionPrevention: {
      value: probability(bare),
      score: ramp(bare, -6, 6),
      reason: 'selfie.covered',
    },
  } satisfies Partial<Record<ComponentName, Component>>;
}
