// Console renderer. Outcome and verdict as coloured pills; the words carry the meaning, the colour only helps.
import { Check, CircleDashed, Eye, RotateCcw, X } from 'lucide-react';
import type { Verdict } from '../../../shared/domain/case.ts';
import type { Outcome } from '../../../shared/domain/session.ts';
import { useWords } from '../../ui/i18n.tsx';

const outcomeLooks = {
  approve: { tone: 'good', Icon: Check },
  review: { tone: 'warn', Icon: Eye },
  decline: { tone: 'bad', Icon: X },
  retry: { tone: 'accent', Icon: RotateCcw },
} as const satisfies Record<Outcome, unknown>;

export function OutcomePill({ outcome }: { outcome: Outcome }) {
  const { t } = useWords();
  const { tone, Icon } = outcomeLooks[outcome];
  return (
    <span className={`pill pill--${tone}`}>
      <Icon strokeWidth={2.4} aria-hidden />
      {t(`outcome.${outcome}`)}
    </span>
  );
}

export function VerdictPill({ verdict }: { verdict: Verdict | null }) {
  const { t } = useWords();
  if (verdict === null) {
    return (
      <span className="pill">
        <CircleDashed aria-hidden />
        {t('status.open')}
      </span>
    );
  }
  const approved = verdict === 'approve';
  const Icon = approved ? Check : X;
  return (
    <span className={`pill pill--${approved ? 'good' : 'bad'}`}>
      <Icon strokeWidth={2.4} aria-hidden />
      {t(approved ? 'verdict.approved' : 'verdict.declined')}
    </span>
  );
}
