// Engine. `selfie.one_face`: exactly one person is before the camera.
import type { Evidence, Finding, ModelReference } from '../../shared/domain/check.ts';
import { type Box, boxToQuad } from '../../shared/domain/geometry.ts';
import type { Face } from '../face/face.ts';

/**
 * A face counts as a second person from this share of the largest one's height: somebody who stands beside. People in
 * the background and the portrait of a document in the hand are smaller.
 */
const besideShare = 0.5;
const surePerson = 0.8;

/** The faces that count, the largest first. */
export function personsBefore(faces: readonly Face[]): readonly Face[] {
  const [largest, ...others] = faces;
  if (!largest) return [];
  return [
    largest,
    ...others.filter(
      ({ box, score }) => score >= surePerson && box.height >= besideShare * largest.box.height,
    ),
  ];
}

export function selfieOneFace(input: {
  /** Of each frame, the persons in it. */
  readonly personsByFrame: readonly number[];
  readonly unreadableFrames: number;
  /** Of the frame that goes on to the match, in its pixels as photographed; and which one it is, from 0. */
  readonly boxes: readonly Box[];
  readonly frame: number;
  readonly model: ModelReference;
  readonly ms: number;
}): Finding {
  const { personsByFrame, boxes } = input;
  const most = Math.max(...personsByFrame);
  const crowded = personsByFrame.filter((count) => count > 1).length * 2 > personsByFrame.length;
  const evidence: Evidence[] = [
    { kind: 'number', label: 'selfie.faces', value: boxes.length === 0 ? most : boxes.length },
    { kind: 'number', label: 'selfie.frame', value: input.frame },
    ...boxes.map(
      (box): Evidence => ({
        kind: 'region',
        label: 'selfie.face',
        image: 'selfie',
        quad: boxToQuad(box),
      }),
    ),
  ];
  if (input.unreadableFrames > 0) {
    evidence.push({ kind: 'number', label: 'selfie.unreadable_frames', value: input.unreadableFrames });
  }
  const common = {
    code: 'selfie.one_face',
    score: null,
    evidence,
    model: input.model,
    ms: input.ms,
  } as const;
  if (boxes.length === 0) return { ...common, status: 'failed', reasons: ['selfie.no_face'] };
  if (boxes.length > 1 || crowded) return { ...common, status: 'failed', reasons: ['selfie.several_faces'] };
  return { ...common, status: 'passed', reasons: [] };
}
