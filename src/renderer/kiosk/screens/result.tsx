// Kiosk renderer. The result with its next step. Only reasons that the applicant can mend are ever told.
import { Camera, Check, QrCode, UserRoundCheck, UserRoundSearch } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { ReasonCode } from '../../../shared/domain/reason-code.ts';
import type { ApplicantResult, Outcome } from '../../../shared/domain/session.ts';
import { type MessageKey, useWords } from '../../ui/i18n.tsx';
import { Title } from '../parts/title.tsx';
import { useCountdown } from '../use-countdown.ts';

/** Long enough to write the code down. */
const shownSeconds: Record<Exclude<Outcome, 'retry'>, number> = { approve: 20, review: 60, decline: 60 };

const looks = {
  approve: { tone: 'good', Icon: Check },
  review: { tone: 'accent', Icon: UserRoundSearch },
  decline: { tone: 'warn', Icon: UserRoundCheck },
  retry: { tone: 'accent', Icon: Camera },
} as const satisfies Record<Outcome, unknown>;

function titleOf(result: ApplicantResult): MessageKey {
  return result.outcome === 'retry'
    ? `kiosk.result.retry.${result.again ?? 'document'}.title`
    : `kiosk.result.${result.outcome}.title`;
}

export function ResultScreen(props: {
  readonly result: ApplicantResult;
  readonly onRetry: () => void;
  /** Whether there is one. */
  readonly onReceipt: () => Promise<boolean>;
  readonly onDone: () => void;
}) {
  const { t } = useWords();
  const { result } = props;
  const { tone, Icon } = looks[result.outcome];
  return (
    <main className="screen outcome" data-testid="result" data-outcome={result.outcome}>
      <span className={`badge badge--${tone}`}>
        <Icon aria-hidden />
      </span>
      <Title>{t(titleOf(result))}</Title>
      <p className="lead">{t(`kiosk.result.${result.outcome}.body`)}</p>
      <Advice codes={result.outcome === 'approve' ? [] : result.advice} />
      {result.outcome === 'review' || result.outcome === 'decline' ? (
        <Reference value={result.reference} />
      ) : (
        <span hidden data-testid="reference">
          {result.reference}
        </span>
      )}
      {result.outcome === 'retry' ? (
        <RetryButton onRetry={props.onRetry} />
      ) : (
        <Ways seconds={shownSeconds[result.outcome]} onReceipt={props.onReceipt} onDone={props.onDone} />
      )}
    </main>
  );
}

export function Advice({ codes }: { codes: readonly ReasonCode[] }) {
  const { open } = useWords();
  if (codes.length === 0) return null;
  return (
    <ul className="card advice" data-testid="advice">
      {codes.map((code) => (
        <li key={code} data-code={code}>
          {open('advice', code)}
        </li>
      ))}
    </ul>
  );
}

function Reference({ value }: { value: string }) {
  const { t } = useWords();
  return (
    <div className="card reference">
      <span className="reference__label">{t('kiosk.result.reference')}</span>
      <span className="reference__code" data-testid="reference">
        {value}
      </span>
    </div>
  );
}

function RetryButton({ onRetry }: { onRetry: () => void }) {
  const { t } = useWords();
  const [pressed, setPressed] = useState(false);
  useEffect(() => {
    if (pressed) onRetry();
  }, [pressed, onRetry]);
  return (
    <div className="actions">
      <button
        type="button"
        className="button button--primary button--huge"
        data-testid="result-again"
        disabled={pressed}
        onClick={() => setPressed(true)}
      >
        {t('kiosk.result.retry.action')}
      </button>
    </div>
  );
}

function Ways(props: {
  readonly seconds: number;
  readonly onReceipt: () => Promise<boolean>;
  readonly onDone: () => void;
}) {
  const { t } = useWords();
  const { onReceipt, onDone } = props;
  const [receipt, setReceipt] = useState<'offered' | 'asked' | 'failed'>('offered');
  const left = useCountdown(props.seconds, onDone);
  const take = async () => {
    setReceipt('asked');
    if (!(await onReceipt())) setReceipt('failed');
  };
  return (
    <div className="actions actions--stacked">
      <div className="actions">
        <button
          type="button"
          className="button button--primary button--big"
          data-testid="done"
          onClick={onDone}
        >
          {t('kiosk.result.done')}
        </button>
        <button
          type="button"
          className="button button--plain button--big"
          data-testid="take-receipt"
          disabled={receipt !== 'offered'}
          onClick={() => void take()}
        >
          <QrCode aria-hidden />
          {t('kiosk.result.receipt')}
        </button>
      </div>
      <span className="outcome__clears" role={receipt === 'failed' ? 'alert' : undefined}>
        {receipt === 'failed' ? `${t('kiosk.receipt.failed')} ` : ''}
        {t('kiosk.result.clears', { seconds: left })}
      </span>
    </div>
  );
}
