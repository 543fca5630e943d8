// Engine. `document.original.screen`: no trace of a display. Score: 0 (none) to 1; see [Note: What these scores are worth].
import type { Finding } from '../../shared/domain/check.ts';
import { scoreRecapture } from '../document/recapture.ts';
import type { RecaptureFeatures } from '../document/recapture-features.ts';

export function documentOriginalScreen(features: RecaptureFeatures | null, ms: number): Finding {
  return {
    code: 'document.original.screen',
    score: features ? scoreRecapture(features).screen : null,
    status: features ? null : 'inconclusive',
    reasons: ['document.looks_like_screen'],
    evidence: features
      ? [
          {
            kind: 'plot',
            label: 'spectrum',
            x: [...features.spectrum.frequency],
            y: [...features.spectrum.power],
            mark: features.peakFrequency,
          },
          { kind: 'number', label: 'pattern.brightness', value: features.brightnessPeak, unit: 'decades' },
          { kind: 'number', label: 'pattern.colour', value: features.colourPeak, unit: 'decades' },
        ]
      : [],
    model: null,
    ms,
  };
}
