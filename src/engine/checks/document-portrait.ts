// Engine. `document.portrait`: the holder's portrait was found on the page. Score: the detector's confidence.
import type { Finding, ImageRole, ModelReference } from '../../shared/domain/check.ts';
import { boxToQuad } from '../../shared/domain/geometry.ts';
import type { Face } from '../face/face.ts';

export function documentPortrait(input: {
  readonly face: Face | null;
  /** The image that the face was found in. */
  readonly image: ImageRole;
  readonly model: ModelReference;
  readonly ms: number;
}): Finding {
  const { face, image, model, ms } = input;
  return {
    code: 'document.portrait',
    score: face?.score ?? null,
    status: face ? 'passed' : 'failed',
    reasons: face ? [] : ['document.portrait_not_found'],
    evidence: face ? [{ kind: 'region', label: 'portrait', image, quad: boxToQuad(face.box) }] : [],
    model,
    ms,
  };
}
