// Console renderer. The bar over both pages: station, language, who is signed in.
import { LogOut } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Reviewer } from '../../../shared/contract/console-contract.ts';
import type { StationState } from '../../../shared/contract/kiosk-contract.ts';
import { consoleApi } from '../../ui/api.ts';
import { Brand } from '../../ui/brand.tsx';
import { type Language, useWords } from '../../ui/i18n.tsx';
import { LanguageSwitch } from '../../ui/language-switch.tsx';

const tones = { ready: 'good', starting: 'warn', degraded: 'warn', refusing: 'bad' } as const;

function StationPill() {
  const { t } = useWords();
  const [station, setStation] = useState<StationState | null>(null);
  useEffect(() => {
    void consoleApi.call('station.describe').then((result) => {
      if (result.ok) setStation(result.value);
    });
    return consoleApi.on('station.changed', setStation);
  }, []);
  if (!station) return null;
  return (
    <span
      className={`station station--${tones[station.status]}`}
      title={station.detail ?? undefined}
      data-testid="station"
      data-status={station.status}
    >
      <span className="station__dot" />
      {t(`station.${station.status}`)}
    </span>
  );
}

export function TopBar(props: {
  readonly reviewer: Reviewer;
  readonly onLanguage: (language: Language) => void;
  readonly onSignOut: () => void;
}) {
  const { t } = useWords();
  return (
    <header className="top-bar">
      <Brand suffix={t('console.title')} />
      <StationPill />
      <span className="top-bar__gap" />
      <LanguageSwitch onChoose={props.onLanguage} />
      <span className="top-bar__who">
        <span className="avatar" aria-hidden="true">
          {Array.from(props.reviewer.name)[0]?.toUpperCase()}
        </span>
        <span data-testid="reviewer-name">{props.reviewer.name}</span>
      </span>
      <button type="button" className="button button--quiet" data-testid="sign-out" onClick={props.onSignOut}>
        <LogOut aria-hidden />
        {t('console.signOut')}
      </button>
    </header>
  );
}
