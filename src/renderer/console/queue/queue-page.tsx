// Console renderer. The queue: tabs by status, a filter by outcome, the table; all by keyboard.
import { CheckCheck, FilterX, Inbox, Users } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { QueueCursor } from '../../../shared/contract/console-contract.ts';
import type { CaseStatus } from '../../../shared/domain/case.ts';
import type { CaseId } from '../../../shared/domain/identifiers.ts';
import type { Outcome } from '../../../shared/domain/session.ts';
import { useWords } from '../../ui/i18n.tsx';
import { Empty, LoadFailed, Loading } from '../parts/states.tsx';
import { useHotkeys } from '../use-hotkeys.ts';
import { QueueTable } from './queue-table.tsx';
import { pageSize, type QueueView } from './queue-view.ts';
import { type QueuePageData, useQueue } from './use-queue.ts';

const statuses: readonly CaseStatus[] = ['open', 'claimed', 'decided'];
const outcomes: readonly (Outcome | null)[] = [null, 'approve', 'review', 'decline'];
const emptyIcons = { open: Inbox, claimed: Users, decided: CheckCheck } as const;

export function QueuePage(props: {
  readonly view: QueueView;
  readonly onView: (view: QueueView) => void;
  readonly onOpen: (caseId: CaseId) => void;
  readonly onSignedOut: () => void;
}) {
  const { t } = useWords();
  const { view, onView, onOpen, onSignedOut } = props;
  const { data, failure, refresh } = useQueue(view);
  const [chosen, setChosen] = useState(0);
  const table = useRef<HTMLElement>(null);
  const cases = data?.cases ?? [];
  const last = Math.max(0, cases.length - 1);
  const row = Math.min(chosen, last);

  useEffect(() => {
    if (failure === 'auth.required') onSignedOut();
  }, [failure, onSignedOut]);

  const show = (change: Partial<QueueView>) => {
    setChosen(0);
    onView({ ...view, before: [], ...change });
  };
  // The focus goes along, so that Enter is the row's and a screen reader says which row it is.
  const move = (to: number) => {
    setChosen(to);
    table.current?.querySelectorAll<HTMLElement>('.table__open')[to]?.focus();
  };
  useHotkeys({
    arrowdown: () => move(Math.min(row + 1, last)),
    arrowup: () => move(Math.max(row - 1, 0)),
    enter: () => {
      const summary = cases[row];
      if (summary) onOpen(summary.caseId);
    },
  });

  return (
    <main className="queue" data-testid="queue">
      <div className="queue__head">
        <h1>{t('console.queue.title')}</h1>
        <div className="segments" role="tablist">
          {statuses.map((status) => (
            <button
              key={status}
              type="button"
              role="tab"
              className="segments__item"
              aria-selected={view.status === status}
              data-testid={`queue-tab-${status}`}
              onClick={() => show({ status })}
            >
              {t(`status.${status}`)}
              <span className="count" data-testid={`queue-count-${status}`}>
                {data?.counts[status] ?? '–'}
              </span>
            </button>
          ))}
        </div>
        <span className="top-bar__gap" />
        <label className="queue__filter">
          <span className="visually-hidden">{t('console.queue.outcome')}</span>
          <select
            className="input"
            data-testid="queue-outcome"
            value={view.outcome ?? ''}
            onChange={(event) => show({ outcome: (event.target.value || null) as Outcome | null })}
          >
            {outcomes.map((outcome) => (
              <option key={outcome ?? 'all'} value={outcome ?? ''}>
                {outcome ? t(`outcome.${outcome}`) : t('console.queue.all')}
              </option>
            ))}
          </select>
        </label>
      </div>
      <section ref={table} className="panel queue__panel">
        {failure && failure !== 'auth.required' ? <LoadFailed kind={failure} onRetry={refresh} /> : null}
        {!failure && !data ? <Loading /> : null}
        {!failure && data && cases.length === 0 ? <EmptyQueue view={view} /> : null}
        {!failure && cases.length > 0 ? (
          <QueueTable cases={cases} status={view.status} chosen={row} onChoose={setChosen} onOpen={onOpen} />
        ) : null}
      </section>
      <footer className="queue__foot">
        <span>
          <kbd>↑</kbd> <kbd>↓</kbd> {t('console.queue.keys')} <kbd>↵</kbd> {t('console.queue.keysOpen')}
        </span>
        {data && data.total > pageSize ? (
          <Pages data={data} before={view.before} onPage={(before) => show({ before })} />
        ) : null}
      </footer>
    </main>
  );
}

function EmptyQueue({ view }: { view: QueueView }) {
  const { t } = useWords();
  const key = view.outcome ? 'filtered' : view.status;
  const Icon = view.outcome ? FilterX : emptyIcons[view.status];
  return (
    <Empty
      icon={<Icon aria-hidden />}
      title={t(`console.queue.empty.${key}.title`)}
      body={t(`console.queue.empty.${key}.body`)}
    />
  );
}

function Pages(props: {
  readonly data: QueuePageData;
  readonly before: readonly QueueCursor[];
  readonly onPage: (before: readonly QueueCursor[]) => void;
}) {
  const { t } = useWords();
  const { data, before, onPage } = props;
  const { total, next } = data;
  const from = before.length * pageSize + 1;
  const to = Math.max(from, Math.min(from + pageSize - 1, total));
  return (
    <span className="queue__pages">
      {t('console.queue.range', { from, to, total })}
      <button
        type="button"
        className="button button--plain"
        disabled={before.length === 0}
        onClick={() => onPage(before.slice(0, -1))}
      >
        {t('console.queue.previous')}
      </button>
      <button
        type="button"
        className="button button--plain"
        disabled={!next}
        onClick={() => next && onPage([...before, next])}
      >
        {t('console.queue.next')}
      </button>
    </span>
  );
}
