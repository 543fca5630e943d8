// Engine. The table of labels made ready for comparison: folded, found by their first letters, compared with faults. Pure.
import { foldMarks } from '../../shared/domain/letters.ts';
import { labels, type WordKind } from './labels.ts';

export interface Variant {
  readonly kind: WordKind;
  readonly letters: string;
  readonly isIdeographic: boolean;
}

export const ideographic = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** Small r and n run together: "Surname" is read as "Sumame". */
const asOneGlyph = (letters: string): string => letters.replaceAll('RN', 'M');

let cached: ReadonlyMap<string, readonly Variant[]> | null = null;

/** Variants by each of their first two letters, so that one misread letter does not hide them. */
function variants(): ReadonlyMap<string, readonly Variant[]> {
  if (cached) return cached;
  const byLetter = new Map<string, Variant[]>();
  const seen = new Set<string>();
  for (const [kind, words] of labels) {
    for (const word of words.split('|')) {
      const letters = asOneGlyph(foldMarks(word).replace(/[^\p{L}\p{N}№#]/gu, ''));
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

/** Those that may begin at a place of a folded text. */
export function variantsAt(text: string, at: number): ReadonlySet<Variant> {
  const byLetter = variants();
  return new Set([text[at], text[at + 1]].flatMap((letter) => (letter ? (byLetter.get(letter) ?? []) : [])));
}

/** The variant against the text from `at` on, ending wherever it fits best; cut short at the end of the text as well. */
export function alignAt(
  text: string,
  at: number,
  letters: string,
  most: number,
): { length: number; errors: number } | null {
  const window = text.slice(at, at + letters.length + most);
  if (window === '' || window.length < letters.length - most) {
    // The box was cut before the label's end.
    const enough = window.length >= 5 && window.length >= 0.75 * letters.length;
    return enough && letters.startsWith(window) ? { length: window.length, errors: 1 } : null;
  }
  if (window.startsWith(letters)) return { length: letters.length, errors: 0 };
  if (most === 0 || !mayBeNear(window, letters, most)) return null;
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

/** Of the first letters all but `most` must be about where they belong: far cheaper than to compare all. */
function mayBeNear(window: string, letters: string, most: number): boolean {
  let faults = 0;
  const looked = Math.min(letters.length, 6);
  for (let index = 0; index < looked; index++) {
    const near = window.slice(Math.max(0, index - most), index + most + 1);
    if (!near.includes(letters[index]!) && ++faults > most) return false;
  }
  return true;
}
