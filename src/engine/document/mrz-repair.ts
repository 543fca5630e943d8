// Engine. Exchanges look-alikes (O and 0, I and 1, ...) where both may stand, but only where check digits then agree.
import type { AlignedLine } from './mrz-align.ts';
import { type MrzField, type MrzLayout, textAt } from './mrz-formats.ts';
import { judgeMrz } from './mrz-judge.ts';

const lookAlikes: Readonly<Record<string, string>> = {
  '0': 'ODQ',
  O: '0',
  D: '0',
  Q: '0',
  '1': 'IL',
  I: '1',
  L: '1',
  '5': 'S',
  S: '5',
  '8': 'B',
  B: '8',
  '2': 'Z',
  Z: '2',
  '6': 'G',
  G: '6',
}; // prettier-ignore

/**
 * Below this confidence a character that only the composite digit covers, or a digit, may be exchanged. One digit confirms such a
 * change in one case of ten by chance, so a character that was read clearly stays, right or wrong: an altered
 * document must not be mended into a valid one.
 */
const doubtful = 0.8;

/** Returns the lines, changed in at most one field. */
export function repairByCheckDigits(layout: MrzLayout, aligned: readonly AlignedLine[]): readonly string[] {
  const lines = aligned.map((line) => line.text);
  const before = judgeMrz(layout, lines);
  if (before.checksRight === before.checksTotal) return lines;
  const hasComposite = layout.fields.some((field) => field.checks?.field === 'composite');
  const found: (readonly string[])[] = [];
  for (const field of layout.fields) {
    if (field.checks || field.alphabet !== 'any') continue;
    const own = layout.fields.some((other) => other.checks?.field === field.name);
    if (own && !before.invalidFields.includes(field.name)) continue;
    for (const text of variants(textAt(lines, field))) {
      if ((!own || addsLetter(text, textAt(lines, field))) && !onlyDoubtful(field, text, aligned)) continue;
      const changed = lines.map((line, index) =>
        index === field.line ? line.slice(0, field.start) + text + line.slice(field.end) : line,
      );
      const gained = judgeMrz(layout, changed).checksRight - before.checksRight;
      // The field's own digit and the composite one have to agree, where both exist.
      const needed = own && hasComposite && before.invalidFields.includes('composite') ? 2 : 1;
      if (gained >= needed) found.push(changed);
    }
  }
  // Two ways to mend are no way: the digits do not say which.
  return found.length === 1 ? found[0]! : lines;
}

/**
 * Every text with one look-alike exchanged, and with all letters of one kind exchanged for their digit. A letter counts
 * as misread only between digits: the composite digit weighs a field as its own digit does, so the two confirm an
 * exchange no better than one, and one in ten exchanges would fit by chance.
 */
function variants(text: string): string[] {
  const found = new Set<string>();
  for (let index = 0; index < text.length; index += 1) {
    const isLetter = /[A-Z]/.test(text[index]!);
    if (isLetter && !(isDigit(text[index - 1]) && isDigit(text[index + 1]))) continue;
    for (const other of lookAlikes[text[index]!] ?? '') {
      found.add(text.slice(0, index) + other + text.slice(index + 1));
    }
  }
  for (const letter of 'OISBZG') {
    if (text.split(letter).length > 2) found.add(text.replaceAll(letter, lookAlikes[letter]![0]!));
  }
  return [...found];
}

/**
 * Letters are read for digits far more often than digits for letters, and a letter's value is a digit's in disguise:
 * 8 and I weigh the same, so that a wrong 1 for an 8 could be "mended" to an I.
 */
const addsLetter = (text: string, before: string): boolean =>
  [...text].some((character, index) => character !== before[index] && /[A-Z]/.test(character));

const isDigit = (character: string | undefined): boolean => character !== undefined && /\d/.test(character);

function onlyDoubtful(field: MrzField, text: string, aligned: readonly AlignedLine[]): boolean {
  const line = aligned[field.line]!;
  return [...text].every(
    (character, index) =>
      character === line.text[field.start + index] || (line.confidences[field.start + index] ?? 1) < doubtful,
  );
}
