// Console renderer. One case: images, checks with evidence, and the decision.
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { CaseDetail } from '../../../shared/domain/case.ts';
import type { CheckCode } from '../../../shared/domain/check.ts';
import type { CaseId } from '../../../shared/domain/identifiers.ts';
import { consoleApi } from '../../ui/api.ts';
import { type MessageKey, useWords } from '../../ui/i18n.tsx';
import { failureKey } from '../parts/failure-words.ts';
import { LoadFailed, Loading } from '../parts/states.tsx';
import { useHotkeys } from '../use-hotkeys.ts';
import { ArtefactImages } from './artefact-images.tsx';
import { CaseHeader } from './case-header.tsx';
import { CheckDetail } from './check-detail.tsx';
import { Checks, inOrder } from './checks.tsx';
import { Decide, type Draft, emptyDraft, isComplete, ReadOnly, withVerdict } from './decide.tsx';
import type { Place } from './evidence/place.ts';
import { DocumentFacts, TechnicalFacts } from './facts.tsx';
import { History } from './history.tsx';
import { Images } from './images.tsx';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';
import { useArtefacts } from './use-artefacts.ts';
import { useCase } from './use-case.ts';

export function CasePage(props: {
  readonly caseId: CaseId;
  /** To another case, or with `null` to the queue. */
  readonly onGo: (caseId: CaseId | null) => void;
  readonly onNotice: (words: string) => void;
  readonly onSignedOut: () => void;
}) {
  const { caseId, onGo, onSignedOut } = props;
  const opened = useCase(caseId);
  const { detail, failure } = opened;

  useEffect(() => {
    if (failure === 'auth.required') onSignedOut();
  }, [failure, onSignedOut]);
  useHotkeys({ escape: () => onGo(null) });

  if (failure) return <LoadFailed kind={failure} onRetry={opened.reload} />;
  if (!detail) return <Loading />;
  return <CaseDesk {...props} detail={detail} mine={opened.mine} replace={opened.replace} />;
}

interface CaseDeskProps {
  readonly detail: CaseDetail;
  readonly mine: boolean;
  readonly replace: (detail: CaseDetail) => void;
  readonly onGo: (caseId: CaseId | null) => void;
  readonly onNotice: (words: string) => void;
  readonly onSignedOut: () => void;
}

function CaseDesk({ detail, mine, replace, onGo, onNotice, onSignedOut }: CaseDeskProps) {
  const { t } = useWords();
  const urls = useArtefacts(detail.caseId, detail.artefacts);
  const checks = useMemo(() => inOrder(detail.checks), [detail.checks]);
  const [code, setCode] = useState<CheckCode | null>(null);
  const [pointed, setPointed] = useState<Place | null>(null);
  const [draft, setDraft] = useState<Draft>(emptyDraft);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<MessageKey | null>(null);
  const [helping, setHelping] = useState(false);

  // Opens on what needs a look.
  const check =
    checks.find((each) => each.code === code) ??
    checks.find(({ status }) => status !== 'passed') ??
    checks.find(({ code: each }) => each === 'match.selfie_portrait') ??
    checks[0] ??
    null;
  const stepCheck = (by: number) => {
    const next = checks[(check ? checks.indexOf(check) : 0) + by];
    setPointed(null);
    if (next) setCode(next.code);
  };

  const submit = async () => {
    if (!mine || busy || !isComplete(draft)) return;
    setBusy(true);
    setProblem(null);
    const result = await consoleApi.call('case.decide', {
      caseId: detail.caseId,
      verdict: draft.verdict!,
      reason: draft.reason!,
      note: draft.note,
    });
    setBusy(false);
    if (!result.ok) {
      if (result.error.kind === 'auth.required') return onSignedOut();
      return setProblem(failureKey(result.error.kind));
    }
    const verdict = t(draft.verdict === 'approve' ? 'verdict.approved' : 'verdict.declined');
    const done = t('console.decide.done', { reference: detail.reference, verdict });
    replace(result.value.detail);
    onNotice(result.value.next ? done : `${done}. ${t('console.decide.queueClear')}`);
    onGo(result.value.next);
  };

  const skip = useCallback(async () => {
    const result = await consoleApi.call('queue.list', {
      status: 'open',
      outcome: null,
      limit: 2,
      after: null,
    });
    const next = result.ok ? result.value.cases.find(({ caseId }) => caseId !== detail.caseId) : undefined;
    onGo(next?.caseId ?? null);
  }, [detail.caseId, onGo]);

  useHotkeys({
    a: mine ? () => setDraft(withVerdict(draft, 'approve')) : undefined,
    d: mine ? () => setDraft(withVerdict(draft, 'decline')) : undefined,
    n: () => void skip(),
    '?': () => setHelping(true),
    arrowdown: () => stepCheck(1),
    arrowup: () => stepCheck(-1),
    'mod+enter': () => void submit(),
  });

  return (
    <main
      className="case"
      data-testid="case"
      data-case-id={detail.caseId}
      data-status={detail.status}
      data-claim={mine ? 'mine' : detail.claimedBy ? 'theirs' : 'none'}
    >
      <CaseHeader
        detail={detail}
        mine={mine}
        onBack={() => onGo(null)}
        onSkip={() => void skip()}
        onHelp={() => setHelping(true)}
      />
      <div className="case__body">
        <div className="case__main">
          <Images detail={detail} urls={urls} check={check} pointed={pointed} />
          <div className="case__findings">
            <Checks
              checks={checks}
              chosen={check}
              onChoose={(chosen) => {
                setPointed(null);
                setCode(chosen.code);
              }}
            />
            <div className="case__column">
              {check ? (
                <ArtefactImages artefacts={detail.artefacts} urls={urls}>
                  <CheckDetail
                    key={check.code}
                    check={check}
                    pointed={pointed}
                    onPoint={setPointed}
                    onOpen={onGo}
                  />
                </ArtefactImages>
              ) : null}
              <DocumentFacts detail={detail} />
            </div>
          </div>
          <TechnicalFacts detail={detail} />
        </div>
        <aside className="case__side">
          {mine ? (
            <Decide
              draft={draft}
              onDraft={setDraft}
              onSubmit={() => void submit()}
              busy={busy}
              problem={problem}
            />
          ) : (
            <ReadOnly
              words={
                detail.claimedBy
                  ? t('console.case.theirs', { name: detail.claimedBy.name })
                  : t('console.case.decidedNote')
              }
            />
          )}
          <History detail={detail} />
        </aside>
      </div>
      {helping ? <ShortcutsDialog onClose={() => setHelping(false)} /> : null}
    </main>
  );
}
