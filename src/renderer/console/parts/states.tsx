// Console renderer. Loading, failed and empty: designed once.
import { RefreshCw, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { FailureKind } from '../../../shared/kernel/failure.ts';
import { translate, useWords } from '../../ui/i18n.tsx';
import { failureKey } from './failure-words.ts';

export function Loading() {
  const { t } = useWords();
  return (
    <div className="state" role="status" data-testid="loading">
      <span className="spinner" />
      <span className="visually-hidden">{t('console.loading')}</span>
    </div>
  );
}

export function LoadFailed({ kind, onRetry }: { kind: FailureKind; onRetry: () => void }) {
  const { t, language } = useWords();
  return (
    <div className="state" role="alert" data-testid="load-failed">
      <span className="state__icon state__icon--warn">
        <TriangleAlert aria-hidden />
      </span>
      <h2>{translate(language, failureKey(kind))}</h2>
      <button type="button" className="button button--plain" onClick={onRetry}>
        <RefreshCw aria-hidden />
        {t('console.error.retry')}
      </button>
    </div>
  );
}

export function Empty({ icon, title, body }: { icon: ReactNode; title: string; body: string }) {
  return (
    <div className="state" data-testid="empty">
      <span className="state__icon">{icon}</span>
      <h2>{title}</h2>
      <p>{body}</p>
    </div>
  );
}
