// Console renderer. A text as it was read: its picture, its characters under it, and what is doubtful or was corrected.
import { partOfQuad } from '../../../../shared/domain/geometry.ts';
import { useWords } from '../../../ui/i18n.tsx';
import { percent } from '../percent.ts';
import {
  type CharactersEvidence,
  charactersOf,
  doubtfulBelow,
  type ReadCharacter,
  rowsOf,
} from './characters.ts';
import { Crop, FieldCrop, isTooLong } from './crop.tsx';
import type { Pointer } from './evidence-list.tsx';
import { type Place, pointing } from './place.ts';
import { aspectOf, grown } from './quad.ts';
import { useWidth } from './use-width.ts';

/** More than this, and a reader looks at the tints instead. */
const mostRemarks = 10;

export function CharactersItem(
  props: Pointer & { readonly evidence: CharactersEvidence; readonly name: string },
) {
  const { t } = useWords();
  const { evidence, name, pointed, onPoint } = props;
  const [frame, widthPx] = useWidth<HTMLLIElement>();
  const characters = charactersOf(evidence);
  // Characters of a zone stand at one pitch (Doc 9303 part 3, section 4.1), so each has its own part of the picture.
  const pitched = evidence.label === 'mrz';
  const remarkable = characters.filter(({ corrected, doubt }) => corrected || doubt !== 'none');
  const corrected = remarkable.filter((character) => character.corrected);
  const doubtful = remarkable
    .filter((character) => !character.corrected)
    .toSorted((a, b) => a.confidence! - b.confidence!);
  const remarks = [...corrected, ...doubtful].slice(0, mostRemarks).toSorted((a, b) => a.at - b.at);
  const mean = evidence.confidences.reduce((sum, value) => sum + value, 0) / evidence.confidences.length;
  return (
    <li
      ref={frame}
      className={pitched || isTooLong(evidence, narrowPx) ? 'characters characters--wide' : 'characters'}
      data-testid="evidence"
      data-kind="characters"
    >
      <span className="characters__head">
        <span className="evidence__label">{name}</span>
        {Number.isNaN(mean) ? null : (
          <span className="evidence__sure">{t('console.case.confidence', { value: percent(mean) })}</span>
        )}
      </span>
      <button
        type="button"
        className="characters__place"
        aria-label={`${name}: ${evidence.value}`}
        aria-pressed={pointed === evidence}
        {...pointing(evidence, onPoint)}
      >
        {widthPx === 0 ? null : pitched ? (
          rowsOf(characters, widthPx).map((row) => (
            <PitchedRow
              key={row[0]!.at}
              row={row}
              of={characters.length}
              evidence={evidence}
              cellPx={cellOf(characters, widthPx)}
              name={name}
            />
          ))
        ) : (
          <>
            <FieldCrop place={evidence} mostWidthPx={widthPx - 2 * framePx} name={name} />
            <Running characters={characters} />
          </>
        )}
      </button>
      {remarks.length === 0 ? null : (
        <ul className="remarks">
          {remarks.map((character) => (
            <Remark
              key={character.at}
              character={character}
              place={
                pitched
                  ? { image: evidence.image, quad: placeOf(evidence, character, characters.length) }
                  : evidence
              }
              {...props}
            />
          ))}
          {remarkable.length > remarks.length ? (
            <li className="quiet">
              {t('console.queue.more', { count: remarkable.length - remarks.length })}
            </li>
          ) : null}
        </ul>
      )}
    </li>
  );
}

/** Narrowest column that texts of print stand in, as the stylesheet has it, without its frame. */
const narrowPx = 174;
/** Border and padding of the button around a picture. */
const framePx = 8;

function cellOf(characters: readonly ReadCharacter[], widthPx: number): number {
  const longest = rowsOf(characters, widthPx)[0]?.length ?? 1;
  return Math.min(widestCellPx, (widthPx - 2 * framePx) / (longest + 1));
}
const widestCellPx = 26;

const placeOf = ({ quad }: CharactersEvidence, { at }: ReadCharacter, count: number): Place['quad'] =>
  grown(partOfQuad(quad, { from: at / count, to: (at + 1) / count }), { along: 0.06, across: 0.12 });

/** A part of a line over its characters, each under its own picture; half a pitch of paper at either end. */
function PitchedRow(props: {
  readonly row: readonly ReadCharacter[];
  readonly of: number;
  readonly evidence: CharactersEvidence;
  readonly cellPx: number;
  readonly name: string;
}) {
  const { row, of, evidence, cellPx } = props;
  const from = (row[0]!.at - 0.5) / of;
  const to = (row[0]!.at + row.length + 0.5) / of;
  const quad = grown(partOfQuad(evidence.quad, { from, to }), { along: 0, across: 0.3 });
  const widthPx = (row.length + 1) * cellPx;
  // A place of the wrong shape must not push everything else off the screen.
  const heightPx = Math.min(3 * cellPx, Math.round(widthPx / aspectOf(quad)));
  return (
    <span className="pitched" style={{ '--cell': `${cellPx}px` } as React.CSSProperties}>
      <Crop
        place={{ image: evidence.image, quad }}
        widthPx={widthPx}
        heightPx={Math.max(1, heightPx)}
        name={props.name}
      />
      <span className="pitched__cells">
        {row.map((character) => (
          <Cell key={character.at} character={character} pitched />
        ))}
      </span>
      {row.some(({ corrected }) => corrected) ? <AsReadRow row={row} /> : null}
    </span>
  );
}

function AsReadRow({ row }: { row: readonly ReadCharacter[] }) {
  const { t } = useWords();
  return (
    <>
      <span className="pitched__cells pitched__cells--as-read" data-testid="as-read">
        {row.map(({ at, asRead, corrected }) => (
          <span key={at} className={corrected ? 'cell cell--pitched cell--was' : 'cell cell--pitched'}>
            {corrected ? asRead || '␣' : ''}
          </span>
        ))}
      </span>
      <span className="pitched__note">{t('console.evidence.asReadRow')}</span>
    </>
  );
}

function Cell({ character, pitched }: { character: ReadCharacter; pitched?: boolean }) {
  const { text, corrected, doubt } = character;
  const names = ['cell'];
  if (pitched) names.push('cell--pitched');
  if (doubt !== 'none') names.push(`cell--doubt-${doubt}`);
  if (corrected) names.push('cell--corrected');
  return <span className={names.join(' ')}>{text}</span>;
}

/** Print has no pitch: its characters run on under the picture. */
function Running({ characters }: { characters: readonly ReadCharacter[] }) {
  const { t } = useWords();
  const asRead = characters.map((character) => character.asRead).join('');
  return (
    <>
      <span className="running">
        {characters.map((character) => (
          <Cell key={character.at} character={character} />
        ))}
      </span>
      {characters.some(({ corrected }) => corrected) ? (
        <span className="running running--as-read" data-testid="as-read">
          {t('console.evidence.asRead', { value: asRead })}
        </span>
      ) : null}
    </>
  );
}

function Remark(props: Pointer & { readonly character: ReadCharacter; readonly place: Place }) {
  const { t } = useWords();
  const { character, place, onPoint } = props;
  const { at, text, asRead, corrected, confidence } = character;
  const sure =
    confidence === null || confidence >= doubtfulBelow
      ? null
      : t('console.case.confidence', { value: percent(confidence) });
  const words = corrected
    ? asRead === ''
      ? t('console.evidence.filledIn', { at: at + 1, value: text })
      : t('console.evidence.corrected', { at: at + 1, asRead, value: text })
    : t('console.evidence.doubtful', { at: at + 1, value: text });
  return (
    <li>
      <button
        type="button"
        className={corrected ? 'remark remark--corrected' : 'remark remark--doubtful'}
        data-testid={corrected ? 'corrected' : 'doubtful'}
        {...pointing(place, onPoint)}
      >
        {words}
        {sure === null ? '' : ` · ${sure}`}
      </button>
    </li>
  );
}
