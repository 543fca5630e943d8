// Console renderer. An earlier case that has to do with this one; it opens in its place.
import type { Evidence } from '../../../../shared/domain/check.ts';
import type { CaseId } from '../../../../shared/domain/identifiers.ts';
import { useWords } from '../../../ui/i18n.tsx';
import { dateAndTime } from '../../parts/time.ts';
import { percent } from '../percent.ts';
import { formatScore } from '../score-bar.tsx';

export function CaseItem(props: {
  readonly evidence: Extract<Evidence, { kind: 'case' }>;
  readonly name: string;
  readonly onOpen: (caseId: CaseId) => void;
}) {
  const { t, language } = useWords();
  const { caseId, reference, createdAtMs, similarity, falseMatch } = props.evidence;
  return (
    <li className="evidence__item evidence__item--text" data-testid="evidence" data-kind="case">
      <span className="evidence__label">{props.name}</span>
      <button
        type="button"
        className="evidence__region"
        data-testid="earlier-case"
        onClick={() => props.onOpen(caseId)}
      >
        {t('console.evidence.case', { reference })} · {dateAndTime(createdAtMs, language)}
      </button>
      {similarity === null ? null : (
        <span className="evidence__sure">
          {t('console.evidence.alike', { value: formatScore(similarity) })}
          {falseMatch === null ? '' : ` · ${t('console.evidence.strangers', { rate: percent(falseMatch) })}`}
        </span>
      )}
    </li>
  );
}
