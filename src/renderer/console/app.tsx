// Console renderer. Who is signed in, and which of the two pages they are on. Signing out loads the page anew,
// so that nothing of a case is left in it.
import { useCallback, useEffect, useState } from 'react';
import type { Reviewer } from '../../shared/contract/console-contract.ts';
import type { CaseId } from '../../shared/domain/identifiers.ts';
import { consoleApi } from '../ui/api.ts';
import { isLanguage, type Language, WordsProvider } from '../ui/i18n.tsx';
import { CasePage } from './case/case-page.tsx';
import { LoadFailed, Loading } from './parts/states.tsx';
import { TopBar } from './parts/top-bar.tsx';
import { QueuePage } from './queue/queue-page.tsx';
import { type QueueView, startView } from './queue/queue-view.ts';
import { ReviewerContext } from './reviewer-context.ts';
import { SignIn } from './sign-in/sign-in.tsx';

type Access =
  | { readonly state: 'asking' }
  | { readonly state: 'unreachable' }
  | { readonly state: 'out'; readonly needsSetUp: boolean }
  | { readonly state: 'in'; readonly reviewer: Reviewer };

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
    setAccess(reviewer ? { state: 'in', reviewer } : { state: 'out', needsSetUp });
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
          onSignedIn={(reviewer) => setAccess({ state: 'in', reviewer })}
          onSetUpDone={() => setAccess({ state: 'out', needsSetUp: false })}
        />
      ) : null}
      {access.state === 'in' ? (
        <Desk
          reviewer={access.reviewer}
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
  readonly onLanguage: (language: Language) => void;
  readonly onSignOut: () => void;
  /** Core no longer knows this reviewer (it restarted). */
  readonly onSignedOut: () => void;
}) {
  const [caseId, setCaseId] = useState<CaseId | null>(null);
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
        <TopBar reviewer={props.reviewer} onLanguage={props.onLanguage} onSignOut={props.onSignOut} />
        {caseId === null ? (
          <QueuePage view={view} onView={setView} onOpen={setCaseId} onSignedOut={props.onSignedOut} />
        ) : (
          <CasePage
            key={caseId}
            caseId={caseId}
            onGo={setCaseId}
            onNotice={setNotice}
            onSignedOut={props.onSignedOut}
          />
        )}
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
