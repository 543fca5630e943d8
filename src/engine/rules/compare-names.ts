// Engine. One name from two sources: printed in national characters, and as a machine-readable zone or a barcode gives it,
// under the rules of Doc 9303 part 3, section 6 (transliteration) and parts 4 to 7, section 4.2 (truncation). Pure.
import { type Confidences, type Difference, differences, isReal } from './align.ts';
import type { Comparison } from './comparison.ts';
import { formsAt, type PreparedName, prepareName, transliterate } from './transliteration.ts';

export interface NameText {
  readonly text: string;
  /** Of each character of `text`. */
  readonly confidences: Confidences;
}

export interface NameOptions {
  /** The machine-readable field is filled to its end, so that the name may go on beyond it. */
  readonly mayBeTruncated: boolean;
}

/** What may stand beside a name in print and not in the zone: titles and generations. Keys as prepared, in A to Z. */
const titles = new Set(
  'DR PROF MAG ING DIPL MED PHD BSC MSC MR MRS MS MISS HR FR SR JR II III IV V ESQ SIR DAME LORD LADY HAJI'.split(
    ' ',
  ),
);
/** A name at birth or of a spouse follows. */
const otherNames = new Set(
  'GEB GEBOREN GEBORENE NEE NE EPOUSE EP EPSE VEUVE USAGE EV ECHTGENOTE ROZENA'.split(' '),
);

/**
 * How the two agree. `different` only where the sources contradict each other with certainty; where the reader may have
 * slipped, or one side lacks words, `not_compared` with `doubt`.
 */
export function compareNames(printed: NameText, zone: NameText, options: NameOptions): Comparison {
  const a = prepared(printed);
  const b = prepared(zone);
  if (a.text === '' || b.text === '') return { verdict: 'not_compared', rule: null, doubt: false };
  if (a.text === b.text) return { verdict: 'equal', rule: null, doubt: false };
  const found = align(a.text, b.text);
  if (found === null) return { verdict: 'not_compared', rule: null, doubt: false };
  if (found.length === 0) return { verdict: 'equivalent', rule: 'transliterated', doubt: false };
  // What a name in another script stands as in the zone is partly its bearer's choice (Александр, ALEXANDER).
  if (/[^\p{Script=Latin}\d ]/u.test(a.text)) return { verdict: 'not_compared', rule: null, doubt: false };
  const words = compareWords(a.text.split(' '), b.text.split(' '), options);
  if (words) return words;
  const left = options.mayBeTruncated ? (align(a.text, b.text, true) ?? []) : found;
  const real = left.some((difference) => isReal(difference, a.text, b.text, a.confidences, b.confidences));
  return real
    ? { verdict: 'different', rule: null, doubt: false }
    : { verdict: 'not_compared', rule: null, doubt: true };
}

interface PreparedText {
  readonly text: string;
  readonly confidences: Confidences;
}

/** Names are short; more would be no name, and dear to compare. */
const maxLength = 100;

function prepared({ text, confidences }: NameText): PreparedText {
  const name: PreparedName = prepareName(text);
  return {
    text: name.text.slice(0, maxLength),
    confidences: confidences && name.origin.map((index) => confidences[index] ?? 1),
  };
}

/**
 * The fewest differences between a printed name and one in A to Z over all forms that the printed letters may take; null
 * where a printed letter has none (Chinese characters stand in the zone in the romanisation that is printed as well).
 * @param openEnd the printed name may go on beyond the other.
 */
function align(printed: string, zone: string, openEnd = false): Difference[] | null {
  const width = zone.length + 1;
  const total = (printed.length + 1) * width;
  const cost = new Float32Array(total).fill(Number.POSITIVE_INFINITY);
  const from = new Int32Array(total).fill(-1);
  cost[0] = 0;
  const reach = (state: number, next: number, price: number) => {
    const reached = cost[state]! + price;
    if (reached < cost[next]!) {
      cost[next] = reached;
      from[next] = state;
    }
  };
  for (let i = 0; i <= printed.length; i++) {
    const forms = i < printed.length && printed[i] !== ' ' ? formsAt(printed, i) : [];
    if (i < printed.length && printed[i] !== ' ' && forms.length === 0 && !/\d/.test(printed[i]!))
      return null;
    for (let j = 0; j <= zone.length; j++) {
      const state = i * width + j;
      if (!Number.isFinite(cost[state])) continue;
      for (const form of forms) {
        if (zone.startsWith(form.text, j)) {
          reach(
            state,
            (i + form.length) * width + j + form.text.length,
            form.supposed ? suppositionPrice : 0,
          );
        }
      }
      const printedSpace = printed[i] === ' ';
      const zoneSpace = zone[j] === ' ';
      if (printedSpace && zoneSpace) reach(state, state + width + 1, 0);
      if (i < printed.length) reach(state, state + width, printedSpace ? spacePrice : 1);
      if (j < zone.length) reach(state, state + 1, zoneSpace ? spacePrice : 1);
      if (i < printed.length && j < zone.length && !printedSpace && !zoneSpace) {
        reach(state, state + width + 1, printed[i] === zone[j] ? 0 : 1);
      }
    }
  }
  let end = total - 1;
  if (openEnd) {
    for (let state = zone.length; state < total; state += width) if (cost[state]! < cost[end]!) end = state;
  }
  const found: Difference[] = [];
  for (let state = end; state > 0; ) {
    const before = from[state]!;
    if (cost[state]! - cost[before]! >= 1) {
      const [i, j] = [Math.floor(before / width), before % width];
      const [usedA, usedB] = [Math.floor(state / width) > i, state % width > j];
      found.push({
        a: usedA ? { character: printed[i]!, index: i } : null,
        b: usedB ? { character: zone[j]!, index: j } : null,
        beforeA: i - 1,
        beforeB: j - 1,
      });
    }
    state = before;
  }
  return found.reverse();
}

/** Of a lost mark, and of a space that one side lacks: enough to prefer the plain reading. */
const suppositionPrice = 0.02;
const spacePrice = 0.02;

const isSame = (printed: string, zone: string): boolean =>
  printed === zone || align(printed, zone)?.length === 0;

function isBeginning(printed: string, zone: string): boolean {
  for (let length = 1; length <= printed.length; length++) {
    if (isSame(printed.slice(0, length), zone)) return true;
  }
  // A letter that stands for two may itself be cut (Æ as A).
  return (transliterate(printed) ?? '').startsWith(zone);
}

/** What whole words can explain: truncation, titles and names at birth, another order, words that one side lacks. */
function compareWords(
  printed: readonly string[],
  zone: readonly string[],
  { mayBeTruncated }: NameOptions,
): Comparison | null {
  if (mayBeTruncated && isSubsequence(zone, printed, isBeginning)) {
    return { verdict: 'equivalent', rule: 'truncated', doubt: false };
  }
  const marker = printed.findIndex((word, index) => index > 0 && otherNames.has(transliterate(word) ?? ''));
  const plain = (marker < 0 ? printed : printed.slice(0, marker)).filter(
    (word) => !titles.has(transliterate(word) ?? ''),
  );
  const plainZone = zone.filter((word) => !titles.has(word));
  const shortened = plain.length < printed.length || plainZone.length < zone.length;
  if (shortened && plain.length > 0 && isSame(plain.join(' '), plainZone.join(' '))) {
    return { verdict: 'equivalent', rule: 'abbreviated', doubt: false };
  }
  if (areSameWords(plain, plainZone)) return { verdict: 'equivalent', rule: 'word_order', doubt: false };
  // All that the shorter side says stands in the longer one: lines may have been missed, or names left out.
  const lacking =
    zone.length < printed.length
      ? isSubsequence(zone, printed, isSame)
      : zone.length > printed.length && isSubsequence(printed, zone, (a, b) => isSame(b, a));
  return lacking ? { verdict: 'not_compared', rule: null, doubt: true } : null;
}

/** Every word of `few` matches one of `many`, in order; the first words must match each other. */
function isSubsequence(
  few: readonly string[],
  many: readonly string[],
  matches: (many: string, few: string) => boolean,
): boolean {
  if (few.length === 0 || few.length > many.length) return false;
  let next = 0;
  for (const word of many) {
    if (next < few.length && matches(word, few[next]!)) next++;
    else if (next === 0) return false;
  }
  return next === few.length;
}

/** The same words, whatever their order. */
export function areSameWords(printed: readonly string[], zone: readonly string[]): boolean {
  if (printed.length !== zone.length || printed.length < 2) return false;
  const left = [...zone];
  return printed.every((word) => {
    const index = left.findIndex((candidate) => isSame(word, candidate));
    if (index >= 0) left.splice(index, 1);
    return index >= 0;
  });
}

/** For texts in which only letters and digits count: numbers of documents and of persons. */
export function compareNumbers(printed: NameText, zone: NameText): Comparison {
  const a = cleaned(printed);
  const b = cleaned(zone);
  if (a.text === '' || b.text === '') return { verdict: 'not_compared', rule: null, doubt: false };
  if (a.text === b.text) return { verdict: 'equal', rule: null, doubt: false };
  const found = differences(a.text, b.text);
  // O and 0 are one glyph in many faces: nobody can tell them apart, and no forger gains by it.
  const isZero = (difference: Difference) =>
    difference.a !== null &&
    difference.b !== null &&
    /^[O0]{2}$/.test(difference.a.character + difference.b.character);
  if (found.every(isZero)) return { verdict: 'equivalent', rule: 'look_alike', doubt: false };
  const real = found
    .filter((difference) => !isZero(difference))
    .some((difference) => isReal(difference, a.text, b.text, a.confidences, b.confidences));
  return real
    ? { verdict: 'different', rule: null, doubt: false }
    : { verdict: 'not_compared', rule: null, doubt: true };
}

function cleaned({ text, confidences }: NameText): PreparedText {
  const name = prepareName(text);
  const kept = [...name.text.slice(0, maxLength)].map((character, index) => ({ character, index }));
  const used = kept.filter(({ character }) => character !== ' ');
  return {
    text: used.map(({ character }) => character).join(''),
    confidences: confidences && used.map(({ index }) => confidences[name.origin[index]!] ?? 1),
  };
}
