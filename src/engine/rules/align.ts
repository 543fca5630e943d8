// Engine. Two readings of one text laid side by side: what differs, and whether the reader of print can be blamed. Pure.

export interface Difference {
  /** What the one has, and where; `null` where it has nothing. */
  readonly a: { readonly character: string; readonly index: number } | null;
  readonly b: { readonly character: string; readonly index: number } | null;
  /** Characters that stand beside, for what is missing: index in `a`, or -1 at an end. */
  readonly beforeA: number;
  readonly beforeB: number;
}

/**
 * Characters that readers take for each other, in faces that documents are printed in; a difference between two of one
 * group needs more certainty than another.
 */
const lookAlikes = [
  'O0QDC',
  'CG6',
  'IL1JT7',
  'EF',
  'UV',
  'VY',
  'MN',
  'NH',
  'KXR',
  'S5',
  'B8',
  'B3',
  'Z2',
  'G6',
  'PR',
  'A4',
  '69',
];

export const areLookAlikes = (a: string, b: string): boolean =>
  lookAlikes.some((group) => group.includes(a) && group.includes(b));

/**
 * From this confidence on a character is taken as read. A starting value, on the scale of softmax outputs, whose right
 * characters lie above 0.95 and whose wrong ones mostly below 0.9.
 */
const sure = 0.9;
/** The same where another letter looks alike, or where a character is missing and only its neighbours can speak. */
const verySure = 0.98;

/** Confidence of each character of a text; `null` where the reader gave none, which counts as sure (a barcode). */
export type Confidences = readonly number[] | null;

const at = (confidences: Confidences, index: number): number =>
  confidences === null ? 1 : (confidences[index] ?? 1);

/** The difference is in the document, not in its reading. */
export function isReal(
  { a, b, beforeA, beforeB }: Difference,
  textA: string,
  textB: string,
  confidencesA: Confidences,
  confidencesB: Confidences,
): boolean {
  if (a && b) {
    const least = Math.min(at(confidencesA, a.index), at(confidencesB, b.index));
    return least >= (areLookAlikes(a.character, b.character) ? verySure : sure);
  }
  const [extra, text, own, other, before] = a
    ? [a, textA, confidencesA, confidencesB, beforeB]
    : [b!, textB, confidencesB, confidencesA, beforeA];
  // A reader that collapses repeats loses one of two equal letters with full confidence in the other.
  const doubled = text[extra.index - 1] === extra.character || text[extra.index + 1] === extra.character;
  if (doubled) return false;
  const neighbours = Math.min(at(other, before), at(other, before + 1));
  return Math.min(at(own, extra.index), neighbours) >= verySure;
}

/** Characters laid side by side with the fewest edits; empty where the texts are the same. */
export function differences(textA: string, textB: string): Difference[] {
  const width = textB.length + 1;
  const cost = new Uint16Array((textA.length + 1) * width);
  for (let i = 0; i <= textA.length; i++) {
    for (let j = 0; j <= textB.length; j++) {
      if (i === 0 || j === 0) {
        cost[i * width + j] = i + j;
        continue;
      }
      const same = textA[i - 1] === textB[j - 1] ? 0 : 1;
      cost[i * width + j] = Math.min(
        cost[(i - 1) * width + j - 1]! + same,
        cost[(i - 1) * width + j]! + 1,
        cost[i * width + j - 1]! + 1,
      );
    }
  }
  const found: Difference[] = [];
  for (let i = textA.length, j = textB.length; i > 0 || j > 0; ) {
    const here = cost[i * width + j]!;
    const same = i > 0 && j > 0 && textA[i - 1] === textB[j - 1];
    const beside = { beforeA: i - 1, beforeB: j - 1 };
    if (i > 0 && j > 0 && cost[(i - 1) * width + j - 1]! + (same ? 0 : 1) === here) {
      i--;
      j--;
      if (!same) {
        found.push({
          a: { character: textA[i]!, index: i },
          b: { character: textB[j]!, index: j },
          ...beside,
        });
      }
    } else if (i > 0 && cost[(i - 1) * width + j]! + 1 === here) {
      i--;
      found.push({ a: { character: textA[i]!, index: i }, b: null, ...beside });
    } else {
      j--;
      found.push({ a: null, b: { character: textB[j]!, index: j }, ...beside });
    }
  }
  return found.reverse();
}
