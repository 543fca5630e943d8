// Kiosk renderer. A screen that only says something: starting, a short pause, out of service.
import { Hand } from 'lucide-react';
import { useWords } from '../../ui/i18n.tsx';
import { Title } from '../parts/title.tsx';

export function Message(props: {
  readonly tone: 'wait' | 'stop';
  readonly title: string;
  readonly body: string;
  readonly staff?: string | null;
}) {
  const { t } = useWords();
  return (
    <main className="screen outcome" data-testid={`message-${props.tone}`}>
      <span className={`badge badge--${props.tone === 'wait' ? 'wait' : 'warn'}`}>
        {props.tone === 'wait' ? <span className="spinner" /> : <Hand aria-hidden />}
      </span>
      <Title>{props.title}</Title>
      <p className="lead">{props.body}</p>
      {props.staff ? (
        <p className="outcome__staff">
          <strong>{t('kiosk.unavailable.staff')}</strong> {props.staff}
        </p>
      ) : null}
    </main>
  );
}
