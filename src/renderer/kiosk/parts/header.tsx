// Kiosk renderer. Where you are, how to stop, and on the first screen the language.
import { Check, Lock, X } from 'lucide-react';
import { Brand } from '../../ui/brand.tsx';
import { type Language, useWords } from '../../ui/i18n.tsx';
import { LanguageSwitch } from '../../ui/language-switch.tsx';
import { type Screen, stepNumber } from '../kiosk-state.ts';

const steps = ['kiosk.step.consent', 'kiosk.step.document', 'kiosk.step.face', 'kiosk.step.result'] as const;

function Steps({ present, finished }: { present: number; finished: boolean }) {
  const { t } = useWords();
  return (
    <ol className="steps" aria-label={t('kiosk.steps', { step: present, total: steps.length })}>
      {steps.map((key, index) => {
        const number = index + 1;
        const done = number < present || finished;
        const state = done ? 'done' : number === present ? 'present' : 'ahead';
        return (
          <li
            key={key}
            className={`steps__item steps__item--${state}`}
            aria-current={state === 'present' ? 'step' : undefined}
          >
            <span className="steps__dot">{done ? <Check strokeWidth={3} aria-hidden /> : number}</span>
            <span className="steps__label">{t(key)}</span>
          </li>
        );
      })}
    </ol>
  );
}

export function Header(props: {
  readonly screen: Screen;
  readonly onLanguage: (language: Language) => void;
  readonly onStop: (() => void) | null;
}) {
  const { t } = useWords();
  const { screen } = props;
  const present = stepNumber(screen);
  return (
    <header className="header">
      <Brand />
      {present > 0 ? (
        <Steps
          present={present}
          finished={
            (screen.name === 'result' && screen.result.outcome === 'approve') || screen.name === 'receipt'
          }
        />
      ) : (
        <span />
      )}
      <div className="header__end">
        {screen.name === 'welcome' ? <LanguageSwitch onChoose={props.onLanguage} /> : null}
        {props.onStop ? (
          <button type="button" className="button button--quiet" data-testid="stop" onClick={props.onStop}>
            <X aria-hidden />
            {t('kiosk.stop')}
          </button>
        ) : null}
        {screen.name === 'verifying' || screen.name === 'result' || screen.name === 'receipt' ? (
          <span className="header__private">
            <Lock aria-hidden />
            {t('kiosk.private')}
          </span>
        ) : null}
      </div>
    </header>
  );
}
