// Kiosk renderer. In place of the picture while there is none. Recovery is by itself; nothing to press.
import { Camera, CameraOff, Unplug } from 'lucide-react';
import { useWords } from '../../ui/i18n.tsx';
import type { CameraStatus } from './use-camera.ts';

export function CameraProblem({ status }: { status: CameraStatus }) {
  const { t } = useWords();
  const problem = status === 'live' ? 'starting' : status;
  const Icon = problem === 'starting' ? Camera : problem === 'lost' ? Unplug : CameraOff;
  return (
    <div className="camera-problem" data-testid="camera-problem" data-status={problem} role="status">
      <span className={`badge badge--${problem === 'starting' ? 'accent' : 'warn'}`}>
        <Icon aria-hidden />
      </span>
      <h2>{t(`kiosk.camera.${problem}.title`)}</h2>
      <p className="lead">{t(`kiosk.camera.${problem}.body`)}</p>
      {problem === 'starting' ? null : (
        <span className="camera-problem__wait">
          <span className="spinner" />
          {t('kiosk.camera.waiting')}
        </span>
      )}
    </div>
  );
}
