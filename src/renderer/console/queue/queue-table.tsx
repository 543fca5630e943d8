// Console renderer. The rows of the queue.
import { useEffect, useRef } from 'react';
import type { CaseStatus, CaseSummary } from '../../../shared/domain/case.ts';
import type { CaseId } from '../../../shared/domain/identifiers.ts';
import { useWords } from '../../ui/i18n.tsx';
import { OutcomePill, VerdictPill } from '../parts/outcome-pill.tsx';
import { dateAndTime, useNow, waitingTime } from '../parts/time.ts';
import { useReviewerId } from '../reviewer-context.ts';

const reasonsShown = 2;

export function QueueTable(props: {
  readonly cases: readonly CaseSummary[];
  readonly status: CaseStatus;
  readonly chosen: number;
  readonly onChoose: (row: number) => void;
  readonly onOpen: (caseId: CaseId) => void;
}) {
  const { t } = useWords();
  const body = useRef<HTMLTableSectionElement>(null);
  useEffect(() => {
    body.current?.rows[props.chosen]?.scrollIntoView({ block: 'nearest' });
  }, [props.chosen]);
  const decided = props.status === 'decided';
  return (
    <table className="table">
      <thead>
        <tr>
          <th>{t('console.queue.reference')}</th>
          <th>{t('console.queue.document')}</th>
          <th>{t('console.queue.country')}</th>
          <th>{t(decided ? 'console.queue.verdict' : 'console.queue.recommendation')}</th>
          <th>{t('console.queue.reasons')}</th>
          <th>{t(decided ? 'console.queue.created' : 'console.queue.waiting')}</th>
          <th>{t('console.queue.reviewer')}</th>
        </tr>
      </thead>
      <tbody ref={body}>
        {props.cases.map((summary, index) => (
          <Row
            key={summary.caseId}
            summary={summary}
            chosen={index === props.chosen}
            onChoose={() => props.onChoose(index)}
            onOpen={() => props.onOpen(summary.caseId)}
          />
        ))}
      </tbody>
    </table>
  );
}

function Row(props: {
  readonly summary: CaseSummary;
  readonly chosen: boolean;
  readonly onChoose: () => void;
  readonly onOpen: () => void;
}) {
  const { t, language } = useWords();
  const now = useNow();
  const { summary } = props;
  const decided = summary.status === 'decided';
  return (
    <tr
      className={props.chosen ? 'table__row table__row--chosen' : 'table__row'}
      data-testid="queue-row"
      data-case-id={summary.caseId}
      data-outcome={summary.outcome}
      aria-selected={props.chosen}
      onMouseEnter={props.onChoose}
      onClick={props.onOpen}
    >
      <td>
        {/* The row is a large target for the mouse; this is the one for keyboards and screen readers. */}
        <button
          type="button"
          className="table__open"
          onFocus={props.onChoose}
          onClick={(event) => {
            event.stopPropagation();
            props.onOpen();
          }}
        >
          {summary.reference}
        </button>
      </td>
      <td>{t(`documentType.${summary.documentType ?? 'unknown'}`)}</td>
      <td className="table__code">{summary.country ?? '–'}</td>
      <td>
        {decided ? <VerdictPill verdict={summary.verdict} /> : <OutcomePill outcome={summary.outcome} />}
      </td>
      <td>
        <span className="reasons">
          {summary.reasons.slice(0, reasonsShown).map((reason) => (
            <span key={reason}>{t(`reason.${reason}`)}</span>
          ))}
          {summary.reasons.length > reasonsShown ? (
            <span className="reasons__more">
              {t('console.queue.more', { count: summary.reasons.length - reasonsShown })}
            </span>
          ) : null}
        </span>
      </td>
      <td className="table__time">
        {decided ? dateAndTime(summary.createdAtMs, language) : waitingTime(summary.createdAtMs, now, t)}
      </td>
      <td>
        <Claimer summary={summary} />
      </td>
    </tr>
  );
}

function Claimer({ summary }: { summary: CaseSummary }) {
  const { t } = useWords();
  const me = useReviewerId();
  if (!summary.claimedBy) return <span className="table__nobody">–</span>;
  return (
    <span className="claimer">
      <span className="avatar avatar--small" aria-hidden="true">
        {Array.from(summary.claimedBy.name)[0]?.toUpperCase()}
      </span>
      {summary.claimedBy.reviewerId === me ? t('console.queue.you') : summary.claimedBy.name}
    </span>
  );
}
