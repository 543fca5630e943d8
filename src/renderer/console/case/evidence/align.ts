// Console renderer. Lays one text beside another, character by character, so that what differs can be marked. Pure.

/** One place of both texts; `null` where the text has nothing there. */
export interface Pair {
  readonly a: string | null;
  readonly b: string | null;
}

/** The fewest replacements, insertions and deletions (Levenshtein); case does not count. Any script: by code points. */
export function alignTexts(first: string, second: string): Pair[] {
  const [a, b] = [[...first], [...second]];
  const same = (i: number, j: number) => a[i]!.toUpperCase() === b[j]!.toUpperCase();
  // cost[i][j]: of what is left from a[i] and b[j] on.
  const cost = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = a.length; i >= 0; i--) {
    for (let j = b.length; j >= 0; j--) {
      if (i === a.length || j === b.length) cost[i]![j] = a.length - i + b.length - j;
      else {
        const replaced = cost[i + 1]![j + 1]! + (same(i, j) ? 0 : 1);
        cost[i]![j] = Math.min(replaced, cost[i + 1]![j]! + 1, cost[i]![j + 1]! + 1);
      }
    }
  }
  const pairs: Pair[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const here = cost[i]![j]!;
    const both = i < a.length && j < b.length;
    if (both && here === cost[i + 1]![j + 1]! + (same(i, j) ? 0 : 1)) pairs.push({ a: a[i++]!, b: b[j++]! });
    else if (i < a.length && here === cost[i + 1]![j]! + 1) pairs.push({ a: a[i++]!, b: null });
    else pairs.push({ a: null, b: b[j++]! });
  }
  return pairs;
}

export interface MarkedCharacter {
  readonly text: string;
  readonly differs: boolean;
}

/** Each text with the characters marked that it does not share with the first; in the first, with any other. */
export function markDifferences(texts: readonly string[]): MarkedCharacter[][] {
  const [first, ...others] = texts;
  if (first === undefined) return [];
  const inFirst = [...first].map((text) => ({ text, differs: false }));
  const rest = others.map((other) => {
    let at = 0;
    return alignTexts(first, other).flatMap(({ a, b }) => {
      const differs = a?.toUpperCase() !== b?.toUpperCase();
      if (a !== null) inFirst[at++]!.differs ||= differs;
      return b === null ? [] : [{ text: b, differs }];
    });
  });
  return [inFirst, ...rest];
}
