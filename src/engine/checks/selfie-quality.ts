// Engine. `selfie.quality`: the face is large, sharp, lit, straight and bare enough to be compared. Score: the worst
// component's, 0 to 1, 0.5 being just good enough.
import type { Evidence, Finding } from '../../shared/domain/check.ts';
import { componentNames, type FaceQuality } from '../face/quality.ts';

export function selfieQuality({ components, score, reasons }: FaceQuality, ms: number): Finding {
  return {
    code: 'selfie.quality',
    score,
    status: null,
    reasons: [...reasons],
    evidence: componentNames.map((name): Evidence => {
      const { value, unit } = components[name];
      return { kind: 'number', label: `selfie.${name}`, value, ...(unit ? { unit } : {}) };
    }),
    model: null,
    ms,
  };
}
