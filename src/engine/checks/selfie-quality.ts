// Engine. `selfie.quality`: the face is large, sharp, lit and straight enough to be compared. Score: the worst of these, 0 to 1.
import type { Evidence, Finding } from '../../shared/domain/check.ts';
import type { FaceQuality } from '../face/quality.ts';

export function selfieQuality(quality: FaceQuality, ms: number): Finding {
  const { measures, components } = quality;
  const number = (label: string, value: number, unit?: string): Evidence => ({
    kind: 'number',
    label: `selfie.${label}`,
    value,
    ...(unit ? { unit } : {}),
  });
  return {
    code: 'selfie.quality',
    score: quality.score,
    status: null,
    reasons: [...quality.reasons],
    evidence: [
      number('eye_distance', measures.eyeDistancePx, 'px'),
      number('sharpness', measures.sharpness),
      number('darker_half', measures.darkerHalfLuma),
      number('brighter_half', measures.brighterHalfLuma),
      number('burnt_out', measures.burntOut),
      number('turn', measures.turn),
      number('nod', measures.nod),
      number('tilt', measures.tiltDegrees, '°'),
      ...Object.entries(components).map(([name, value]) => number(`score_${name}`, value)),
    ],
    model: null,
    ms,
  };
}
