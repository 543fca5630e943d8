// Engine. `document.printed.matches`: zone, print and barcode say the same, field by field.
import type { Finding } from '../../shared/domain/check.ts';
import { type ComparedSources, compareSources, type FieldComparison } from '../rules/compare-sources.ts';

/** As many fields must agree, a name among them, before a document counts as compared. */
const enoughFields = 3;

const agrees = ({ verdict }: FieldComparison): boolean => verdict === 'equal' || verdict === 'equivalent';
const isName = ({ field }: FieldComparison): boolean => field === 'surname' || field === 'givenNames';

/** `not_run` where only one source was read, so that there is nothing to compare. */
export function documentPrintedMatches(sources: ComparedSources): Finding {
  const start = performance.now();
  const { mrz, barcode, printed } = sources.reading;
  const base = { code: 'document.printed.matches' as const, score: null, model: null };
  const machine = mrz !== null || (barcode === null && Boolean(sources.standIn));
  const read = [machine, barcode !== null, printed.length > 0].filter(Boolean).length;
  if (read < 2) return { ...base, status: 'not_run', reasons: [], evidence: [], ms: 0 };
  const comparisons = compareSources(sources);
  const different = comparisons.some(({ verdict }) => verdict === 'different');
  const agreeing = comparisons.filter(agrees);
  const compared = agreeing.length >= enoughFields && agreeing.some(isName);
  const doubtful = comparisons.some(({ doubt }) => doubt);
  return {
    ...base,
    status: different ? 'failed' : compared && !doubtful ? 'passed' : 'inconclusive',
    reasons:
      different || doubtful ? ['document.printed_mismatch'] : compared ? [] : ['document.printed_unreadable'],
    evidence: comparisons.map(({ evidence }) => evidence),
    ms: performance.now() - start,
  };
}
