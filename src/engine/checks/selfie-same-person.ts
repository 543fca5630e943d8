// Engine. `selfie.same_person`: from the photograph that is compared to the end of the challenge it is one person.
// Score: the lowest cosine between the compared frame and frames of the challenge.
import type { Finding, ModelReference } from '../../shared/domain/check.ts';
import { cosine } from '../face/template.ts';

export function selfieSamePerson(input: {
  /** Of the frame that goes on to the match; `null` without a face. */
  readonly compared: Float32Array | null;
  /** Of frames of the challenge in which the person looks straight, oldest first. */
  readonly others: readonly { readonly atMs: number; readonly template: Float32Array }[];
  readonly model: ModelReference;
  readonly ms: number;
}): Finding {
  const { compared, others, model, ms } = input;
  const common = { code: 'selfie.same_person', model, ms } as const;
  if (!compared || others.length === 0) {
    return { ...common, score: null, status: 'inconclusive', reasons: ['selfie.no_face'], evidence: [] };
  }
  const scores = others.map(({ template }) => cosine(compared, template));
  const score = Math.min(...scores);
  return {
    ...common,
    score,
    status: null,
    reasons: ['selfie.another_person'],
    evidence: [
      { kind: 'number', label: 'same.lowest', value: score },
      {
        kind: 'plot',
        label: 'same.by_frame',
        unit: 's',
        x: others.map(({ atMs }) => atMs / 1000),
        y: scores,
      },
    ],
  };
}
