// Engine. Recognises labels in read text: misread letters, lost spaces, several languages in a row, item numbers. Pure.
import { foldMarks } from '../rules/fold.ts';
import { type LabelKind, labels } from './labels.ts';

export interface LabelMatch {
  readonly kind: LabelKind;
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

interface Variant {
  readonly kind: LabelKind;
  readonly letters: string;
  readonly isIdeographic: boolean;
}

const isLetter = /[\p{L}\p{N}№#]/u;
const ideographic = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u;

let cached: ReadonlyMap<string, readonly Variant[]> | null = null;

/** Variants by each of their first two letters, so that one misread letter does not hide them. */
function variants(): ReadonlyMap<string, readonly Variant[]> {
  if (cached) return cached;
  const byLetter = new Map<string, Variant[]>();
  const seen = new Set<string>();
  for (const [kind, words] of labels) {
    for (const word of words.split('|')) {
      const letters = lettersOf(word).text;
      // One letter is a label in Chinese alone, and for numbers ("N").
      if (letters === '' || seen.has(letters)) continue;
      seen.add(letters);
      const variant = { kind, letters, isIdeographic: ideographic.test(letters) };
      for (const letter of new Set(letters.slice(0, 2)))
        byLetter.set(letter, [...(byLetter.get(letter) ?? []), variant]);
    }
  }
  cached = byLetter;
  return byLetter;
}

interface Folded {
  readonly text: string;
  /** For each folded letter, its place in the text. */
  readonly origin: readonly number[];
}

/** Letters and digits alone, folded one by one. */
function lettersOf(text: string): Folded {
  let out = '';
  const origin: number[] = [];
  for (let index = 0; index < text.length; index++) {
    const character = text[index]!;
    if (!isLetter.test(character)) continue;
    const folded = foldMarks(character);
    for (let unit = 0; unit < folded.length; unit++) origin.push(index);
    out += folded;
  }
  return { text: out, origin };
}

/** Longer lines are no labels, and dear to compare. */
const maxLength = 120;
/** "4b.", "(1)", "10 ". */
const itemNumber = /^\s*\(?\d{1,2}[a-d]?\s?[.),:]?\s?(?=\p{L})/u;

/** The label that the text begins with, in one or several languages; null where it begins with none. */
export function matchLabel(text: string): LabelMatch | null {
  const clipped = text.slice(0, maxLength);
  const skipped = itemNumber.exec(clipped)?.[0].length ?? 0;
  const folded = lettersOf(clipped.slice(skipped));
  const all = folded.text;
  if (all.length < 1) return null;
  const found: { kind: LabelKind; letters: number; errors: number }[] = [];
  let at = 0;
  let errors = 0;
  while (at < all.length) {
    const match = matchAt(all, at);
    // A further language is a word of its own, not the middle of one.
    if (!match) break;
    if (!endsWord(clipped, skipped, folded, at + match.length, match.isIdeographic)) break;
    found.push({ kind: match.kind, letters: match.length, errors: match.errors });
    errors += match.errors;
    at += match.length;
  }
  if (found.length === 0) return null;
  const kind = kindOf(found.map((one) => one.kind));
  const last = skipped + (folded.origin[at - 1] ?? 0) + 1;
  const rest = clipped.slice(last);
  const gap = /^[\s:：.,;|/·•\-–)]*/u.exec(rest)![0];
  const left = all.length - at;
  // Another language that the table lacks follows an oblique; a letter or two are what was left of it.
  const isOther = /^\s*[/|·•]/u.test(rest);
  const whole = left === 0 || (isOther && at >= 4) || (left <= 2 && at >= 6 && !/\d/.test(rest));
  return {
    kind,
    end: whole ? text.length : last + gap.length,
    whole,
    separator: /[:：]/u.test(gap) ? 'sign' : /\s|\./u.test(gap) ? 'space' : 'none',
    errors,
    letters: at,
  };
}

/** Specific kinds before `name`, `number` and `other`; the more frequent; the first. */
function kindOf(kinds: readonly LabelKind[]): LabelKind {
  const vague = new Set<LabelKind>(['name', 'number', 'other']);
  const specific = kinds.filter((kind) => !vague.has(kind));
  const pool = specific.length > 0 ? specific : kinds;
  const count = (kind: LabelKind) => pool.filter((one) => one === kind).length;
  return pool.toSorted((a, b) => count(b) - count(a))[0]!;
}

/** Short words must be whole words: NOM is no label in NOMINAL. Spaces may be lost between long ones. */
function endsWord(
  text: string,
  skipped: number,
  { origin, text: letters }: Folded,
  end: number,
  isIdeographic: boolean,
): boolean {
  if (isIdeographic || end >= letters.length) return true;
  const before = origin[end - 1]!;
  const after = origin[end]!;
  if (after > before + 1) return true;
  const [last, next] = [text[skipped + before]!, text[skipped + after]!];
  // "SurnameNom", "DOB12.03.": a change of case or kind shows where the space was.
  return (
    (/\p{Ll}/u.test(last) && /\p{Lu}/u.test(next)) ||
    (/\p{L}/u.test(last) && /\d/.test(next)) ||
    ideographic.test(next) ||
    end >= 8
  );
}

interface MatchAt {
  readonly kind: LabelKind;
  readonly length: number;
  readonly errors: number;
  readonly isIdeographic: boolean;
}

function matchAt(text: string, at: number): MatchAt | null {
  let best: (MatchAt & { readonly score: number }) | null = null;
  const near = new Set(
    [text[at], text[at + 1]].flatMap((letter) => (letter ? (variants().get(letter) ?? []) : [])),
  );
  for (const variant of near) {
    const { kind, letters, isIdeographic } = variant;
    const match = alignAt(text, at, letters, maxErrors(letters, isIdeographic));
    if (!match) continue;
    const score = match.length - 2.5 * match.errors;
    if (!best || score > best.score) best = { kind, ...match, isIdeographic, score };
  }
  return best;
}

const maxErrors = (letters: string, isIdeographic: boolean): number =>
  isIdeographic ? (letters.length >= 4 ? 1 : 0) : Math.min(3, Math.floor(letters.length / 5));

/** The variant against the text from `at` on, ending wherever it fits best; cut short at the end of the text as well. */
function alignAt(
  text: string,
  at: number,
  letters: string,
  most: number,
): { length: number; errors: number } | null {
  const window = text.slice(at, at + letters.length + most);
  if (window === '' || window.length < letters.length - most) {
    // The box was cut before the label's end.
    const enough = window.length >= 4 && window.length >= 0.6 * letters.length;
    return enough && letters.startsWith(window) ? { length: window.length, errors: 1 } : null;
  }
  if (window.startsWith(letters)) return { length: letters.length, errors: 0 };
  if (most === 0) return null;
  const width = window.length + 1;
  let previous = Array.from({ length: width }, (_, j) => j);
  for (let i = 1; i <= letters.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j < width; j++) {
      const same = letters[i - 1] === window[j - 1] ? 0 : 1;
      row[j] = Math.min(previous[j - 1]! + same, previous[j]! + 1, row[j - 1]! + 1);
      least = Math.min(least, row[j]!);
    }
    if (least > most) return null;
    previous = row;
  }
  let [length, errors] = [0, most + 1];
  for (let j = 1; j < width; j++) {
    if (
      previous[j]! < errors ||
      (previous[j] === errors && Math.abs(j - letters.length) < Math.abs(length - letters.length))
    )
      [length, errors] = [j, previous[j]!];
  }
  return errors <= most ? { length, errors } : null;
}
