// Console renderer. The recovery key: made on request, shown once, to be printed and locked away.
import { CircleAlert, KeyRound, Printer, ShieldAlert } from 'lucide-react';
import { useState } from 'react';
import type { FailureKind } from '../../../shared/kernel/failure.ts';
import { consoleApi } from '../../ui/api.ts';
import { Brand } from '../../ui/brand.tsx';
import { useWords } from '../../ui/i18n.tsx';
import { failureKey } from '../parts/failure-words.ts';
import { dateAndTime } from '../parts/time.ts';

interface Made {
  readonly code: string;
  readonly atMs: number;
}

export function RecoveryPage(props: {
  /** There is one already, which a new one would replace. */
  readonly hasKey: boolean;
  readonly onMade: () => void;
  readonly onDone: () => void;
  readonly onSignedOut: () => void;
}) {
  const [made, setMade] = useState<Made | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<FailureKind | null>(null);

  const make = async (renewsAll: boolean) => {
    setBusy(true);
    setProblem(null);
    const renewed = renewsAll ? await consoleApi.call('keys.rotate') : null;
    const result = renewed?.ok === false ? renewed : await consoleApi.call('keys.make_recovery');
    setBusy(false);
    if (result.ok) {
      props.onMade();
      return setMade({ code: result.value.code, atMs: Date.now() });
    }
    if (result.error.kind === 'auth.required') return props.onSignedOut();
    setProblem(result.error.kind);
  };

  return (
    <main className="recovery" data-testid="recovery">
      <section className="panel recovery__card">
        {made ? (
          <Shown made={made} onDone={props.onDone} />
        ) : (
          <Offer
            hasKey={props.hasKey}
            busy={busy}
            problem={problem}
            onMake={(renewsAll) => void make(renewsAll)}
            onLater={props.onDone}
          />
        )}
      </section>
    </main>
  );
}

function Offer(props: {
  readonly hasKey: boolean;
  readonly busy: boolean;
  readonly problem: FailureKind | null;
  readonly onMake: (renewsAll: boolean) => void;
  readonly onLater: () => void;
}) {
  const { t } = useWords();
  const [renewsAll, setRenewsAll] = useState(false);
  return (
    <>
      <span className="recovery__icon">
        <KeyRound aria-hidden />
      </span>
      <h1>{t('console.keys.title')}</h1>
      <p>{t('console.keys.lead')}</p>
      <p>{t('console.keys.safe')}</p>
      {props.hasKey ? (
        <p className="recovery__warning">
          <ShieldAlert aria-hidden />
          {t('console.keys.replaces')}
        </p>
      ) : null}
      {props.hasKey ? (
        <label className="recovery__stored">
          <input
            type="checkbox"
            data-testid="recovery-renew"
            checked={renewsAll}
            disabled={props.busy}
            onChange={(event) => setRenewsAll(event.target.checked)}
          />
          {t('console.keys.renew')}
        </label>
      ) : null}
      {props.problem ? (
        <p className="problem" role="alert">
          <CircleAlert aria-hidden />
          {t(failureKey(props.problem))}
        </p>
      ) : null}
      <div className="recovery__actions">
        <button
          type="button"
          className="button button--primary"
          data-testid="recovery-make"
          disabled={props.busy}
          onClick={() => props.onMake(renewsAll)}
        >
          {t(props.hasKey ? 'console.keys.makeAnother' : 'console.keys.make')}
        </button>
        <button
          type="button"
          className="button button--plain"
          data-testid="recovery-later"
          disabled={props.busy}
          onClick={props.onLater}
        >
          {t('console.keys.later')}
        </button>
        <span className="quiet">{t('console.keys.once')}</span>
      </div>
    </>
  );
}

function Shown({ made, onDone }: { made: Made; onDone: () => void }) {
  const { t, language } = useWords();
  const [isStored, setStored] = useState(false);
  return (
    <>
      <div className="recovery__brand">
        <Brand />
      </div>
      <h1>{t('console.keys.code')}</h1>
      <p className="recovery__code" data-testid="recovery-code">
        {made.code.split('-').map((group, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: groups stay where they are
          <span key={at}>{group}</span>
        ))}
      </p>
      <p>{t('console.keys.made', { date: dateAndTime(made.atMs, language) })}</p>
      <p>{t('console.keys.safe')}</p>
      <p>{t('console.keys.use')}</p>
      <div className="recovery__actions">
        <button
          type="button"
          className="button button--plain"
          data-testid="recovery-print"
          onClick={() => window.print()}
        >
          <Printer aria-hidden />
          {t('console.keys.print')}
        </button>
        <label className="recovery__stored">
          <input
            type="checkbox"
            data-testid="recovery-stored"
            checked={isStored}
            onChange={(event) => setStored(event.target.checked)}
          />
          {t('console.keys.stored')}
        </label>
        <span className="top-bar__gap" />
        <button
          type="button"
          className="button button--primary"
          data-testid="recovery-done"
          disabled={!isStored}
          onClick={onDone}
        >
          {t('console.keys.done')}
        </button>
      </div>
    </>
  );
}
