// Console renderer. A text as it was read, made ready to be shown: which characters are doubtful, which were corrected,
// and how it is broken into rows under its own picture. Pure.
import type { Evidence } from '../../../../shared/domain/check.ts';
import { alignTexts } from './align.ts';

export type CharactersEvidence = Extract<Evidence, { kind: 'characters' }>;

/** Below it a character is worth a look; below half of it the reader all but guessed. */
export const doubtfulBelow = 0.8;

export interface ReadCharacter {
  /** Counted from 0. */
  readonly at: number;
  readonly text: string;
  /** What the recogniser saw in this place by itself; empty where it saw nothing. */
  readonly asRead: string;
  readonly corrected: boolean;
  /** `null` where the reader gave none. */
  readonly confidence: number | null;
  readonly doubt: 'none' | 'some' | 'strong';
}

export function charactersOf({ value, asRead, confidences }: CharactersEvidence): ReadCharacter[] {
  const characters: ReadCharacter[] = [];
  // What was read and then dropped has no place of its own: it is shown with the character before it.
  let dropped = '';
  for (const { a, b } of alignTexts(value, asRead)) {
    if (a === null) {
      const last = characters.at(-1);
      if (last) characters[last.at] = { ...last, asRead: last.asRead + b, corrected: true };
      else dropped += b;
      continue;
    }
    const at = characters.length;
    const confidence = confidences[at] ?? null;
    const seen = dropped + (b ?? '');
    dropped = '';
    characters.push({
      at,
      text: a,
      asRead: seen,
      corrected: seen !== a,
      confidence,
      doubt:
        confidence === null || confidence >= doubtfulBelow
          ? 'none'
          : confidence >= doubtfulBelow / 2
            ? 'some'
            : 'strong',
    });
  }
  return characters;
}

/** Narrowest cell in which a character can be compared with its picture. */
const leastCellPx = 15;

/** Breaks a line into as few rows as its width allows, all but the last of one length. */
export function rowsOf<T>(line: readonly T[], widthPx: number): T[][] {
  // Half a cell stays free at either end, so that a picture's rim shows what was cut.
  const most = Math.max(1, Math.floor(widthPx / leastCellPx) - 1);
  const rows = Math.max(1, Math.ceil(line.length / most));
  const length = Math.ceil(line.length / rows);
  return Array.from({ length: rows }, (_, row) => line.slice(row * length, (row + 1) * length)).filter(
    (row) => row.length > 0,
  );
}
