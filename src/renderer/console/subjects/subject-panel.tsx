// Console renderer. What the station says of one person, and what can be done about it.
import { BadgeCheck, BadgeX, Download, FileText, Gavel, Hash, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { CaseId } from '../../../shared/domain/identifiers.ts';
import type { Subject } from '../../../shared/domain/receipt.ts';
import { bytesInWords } from '../../../shared/kernel/words.ts';
import { useWords } from '../../ui/i18n.tsx';
import { dateAndTime } from '../parts/time.ts';

interface SubjectPanelProps {
  readonly subject: Subject;
  readonly busy: boolean;
  readonly onOpenCase: (caseId: CaseId) => void;
  readonly onExport: () => void;
  readonly onErase: () => void;
  readonly onHold: () => void;
  readonly onUnhold: () => void;
}

export function SubjectPanel(props: SubjectPanelProps) {
  const { t } = useWords();
  const { subject, onOpenCase } = props;
  const { caseId, kept } = subject;
  return (
    <section className="panel subject" data-testid="subject" data-genuine={String(subject.isGenuine)}>
      <header className="subject__head">
        <h2 className={subject.reference ? 'subject__reference' : undefined} data-testid="subject-reference">
          {subject.reference ?? t('console.subjects.gone')}
        </h2>
        <Genuine isGenuine={subject.isGenuine} />
        {subject.isHeld ? (
          <span className="pill pill--warn" data-testid="subject-held">
            <Gavel aria-hidden />
            {t('console.subjects.onHold')}
          </span>
        ) : null}
        <span className="top-bar__gap" />
        {caseId && kept.length > 0 ? (
          <button type="button" className="button button--plain" onClick={() => onOpenCase(caseId)}>
            <FileText aria-hidden />
            {t('console.subjects.openCase')}
          </button>
        ) : null}
      </header>
      {subject.isGenuine === false ? (
        <p className="problem" role="alert">
          <BadgeX aria-hidden />
          {t('console.subjects.forgedBody')}
        </p>
      ) : null}
      {/* On the strength of a forged receipt nothing is handed out. */}
      {kept.length > 0 && subject.isGenuine !== false ? <Actions {...props} /> : null}
      <Kept subject={subject} />
      <Deleted subject={subject} />
      <Receipts subject={subject} />
    </section>
  );
}

function Genuine({ isGenuine }: { isGenuine: boolean | null }) {
  const { t } = useWords();
  if (isGenuine === null) {
    return (
      <span className="pill">
        <Hash aria-hidden />
        {t('console.subjects.byCode')}
      </span>
    );
  }
  const Icon = isGenuine ? BadgeCheck : BadgeX;
  return (
    <span className={`pill pill--${isGenuine ? 'good' : 'bad'}`}>
      <Icon aria-hidden />
      {t(isGenuine ? 'console.subjects.genuine' : 'console.subjects.forged')}
    </span>
  );
}

function Kept({ subject }: { subject: Subject }) {
  const { t, open, language } = useWords();
  const { kept, isHeld } = subject;
  const until = (deleteAtMs: number | null) =>
    isHeld
      ? t('subject.kept.held')
      : deleteAtMs === null
        ? t('subject.kept.undecided')
        : dateAndTime(deleteAtMs, language);
  return (
    <Part title={t('subject.kept')} none={kept.length === 0 ? t('subject.kept.none') : null}>
      <table className="subject__table" data-testid="subject-kept">
        <Headings names={[t('subject.kept.kind'), t('subject.kept.amount'), t('subject.kept.until')]} />
        <tbody>
          {kept.map(({ kind, items, bytes, deleteAtMs }) => (
            <tr key={kind}>
              <td>{open('dataKind', kind)}</td>
              <td>
                {items === 1 ? t('items.one') : t('items.many', { count: items })},{' '}
                {bytesInWords(language, bytes)}
              </td>
              <td>{until(deleteAtMs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Part>
  );
}

function Deleted({ subject }: { subject: Subject }) {
  const { t, open, language } = useWords();
  const { deleted } = subject;
  const names = [
    t('subject.kept.kind'),
    t('subject.kept.amount'),
    t('subject.deleted.when'),
    t('subject.deleted.rule'),
    t('subject.policy'),
  ];
  return (
    <Part title={t('subject.deleted')} none={deleted.length === 0 ? t('subject.deleted.none') : null}>
      <table className="subject__table" data-testid="subject-deleted">
        <Headings names={names} />
        <tbody>
          {deleted.map(({ kind, rule, bytes, policy, atMs }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a log that only grows
            <tr key={at}>
              <td>{open('dataKind', kind)}</td>
              <td>{bytesInWords(language, bytes)}</td>
              <td>{dateAndTime(atMs, language)}</td>
              <td>{open('deletionRule', rule)}</td>
              <td>{policy}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Part>
  );
}

function Receipts({ subject }: { subject: Subject }) {
  const { t, language } = useWords();
  const { receipts } = subject;
  return (
    <Part title={t('subject.receipts')} none={receipts.length === 0 ? t('subject.receipts.none') : null}>
      <ul className="subject__receipts">
        {receipts.map(({ digest, issuedAtMs }) => (
          <li key={digest}>
            {t('console.subjects.receipt', { date: dateAndTime(issuedAtMs, language) })}
            <code>{digest}</code>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Part({ title, none, children }: { title: string; none: string | null; children: ReactNode }) {
  return (
    <div className="subject__part">
      <h3>{title}</h3>
      {none ? <p className="quiet">{none}</p> : children}
    </div>
  );
}

function Headings({ names }: { names: readonly string[] }) {
  return (
    <thead>
      <tr>
        {names.map((name) => (
          <th key={name} scope="col">
            {name}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function Actions({ subject, busy, onExport, onErase, onHold, onUnhold }: SubjectPanelProps) {
  const { t, language } = useWords();
  const { isHeld, caseId, erasureRequestedAtMs } = subject;
  const eraseHelp = !isHeld
    ? t('console.subjects.eraseHelp')
    : erasureRequestedAtMs === null
      ? t('console.subjects.eraseHeld')
      : t('console.subjects.eraseWaiting', { date: dateAndTime(erasureRequestedAtMs, language) });
  return (
    <div className="subject__actions">
      <Action help={t('console.subjects.exportHelp')}>
        <button
          type="button"
          className="button button--primary"
          data-testid="subject-export"
          disabled={busy}
          onClick={onExport}
        >
          <Download aria-hidden />
          {t('console.subjects.export')}
        </button>
      </Action>
      <Action help={eraseHelp}>
        <button
          type="button"
          className="button button--plain subject__erase"
          data-testid="subject-erase"
          disabled={busy || (isHeld && erasureRequestedAtMs !== null)}
          onClick={onErase}
        >
          <Trash2 aria-hidden />
          {t('console.subjects.erase')}
        </button>
      </Action>
      {caseId ? (
        <Action help={t(isHeld ? 'console.subjects.unholdHelp' : 'console.subjects.holdHelp')}>
          <button
            type="button"
            className="button button--plain"
            data-testid={isHeld ? 'subject-unhold' : 'subject-hold'}
            disabled={busy}
            onClick={isHeld ? onUnhold : onHold}
          >
            <Gavel aria-hidden />
            {t(isHeld ? 'console.subjects.unhold' : 'console.subjects.hold')}
          </button>
        </Action>
      ) : null}
    </div>
  );
}

function Action({ help, children }: { help: string; children: ReactNode }) {
  return (
    <div className="subject__action">
      {children}
      <p>{help}</p>
    </div>
  );
}
