// Console renderer. Who is signed in, and which page they are on. Signing out loads the page anew,
// so that nothing of a case is left in it.
import { useCallback, useEffect, useState } from 'react';
import type { Reviewer } from '../../shared/contract/console-contract.ts';
import type { CaseId } from '../../shared/domain/identifiers.ts';
import { consoleApi } from '../ui/api.ts';
import { isLanguage, type Language, WordsProvider } from '../ui/i18n.tsx';
import { CasePage } from './case/case-page.tsx';
import { RecoveryPage } from './keys/recovery-page.tsx';
import { LoadFailed, Loading } from './parts/states.tsx';
import { TopBar } from './parts/top-bar.tsx';
import { useStation } from './parts/use-station.ts';
import type { Place } from './place.ts';
import { QueuePage } from './queue/queue-page.tsx';
import { type QueueView, startView } from './queue/queue-view.ts';
import { ReviewerContext } from './reviewer-context.ts';
import { SignIn } from './sign-in/sign-in.tsx';
import { SubjectsPage } from './subjects/subjects-page.tsx';

type Access =
  | { readonly state: 'asking' }
  | { readonly state: 'unreachable' }
  | { readonly state: 'out'; readonly needsSetUp: boolean }
  /** `isNew`: has just been created, the first of all. */
  | { readonly state: 'in'; readonly reviewer: Reviewer; readonly isNew: boolean };

function languageFromAddress(): Language {
  const language = decodeURIComponent(location.hash.slice(1));
  return isLanguage(language) ? language : 'en';
}

export function App() {
  const [language, setLanguage] = useState(languageFromAddress);
  const [access, setAccess] = useState<Access>({ state: 'asking' });

  const ask = useCallback(async () => {
    setAccess({ state: 'asking' });
    const result = await consoleApi.call('auth.state');
    if (!result.ok) return setAccess({ state: 'unreachable' });
    const { needsSetUp, reviewer } = result.value;
    setAccess(reviewer ? { state: 'in', reviewer, isNew: false } : { state: 'out', needsSetUp });
  }, []);
  useEffect(() => void ask(), [ask]);

  const choose = useCallback((chosen: Language) => {
    history.replaceState(null, '', `#${chosen}`);
    setLanguage(chosen);
  }, []);
  const signOut = useCallback(async () => {
    await consoleApi.call('auth.sign_out');
    location.reload();
  }, []);

  return (
    <WordsProvider language={language}>
      {access.state === 'asking' ? <Loading /> : null}
      {access.state === 'unreachable' ? <LoadFailed kind="core.unavailable" onRetry={ask} /> : null}
      {access.state === 'out' ? (
        <SignIn
          needsSetUp={access.needsSetUp}
          onLanguage={choose}
          onSignedIn={(reviewer) => setAccess({ state: 'in', reviewer, isNew: access.needsSetUp })}
          onSetUpDone={() => setAccess({ state: 'out', needsSetUp: false })}
        />
      ) : null}
      {access.state === 'in' ? (
        <Desk
          reviewer={access.reviewer}
          startsAt={{ name: access.isNew ? 'keys' : 'queue' }}
          onLanguage={choose}
          onSignOut={signOut}
          onSignedOut={() => location.reload()}
        />
      ) : null}
    </WordsProvider>
  );
}

function Desk(props: {
  readonly reviewer: Reviewer;
  /** A new station's first reviewer makes its recovery key. */
  readonly startsAt: Place;
  readonly onLanguage: (language: Language) => void;
  readonly onSignOut: () => void;
  /** Core no longer knows this reviewer (it restarted). */
  readonly onSignedOut: () => void;
}) {
  const [place, setPlace] = useState<Place>(props.startsAt);
  const { station, refresh } = useStation();
  const [view, setView] = useState<QueueView>(startView);
  const [notice, setNotice] = useState<string | null>(null);

  useEffect(() => {
    if (notice === null) return;
    const timer = setTimeout(() => setNotice(null), 5000);
    return () => clearTimeout(timer);
  }, [notice]);

  return (
    <ReviewerContext value={props.reviewer}>
      <div className="desk">
        <TopBar
          reviewer={props.reviewer}
          station={station}
          place={place}
          onGo={setPlace}
          onLanguage={props.onLanguage}
          onSignOut={props.onSignOut}
        />
        <Present
          place={place}
          onGo={setPlace}
          view={view}
          onView={setView}
          hasRecoveryKey={station?.hasRecoveryKey ?? false}
          onRecoveryKey={() => void refresh()}
          onNotice={setNotice}
          onSignedOut={props.onSignedOut}
        />
        <div className="toast-space" role="status">
          {notice ? (
            <p className="toast" data-testid="notice">
              {notice}
            </p>
          ) : null}
        </div>
      </div>
    </ReviewerContext>
  );
}

function Present(props: {
  readonly place: Place;
  readonly onGo: (place: Place) => void;
  readonly view: QueueView;
  readonly onView: (view: QueueView) => void;
  readonly hasRecoveryKey: boolean;
  readonly onRecoveryKey: () => void;
  readonly onNotice: (words: string) => void;
  readonly onSignedOut: () => void;
}) {
  const { place, onGo, onNotice, onSignedOut } = props;
  const toQueue = () => onGo({ name: 'queue' });
  const toCase = (caseId: CaseId) => onGo({ name: 'case', caseId });
  switch (place.name) {
    case 'queue':
      return <QueuePage view={props.view} onView={props.onView} onOpen={toCase} onSignedOut={onSignedOut} />;
    case 'case':
      return (
        <CasePage
          key={place.caseId}
          caseId={place.caseId}
          onGo={(caseId) => (caseId === null ? toQueue() : toCase(caseId))}
          onNotice={onNotice}
          onSignedOut={onSignedOut}
        />
      );
    case 'subjects':
      return (
        <SubjectsPage onOpenCase={toCase} onBack={toQueue} onNotice={onNotice} onSignedOut={onSignedOut} />
      );
    case 'keys':
      return (
        <RecoveryPage
          hasKey={props.hasRecoveryKey}
          onMade={props.onRecoveryKey}
          onDone={toQueue}
          onSignedOut={onSignedOut}
        />
      );
  }
}
