// Engine. Where blanks stand in a name: the one thing that another source may tell of how a name is printed. Pure.
import { foldMarks } from '../../shared/domain/letters.ts';

const isLetter = (character: string): boolean => /[\p{L}\p{M}]/u.test(character);
const lettersOf = (text: string): string[] =>
  [...text].filter(isLetter).map((character) => foldMarks(character));

/**
 * The name as it was read, with blanks where the other source has them; signs between letters stay. Unchanged where the
 * letters are not the same: then the other source says nothing of this print. The other source may have been cut short.
 */
export function blanksAs(name: string, expected: string | null): string {
  if (!expected) return name;
  const [own, other] = [lettersOf(name), lettersOf(expected)];
  if (other.length < 2 || other.length > own.length || !other.every((letter, at) => letter === own[at]))
    return name;
  const parted = new Set<number>();
  let count = 0;
  for (const character of expected) {
    if (isLetter(character)) count++;
    else parted.add(count);
  }
  // Beyond its end it says nothing.
  const known = other.length < own.length ? other.length : own.length + 1;
  let text = '';
  count = 0;
  for (const run of name.match(/[\p{L}\p{M}]|[^\p{L}\p{M}]+/gu) ?? []) {
    if (isLetter(run)) {
      if (count > 0 && count < known && parted.has(count) && isLetter(text.at(-1)!)) text += ' ';
      text += run;
      count++;
    } else if (run.trim() !== '' || count >= known || parted.has(count)) text += run;
  }
  return text;
}
