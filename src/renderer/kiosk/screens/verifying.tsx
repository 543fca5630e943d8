// Kiosk renderer. What is being done, in order, while the applicant waits.
import { Check } from 'lucide-react';
import { useWords } from '../../ui/i18n.tsx';
import type { Stage } from '../kiosk-state.ts';
import { Title } from '../parts/title.tsx';

const stages: readonly Stage[] = ['document', 'selfie', 'match', 'filing'];

export function Verifying({ stage }: { stage: Stage }) {
  const { t } = useWords();
  const present = stages.indexOf(stage);
  return (
    <main className="screen outcome verifying" data-testid="verifying" data-stage={stage}>
      <div className="verifying__ring" aria-hidden="true">
        <span className="spinner" />
      </div>
      <Title>{t('kiosk.verifying.title')}</Title>
      <p className="lead">{t('kiosk.verifying.body')}</p>
      <ol className="card verifying__stages" aria-live="polite">
        {stages.map((each, index) => {
          const state = index < present ? 'done' : index === present ? 'present' : 'ahead';
          return (
            <li key={each} className={`verifying__stage verifying__stage--${state}`}>
              <span className="verifying__mark">
                {state === 'done' ? <Check strokeWidth={3} aria-hidden /> : null}
                {state === 'present' ? <span className="spinner" /> : null}
              </span>
              {t(`kiosk.verifying.${each}`)}
            </li>
          );
        })}
      </ol>
    </main>
  );
}
