// Console renderer. All that a check has to show, one item after another.
import type { Check, Evidence } from '../../../../shared/domain/check.ts';
import type { CaseId } from '../../../../shared/domain/identifiers.ts';
import { useWords } from '../../../ui/i18n.tsx';
import { percent } from '../percent.ts';
import { formatScore } from '../score-bar.tsx';
import { CaseItem } from './case-item.tsx';
import { CharactersItem } from './characters-item.tsx';
import { ComparisonItem, needsALook } from './comparison-item.tsx';
import { FramesItem } from './frames-item.tsx';
import { type OnPoint, type Place, pointing } from './place.ts';
import { Plot } from './plot.tsx';

export interface Pointer {
  readonly pointed: Place | null;
  readonly onPoint: OnPoint;
}

export interface Doors extends Pointer {
  /** To an earlier case. */
  readonly onOpen: (caseId: CaseId) => void;
}

export function EvidenceList({ check, ...doors }: Doors & { readonly check: Check }) {
  const { t } = useWords();
  if (check.evidence.length === 0) return <p className="quiet">{t('console.case.noEvidence')}</p>;
  // Sources that disagree come first; all else keeps its order.
  const sorted = check.evidence.toSorted((a, b) => needsALook(b) - needsALook(a));
  return (
    <ul className="evidence">
      {sorted.map((evidence, index) => (
        <EvidenceItem
          // biome-ignore lint/suspicious/noArrayIndexKey: evidence has no other identity and never moves
          key={index}
          evidence={evidence}
          line={lineOf(evidence, check.evidence)}
          {...doors}
        />
      ))}
    </ul>
  );
}

/** Texts of one label (lines of a zone) are told apart by number, counted from 1; `null` where there is only one. */
function lineOf(evidence: Evidence, all: readonly Evidence[]): number | null {
  const alike = all.filter(({ kind, label }) => kind === 'characters' && label === evidence.label);
  return evidence.kind === 'characters' && alike.length > 1 ? alike.indexOf(evidence) + 1 : null;
}

function EvidenceItem(props: Doors & { readonly evidence: Evidence; readonly line: number | null }) {
  const { open, t } = useWords();
  const { evidence, line, pointed, onPoint } = props;
  const label = open('evidence', evidence.label);
  switch (evidence.kind) {
    case 'region':
      return (
        <li data-testid="evidence" data-kind="region">
          <button
            type="button"
            className="evidence__region"
            aria-pressed={pointed === evidence}
            {...pointing(evidence, onPoint)}
          >
            <span className="evidence__swatch" />
            {label}
            <span className="evidence__where">{t(`imageRole.${evidence.image}`)}</span>
          </button>
        </li>
      );
    case 'characters':
      return (
        <CharactersItem
          evidence={evidence}
          name={line === null ? label : t('console.evidence.line', { name: label, number: line })}
          pointed={pointed}
          onPoint={onPoint}
        />
      );
    case 'comparison':
      return <ComparisonItem evidence={evidence} pointed={pointed} onPoint={onPoint} />;
    case 'case':
      return <CaseItem evidence={evidence} name={label} onOpen={props.onOpen} />;
    case 'frames':
      return <FramesItem evidence={evidence} name={label} />;
    case 'number':
    case 'text':
    case 'plot':
      return (
        <li
          className={`evidence__item evidence__item--${evidence.kind}`}
          data-testid="evidence"
          data-kind={evidence.kind}
        >
          <span className="evidence__label">{label}</span>
          {evidence.kind === 'number' ? (
            <span className="evidence__number">
              {formatNumber(evidence.value)} {evidence.unit ?? ''}
            </span>
          ) : null}
          {evidence.kind === 'text' ? <TextEvidence evidence={evidence} /> : null}
          {evidence.kind === 'plot' ? <Plot plot={evidence} /> : null}
        </li>
      );
    default:
      return evidence satisfies never;
  }
}

const formatNumber = (value: number): string =>
  Number.isInteger(value)
    ? String(value)
    : value !== 0 && Math.abs(value) < 0.001
      ? value.toExponential(1)
      : formatScore(value);

function TextEvidence({ evidence }: { evidence: Extract<Evidence, { kind: 'text' }> }) {
  const { t } = useWords();
  return (
    <span className="evidence__text">
      <code>{evidence.value}</code>
      {evidence.confidence === undefined ? null : (
        <span className="evidence__sure">
          {t('console.case.confidence', { value: percent(evidence.confidence) })}
        </span>
      )}
      {evidence.expected === undefined ? null : (
        <span className="evidence__expected">
          {t('console.case.expected')} <code>{evidence.expected}</code>
        </span>
      )}
    </span>
  );
}
