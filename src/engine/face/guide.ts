// Engine. Coaches the person before the camera, frame by frame: one hint at a time, the first that applies.
import type { InferenceSession } from 'onnxruntime-node';
import type { LiveFrame } from '../../shared/contract/contract.ts';
import type { FaceGuidance, FaceHint } from '../../shared/contract/guidance.ts';
import { boxToQuad } from '../../shared/domain/geometry.ts';
import { alignFace } from './align.ts';
import { type CompanyModels, isBeside, liveFrom, pageAround } from './company.ts';
import { detectFaces } from './detect.ts';
import type { Face } from './face.ts';
import { livenessOf } from './liveness.ts';
import type { Pixels } from './pixels.ts';
import { type ComponentName, enough, type FaceQuality, judgeFace, type QualityModels } from './quality.ts';

/** RetinaFace at this side takes 3 ms with landmarks; Ultra-Light RFB-320 takes 2.5 ms without, so it is not used. */
const inputPx = 256;
const minScore = 0.7;

/**
 * Height of the face as a share of the frame's shorter side. A portrait in a document that fills the frame reaches 0.33
 * (20 of 54 mm on a card, 28 of 88 mm on a passport's page), so it never counts as a person close enough.
 */
const nearestShare = 0.85;
const farthestShare = 0.38;
/** How far the middle of the face may be from the middle of the frame, as a share of its width and height. */
const offCentre = { x: 0.17, y: 0.2 } as const;

/**
 * Which hint a component leads to, in the order in which they are told: first what hides the rest. Scores for pose are
 * stricter than the check's, so that what is captured passes it.
 */
const hints: readonly {
  readonly hint: FaceHint;
  readonly of: readonly ComponentName[];
  readonly at: number;
}[] = [
  { hint: 'too_dark', of: ['UnderExposurePrevention'], at: enough },
  { hint: 'too_bright', of: ['OverExposurePrevention'], at: enough },
  { hint: 'uneven_light', of: ['IlluminationUniformity'], at: enough },
  { hint: 'uncover_face', of: ['MouthOcclusionPrevention'], at: enough },
  { hint: 'take_off_glasses', of: ['EyesVisible'], at: enough },
  { hint: 'look_straight', of: ['HeadPoseYaw', 'HeadPosePitch', 'HeadPoseRoll'], at: 0.6 },
  { hint: 'blurred', of: ['Sharpness'], at: enough },
  { hint: 'open_eyes', of: ['EyesOpen'], at: enough },
  { hint: 'close_mouth', of: ['MouthClosed'], at: enough },
];

export interface GuideModels extends QualityModels, CompanyModels {
  readonly detection: InferenceSession;
}

export async function guideFace(models: GuideModels, frame: LiveFrame): Promise<FaceGuidance> {
  const image: Pixels = {
    widthPx: frame.widthPx,
    heightPx: frame.heightPx,
    channels: 4,
    data: frame.rgba,
  };
  const whole = { x: 0, y: 0, width: image.widthPx, height: image.heightPx, inputPx };
  const faces = await detectFaces(models.detection, image, whole, minScore);
  const [face, second] = faces.toSorted((a, b) => b.box.height - a.box.height);
  if (!face) return { hint: 'show_face', ready: false, quad: null, sharpness: 0, pose: null };
  const quality = await judgeFace(models, image, face, alignFace(image, face));
  const hint =
    (await companyHint(models, image, face, second)) ?? placeHint(image, face) ?? qualityHint(quality);
  return {
    hint,
    ready: hint === 'hold_still',
    quad: boxToQuad(face.box),
    sharpness: quality.components.Sharpness.value,
    pose: quality.pose,
  };
}

const shareOf = (image: Pixels, { box }: Face): number =>
  box.height / Math.min(image.widthPx, image.heightPx);

async function companyHint(
  models: CompanyModels,
  image: Pixels,
  face: Face,
  second: Face | undefined,
): Promise<FaceHint | null> {
  // The portrait of a document is small: a person who has come near is not searched for pages.
  if (shareOf(image, face) < farthestShare && (await pageAround(models.page, image, face)))
    return 'show_yourself';
  if (!second || !isBeside(second, face)) return null;
  // A poster need not be taken off the wall.
  return (await livenessOf(models.liveness, image, second)) >= liveFrom ? 'one_person' : null;
}

function placeHint(image: Pixels, face: Face): FaceHint | null {
  const share = shareOf(image, face);
  const x = (face.box.x + face.box.width / 2) / image.widthPx - 0.5;
  const y = (face.box.y + face.box.height / 2) / image.heightPx - 0.5;
  if (share < farthestShare) return 'move_closer';
  if (share > nearestShare) return 'move_back';
  return Math.abs(x) > offCentre.x || Math.abs(y) > offCentre.y ? 'center_face' : null;
}

function qualityHint({ components }: FaceQuality): FaceHint {
  const { LuminanceMean, LuminanceVariance } = components;
  for (const light of [LuminanceMean, LuminanceVariance]) {
    if (light.score < enough) return hintOfLight[light.reason as keyof typeof hintOfLight];
  }
  return hints.find(({ of, at }) => of.some((name) => components[name].score < at))?.hint ?? 'hold_still';
}

const hintOfLight = {
  'selfie.too_dark': 'too_dark',
  'selfie.too_bright': 'too_bright',
  'selfie.uneven_light': 'uneven_light',
} as const satisfies Record<string, FaceHint>;
