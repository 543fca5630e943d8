// Engine. `document.original.print`: no trace of a printer or copier. Score: 0 (none) to 1; see [Note: What these scores are worth].
import type { Finding } from '../../shared/domain/check.ts';
import { scoreRecapture } from '../document/recapture.ts';
import type { RecaptureFeatures } from '../document/recapture-features.ts';

export function documentOriginalPrint(features: RecaptureFeatures | null, ms: number): Finding {
  return {
    code: 'document.original.print',
    score: features ? scoreRecapture(features).print : null,
    status: features ? null : 'inconclusive',
    reasons: ['document.looks_like_print'],
    evidence: features
      ? [
          { kind: 'number', label: 'chroma', value: features.chroma },
          { kind: 'number', label: 'pattern.colour', value: features.colourPeak, unit: 'decades' },
          {
            kind: 'plot',
            label: 'spectrum',
            x: [...features.spectrum.frequency],
            y: [...features.spectrum.power],
            mark: features.peakFrequency,
          },
        ]
      : [],
    model: null,
    ms,
  };
}
