// Console renderer. Which case this is, who holds it, and the ways out.
import { ArrowLeft, CircleHelp, SkipForward, UserRoundCheck, UserRoundX } from 'lucide-react';
import type { CaseDetail } from '../../../shared/domain/case.ts';
import { useWords } from '../../ui/i18n.tsx';
import { OutcomePill, VerdictPill } from '../parts/outcome-pill.tsx';
import { useNow, waitingTime } from '../parts/time.ts';

export function CaseHeader(props: {
  readonly detail: CaseDetail;
  readonly mine: boolean;
  readonly onBack: () => void;
  readonly onSkip: () => void;
  readonly onHelp: () => void;
}) {
  const { t } = useWords();
  const now = useNow();
  const { detail, mine } = props;
  const decided = detail.status === 'decided';
  return (
    <header className="case-header">
      <button type="button" className="button button--quiet" data-testid="case-back" onClick={props.onBack}>
        <ArrowLeft aria-hidden />
        {t('console.case.back')}
        <kbd>Esc</kbd>
      </button>
      <h1 data-testid="case-reference">{detail.reference}</h1>
      {decided ? <VerdictPill verdict={detail.verdict} /> : <OutcomePill outcome={detail.outcome} />}
      <span className="case-header__what">
        {t(`documentType.${detail.documentType ?? 'unknown'}`)}
        {detail.country ? ` · ${detail.country}` : ''}
        {decided ? '' : ` · ${t('console.case.waiting', { time: waitingTime(detail.createdAtMs, now, t) })}`}
      </span>
      <span className="top-bar__gap" />
      {detail.claimedBy ? (
        <span className={mine ? 'pill pill--accent' : 'pill pill--warn'} data-testid="claim">
          {mine ? <UserRoundCheck aria-hidden /> : <UserRoundX aria-hidden />}
          {mine ? t('console.case.yours') : detail.claimedBy.name}
        </span>
      ) : null}
      <button type="button" className="button button--quiet" data-testid="case-next" onClick={props.onSkip}>
        <SkipForward aria-hidden />
        {t('console.case.next')}
        <kbd>N</kbd>
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={t('console.help.title')}
        title={t('console.help.title')}
        onClick={props.onHelp}
      >
        <CircleHelp aria-hidden />
      </button>
    </header>
  );
}
