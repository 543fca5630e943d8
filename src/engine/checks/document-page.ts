// Engine. `document.page`: a whole page was found. Score: share of its outline that was seen.
import type { Finding, ImageRole } from '../../shared/domain/check.ts';
import type { Quad } from '../../shared/domain/geometry.ts';
import type { Page } from '../document/page.ts';

/** `quad`: the page in the photograph as taken. */
export function documentPage(input: {
  readonly page: Page | null;
  readonly quad: Quad | null;
  readonly image: ImageRole;
  readonly ms: number;
}): Finding {
  const { page, quad, image, ms } = input;
  const base = { code: 'document.page' as const, model: null, ms };
  if (!page || !quad) {
    return { ...base, score: null, status: 'failed', reasons: ['document.not_found'], evidence: [] };
  }
  return {
    ...base,
    score: page.support,
    status: page.cutOff ? 'inconclusive' : 'passed',
    reasons: page.cutOff ? ['document.cut_off'] : [],
    evidence: [{ kind: 'region', label: 'page', image, quad }],
  };
}
