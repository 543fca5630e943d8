// Engine. `selfie.one_face`: exactly one person is before the camera, and no document in their place.
import type { Evidence, Finding, ModelReference } from '../../shared/domain/check.ts';
import { type Box, boxToQuad, type Quad } from '../../shared/domain/geometry.ts';
import { besideShare, type FaceKind } from '../face/company.ts';

export function selfieOneFace(input: {
  /** Of each frame, the persons in it. */
  readonly personsByFrame: readonly number[];
  readonly unreadableFrames: number;
  /** Of the frame that goes on to the match, in its pixels as photographed; and which one it is, from 0. */
  readonly largest: Box | null;
  readonly others: readonly { readonly box: Box; readonly kind: FaceKind }[];
  /** The page that the largest face is printed on. */
  readonly document: Quad | null;
  readonly frame: number;
  readonly model: ModelReference;
  readonly ms: number;
}): Finding {
  const { personsByFrame, largest, others, document } = input;
  // Pictures as large as a person are counted in every frame; only the frame that goes on was looked at closely.
  const pictures = largest
    ? others.filter(({ kind, box }) => kind === 'on_paper' && box.height >= besideShare * largest.height)
        .length
    : 0;
  const beside = others.filter(({ kind }) => kind === 'beside').length;
  const crowded = personsByFrame.filter((count) => count > 1 + pictures).length * 2 > personsByFrame.length;
  const region = (label: string, quad: Quad): Evidence => ({
    kind: 'region',
    label,
    image: 'selfie',
    quad,
  });
  const second = Math.max(0, ...others.map(({ box }) => box.width * box.height));
  const evidence: Evidence[] = [
    {
      kind: 'number',
      label: 'selfie.faces',
      value: largest ? 1 + beside : Math.max(0, ...personsByFrame),
    },
    // OFIQ's measure: 1 for a face alone, 0 where another is as large.
    {
      kind: 'number',
      label: 'selfie.SingleFacePresent',
      value: largest ? 1 - Math.sqrt(Math.min(1, second / (largest.width * largest.height))) : 0,
    },
    { kind: 'number', label: 'selfie.frame', value: input.frame },
    ...(largest ? [region('selfie.face', boxToQuad(largest))] : []),
    ...others.map(({ box, kind }) => region(`selfie.face_${kind}`, boxToQuad(box))),
    ...(document ? [region('selfie.document', document)] : []),
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
  if (!largest) return { ...common, status: 'failed', reasons: ['selfie.no_face'] };
  if (document) return { ...common, status: 'failed', reasons: ['selfie.document_shown'] };
  if (beside > 0 || crowded) return { ...common, status: 'failed', reasons: ['selfie.several_faces'] };
  return { ...common, status: 'passed', reasons: [] };
}
