// Engine. `selfie.live.passive`: the camera saw a person, not a printed photograph of one. Score: 0 (attack) to 1 (live).
import type { Evidence, Finding, ModelReference } from '../../shared/domain/check.ts';

export function selfieLivePassive(input: {
  /** Of each frame with a face, oldest first; 0 to 1. */
  readonly scores: readonly number[];
  /** Of the frame that goes on to the match. */
  readonly matchedScore: number;
  readonly model: ModelReference;
  readonly ms: number;
}): Finding {
  const typical = median(input.scores);
  // The frame that is compared must itself be live: else one frame of a picture among live ones would carry the match.
  const score = Math.min(typical, input.matchedScore);
  const evidence: Evidence[] = [
    { kind: 'number', label: 'live.median', value: typical },
    { kind: 'number', label: 'live.matched_frame', value: input.matchedScore },
    { kind: 'plot', label: 'live.by_frame', x: input.scores.map((_, i) => i), y: [...input.scores] },
  ];
  return {
    code: 'selfie.live.passive',
    score,
    status: null,
    reasons: ['selfie.not_live'],
    evidence,
    model: input.model,
    ms: input.ms,
  };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
