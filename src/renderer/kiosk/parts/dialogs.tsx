// Kiosk renderer. The two questions that may come up on any screen.
import { Dialog } from '../../ui/dialog.tsx';
import { useWords } from '../../ui/i18n.tsx';

export function IdleDialog({ secondsLeft, onStay }: { secondsLeft: number; onStay: () => void }) {
  const { t } = useWords();
  return (
    <Dialog labelledBy="idle-title" onClose={onStay} className="dialog--centred">
      <h2 id="idle-title">{t('kiosk.idle.title')}</h2>
      <p className="lead">{t('kiosk.idle.body', { seconds: secondsLeft })}</p>
      <button
        type="button"
        className="button button--primary button--big"
        data-testid="idle-stay"
        onClick={onStay}
      >
        {t('kiosk.idle.stay')}
      </button>
    </Dialog>
  );
}

export function CancelDialog({ onStop, onStay }: { onStop: () => void; onStay: () => void }) {
  const { t } = useWords();
  return (
    <Dialog labelledBy="cancel-title" onClose={onStay} className="dialog--centred">
      <h2 id="cancel-title">{t('kiosk.cancel.title')}</h2>
      <p className="lead">{t('kiosk.cancel.body')}</p>
      <div className="actions">
        <button type="button" className="button button--primary button--big" onClick={onStay}>
          {t('kiosk.cancel.no')}
        </button>
        <button
          type="button"
          className="button button--plain button--big"
          data-testid="stop-confirm"
          onClick={onStop}
        >
          {t('kiosk.cancel.yes')}
        </button>
      </div>
    </Dialog>
  );
}
