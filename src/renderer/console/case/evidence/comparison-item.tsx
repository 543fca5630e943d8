// Console renderer. One field as zone, print and barcode give it: verdict in words, the crops side by side, what differs.
import { CircleHelp, Equal, EqualApproximately, EqualNot } from 'lucide-react';
import type { Evidence } from '../../../../shared/domain/check.ts';
import { useWords } from '../../../ui/i18n.tsx';
import { type MarkedCharacter, markDifferences } from './align.ts';
import { FieldCrop, isTooLong } from './crop.tsx';
import type { Pointer } from './evidence-list.tsx';
import { hasPlace, pointing } from './place.ts';
import { useWidth } from './use-width.ts';

type Comparison = Extract<Evidence, { kind: 'comparison' }>;
type Source = Comparison['sources'][number];

const icons = {
  equal: Equal,
  equivalent: EqualApproximately,
  different: EqualNot,
  not_compared: CircleHelp,
} as const;
const gravity = { equal: 0, equivalent: 0, not_compared: 1, different: 2 } as const;

/** For sorting: the more, the earlier it is to be looked at. */
export const needsALook = (evidence: Evidence): number =>
  evidence.kind === 'comparison' ? gravity[evidence.verdict] : 0;

export function ComparisonItem(props: Pointer & { readonly evidence: Comparison }) {
  const { t, open } = useWords();
  const { evidence, pointed, onPoint } = props;
  const [frame, widthPx] = useWidth<HTMLLIElement>();
  const { verdict, rule, sources } = evidence;
  const name = open('field', evidence.label);
  const Icon = icons[verdict];
  const shareOf = (count: number) => Math.max(1, Math.floor(widthPx / count) - aroundPx);
  // Long texts are compared better one over the other.
  const stacked = sources.some((source) => isTooLong(source, shareOf(sources.length)));
  const texts = markDifferences(sources.map(({ value }) => value));
  return (
    <li
      ref={frame}
      className={`comparison comparison--${verdict}`}
      data-testid="evidence"
      data-kind="comparison"
      data-field={evidence.label}
      data-verdict={verdict}
    >
      <span className="comparison__head">
        <span className="comparison__field">{name}</span>
        <span className="comparison__verdict">
          <Icon strokeWidth={2.6} aria-hidden />
          {rule === null ? t(`comparison.${verdict}`) : t(`comparison.rule.${rule}`)}
        </span>
      </span>
      <span className={stacked ? 'comparison__sources comparison__sources--stacked' : 'comparison__sources'}>
        {sources.map((source, index) => (
          <SourcePart
            // biome-ignore lint/suspicious/noArrayIndexKey: sources have no other identity and never move
            key={index}
            source={source}
            name={name}
            text={texts[index]!}
            marked={verdict !== 'equal'}
            pressed={pointed === source}
            mostWidthPx={shareOf(stacked ? 1 : sources.length)}
            onPoint={onPoint}
          />
        ))}
      </span>
    </li>
  );
}

/** Padding, border and gap of one source. */
const aroundPx = 26;

function SourcePart(props: {
  readonly source: Source;
  readonly name: string;
  readonly text: readonly MarkedCharacter[];
  readonly marked: boolean;
  readonly pressed: boolean;
  readonly mostWidthPx: number;
  readonly onPoint: Pointer['onPoint'];
}) {
  const { t } = useWords();
  const { source, text, marked } = props;
  const sourceName = t(`source.${source.source}`);
  const differing = text.filter(({ differs }) => differs).map((character) => character.text);
  const words = (
    <>
      <span className="source__name">{sourceName}</span>
      <span className="source__value">{marked ? <MarkedText text={text} /> : source.value}</span>
      {marked && differing.length > 0 ? (
        <span className="visually-hidden">
          {t('console.evidence.differs', { characters: differing.join(' ') })}
        </span>
      ) : null}
    </>
  );
  if (!hasPlace(source)) {
    return (
      <span className="source">
        <span className="source__no-place">{t('console.evidence.noPlace')}</span>
        {words}
      </span>
    );
  }
  return (
    <button
      type="button"
      className="source source--placed"
      aria-pressed={props.pressed}
      {...pointing(source, props.onPoint)}
    >
      <span className="source__picture">
        <FieldCrop place={source} mostWidthPx={props.mostWidthPx} name={`${props.name}, ${sourceName}`} />
      </span>
      {words}
    </button>
  );
}

function MarkedText({ text }: { text: readonly MarkedCharacter[] }) {
  return text.map((character, index) =>
    character.differs ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: characters are told apart by their place alone
      <mark key={index} data-testid="differs">
        {character.text}
      </mark>
    ) : (
      character.text
    ),
  );
}
