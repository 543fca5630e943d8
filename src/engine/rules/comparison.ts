// Engine. The outcome of laying one field of two sources side by side. Pure.
import type { Evidence } from '../../shared/domain/check.ts';

type ComparisonEvidence = Extract<Evidence, { kind: 'comparison' }>;
export type Verdict = ComparisonEvidence['verdict'];
export type Rule = ComparisonEvidence['rule'];

export interface Comparison {
  readonly verdict: Verdict;
  readonly rule: Rule;
  /** Not compared because the sources disagree where the reader was not sure: a person has to look. */
  readonly doubt: boolean;
}

const gravity: Record<Verdict, number> = { equal: 0, equivalent: 1, not_compared: 2, different: 3 };

/**
 * Of several comparisons of one field the gravest. One that had nothing to compare (a name in characters that no rule
 * leads to the other's) counts only where there is no other.
 */
export function gravest(comparisons: readonly Comparison[]): Comparison {
  const telling = comparisons.filter(({ verdict, doubt }) => verdict !== 'not_compared' || doubt);
  return (telling.length > 0 ? telling : comparisons).reduce((a, b) =>
    gravity[b.verdict] > gravity[a.verdict] ? b : a,
  );
}
