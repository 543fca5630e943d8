// Console renderer. The bar over all pages: station, the ways to go, language, who is signed in.
import { Inbox, KeyRound, LogOut, UserRoundSearch } from 'lucide-react';
import type { Reviewer } from '../../../shared/contract/console-contract.ts';
import { Brand } from '../../ui/brand.tsx';
import { type Language, useWords } from '../../ui/i18n.tsx';
import { LanguageSwitch } from '../../ui/language-switch.tsx';
import type { Place } from '../place.ts';
import type { ConsoleStation } from './use-station.ts';

const tones = { ready: 'good', starting: 'warn', degraded: 'warn', refusing: 'bad' } as const;

function StationPill({ station }: { station: ConsoleStation }) {
  const { t } = useWords();
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

const ways = [
  { name: 'queue', Icon: Inbox, places: ['queue', 'case'] },
  { name: 'subjects', Icon: UserRoundSearch, places: ['subjects'] },
] as const satisfies readonly { places: readonly Place['name'][]; [key: string]: unknown }[];

function Ways({ place, onGo }: { place: Place; onGo: (place: Place) => void }) {
  const { t } = useWords();
  return (
    <nav className="ways">
      {ways.map(({ name, Icon, places }) => (
        <button
          key={name}
          type="button"
          className="ways__item"
          aria-current={places.some((each) => each === place.name) ? 'page' : undefined}
          data-testid={`go-${name}`}
          onClick={() => onGo({ name })}
        >
          <Icon aria-hidden />
          {t(`console.place.${name}`)}
        </button>
      ))}
    </nav>
  );
}

export function TopBar(props: {
  readonly reviewer: Reviewer;
  readonly station: ConsoleStation | null;
  readonly place: Place;
  readonly onGo: (place: Place) => void;
  readonly onLanguage: (language: Language) => void;
  readonly onSignOut: () => void;
}) {
  const { t } = useWords();
  const { station, onGo } = props;
  const isKeyMissing = station !== null && !station.hasRecoveryKey;
  const keyWords = t(isKeyMissing ? 'console.keys.missing' : 'console.place.keys');
  return (
    <header className="top-bar">
      <Brand suffix={t('console.title')} />
      {station ? <StationPill station={station} /> : null}
      <Ways place={props.place} onGo={onGo} />
      <span className="top-bar__gap" />
      <button
        type="button"
        className="icon-button key-button"
        data-missing={isKeyMissing}
        data-testid="go-keys"
        aria-label={keyWords}
        title={keyWords}
        onClick={() => onGo({ name: 'keys' })}
      >
        <KeyRound aria-hidden />
      </button>
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
