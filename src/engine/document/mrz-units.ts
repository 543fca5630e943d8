// Engine. What a layout expects of every place, as probabilities: alternatives that the pixels leave open, each with what
// it costs to believe them. Units are single columns, or words (states, months, days) of which only some exist.
import {
  characterCount,
  filler,
  indexOfCharacter,
  isDigitIndex,
  isLetterIndex,
  maskOf,
  mrzCharacters,
} from './mrz-alphabet.ts';
import type { MrzAlphabet, MrzField, MrzLayout } from './mrz-formats.ts';
import { knownStates } from './mrz-judge.ts';

/** One way of reading a unit: indices of characters, and the logarithm of its probability by pixels and by its place. */
export interface Alternative {
  readonly characters: readonly number[];
  readonly score: number;
}

/**
 * What a unit does beside its own score. `names`: moves through a name. `check`: closes the field before it; `optional`
 * where a filler may stand for an empty field. `composite`: closes the zone.
 */
export type UnitRole = 'plain' | 'names' | 'check' | 'optionalCheck' | 'composite';

export interface Unit {
  readonly line: number;
  readonly start: number;
  readonly role: UnitRole;
  /** Whether a field begins here, so that what was summed up or followed before is forgotten. */
  readonly begins: boolean;
  readonly alternatives: readonly Alternative[];
  /** Weights of its columns under the check digit of its own field; 0 where none covers it. */
  readonly ownWeights: readonly number[];
  /** The same for the composite digit. */
  readonly compositeWeights: readonly number[];
}

/** Logarithms of the probabilities of 37 characters in each column of each line. */
export type ZoneScores = readonly Float32Array[];

/**
 * A character that the pixels call less likely than this, against the best in its column, is never put there, whatever
 * check digits say: an altered document must not be mended into a valid one. Natural logarithm. Of 40 misread characters
 * on 630 lines from the web, the right one came within 4 in 29; where the character was read right another came within 4
 * in 3 of 100.
 */
export const leastSupport = -4;

/** How often a place holds what its alphabet does not allow: misprints, specimens that ignore the standard. */
const strangeShare = 0.002;
const rawShare = 0.01;
const weights = [7, 3, 1] as const;

const letters = mrzCharacters.slice(11);
const digits = mrzCharacters.slice(1, 11);

/** Probability of each character in a place of this alphabet, by kind; measured on nothing, sums are 1. */
const kinds: Readonly<Record<MrzAlphabet, readonly (readonly [characters: string, share: number])[]>> = {
  name: [
    [letters, 0.8],
    ['<', 0.2],
  ],
  digit: [[digits, 1]],
  check: [[digits, 1]],
  date: [
    [digits, 0.98],
    ['<', 0.02],
  ],
  optionalCheck: [
    [digits, 0.9],
    ['<', 0.1],
  ],
  sex: [
    ['MF', 0.9],
    ['<', 0.08],
    ['X', 0.02],
  ],
  any: [
    [digits, 0.6],
    [letters, 0.25],
    ['<', 0.15],
  ],
};

/**
 * Numbers come in runs: which kind follows filler, digit and letter, in this order, and how usual each kind is. Set by
 * hand after the number formats of the layouts' issuers (mostly two letters and seven digits, then fillers).
 */
const follows = [
  [0.88, 0.08, 0.04],
  [0.1, 0.84, 0.06],
  [0.1, 0.5, 0.4],
] as const;
const kindShares = [0.15, 0.6, 0.25] as const;
const kindOf = (character: number): 0 | 1 | 2 => (character === filler ? 0 : isDigitIndex(character) ? 1 : 2);
/** Issuers avoid letters that are taken for digits. */
const avoided = { letters: 'IO', share: 0.1 } as const;
const weightInKind = (character: number): number =>
  avoided.letters.includes(mrzCharacters[character]!) ? avoided.share : 1;
const kindSizes = [1, digits.length, letters.length - avoided.letters.length * (1 - avoided.share)] as const;
/** Document numbers begin with a letter as often as not. */
const firstShares = [0.01, 0.49, 0.5] as const;

function priorOf(shares: readonly (readonly [string, number])[]): Float64Array {
  const prior = new Float64Array(characterCount);
  for (const [characters, share] of shares) {
    for (const character of characters) prior[indexOfCharacter(character)]! += share / characters.length;
  }
  const strangers = prior.filter((share) => share === 0).length;
  return prior.map((share) =>
    Math.log(share > 0 ? share * (strangers > 0 ? 1 - strangeShare : 1) : strangeShare / strangers),
  );
}

const priors = Object.fromEntries(
  Object.entries(kinds).map(([alphabet, shares]) => [alphabet, priorOf(shares)]),
) as Readonly<Record<MrzAlphabet, Float64Array>>;
const even = new Float64Array(characterCount);

const masksOfCharacters = new Map<string, Uint8Array>();
/** One mask for each set of characters: what is remembered of a line by mask (mrz-align.ts) is shared. */
function maskFor(characters: string): Uint8Array {
  const mask = maskOf(characters);
  return remembered(masksOfCharacters, mask.join(''), () => mask);
}

const masks = Object.fromEntries(
  Object.entries(kinds).map(([alphabet, shares]) => [
    alphabet,
    maskFor(shares.map(([characters]) => characters).join('')),
  ]),
) as Readonly<Record<MrzAlphabet, Uint8Array>>;

const classMasks = new Map<string, Uint8Array>();
const classPriors = new Map<string, Float64Array>();
const charactersOf = (allowed: string): string =>
  [...mrzCharacters].filter((character) => new RegExp(`^[${allowed}]$`).test(character)).join('');

function remembered<T>(map: Map<string, T>, key: string, make: () => T): T {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

/** What every column of a line allows, as masks: one object for each kind, so that they can be told apart cheaply. */
export function masksOf(layout: MrzLayout, line: number): Uint8Array[] {
  const columns = Array.from({ length: layout.lengths[line]! }, () => masks.any);
  for (const field of layout.fields) {
    if (field.line !== line) continue;
    for (let column = field.start; column < field.end; column += 1) {
      const allowed = field.columns?.[column - field.start];
      columns[column] = allowed
        ? remembered(classMasks, allowed, () => maskFor(charactersOf(allowed)))
        : masks[field.alphabet];
    }
  }
  return columns;
}

/** Words of which a field consists, with the share of all of them together. */
interface Vocabulary {
  readonly words: readonly (readonly number[])[];
  readonly share: number;
}

const indices = (text: string): number[] => [...text].map(indexOfCharacter);
const upTo = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => String(index + 1).padStart(2, '0'));
const stateWords: Vocabulary = {
  words: [...knownStates].map((code) => indices(code.padEnd(3, '<'))),
  share: 1 - rawShare,
};
const monthWords: Vocabulary = { words: [...upTo(12), '<<'].map(indices), share: 1 - rawShare };
const dayWords: Vocabulary = { words: [...upTo(31), '<<'].map(indices), share: 1 - rawShare };

/** Units of one field, from its first column on. */
function piecesOf(field: MrzField): { readonly at: number; readonly vocabulary: Vocabulary | null }[] {
  const single = (at: number) => ({ at, vocabulary: null });
  const length = field.end - field.start;
  if (field.alphabet === 'date' && length === 6) {
    return [
      single(field.start),
      single(field.start + 1),
      { at: field.start + 2, vocabulary: monthWords },
      { at: field.start + 4, vocabulary: dayWords },
    ];
  }
  if ((field.name === 'issuingState' || field.name === 'nationality') && !field.columns && length === 3) {
    return [{ at: field.start, vocabulary: stateWords }];
  }
  return Array.from({ length }, (_, index) => single(field.start + index));
}

export const nameFields: ReadonlySet<string> = new Set(['names', 'surname', 'givenNames']);

/** All units of a zone in the order of reading. */
export function unitsOf(layout: MrzLayout, scores: ZoneScores): Unit[] {
  const own = weightsOf(layout, (field) => field.name !== 'compositeCheckDigit');
  const composite = weightsOf(layout, (field) => field.name === 'compositeCheckDigit');
  return layout.fields
    .toSorted((a, b) => a.line - b.line || a.start - b.start)
    .flatMap((field) =>
      piecesOf(field).map(({ at, vocabulary }, index) => {
        const length = vocabulary ? vocabulary.words[0]!.length : 1;
        const line = scores[field.line]!;
        const part = (all: readonly Float64Array[]) => [...all[field.line]!.subarray(at, at + length)];
        return {
          line: field.line,
          start: at,
          role: roleOf(field),
          begins: index === 0 && !field.checks && !field.continues,
          alternatives: vocabulary
            ? wordAlternatives(line, at, vocabulary)
            : columnAlternatives(line, at, columnPrior(field, at, line)),
          ownWeights: part(own),
          compositeWeights: part(composite),
        };
      }),
    );
}

function roleOf(field: MrzField): UnitRole {
  if (field.checks) {
    if (field.checks.field === 'composite') return 'composite';
    return field.alphabet === 'optionalCheck' ? 'optionalCheck' : 'check';
  }
  return nameFields.has(field.name) ? 'names' : 'plain';
}

/** Names and check digits get their probabilities from what stands before them (mrz-search.ts). */
function columnPrior(field: MrzField, at: number, scores: Float32Array): Float64Array {
  if (field.checks || nameFields.has(field.name)) return even;
  if (field.alphabet === 'any' && !field.columns) return priorBetween(field, at, scores);
  const allowed = field.columns?.[at - field.start];
  if (!allowed) return priors[field.alphabet];
  return remembered(classPriors, allowed, () => priorOf([[charactersOf(allowed), 1]]));
}

/** What the neighbours in the field let expect, as far as the pixels tell their kinds. */
function priorBetween({ name, start, end }: MrzField, at: number, scores: Float32Array): Float64Array {
  const first = name === 'documentNumber' ? firstShares : kindShares;
  const before = at > start ? kindsAt(scores, at - 1) : null;
  const after = at + 1 < end ? kindsAt(scores, at + 1) : kindShares;
  const worth = first.map((share, kind) => {
    const into = before ? before.reduce((sum, value, left) => sum + value * follows[left]![kind]!, 0) : share;
    return (
      into *
      after.reduce((sum, value, right) => sum + (value * follows[kind]![right]!) / kindShares[right]!, 0)
    );
  });
  const total = worth.reduce((sum, value) => sum + value, 0);
  return Float64Array.from({ length: characterCount }, (_, character) => {
    const kind = kindOf(character);
    return Math.log(((worth[kind]! / total) * weightInKind(character)) / kindSizes[kind]!);
  });
}

/** Probabilities of filler, digit and letter in a column, by its pixels alone. */
function kindsAt(scores: Float32Array, column: number): number[] {
  const sums = [0, 0, 0];
  for (let character = 0; character < characterCount; character += 1) {
    sums[kindOf(character)]! += Math.exp(scores[column * characterCount + character]!);
  }
  return sums;
}

function weightsOf(layout: MrzLayout, covers: (field: MrzField) => boolean): Float64Array[] {
  const columns = layout.lengths.map((length) => new Float64Array(length));
  for (const field of layout.fields) {
    if (!field.checks || !covers(field)) continue;
    let index = 0;
    for (const { line, start, end } of field.checks.over) {
      for (let column = start; column < end; column += 1) {
        columns[line]![column] = weights[index % 3]!;
        index += 1;
      }
    }
  }
  return columns;
}

function bestOf(scores: Float32Array, column: number): number {
  let best = 0;
  for (let character = 1; character < characterCount; character += 1) {
    if (scores[column * characterCount + character]! > scores[column * characterCount + best]!)
      best = character;
  }
  return best;
}

function columnAlternatives(scores: Float32Array, column: number, prior: Float64Array): Alternative[] {
  const at = column * characterCount;
  const best = scores[at + bestOf(scores, column)]!;
  const alternatives: Alternative[] = [];
  for (let character = 0; character < characterCount; character += 1) {
    const score = scores[at + character]!;
    if (score >= best + leastSupport)
      alternatives.push({ characters: [character], score: score + prior[character]! });
  }
  return alternatives;
}

/** Every word that the pixels leave open, and what they say by themselves where that is no word. */
function wordAlternatives(scores: Float32Array, start: number, { words, share }: Vocabulary): Alternative[] {
  const length = words[0]!.length;
  const raw = Array.from({ length }, (_, index) => bestOf(scores, start + index));
  const least = raw.map((best, index) => scores[(start + index) * characterCount + best]! + leastSupport);
  const scoreOf = (word: readonly number[]) => {
    let sum = 0;
    for (let index = 0; index < length; index += 1) {
      const score = scores[(start + index) * characterCount + word[index]!]!;
      if (score < least[index]!) return -Infinity;
      sum += score;
    }
    return sum;
  };
  const prior = Math.log(share / words.length);
  const alternatives = words
    .map((characters): Alternative => ({ characters, score: scoreOf(characters) + prior }))
    .filter(({ score }) => score > -Infinity);
  if (!words.some((word) => word.every((character, index) => character === raw[index]))) {
    const strange = Math.log(1 - share) - length * Math.log(characterCount);
    alternatives.push({ characters: raw, score: scoreOf(raw) + strange });
  }
  return alternatives;
}

/**
 * Names after Doc 9303 part 3, section 4.6: parts by one filler, surname and given names by two, fillers to the end.
 * [state][0 for a filler, 1 for a letter]: the next state, and how usual that is.
 */
const step = (next: number, share: number) => ({ next, share });
const nameSteps = [
  // Before the first letter.
  [step(0, 0.001), step(1, 0.999)],
  // In a surname, after one filler there, after two.
  [step(2, 0.14), step(1, 0.86)],
  [step(3, 0.6), step(1, 0.4)],
  [step(6, 0.1), step(4, 0.9)],
  // In a given name, after one filler there.
  [step(5, 0.16), step(4, 0.84)],
  [step(6, 0.5), step(4, 0.5)],
  // The rest of the field. Specimens with letters after it exist.
  [step(6, 0.999), step(4, 0.001)],
] as const;

/** How usual a character is at this place of a name: a letter is one of 26, a digit does not belong there. */
export function nameStep(
  state: number,
  character: number,
): { readonly next: number; readonly share: number } {
  const { next, share } = nameSteps[state]![character === filler ? 0 : 1];
  if (character === filler) return { next, share };
  if (isLetterIndex(character)) return { next, share: share / letters.length };
  return { next, share: (share * strangeShare) / digits.length };
}

/** The most that `nameStep` gives for a character anywhere. */
export const usualNameShare = (character: number): number =>
  Math.max(...nameSteps.map((_, state) => nameStep(state, character).share));
