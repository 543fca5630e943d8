// Engine. From the distributions over two or three lines to a machine-readable zone: tries the layouts, weighs them
// against characters at random, and refuses what is not an MRZ. Wrong fields become evidence; nothing throws.
import type { MrzFormat } from '../../shared/domain/document.ts';
import { LineSheet, startsOf, unseenFiller } from './mrz-align.ts';
import { characterCount, filler, indexOfCharacter, isLetterIndex, mrzCharacters } from './mrz-alphabet.ts';
import { layoutOf, type MrzLayout, mrzLayouts } from './mrz-formats.ts';
import { judgeMrz, type MrzJudgement } from './mrz-judge.ts';
import { layoutsWithLongNumber } from './mrz-long-number.ts';
import { pitchOf } from './mrz-pitch.ts';
import type { LineReading } from './mrz-recogniser.ts';
import { boundOf, searchZone, type ZoneText } from './mrz-search.ts';
import { leastSupport, masksOf, nameFields, type Unit, unitsOf, type ZoneScores } from './mrz-units.ts';

export interface MrzDecoding {
  readonly format: MrzFormat;
  /** As long as the format says, in its alphabet. */
  readonly lines: readonly string[];
  /** As long as `lines`: what the recogniser saw by itself. */
  readonly asRead: readonly string[];
  /** Of each character of each line, 0 to 1: given the pixels, the layout and its check digits. */
  readonly confidences: readonly (readonly number[])[];
  readonly judgement: MrzJudgement;
  /** Logarithm of how much better an MRZ explains what was seen than characters at random. */
  readonly score: number;
}

/** Nats; print in other fonts and pages of text stay below 0. */
const leastEvidence = 20;

/** Nats for each character that was read beside the zone: the edge of the page, or a longer line that is no MRZ. */
const stainPrice = 2;
/** Characters other than fillers beside the names: codes and two dates without their check digits have 18. */
const leastSeen = 14;

/** `readings` from the top line down. Null where no layout fits well enough to call it an MRZ. */
export const decodeMrz = (readings: readonly LineReading[]): MrzDecoding | null => decodeFrames([readings]);

/**
 * Fuses several photographs of one zone, each with as many lines, from the top down: what the frames say of a column is
 * multiplied, so that characters that no frame shows clearly add up.
 */
export function decodeFrames(frames: readonly (readonly LineReading[])[]): MrzDecoding | null {
  const sheets = frames.map(sheetsOf).filter((lines) => lines !== null);
  const lineCount = sheets[0]?.length;
  if (sheets.some((lines) => lines.length !== lineCount))
    throw new Error('Frames of one zone have the same lines.');
  const trials = mrzLayouts
    .filter((layout) => layout.lengths.length === lineCount)
    .flatMap((layout) => trialsOf(layout, sheets))
    .sort((a, b) => b.bound - a.bound);
  let best: { readonly trial: Trial; readonly text: ZoneText; readonly score: number } | null = null;
  for (const trial of trials) {
    if (trial.bound < Math.max(leastEvidence, best?.score ?? 0)) break;
    const text = searchZone(trial.layout, trial.units);
    const score = text.evidence + trial.against;
    if (score < Math.max(leastEvidence, best?.score ?? 0)) continue;
    if (saysSomething(trial.layout, text.lines)) best = { trial, text, score };
  }
  if (!best) return null;
  const lines = best.text.lines.map(textOf);
  return {
    format: best.trial.layout.format,
    lines,
    asRead: best.trial.scores.map(likeliest),
    confidences: best.text.probabilities,
    judgement: withoutUnseen(
      judgeMrz(layoutOf(best.trial.layout.format), lines),
      best.trial.layout,
      lines,
      best.trial.unseen,
    ),
    score: best.score,
  };
}

/**
 * A check digit proves nothing about columns in which nothing was seen: shine over a part of a number reads as fillers, and
 * one doubtful character beside them is enough to make the sum right. Empty fields are often too faint to be seen.
 */
function withoutUnseen(
  judgement: MrzJudgement,
  { fields }: MrzLayout,
  lines: readonly string[],
  unseen: Trial['unseen'],
): MrzJudgement {
  const unproven = fields.flatMap(({ checks }) => {
    if (!checks || checks.field === 'composite') return [];
    const covered = checks.over.flatMap(({ line, start, end }) =>
      Array.from({ length: end - start }, (_, index) => ({ line, column: start + index })),
    );
    const isEmpty = covered.every(({ line, column }) => lines[line]![column] === mrzCharacters[filler]);
    return !isEmpty && covered.some(({ line, column }) => unseen[line]![column]) ? [checks.field] : [];
  });
  if (unproven.length === 0) return judgement;
  const invalidFields = [...new Set([...judgement.invalidFields, ...unproven])];
  return { ...judgement, valid: false, invalidFields };
}

function sheetsOf(readings: readonly LineReading[]): LineSheet[] | null {
  const pitch = pitchOf(readings);
  return pitch && readings.map((reading) => new LineSheet(reading, pitch, stainPrice));
}

/**
 * In how many places a photograph, with as many lines, clearly shows another character than `decoding` says; Infinity where
 * its lines are too short. A filler is also what is seen where nothing is, so it contradicts nothing.
 */
export function contradictions({ format, lines }: MrzDecoding, readings: readonly LineReading[]): number {
  const sheets = sheetsOf(readings);
  if (!sheets) return 0;
  const columns = columnsOf(layoutOf(format), [sheets]);
  if (!columns) return Infinity;
  let count = 0;
  for (const [line, text] of lines.entries()) {
    for (let column = 0; column < text.length; column += 1) {
      const at = column * characterCount;
      const row = columns.scores[line]!.subarray(at, at + characterCount);
      const best = row.reduce((a, b) => Math.max(a, b), -Infinity);
      const said = indexOfCharacter(text[column]!);
      if (said !== filler && row[filler]! < best && row[said]! < best + leastSupport) count += 1;
    }
  }
  return count;
}

/** A layout, or one of its variants with a long number, laid over the lines but not yet searched. */
interface Trial {
  readonly layout: MrzLayout;
  readonly units: readonly Unit[];
  readonly scores: ZoneScores;
  /** Of each column of each line: nothing was seen there. */
  readonly unseen: readonly (readonly boolean[])[];
  readonly against: number;
  /** No text in this layout scores more. */
  readonly bound: number;
}

/** Hatching and borders look like rows of fillers: a zone names somebody, and its other fields are not empty. */
function saysSomething({ fields }: MrzLayout, lines: ZoneText['lines']): boolean {
  let seen = 0;
  for (const { name, line, start, end } of fields) {
    const text = lines[line]!.slice(start, end);
    if (nameFields.has(name)) {
      if (!isLetterIndex(text[0]!)) return false;
    } else seen += text.filter((character) => character !== filler).length;
  }
  return seen >= leastSeen;
}

function trialsOf(layout: MrzLayout, frames: readonly (readonly LineSheet[])[]): Trial[] {
  const columns = columnsOf(layout, frames);
  if (!columns) return [];
  const { scores, unseen, against } = columns;
  return [layout, ...layoutsWithLongNumber(layout, scores)].map((variant) => {
    const units = unitsOf(variant, scores);
    return { layout: variant, units, scores, unseen, against, bound: boundOf(units) + against };
  });
}

/** What all frames say of the columns of a layout. Null where none is long enough. */
export function columnsOf(
  layout: MrzLayout,
  frames: readonly (readonly LineSheet[])[],
): Pick<Trial, 'scores' | 'unseen' | 'against'> | null {
  const masks = layout.lengths.map((_, line) => masksOf(layout, line));
  const seen: Float32Array[][] = layout.lengths.map(() => []);
  let against = 0;
  for (const sheets of frames) {
    const laid = sheets.flatMap((sheet, line) => sheet.lay(masks[line]!) ?? []);
    if (laid.length < masks.length) continue;
    const { starts, worth } = startsOf(laid);
    against += Math.min(0, worth);
    for (const [line, part] of laid.entries()) seen[line]!.push(part.scoresFrom(starts[line]!));
  }
  const used = seen[0]!.length;
  if (used === 0) return null;
  const scores = seen.map(addUp);
  const unseen = scores.map((line) =>
    Array.from({ length: line.length / characterCount }, (_, column) =>
      line
        .subarray(column * characterCount, (column + 1) * characterCount)
        .every((value) => value <= unseenFiller),
    ),
  );
  for (const line of scores) normalise(line);
  return { scores, unseen, against: against / used };
}

/**
 * Several frames of one line. Where one shows a character and another nothing at all, something lies on the other (shine,
 * a finger), and it has no say: that it shows no character does not speak for a filler.
 */
function addUp(frames: readonly Float32Array[]): Float32Array {
  const [first, ...others] = frames;
  if (others.length === 0) return first!;
  const sum = new Float32Array(first!.length);
  for (let at = 0; at < sum.length; at += characterCount) {
    const rows = frames.map((scores) => scores.subarray(at, at + characterCount));
    const seeing = rows.filter((row) => row.some((value) => value > unseenFiller));
    for (const row of seeing.length > 0 ? seeing : rows) {
      for (let index = 0; index < characterCount; index += 1) sum[at + index]! += row[index]!;
    }
  }
  return sum;
}

/** Makes each row the logarithm of probabilities that add up to 1. */
function normalise(scores: Float32Array): void {
  for (let at = 0; at < scores.length; at += characterCount) {
    const row = scores.subarray(at, at + characterCount);
    const top = row.reduce((a, b) => Math.max(a, b), -Infinity);
    const sum = row.reduce((total, value) => total + Math.exp(value - top), 0);
    const shift = top + Math.log(sum);
    for (let index = 0; index < characterCount; index += 1) row[index]! -= shift;
  }
}

export const textOf = (characters: readonly number[]): string =>
  characters.map((character) => mrzCharacters[character]).join('');

function likeliest(scores: Float32Array): string {
  let text = '';
  for (let at = 0; at < scores.length; at += characterCount) {
    const row = scores.subarray(at, at + characterCount);
    text += mrzCharacters[row.indexOf(row.reduce((a, b) => Math.max(a, b), -Infinity))];
  }
  return text;
}
