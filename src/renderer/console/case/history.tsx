// Console renderer. What was decided so far: by the policy, then by people.
import type { CaseDetail } from '../../../shared/domain/case.ts';
import { useWords } from '../../ui/i18n.tsx';
import { OutcomePill, VerdictPill } from '../parts/outcome-pill.tsx';
import { dateAndTime } from '../parts/time.ts';

export function History({ detail }: { detail: CaseDetail }) {
  const { t, language } = useWords();
  return (
    <section className="panel history" data-testid="history">
      <h2>{t('console.case.history')}</h2>
      <ol>
        <li className="history__item">
          <span className="history__what">
            <OutcomePill outcome={detail.outcome} />
          </span>
          <span className="quiet">
            {t('console.case.decidedBy', {
              name: t('console.queue.policy'),
              date: dateAndTime(detail.createdAtMs, language),
            })}
          </span>
        </li>
        {detail.decisions.map((decision) => (
          <li
            key={`${decision.decidedAtMs}-${decision.verdict}`}
            className="history__item"
            data-testid="decision"
            data-verdict={decision.verdict}
          >
            <span className="history__what">
              <VerdictPill verdict={decision.verdict} />
              {t(`decisionReason.${decision.reason}`)}
            </span>
            {decision.note ? <q>{decision.note}</q> : null}
            <span className="quiet">
              {t('console.case.decidedBy', {
                name: decision.reviewer?.name ?? t('console.queue.policy'),
                date: dateAndTime(decision.decidedAtMs, language),
              })}
              {' · '}
              {t('console.case.underPolicy', { version: decision.policyVersion })}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
