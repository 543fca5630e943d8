// Kiosk renderer. The first screen: what this is, how long it takes, one button.
import { ArrowRight, Info, Lock } from 'lucide-react';
import type { Station } from '../../../shared/contract/kiosk-contract.ts';
import { useWords } from '../../ui/i18n.tsx';
import { Illustration } from '../parts/illustration.tsx';
import { Title } from '../parts/title.tsx';

export function Welcome(props: {
  readonly station: Station | null;
  readonly busy: boolean;
  readonly onStart: () => void;
}) {
  const { t } = useWords();
  const isStarting = props.station?.status === 'starting';
  return (
    <main className="screen welcome">
      <div className="welcome__words">
        <Title>{t('kiosk.welcome.title')}</Title>
        <p className="lead">{t('kiosk.welcome.body')}</p>
        <button
          type="button"
          className="button button--primary button--huge"
          data-testid="start"
          disabled={props.busy || isStarting}
          onClick={props.onStart}
        >
          {t(isStarting ? 'kiosk.welcome.starting' : 'kiosk.welcome.start')}
          {isStarting ? null : <ArrowRight aria-hidden />}
        </button>
        {props.station?.status === 'degraded' ? (
          <p className="note note--warn" data-testid="degraded">
            <Info aria-hidden />
            {t('kiosk.degraded')}
          </p>
        ) : null}
      </div>
      <Illustration />
      <footer className="welcome__foot">
        <span>
          <Lock aria-hidden />
          {t('kiosk.private')}
        </span>
        <span>{t('kiosk.welcome.help')}</span>
      </footer>
    </main>
  );
}
