// Kiosk renderer. Consent in plain words; staff is always the other way.
import { CalendarClock, Camera, HardDrive, ShieldCheck } from 'lucide-react';
import type { Station } from '../../../shared/contract/kiosk-contract.ts';
import type { DataKind } from '../../../shared/domain/retention.ts';
import { useWords } from '../../ui/i18n.tsx';
import { Title } from '../parts/title.tsx';

const points = [
  { key: 'what', Icon: Camera },
  { key: 'why', Icon: ShieldCheck },
  { key: 'kept', Icon: CalendarClock },
  { key: 'where', Icon: HardDrive },
] as const;

export function Consent(props: {
  /** `null` until core has told. */
  readonly station: Pick<Station, 'retention'> | null;
  readonly busy: boolean;
  readonly onAccept: () => void;
  readonly onDecline: () => void;
}) {
  const { t } = useWords();
  const retention = props.station?.retention;
  const words = (count: number) =>
    count === 0 ? t('days.none') : count === 1 ? t('days.one') : t('days.many', { count });
  const longest = (...kinds: readonly DataKind[]) =>
    words(Math.max(...kinds.map((kind) => retention?.[kind].days ?? 0)));
  const kept = {
    images: longest('document_images', 'portrait', 'selfie_frames'),
    templates: longest('templates'),
    fields: longest('fields'),
    decision: longest('decision'),
  };
  return (
    <main className="screen consent">
      <div className="screen__head">
        <Title>{t('kiosk.consent.title')}</Title>
        <p className="lead">{t('kiosk.consent.lead')}</p>
      </div>
      <ul className="consent__points">
        {points.map(({ key, Icon }) => (
          <li key={key} className="card consent__point">
            <span className="icon-tile">
              <Icon aria-hidden />
            </span>
            <div>
              <h2>{t(`kiosk.consent.${key}.title`)}</h2>
              <p>{t(`kiosk.consent.${key}.body`, kept)}</p>
            </div>
          </li>
        ))}
      </ul>
      <p className="consent__choice">{t('kiosk.consent.choice')}</p>
      <div className="actions">
        <button
          type="button"
          className="button button--primary button--big"
          data-testid="consent-accept"
          disabled={props.busy}
          onClick={props.onAccept}
        >
          {t('kiosk.consent.accept')}
        </button>
        <button
          type="button"
          className="button button--plain button--big"
          data-testid="consent-decline"
          onClick={props.onDecline}
        >
          {t('kiosk.consent.decline')}
        </button>
      </div>
    </main>
  );
}
