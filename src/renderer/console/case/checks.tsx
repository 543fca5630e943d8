// Console renderer. The list of checks in groups; what needs a look stands out.
import { Check as CheckIcon, CircleHelp, Minus, X } from 'lucide-react';
import type { Check, CheckStatus } from '../../../shared/domain/check.ts';
import { useWords } from '../../ui/i18n.tsx';
import { formatScore, ScoreBar } from './score-bar.tsx';

const groups = ['document', 'selfie', 'match', 'applicant'] as const;
const icons = { passed: CheckIcon, failed: X, inconclusive: CircleHelp, not_run: Minus } as const;

export function StatusMark({ status }: { status: CheckStatus }) {
  const { t } = useWords();
  const Icon = icons[status];
  return (
    <span className={`status-mark status-mark--${status}`}>
      <Icon strokeWidth={2.8} aria-hidden />
      <span className="visually-hidden">{t(`checkStatus.${status}`)}</span>
    </span>
  );
}

/** In the order of the screen, for stepping through by keys. */
export const inOrder = (checks: readonly Check[]): Check[] =>
  groups.flatMap((group) => checks.filter(({ code }) => code.startsWith(`${group}.`)));

export function Checks(props: {
  readonly checks: readonly Check[];
  readonly chosen: Check | null;
  readonly onChoose: (check: Check) => void;
}) {
  const { t } = useWords();
  const attention = props.checks.filter(({ status }) => status !== 'passed').length;
  return (
    <section className="panel checks">
      <header className="panel__head">
        <h2>{t('console.case.checks')}</h2>
        <span className={attention ? 'pill pill--warn' : 'pill pill--good'}>
          {attention
            ? t('console.case.checksAttention', { count: attention })
            : t('console.case.checksClear')}
        </span>
      </header>
      {groups.map((group) => (
        <div key={group} className="checks__group">
          <h3>{t(`checkGroup.${group}`)}</h3>
          <ul>
            {props.checks
              .filter(({ code }) => code.startsWith(`${group}.`))
              .map((check) => (
                <li key={check.code}>
                  <button
                    type="button"
                    className="checks__row"
                    data-testid="check"
                    data-code={check.code}
                    data-status={check.status}
                    aria-pressed={props.chosen?.code === check.code}
                    onClick={() => props.onChoose(check)}
                  >
                    <StatusMark status={check.status} />
                    <span className="checks__name">{t(`check.${check.code}`)}</span>
                    <ScoreBar check={check} />
                    <span className="checks__score">
                      {check.score === null ? '' : formatScore(check.score)}
                    </span>
                  </button>
                </li>
              ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
