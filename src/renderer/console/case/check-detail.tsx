// Console renderer. One check in full: score against threshold, measured error rate, reasons, evidence, model.
import type { Check, Evidence } from '../../../shared/domain/check.ts';
import { useWords } from '../../ui/i18n.tsx';
import { StatusMark } from './checks.tsx';
import type { Region } from './images.tsx';
import { Plot } from './plot.tsx';
import { formatScore, ScoreBar } from './score-bar.tsx';

const percent = (rate: number): string => {
  const value = rate * 100;
  return `${value >= 1 || value === 0 ? Number(value.toFixed(1)) : Number(value.toPrecision(2))} %`;
};

export function CheckDetail(props: {
  readonly check: Check;
  readonly pointed: Region | null;
  readonly onPoint: (region: Region | null) => void;
}) {
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
      {check.evidence.length === 0 ? (
        <p className="quiet">{t('console.case.noEvidence')}</p>
      ) : (
        <ul className="evidence">
          {check.evidence.map((evidence, index) => (
            <EvidenceItem
              // biome-ignore lint/suspicious/noArrayIndexKey: evidence has no other identity and never moves
              key={index}
              evidence={evidence}
              pointed={evidence === props.pointed}
              onPoint={props.onPoint}
            />
          ))}
        </ul>
      )}
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

function EvidenceItem(props: {
  readonly evidence: Evidence;
  readonly pointed: boolean;
  readonly onPoint: (region: Region | null) => void;
}) {
  const { open, t } = useWords();
  const { evidence, onPoint } = props;
  const label = open('evidence', evidence.label);
  if (evidence.kind === 'region') {
    return (
      <li data-testid="evidence" data-kind="region">
        <button
          type="button"
          className="evidence__region"
          aria-pressed={props.pointed}
          onMouseEnter={() => onPoint(evidence)}
          onFocus={() => onPoint(evidence)}
          onMouseLeave={() => onPoint(null)}
          onBlur={() => onPoint(null)}
          onClick={() => onPoint(evidence)}
        >
          <span className="evidence__swatch" />
          {label}
          <span className="evidence__where">{t(`imageRole.${evidence.image}`)}</span>
        </button>
      </li>
    );
  }
  return (
    <li
      className={`evidence__item evidence__item--${evidence.kind}`}
      data-testid="evidence"
      data-kind={evidence.kind}
    >
      <span className="evidence__label">{label}</span>
      {evidence.kind === 'number' ? (
        <span className="evidence__number">
          {formatNumber(evidence.value)} {evidence.unit ?? ''}
        </span>
      ) : null}
      {evidence.kind === 'text' ? <TextEvidence evidence={evidence} /> : null}
      {evidence.kind === 'plot' ? <Plot plot={evidence} /> : null}
    </li>
  );
}

const formatNumber = (value: number): string =>
  Number.isInteger(value)
    ? String(value)
    : value !== 0 && Math.abs(value) < 0.001
      ? value.toExponential(1)
      : formatScore(value);

function TextEvidence({ evidence }: { evidence: Extract<Evidence, { kind: 'text' }> }) {
  const { t } = useWords();
  return (
    <span className="evidence__text">
      <code>{evidence.value}</code>
      {evidence.confidence === undefined ? null : (
        <span className="evidence__sure">
          {t('console.case.confidence', { value: percent(evidence.confidence) })}
        </span>
      )}
      {evidence.expected === undefined ? null : (
        <span className="evidence__expected">
          {t('console.case.expected')} <code>{evidence.expected}</code>
        </span>
      )}
    </span>
  );
}
