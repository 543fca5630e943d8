// Kiosk renderer. The last words; then the page is loaded anew, so that nothing of this applicant is left in it.
import { Camera, Check, Hand, QrCode, TimerReset } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { CloseReason } from '../../../shared/domain/session.ts';
import { useWords } from '../../ui/i18n.tsx';
import { pause } from '../camera/still.ts';
import { offersReceipt } from '../kiosk-state.ts';
import { Title } from '../parts/title.tsx';

const shownMs: Record<CloseReason, number> = {
  completed: 3000,
  cancelled: 12_000,
  idle: 8000,
  interrupted: 12_000,
  camera_lost: 20_000,
  camera_changed: 12_000,
};
/** If core cannot be told, it finds the abandoned session by itself. */
const patienceMs = 20_000;

const icons: Record<CloseReason, typeof Hand> = {
  completed: Check,
  cancelled: Hand,
  idle: TimerReset,
  interrupted: Hand,
  camera_lost: Camera,
  camera_changed: Camera,
};

async function clear(closed: () => Promise<void>) {
  await Promise.race([closed(), pause(patienceMs)]);
  history.replaceState(null, '', location.pathname + location.search);
  location.reload();
}

export function Farewell(props: {
  readonly reason: CloseReason;
  readonly closed: () => Promise<void>;
  /** False where there was no session, or it cannot be told what became of it. */
  readonly onReceipt: () => Promise<boolean>;
}) {
  const { reason, closed, onReceipt } = props;
  const { t } = useWords();
  const [canAsk, setCanAsk] = useState(true);
  const take = async () => {
    setCanAsk(false);
    await onReceipt();
  };
  useEffect(() => {
    const timer = setTimeout(() => void clear(closed), shownMs[reason]);
    return () => clearTimeout(timer);
  }, [reason, closed]);
  const Icon = icons[reason];
  return (
    <main className="screen outcome" data-testid="farewell" data-reason={reason}>
      <span className={`badge badge--${reason === 'completed' ? 'good' : 'accent'}`}>
        <Icon aria-hidden />
      </span>
      <Title>{t(`kiosk.farewell.${reason}.title`)}</Title>
      <p className="lead">{t(`kiosk.farewell.${reason}.body`)}</p>
      {reason === 'completed' ? null : (
        <div className="actions">
          <button
            type="button"
            className="button button--plain button--big"
            data-testid="farewell-done"
            onClick={() => void clear(closed)}
          >
            {t('kiosk.result.done')}
          </button>
          {offersReceipt(reason) ? (
            <button
              type="button"
              className="button button--plain button--big"
              data-testid="take-receipt"
              disabled={!canAsk}
              onClick={() => void take()}
            >
              <QrCode aria-hidden />
              {t('kiosk.result.receipt')}
            </button>
          ) : null}
        </div>
      )}
    </main>
  );
}
