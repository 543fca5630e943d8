// Console renderer. One check in full: score against threshold, measured error rate, reasons, evidence, model.
import type { Check } from '../../../shared/domain/check.ts';
import { useWords } from '../../ui/i18n.tsx';
import { StatusMark } from './checks.tsx';
import { type Doors, EvidenceList } from './evidence/evidence-list.tsx';
import { percent } from './percent.ts';
import { formatScore, ScoreBar } from './score-bar.tsx';

export function CheckDetail(props: Doors & { readonly check: Check }) {
  const { t } = useWords();
  const { check } = props;
  return (
    <section className="panel check-detail" data-testid="check-detail" data-code={check.code}>
      <header className="panel__head">
        <StatusMark status={check.status} />
        <h2>{t(`check.${check.code}`)}</h2>
        <span className={`check-detail__status check-detail__status--${check.status}`}>
          {t(`checkStatus.${check.status}`)}
        </span>
      </header>
      {check.reasons.length > 0 ? (
        <p className="check-detail__reasons">
          {check.reasons.map((reason) => (
            <span key={reason} className="pill pill--bad">
              {t(`reason.${reason}`)}
            </span>
          ))}
        </p>
      ) : null}
      <Score check={check} />
      <h3>{t('console.case.evidence')}</h3>
      <EvidenceList {...props} />
      {check.model ? (
        <p className="check-detail__model">
          {check.model.name} {check.model.version} · {check.ms.toFixed(0)} ms
        </p>
      ) : null}
    </section>
  );
}

function Score({ check }: { check: Check }) {
  const { t } = useWords();
  if (check.score === null) return <p className="quiet">{t('console.case.noScore')}</p>;
  const rate = check.errorRate;
  return (
    <div className="score">
      <ScoreBar check={check} large />
      <dl className="score__values">
        <div>
          <dt>{t('console.case.score')}</dt>
          <dd>{formatScore(check.score)}</dd>
        </div>
        {check.threshold === null ? null : (
          <div>
            <dt>{t('console.case.threshold')}</dt>
            <dd>{formatScore(check.threshold)}</dd>
          </div>
        )}
        <div className="score__rate">
          <dt>{t('console.case.errorRate')}</dt>
          <dd>
            {rate
              ? [
                  rate.falseAccept === null
                    ? null
                    : t('console.case.falseAccept', { rate: percent(rate.falseAccept) }),
                  rate.falseReject === null
                    ? null
                    : t('console.case.falseReject', { rate: percent(rate.falseReject) }),
                  t('console.case.measuredOn', { name: rate.measuredOn }),
                ]
                  .filter((part) => part !== null)
                  .join(' · ')
              : t('console.case.noErrorRate')}
          </dd>
        </div>
      </dl>
    </div>
  );
}
