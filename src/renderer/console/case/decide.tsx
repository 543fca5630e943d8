// Console renderer. The decision: verdict, reason from the closed list, note.
import { Check, CircleAlert, Eye, X } from 'lucide-react';
import { type FormEvent, useId } from 'react';
import type { DecisionReason, Verdict } from '../../../shared/domain/case.ts';
import { type MessageKey, useWords } from '../../ui/i18n.tsx';

export interface Draft {
  readonly verdict: Verdict | null;
  readonly reason: DecisionReason | null;
  readonly note: string;
}
export const emptyDraft: Draft = { verdict: null, reason: null, note: '' };

export const reasonsFor: Record<Verdict, readonly DecisionReason[]> = {
  approve: ['genuine_and_matching', 'flag_was_mistaken', 'other'],
  decline: [
    'different_person',
    'not_original_document',
    'document_altered',
    'document_expired',
    'not_live_person',
    'unreadable',
    'other',
  ],
};

/** `other` explains nothing by itself. */
export const isComplete = (draft: Draft): boolean =>
  draft.verdict !== null && draft.reason !== null && (draft.reason !== 'other' || draft.note.trim() !== '');

/** Changing the verdict keeps the reason only where it fits both. */
export const withVerdict = (draft: Draft, verdict: Verdict): Draft => ({
  ...draft,
  verdict,
  reason: draft.reason && reasonsFor[verdict].includes(draft.reason) ? draft.reason : null,
});

const choices = [
  { verdict: 'approve', Icon: Check, key: 'A' },
  { verdict: 'decline', Icon: X, key: 'D' },
] as const;

export function Decide(props: {
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
  readonly onSubmit: () => void;
  readonly busy: boolean;
  readonly problem: MessageKey | null;
}) {
  const { t } = useWords();
  const { draft, onDraft } = props;
  const reasonId = useId();
  const noteId = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    props.onSubmit();
  };
  return (
    <form className="panel decide" onSubmit={submit} data-testid="decide">
      <h2>{t('console.decide.title')}</h2>
      <div className="decide__verdicts">
        {choices.map(({ verdict, Icon, key }) => (
          <button
            key={verdict}
            type="button"
            className={`verdict verdict--${verdict}`}
            data-testid={`verdict-${verdict}`}
            aria-pressed={draft.verdict === verdict}
            aria-keyshortcuts={key}
            onClick={() => onDraft(withVerdict(draft, verdict))}
          >
            <Icon strokeWidth={2.6} aria-hidden />
            {t(`verdict.${verdict}`)}
            <kbd>{key}</kbd>
          </button>
        ))}
      </div>
      <div className="field">
        <label className="field__label" htmlFor={reasonId}>
          {t('console.decide.reason')}
        </label>
        <select
          id={reasonId}
          className="input"
          data-testid="decision-reason"
          disabled={draft.verdict === null}
          value={draft.reason ?? ''}
          onChange={(event) =>
            onDraft({ ...draft, reason: (event.target.value || null) as DecisionReason | null })
          }
        >
          <option value="">{t('console.decide.chooseReason')}</option>
          {(draft.verdict ? reasonsFor[draft.verdict] : []).map((reason) => (
            <option key={reason} value={reason}>
              {t(`decisionReason.${reason}`)}
            </option>
          ))}
        </select>
      </div>
      <div className="field">
        <label className="field__label" htmlFor={noteId}>
          {t('console.decide.note')}
        </label>
        <textarea
          id={noteId}
          className="input"
          data-testid="decision-note"
          rows={3}
          maxLength={4000}
          placeholder={t('console.decide.noteHelp')}
          value={draft.note}
          onChange={(event) => onDraft({ ...draft, note: event.target.value })}
        />
        {draft.reason === 'other' && draft.note.trim() === '' ? (
          <span className="field__help">{t('console.decide.noteNeeded')}</span>
        ) : null}
      </div>
      {props.problem ? (
        <p className="problem" role="alert" data-testid="decision-problem">
          <CircleAlert aria-hidden />
          {t(props.problem)}
        </p>
      ) : null}
      <button
        type="submit"
        className={`button ${draft.verdict === 'decline' && isComplete(draft) ? 'button--bad' : 'button--primary'} decide__submit`}
        data-testid="decision-submit"
        disabled={!isComplete(draft) || props.busy}
      >
        {t(`console.decide.submit.${draft.verdict ?? 'none'}`)}
        {draft.verdict ? <kbd>Ctrl ↵</kbd> : null}
      </button>
    </form>
  );
}

export function ReadOnly({ words }: { words: string }) {
  return (
    <p className="panel read-only" data-testid="read-only">
      <Eye aria-hidden />
      {words}
    </p>
  );
}
