// Kiosk renderer. The receipt an applicant takes along, by photograph or on paper: what was taken, how long it stays,
// and how to ask for it.
import { Printer } from 'lucide-react';
import { type Receipt, receiptCode } from '../../../shared/domain/receipt.ts';
import { bytesInWords } from '../../../shared/kernel/words.ts';
import { Brand } from '../../ui/brand.tsx';
import { type Translate, useWords } from '../../ui/i18n.tsx';
import { QrCode } from '../../ui/qr-code.tsx';
import { Title } from '../parts/title.tsx';
import { useCountdown } from '../use-countdown.ts';

/** Long enough to read it and to photograph it. */
const shownSeconds = 90;

export function ReceiptScreen(props: {
  readonly receipt: Receipt;
  /** SHA-256 of the receipt, hexadecimal. */
  readonly digest: string;
  readonly onDone: () => void;
}) {
  const { t, language } = useWords();
  const { receipt, digest } = props;
  const left = useCountdown(shownSeconds, props.onDone);
  const time = (atMs: number) =>
    new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(atMs);
  return (
    <main className="screen receipt" data-testid="receipt">
      <div className="receipt__brand">
        <Brand />
      </div>
      <div className="receipt__words">
        <Title>{t('kiosk.receipt.title')}</Title>
        <p className="lead">
          {receipt.outcome === null
            ? t('kiosk.receipt.nothing')
            : t('kiosk.receipt.lead', { date: time(receipt.openedAtMs) })}
        </p>
        <Kept receipt={receipt} />
      </div>
      <section className="card receipt__code" aria-label={t('kiosk.receipt.reference')}>
        <QrCode text={receiptCode(receipt.reference, digest)} label={t('kiosk.receipt.qr')} />
        <span className="reference__label">{t('kiosk.receipt.reference')}</span>
        <span className="reference__code" data-testid="reference">
          {receipt.reference}
        </span>
        <p className="receipt__rights">{t('kiosk.receipt.rights')}</p>
      </section>
      <Fine receipt={receipt} digest={digest} time={time} />
      <div className="actions receipt__actions">
        <button
          type="button"
          className="button button--primary button--big"
          data-testid="done"
          onClick={props.onDone}
        >
          {t('kiosk.receipt.done')}
        </button>
        <button
          type="button"
          className="button button--plain button--big"
          data-testid="receipt-print"
          onClick={() => window.print()}
        >
          <Printer aria-hidden />
          {t('kiosk.receipt.print')}
        </button>
        <span className="outcome__clears">{t('kiosk.result.clears', { seconds: left })}</span>
      </div>
    </main>
  );
}

type Kept = Receipt['kept'][number];

function untilOf(
  { items, clock, deleteAtMs }: Kept,
  issuedAtMs: number,
  t: Translate,
  language: string,
): string {
  if (items === 0 || (deleteAtMs !== null && deleteAtMs <= issuedAtMs)) return t('kiosk.receipt.gone');
  if (deleteAtMs !== null) {
    const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(deleteAtMs);
    return t('kiosk.receipt.until', { date });
  }
  if (clock.days === 0) return t('kiosk.receipt.atDecision');
  return t('kiosk.receipt.afterDecision', { time: timeInWords(clock.days, t) });
}

/** Days, or years where they are whole. */
function timeInWords(days: number, t: Translate): string {
  const [unit, count] = days % 365 === 0 ? (['years', days / 365] as const) : (['days', days] as const);
  return count === 1 ? t(`${unit}.one`) : t(`${unit}.many`, { count });
}

function Kept({ receipt }: { receipt: Receipt }) {
  const { t, open, language } = useWords();
  if (receipt.kept.length === 0) return null;
  return (
    <dl className="receipt__kept">
      {receipt.kept.map((kept) => (
        <div key={kept.kind} data-kind={kept.kind}>
          <dt>{open('dataKind', kept.kind)}</dt>
          <dd className="receipt__amount">{kept.bytes > 0 ? bytesInWords(language, kept.bytes) : ''}</dd>
          <dd>{untilOf(kept, receipt.issuedAtMs, t, language)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** For whoever checks a receipt: on paper only. */
function Fine(props: { receipt: Receipt; digest: string; time: (atMs: number) => string }) {
  const { t } = useWords();
  const { receipt, digest, time } = props;
  const rows = [
    [t('kiosk.receipt.issued'), time(receipt.issuedAtMs)],
    [t('kiosk.receipt.policy'), receipt.policyVersion],
    [t('kiosk.receipt.station'), receipt.station],
    [t('kiosk.receipt.audit'), `${receipt.audit.sequence}, ${receipt.audit.hash}`],
    [t('kiosk.receipt.digest'), digest],
  ] as const;
  return (
    <dl className="receipt__fine">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
