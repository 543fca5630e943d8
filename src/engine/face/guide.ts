// Engine. Coaches the person before the camera, frame by frame: one hint at a time, the first that applies.
import type { InferenceSession } from 'onnxruntime-node';
import type { LiveFrame } from '../../shared/contract/contract.ts';
import type { FaceGuidance, FaceHint } from '../../shared/contract/guidance.ts';
import { boxToQuad } from '../../shared/domain/geometry.ts';
import { alignFace } from './align.ts';
import { detectFaces } from './detect.ts';
import type { Face } from './face.ts';
import { findLandmarks } from './landmarks.ts';
import type { Pixels } from './pixels.ts';
import { headPose } from './pose.ts';
import { type FaceQuality, judgeFace } from './quality.ts';

/** RetinaFace at this side takes 3 ms with landmarks; Ultra-Light RFB-320 takes 2.5 ms without, so it is not used. */
const inputPx = 256;
const minScore = 0.7;

/**
 * Height of the face as a share of the frame's shorter side. A portrait in a document that fills the frame reaches 0.33
 * (20 of 54 mm on a card, 28 of 88 mm on a passport's page), so it never counts as a person close enough.
 */
const nearestShare = 0.85;
const farthestShare = 0.38;
/** A second face of at least this share of the first one's height is somebody standing beside, not behind. */
const besideShare = 0.5;
/** How far the middle of the face may be from the middle of the frame, as a share of its width and height. */
const offCentre = { x: 0.17, y: 0.2 } as const;
/** Head turned or tilted: stricter than the check, so that what is captured passes it. */
const straightEnough = 0.6;

export async function guideFace(
  [detection, landmarks]: readonly [InferenceSession, InferenceSession],
  frame: LiveFrame,
): Promise<FaceGuidance> {
  const image: Pixels = {
    widthPx: frame.widthPx,
    heightPx: frame.heightPx,
    channels: 4,
    data: frame.rgba,
  };
  const whole = { x: 0, y: 0, width: image.widthPx, height: image.heightPx, inputPx };
  const faces = await detectFaces(detection, image, whole, minScore);
  const [face, second] = faces.toSorted((a, b) => b.box.height - a.box.height);
  if (!face) return { hint: 'show_face', ready: false, quad: null, sharpness: 0, pose: null };
  const quality = judgeFace(face, alignFace(image, face));
  const hint = hintFor(image, face, second, quality);
  return {
    hint,
    ready: hint === 'hold_still',
    quad: boxToQuad(face.box),
    sharpness: quality.measures.sharpness,
    pose: headPose(await findLandmarks(landmarks, image, face), Math.min(image.widthPx, image.heightPx)),
  };
}

function hintFor(image: Pixels, face: Face, second: Face | undefined, quality: FaceQuality): FaceHint {
  const share = face.box.height / Math.min(image.widthPx, image.heightPx);
  const x = (face.box.x + face.box.width / 2) / image.widthPx - 0.5;
  const y = (face.box.y + face.box.height / 2) / image.heightPx - 0.5;
  if (second && second.box.height >= besideShare * face.box.height) return 'one_person';
  if (share < farthestShare) return 'move_closer';
  if (share > nearestShare) return 'move_back';
  if (Math.abs(x) > offCentre.x || Math.abs(y) > offCentre.y) return 'center_face';
  if (quality.components.light < 0.5) return 'too_dark';
  if (quality.components.pose < straightEnough) return 'look_straight';
  if (quality.components.sharpness < 0.5) return 'blurred';
  return 'hold_still';
}
