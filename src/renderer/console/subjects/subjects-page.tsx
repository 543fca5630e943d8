// Console renderer. For whoever comes to the desk and asks what is kept of them: by receipt or code, found, exported,
// erased or held.
import { CircleAlert, ScanLine, Search as SearchIcon, SearchX } from 'lucide-react';
import { type FormEvent, useEffect, useState } from 'react';
import type { CaseId } from '../../../shared/domain/identifiers.ts';
import { useWords } from '../../ui/i18n.tsx';
import { failureKey } from '../parts/failure-words.ts';
import { Empty, LoadFailed, Loading } from '../parts/states.tsx';
import { useHotkeys } from '../use-hotkeys.ts';
import { EraseDialog, HoldDialog } from './subject-dialogs.tsx';
import { SubjectPanel } from './subject-panel.tsx';
import { useSubject } from './use-subject.ts';

export function SubjectsPage(props: {
  readonly onOpenCase: (caseId: CaseId) => void;
  readonly onBack: () => void;
  readonly onNotice: (words: string) => void;
  readonly onSignedOut: () => void;
}) {
  const { t, language } = useWords();
  const { onOpenCase, onBack, onNotice, onSignedOut } = props;
  const { search, busy, problem, ...subjects } = useSubject();
  const [query, setQuery] = useState('');
  const [asking, setAsking] = useState<'erase' | 'hold' | null>(null);
  const subject = search.state === 'found' ? search.subject : null;

  const failure = search.state === 'failed' ? search.kind : problem;
  useEffect(() => {
    if (failure === 'auth.required') onSignedOut();
  }, [failure, onSignedOut]);
  useHotkeys({ escape: onBack });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (query.trim()) void subjects.find(query);
  };
  const exportFiles = async () => {
    const name = subject && (await subjects.exportFiles(subject, language));
    if (name) onNotice(t('console.subjects.exported', { name }));
  };

  return (
    <main className="subjects" data-testid="subjects">
      <div className="subjects__inner">
        <div className="subjects__head">
          <h1>{t('console.subjects.title')}</h1>
          <p>{t('console.subjects.lead')}</p>
        </div>
        <form className="panel subjects__search" onSubmit={submit}>
          <label className="field">
            <span className="field__label">{t('console.subjects.query')}</span>
            <span className="subjects__query">
              <ScanLine aria-hidden />
              <input
                className="input"
                data-testid="subject-query"
                maxLength={200}
                autoComplete="off"
                spellCheck={false}
                // biome-ignore lint/a11y/noAutofocus: a scanner types into it
                autoFocus
                value={query}
                onChange={(event) => setQuery(event.target.value)}
                onFocus={(event) => event.target.select()}
              />
              <button
                type="submit"
                className="button button--primary"
                data-testid="subject-find"
                disabled={search.state === 'asking' || busy}
              >
                <SearchIcon aria-hidden />
                {t('console.subjects.find')}
              </button>
            </span>
            <span className="field__help">{t('console.subjects.queryHelp')}</span>
          </label>
          {search.state === 'not_code' ? (
            <p className="problem" role="alert" data-testid="subject-not-code">
              <CircleAlert aria-hidden />
              {t('console.subjects.notCode')}
            </p>
          ) : null}
        </form>
        {search.state === 'idle' ? <p className="quiet">{t('console.subjects.audited')}</p> : null}
        {search.state === 'asking' ? <Loading /> : null}
        {search.state === 'failed' ? (
          <LoadFailed kind={search.kind} onRetry={() => void subjects.find(query)} />
        ) : null}
        {search.state === 'nothing' ? (
          <Empty
            icon={<SearchX aria-hidden />}
            title={t('console.subjects.nothing.title')}
            body={t('console.subjects.nothing.body')}
          />
        ) : null}
        {problem ? (
          <p className="problem" role="alert" data-testid="subject-problem">
            <CircleAlert aria-hidden />
            {t(failureKey(problem))}
          </p>
        ) : null}
        {subject ? (
          <SubjectPanel
            subject={subject}
            busy={busy}
            onOpenCase={onOpenCase}
            onExport={() => void exportFiles()}
            onErase={() => setAsking('erase')}
            onHold={() => setAsking('hold')}
            onUnhold={() => subject.caseId && void subjects.unhold(subject.caseId)}
          />
        ) : null}
      </div>
      {subject && asking === 'erase' ? (
        <EraseDialog
          subject={subject}
          onCancel={() => setAsking(null)}
          onConfirm={async () => {
            setAsking(null);
            const done = await subjects.erase(subject);
            if (done && !subject.isHeld) onNotice(t('console.subjects.erased'));
          }}
        />
      ) : null}
      {subject?.caseId && asking === 'hold' ? (
        <HoldDialog
          onCancel={() => setAsking(null)}
          onConfirm={(note) => {
            setAsking(null);
            if (subject.caseId) void subjects.hold(subject.caseId, note);
          }}
        />
      ) : null}
    </main>
  );
}
