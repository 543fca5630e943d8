// Engine. The most probable zone among all that a layout allows, check digits included, by dynamic programming over its
// units. The state is what the check digits have summed up so far, so the result is exact: no list of guesses is tried.
import { characterCount, filler, isDigitIndex, valueOfCharacter } from './mrz-alphabet.ts';
import type { MrzLayout } from './mrz-formats.ts';
import { nameStep, type Unit, usualNameShare } from './mrz-units.ts';

export interface ZoneText {
  /** Indices of characters, line by line. */
  readonly lines: readonly (readonly number[])[];
  /** Probability of each of them, given the pixels and all that the layout says. */
  readonly probabilities: readonly (readonly number[])[];
  /** Logarithm of how much better the layout explains the line than characters at random do. */
  readonly evidence: number;
}

/**
 * How often a check digit in a photographed document is wrong: altered, misprinted or a specimen. Together with the least
 * support of a character (mrz-units.ts) it is the price of a correction.
 */
const wrongCheckShare = 0.003;
/** A correction that check digits asked for has to be this probable; otherwise the line stays as it was read. */
const leastSure = 0.6;

/** State of a sum modulo 10, and one more: nothing but fillers so far, or no longer of interest. */
const sumStates = 11;
const empty = 10;
const spoilt = 10;
const stateCount = sumStates * sumStates;

/** Ways through one unit, from state to state; `weight` is relative to exp(`logScale`). */
interface Transitions {
  readonly from: Int16Array;
  readonly to: Int16Array;
  readonly alternative: Int16Array;
  readonly weight: Float64Array;
  readonly count: number;
  readonly logScale: number;
}

/** No text that these units allow has more evidence than this: each by itself, its check digits taken as right. */
export function boundOf(units: readonly Unit[]): number {
  let bound = 0;
  for (const { role, alternatives, ownWeights } of units) {
    const usual = (character: number) => (role === 'names' ? usualNameShare(character) : 1);
    const sum = alternatives.reduce(
      (total, { characters, score }) => total + Math.exp(score) * usual(characters[0]!),
      0,
    );
    bound += Math.log(sum) + ownWeights.length * Math.log(characterCount);
  }
  return bound;
}

/** `units`: those of `layout`, see unitsOf. */
export function searchZone(layout: MrzLayout, units: readonly Unit[]): ZoneText {
  const checked = run(layout, units, true);
  if (checked.probabilities.every((line) => line.every((probability) => probability >= leastSure)))
    return checked;
  // Two ways to mend are no way: where check digits made the difference but cannot tell which, nothing is mended.
  const unchecked = run(layout, units, false);
  const doubtful = checked.lines.some((line, index) =>
    line.some(
      (character, column) =>
        character !== unchecked.lines[index]![column] && checked.probabilities[index]![column]! < leastSure,
    ),
  );
  return doubtful ? { ...unchecked, evidence: checked.evidence } : checked;
}

function run(layout: MrzLayout, units: readonly Unit[], checks: boolean): ZoneText {
  const start = new Float64Array(stateCount);
  start[empty * sumStates] = 1;
  const steps: Transitions[] = [];
  const forward: Float64Array[] = [start];
  // The best way into every state, for the text; the sum over all ways, for the probabilities. Both are scaled in each
  // step: only proportions count.
  const into: Int32Array[] = [];
  let best = start;
  let evidence = 0;
  for (const unit of units) {
    const alive = forward.at(-1)!;
    const step = transitionsOf(unit, alive, checks);
    const sums = new Float64Array(stateCount);
    const values = new Float64Array(stateCount);
    const via = new Int32Array(stateCount).fill(-1);
    let total = 0;
    let top = 0;
    for (let index = 0; index < step.count; index += 1) {
      const from = step.from[index]!;
      const to = step.to[index]!;
      const weight = step.weight[index]!;
      const share = alive[from]! * weight;
      sums[to]! += share;
      total += share;
      const value = best[from]! * weight;
      if (value > values[to]!) {
        values[to] = value;
        via[to] = index;
        if (value > top) top = value;
      }
    }
    for (let state = 0; state < stateCount; state += 1) {
      sums[state]! /= total;
      values[state]! /= top;
    }
    evidence += Math.log(total) + step.logScale + unit.ownWeights.length * Math.log(characterCount);
    steps.push(step);
    forward.push(sums);
    into.push(via);
    best = values;
  }
  const chosen = trace(steps, into, best);
  const lines = layout.lengths.map((length) => Array.from({ length }, () => filler));
  const probabilities = layout.lengths.map((length) => Array.from({ length }, () => 1));
  const shares = sharesOf(units, steps, forward);
  for (const [index, unit] of units.entries()) {
    const { characters } = unit.alternatives[chosen[index]!]!;
    for (const [at, character] of characters.entries()) {
      lines[unit.line]![unit.start + at] = character;
      probabilities[unit.line]![unit.start + at] = unit.alternatives.reduce(
        (sum, other, which) => sum + (other.characters[at] === character ? shares[index]![which]! : 0),
        0,
      );
    }
  }
  return { lines, probabilities, evidence };
}

/** The alternatives of the best path, unit by unit. */
function trace(steps: readonly Transitions[], into: readonly Int32Array[], last: Float64Array): number[] {
  let state = last.indexOf(1);
  const chosen: number[] = [];
  for (let index = steps.length - 1; index >= 0; index -= 1) {
    const via = into[index]![state]!;
    chosen.push(steps[index]!.alternative[via]!);
    state = steps[index]!.from[via]!;
  }
  return chosen.reverse();
}

/** Share of each alternative of each unit in all ways through the zone. */
function sharesOf(
  units: readonly Unit[],
  steps: readonly Transitions[],
  forward: readonly Float64Array[],
): Float64Array[] {
  let after = new Float64Array(stateCount).fill(1);
  const shares: Float64Array[] = [];
  for (let index = units.length - 1; index >= 0; index -= 1) {
    const step = steps[index]!;
    const before = new Float64Array(stateCount);
    const share = new Float64Array(units[index]!.alternatives.length);
    for (let at = 0; at < step.count; at += 1) {
      const value = step.weight[at]! * after[step.to[at]!]!;
      before[step.from[at]!]! += value;
      share[step.alternative[at]!]! += forward[index]![step.from[at]!]! * value;
    }
    const total = share.reduce((sum, value) => sum + value, 0);
    shares.push(share.map((value) => value / total));
    const largest = before.reduce((a, b) => Math.max(a, b), 0);
    after = before.map((value) => value / largest);
  }
  return shares.reverse();
}

function transitionsOf(unit: Unit, alive: Float64Array, checks: boolean): Transitions {
  const { alternatives } = unit;
  const logScale = alternatives.reduce((top, { score }) => Math.max(top, score), -Infinity);
  const likelihoods = alternatives.map(({ score }) => Math.exp(score - logScale));
  const composites = alternatives.map(({ characters }) => sumOf(characters, unit.compositeWeights));
  // Only the last unit looks at the sum of the composite digit, and it at nothing else.
  const ofComposite = unit.role === 'composite';
  const moves: (readonly Move[] | undefined)[] = [];
  const movesAt = (sum: number) => {
    moves[sum] ??= alternatives.map(({ characters }) => moveOf(unit, characters, sum, checks));
    return moves[sum];
  };
  const size = alive.reduce((sum, value) => sum + (value > 0 ? 1 : 0), 0) * alternatives.length;
  const from = new Int16Array(size);
  const to = new Int16Array(size);
  const alternative = new Int16Array(size);
  const weight = new Float64Array(size);
  let count = 0;
  for (let state = 0; state < stateCount; state += 1) {
    if (alive[state] === 0) continue;
    const composite = state % sumStates;
    const possible = movesAt(ofComposite ? composite : Math.floor(state / sumStates));
    for (let which = 0; which < possible.length; which += 1) {
      const { own, spoils, factor } = possible[which]!;
      const isSpoilt = spoils || composite === spoilt;
      from[count] = state;
      to[count] = own * sumStates + (isSpoilt ? spoilt : (composite + composites[which]!) % 10);
      alternative[count] = which;
      weight[count] = likelihoods[which]! * factor;
      count += 1;
    }
  }
  return { from, to, alternative, weight, count, logScale };
}

interface Move {
  /** What is summed up, or where in a name we are, afterwards. */
  readonly own: number;
  /** The composite digit says nothing from here on. */
  readonly spoils: boolean;
  /** How usual this is. */
  readonly factor: number;
}

/** `sum`: what was summed up, or where in a name we were; for the composite digit, its own sum. */
function moveOf(unit: Unit, characters: readonly number[], sum: number, checks: boolean): Move {
  switch (unit.role) {
    case 'names': {
      const { next, share } = nameStep(unit.begins ? 0 : sum, characters[0]!);
      return { own: next, spoils: false, factor: share };
    }
    case 'plain': {
      const before = unit.begins ? empty : sum;
      const isEmpty = before === empty && characters.every((character) => character === filler);
      const own = isEmpty ? empty : ((before % 10) + sumOf(characters, unit.ownWeights)) % 10;
      return { own, spoils: false, factor: 1 };
    }
    case 'check':
    case 'optionalCheck': {
      const isOpen = unit.role === 'optionalCheck' && sum === empty;
      const factor = checkFactor(characters[0]!, sum % 10, isOpen, checks);
      // A field that is wrong makes the composite digit wrong with it: that is one fault, not two.
      return { own: empty, spoils: checks && factor < 0.1, factor };
    }
    case 'composite': {
      const factor = checkFactor(characters[0]!, sum, false, checks && sum !== spoilt);
      return { own: empty, spoils: true, factor };
    }
  }
}

const sumOf = (characters: readonly number[], weights: readonly number[]): number => {
  let sum = 0;
  for (let index = 0; index < characters.length; index += 1) {
    sum += valueOfCharacter(characters[index]!) * weights[index]!;
  }
  return sum;
};

/** `isOpen`: nothing is covered, and a filler is as good as a zero. */
function checkFactor(character: number, sum: number, isOpen: boolean, checks: boolean): number {
  if (character === filler && isOpen) return 0.5;
  if (!isDigitIndex(character)) return wrongCheckShare / characterCount;
  if (!checks) return 0.1;
  if (valueOfCharacter(character) !== sum) return wrongCheckShare / 9;
  return isOpen ? 0.5 : 1 - wrongCheckShare;
}
