// Console renderer. A score against its threshold. The scale is the smallest of the usual ones that holds both.
import type { Check } from '../../../shared/domain/check.ts';

const tops = [1, 2, 5, 10, 20, 50, 100, 1000, 10_000, 100_000, 1_000_000];

export function scoreScale(score: number, threshold: number | null): { from: number; to: number } {
  const largest = Math.max(Math.abs(score), Math.abs(threshold ?? 0));
  const to = tops.find((top) => largest <= top) ?? largest;
  return { from: Math.min(score, threshold ?? 0) < 0 ? -to : 0, to };
}

export const formatScore = (value: number): string =>
  Math.abs(value) >= 100 ? value.toFixed(0) : Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(3);

export function ScoreBar({ check, large }: { check: Check; large?: boolean }) {
  if (check.score === null) return <span className="score-bar score-bar--none" />;
  const { from, to } = scoreScale(check.score, check.threshold);
  const place = (value: number) => ((value - from) / (to - from)) * 100;
  const zero = place(Math.max(0, from));
  const score = place(check.score);
  return (
    <svg
      className={`score-bar score-bar--${check.status} ${large ? 'score-bar--large' : ''}`}
      viewBox="0 0 100 10"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <rect className="score-bar__track" y="2" width="100" height="6" rx="1" />
      <rect
        className="score-bar__score"
        x={Math.min(zero, score)}
        y="2"
        width={Math.max(0.8, Math.abs(score - zero))}
        height="6"
        rx="1"
      />
      {check.threshold === null ? null : (
        <line
          className="score-bar__threshold"
          x1={place(check.threshold)}
          x2={place(check.threshold)}
          y1="0"
          y2="10"
        />
      )}
    </svg>
  );
}
