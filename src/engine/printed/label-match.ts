// Engine. Recognises labels in read text: misread letters, lost spaces, several languages in a row, item numbers. Pure.
import { foldMarks } from '../../shared/domain/letters.ts';
import { alignAt, ideographic, variantsAt } from './label-variants.ts';
import type { WordKind } from './labels.ts';

export interface LabelMatch {
  readonly kind: WordKind;
  /** Where the label ends in the text, separators included (UTF-16 units). */
  readonly end: number;
  /** Nothing of meaning is left: the text is a label alone. */
  readonly whole: boolean;
  /** What parts the label from the rest: `sign` (a colon), `space`, or `none` (Chinese labels, lost spaces). */
  readonly separator: 'sign' | 'space' | 'none';
  /** Misread letters. */
  readonly errors: number;
  /** Folded letters of the label. */
  readonly letters: number;
}

interface Folded {
  readonly text: string;
  /** For each folded letter, its place in the source. */
  readonly origin: readonly number[];
  readonly source: string;
}

const isLetter = /[\p{L}\p{N}№#]/u;

/** Letters and digits alone, folded one by one. */
function lettersOf(source: string): Folded {
  let text = '';
  const origin: number[] = [];
  for (let index = 0; index < source.length; index++) {
    const character = source[index]!;
    if (!isLetter.test(character)) continue;
    const folded = foldMarks(character);
    if (text.endsWith('R') && folded === 'N') {
      // As in `asOneGlyph`.
      text = `${text.slice(0, -1)}M`;
      origin[origin.length - 1] = index;
      continue;
    }
    for (let unit = 0; unit < folded.length; unit++) origin.push(index);
    text += folded;
  }
  return { text, origin, source };
}

/** Longer lines are no labels, and dear to compare. */
const maxLength = 120;
/** "4b.", "(1)", "[a]", "10 ". */
const itemNumber = /^\s*(?:[([]?\d{1,2}[a-d]?\s?[.),:\]]?|[([][a-z][)\]])\s?(?=\p{L})/u;
/** What parts languages: a sign, or Latin letters after Chinese ones. */
const oblique =
  /\s*[/|·•]\s*|(?<=[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}])\s*(?=\p{Script=Latin})/gu;

/** The label that the text begins with, in one or several languages; null where it begins with none. */
export function matchLabel(text: string): LabelMatch | null {
  const clipped = text.slice(0, maxLength);
  const skipped = itemNumber.exec(clipped)?.[0].length ?? 0;
  const own = matchFrom(text, clipped, skipped);
  // One that is misread and runs on may be made out better behind it.
  if (own && (own.whole || own.errors === 0 || own.separator !== 'none')) return own;
  // The first language is one that the table or the recogniser's alphabet lacks.
  for (const { index, 0: sign } of clipped.matchAll(oblique)) {
    const match = matchFrom(text, clipped, index + sign.length);
    if (match && match.letters >= (match.errors > 0 ? 9 : match.whole ? 3 : 8)) return match;
  }
  return own;
}

function matchFrom(text: string, clipped: string, skipped: number): LabelMatch | null {
  const folded = lettersOf(clipped.slice(skipped));
  const all = folded.text;
  if (all.length < 1) return null;
  const parse = parseAt(folded, 0, new Map());
  if (!parse || parse.kinds.length === 0) return null;
  const { end: at, errors, kinds } = parse;
  const last = skipped + (folded.origin[at - 1] ?? 0) + 1;
  const rest = clipped.slice(last);
  const gap = /^[\s:：.,;|/·•\-–)\]]*/u.exec(rest)![0];
  const left = all.length - at;
  // Another language that the table lacks follows an oblique; a letter or two are what was left of it.
  const isOther = /^\s*[/|·•]/u.test(rest);
  const whole = left === 0 || (isOther && at >= 4) || (left <= 2 && at >= 6 && !/\d/.test(rest));
  return {
    kind: kindOf(kinds),
    end: whole ? text.length : last + gap.length,
    whole,
    separator: /[:：]/u.test(gap) ? 'sign' : /\s|\./u.test(gap) ? 'space' : 'none',
    errors,
    letters: at,
  };
}

interface Parse {
  readonly end: number;
  readonly errors: number;
  readonly kinds: readonly WordKind[];
  /** Letters explained, less what was misread. */
  readonly score: number;
}

const nothing: Parse = { end: 0, errors: 0, kinds: [], score: 0 };
/** A misread letter must be worth more than the letters that a wrong label happens to share. */
const errorCost = 2.5;
/** What an oblique between two languages is read as. */
const misreadOblique = /[ILTJKX1V]/;
const obliqueCost = 1.5;

/** The most of the text that labels explain, from `at` on; null where it would have to stop within a word. */
function parseAt(folded: Folded, at: number, known: Map<number, Parse | null>): Parse | null {
  const cached = known.get(at);
  if (cached !== undefined) return cached;
  // A cycle is impossible: every step goes forward.
  let best: Parse | null = at === 0 || mayStop(folded, at) ? { ...nothing, end: at } : null;
  const consider = (from: number, cost: number) => {
    for (const { kind, length, errors, exact } of matchesAt(folded.text, from)) {
      const next = from + length;
      const more = parseAt(folded, next, known);
      const following = more?.kinds[0];
      // Another label begins there: it is for the rest of the line.
      const rest =
        following && !mayShare(kind, following)
          ? stopAt(next)
          : (more ?? (mayStopAfter(folded, next, exact) ? stopAt(next) : null));
      if (!rest) continue;
      const score = length - errorCost * errors - cost + rest.score;
      if (score > (best?.score ?? 0))
        best = { end: rest.end, errors: errors + rest.errors, kinds: [kind, ...rest.kinds], score };
    }
  };
  if (at < folded.text.length) {
    consider(at, 0);
    if (at >= 4 && misreadOblique.test(folded.text[at]!)) consider(at + 1, obliqueCost);
  }
  known.set(at, best);
  return best;
}

/** Whether two in a row name one field in two languages, or more and less exactly. */
function mayShare(a: WordKind, b: WordKind): boolean {
  return a === b || groupOf(a) === groupOf(b) || a === 'title' || b === 'title';
}

const groupOf = (kind: WordKind): string => {
  switch (kind) {
    case 'name':
    case 'surname':
    case 'givenNames':
    case 'nativeName':
      return 'name';
    case 'number':
    case 'documentNumber':
    case 'personalNumber':
      return 'number';
    // "Authority / Issued by", "Place / Country": what the table has under different heads.
    case 'nationality':
    case 'issuingState':
      return 'state';
    default:
      return kind;
  }
};

const stopAt = (end: number): Parse => ({ ...nothing, end });

/** Short words must be whole words: NOM is no label in NOMINAL. */
function mayStop({ origin, source, text }: Folded, end: number): boolean {
  if (end >= text.length) return true;
  const before = origin[end - 1]!;
  const after = origin[end]!;
  if (after > before + 1) return true;
  const [last, next] = [source[before]!, source[after]!];
  // "SurnameNom", "DOB12.03.": a change of case or kind shows where the space was.
  return (
    (/\p{Ll}/u.test(last) && /\p{Lu}/u.test(next)) ||
    (/\p{L}/u.test(last) && /\d/.test(next)) ||
    ideographic.test(next)
  );
}

/** A long label, read without a fault, may have lost the space after it. Chinese has none. */
const mayStopAfter = (folded: Folded, end: number, exact: number): boolean =>
  mayStop(folded, end) || exact >= 8 || ideographic.test(folded.text[end - 1] ?? '');

const vague: ReadonlySet<WordKind> = new Set(['name', 'number', 'other']);

/** Specific kinds before `name`, `number` and `other`, those before `title`; the more frequent; the first. */
function kindOf(kinds: readonly WordKind[]): WordKind {
  // "Name (Surname, Given names)"
  if (kinds.includes('surname') && kinds.includes('givenNames')) return 'name';
  const specific = kinds.filter((kind) => kind !== 'title' && !vague.has(kind));
  const told = kinds.filter((kind) => kind !== 'title');
  const pool = specific.length > 0 ? specific : told.length > 0 ? told : kinds;
  const count = (kind: WordKind) => pool.filter((one) => one === kind).length;
  return pool.toSorted((a, b) => count(b) - count(a))[0]!;
}

interface MatchAt {
  readonly kind: WordKind;
  readonly length: number;
  readonly errors: number;
  /** Letters of a label without a fault; 0 otherwise. */
  readonly exact: number;
}

/** The best match of each kind and length. */
function matchesAt(text: string, at: number): readonly MatchAt[] {
  const found = new Map<string, MatchAt>();
  for (const { kind, letters, isIdeographic } of variantsAt(text, at)) {
    const match = alignAt(text, at, letters, maxErrors(letters, isIdeographic));
    if (!match || isTooFree(letters, match)) continue;
    const key = `${kind} ${match.length}`;
    const other = found.get(key);
    if (!other || other.errors > match.errors)
      found.set(key, { kind, ...match, exact: match.errors === 0 ? match.length : 0 });
  }
  return [...found.values()];
}

/** Of a short label a letter may be another, but none lost or added: "Adres" is one letter from ANDRES. */
const isTooFree = (letters: string, { length, errors }: { length: number; errors: number }): boolean =>
  errors > 0 && letters.length < 6 && length !== letters.length && !ideographic.test(letters);

const maxErrors = (letters: string, isIdeographic: boolean): number =>
  isIdeographic
    ? letters.length >= 4
      ? 1
      : 0
    : letters.length < 5
      ? 0
      : letters.length < 12
        ? 1
        : letters.length < 18
          ? 2
          : 3;
