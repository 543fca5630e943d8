// Console renderer. Before anything is erased or held: what will happen, in so many words.
import { Gavel, Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { Subject } from '../../../shared/domain/receipt.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { useWords } from '../../ui/i18n.tsx';

export function EraseDialog(props: {
  readonly subject: Subject;
  readonly onCancel: () => void;
  readonly onConfirm: () => void;
}) {
  const { t, open } = useWords();
  const { kept, isHeld, caseId } = props.subject;
  const isUndecided = caseId !== null && kept.some(({ deleteAtMs }) => deleteAtMs === null);
  return (
    <Dialog labelledBy="erase-title" onClose={props.onCancel} className="subject-dialog">
      <h2 id="erase-title">{t('console.subjects.eraseDialog.title')}</h2>
      <ul className="subject-dialog__kinds">
        {kept.map(({ kind }) => (
          <li key={kind}>{open('dataKind', kind)}</li>
        ))}
      </ul>
      {isHeld ? (
        <p className="problem">
          <Gavel aria-hidden />
          {t('console.subjects.eraseDialog.held')}
        </p>
      ) : null}
      <p>{t('console.subjects.eraseDialog.body')}</p>
      {isUndecided ? <p>{t('console.subjects.eraseDialog.open')}</p> : null}
      <p className="quiet">{t('console.subjects.eraseDialog.remains')}</p>
      <div className="subject-dialog__actions">
        {/* First in order, and so what Enter does: nothing. */}
        <button
          type="button"
          className="button button--plain"
          data-testid="erase-cancel"
          onClick={props.onCancel}
        >
          {t('console.subjects.cancel')}
        </button>
        <button
          type="button"
          className="button button--bad"
          data-testid="erase-confirm"
          onClick={props.onConfirm}
        >
          <Trash2 aria-hidden />
          {t(`console.subjects.eraseDialog.${isHeld ? 'confirmHeld' : 'confirm'}`)}
        </button>
      </div>
    </Dialog>
  );
}

export function HoldDialog(props: {
  readonly onCancel: () => void;
  readonly onConfirm: (note: string) => void;
}) {
  const { t } = useWords();
  const [note, setNote] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    props.onConfirm(note.trim());
  };
  return (
    <Dialog labelledBy="hold-title" onClose={props.onCancel} className="subject-dialog">
      <form onSubmit={submit}>
        <h2 id="hold-title">{t('console.subjects.holdDialog.title')}</h2>
        <p>{t('console.subjects.holdHelp')}</p>
        <label className="field">
          <span className="field__label">{t('console.subjects.holdDialog.note')}</span>
          <textarea
            className="input"
            data-testid="hold-note"
            rows={3}
            maxLength={4000}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
          <span className="field__help">{t('console.subjects.holdDialog.noteHelp')}</span>
        </label>
        <div className="subject-dialog__actions">
          <button type="button" className="button button--plain" onClick={props.onCancel}>
            {t('console.subjects.cancel')}
          </button>
          <button
            type="submit"
            className="button button--primary"
            data-testid="hold-confirm"
            disabled={!note.trim()}
          >
            <Gavel aria-hidden />
            {t('console.subjects.hold')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
