// Engine. Whether a line of print says a phrase, for all that a reader of print may have lost of it: marks, spaces, a
// letter in eight. Pure.
import { foldMarks } from '../../shared/domain/letters.ts';

const ideographic = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u;
/** Shorter Latin phrases stand inside other words: they must be words of their own, and exact. */
const leastFuzzyLetters = 8;
const lettersPerError = { latin: 8, ideographic: 5 };

/** A line, or a phrase that is looked for. */
export interface FoldedLine {
  /** Words between single spaces. */
  readonly words: string;
  /** Letters alone. */
  readonly letters: string;
}

export function foldLine(text: string): FoldedLine {
  const words = foldMarks(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return { words, letters: words.replaceAll(' ', '') };
}

export function says(line: FoldedLine, { words, letters }: FoldedLine): boolean {
  if (ideographic.test(letters)) {
    return isNear(line.letters, letters, Math.floor(letters.length / lettersPerError.ideographic));
  }
  if (letters.length < leastFuzzyLetters) return ` ${line.words} `.includes(` ${words} `);
  return isNear(line.letters, letters, Math.floor(letters.length / lettersPerError.latin));
}

/** Some part of the text becomes the phrase by so many insertions, deletions and replacements (Sellers 1980). */
function isNear(text: string, phrase: string, most: number): boolean {
  if (text.includes(phrase)) return true;
  if (most < 1 || text.length < phrase.length - most) return false;
  // One of `most + 1` pieces is left whole: most lines end here.
  const piece = Math.floor(phrase.length / (most + 1));
  const pieces = Array.from({ length: most + 1 }, (_, index) =>
    phrase.slice(index * piece, (index + 1) * piece),
  );
  if (!pieces.some((part) => text.includes(part))) return false;
  let column = Array.from({ length: phrase.length + 1 }, (_, index) => index);
  for (const letter of text) {
    const next = [0];
    for (let at = 1; at <= phrase.length; at += 1) {
      const same = phrase[at - 1] === letter ? 0 : 1;
      next[at] = Math.min(column[at - 1]! + same, column[at]! + 1, next[at - 1]! + 1);
    }
    if (next[phrase.length]! <= most) return true;
    column = next;
  }
  return false;
}
