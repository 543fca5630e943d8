// Engine. Lines of a machine-readable zone out of what a reader typed: one line a read or all in one, with line ends or
// without, in any order, with what readers add before and after. Pure, and throws at nothing.
import { type MrzLayout, mrzLayouts } from '../document/mrz-formats.ts';
import { judgeMrz, type MrzJudgement } from '../document/mrz-judge.ts';

export interface ReadZone {
  readonly layout: MrzLayout;
  readonly lines: readonly string[];
  readonly judgement: MrzJudgement;
}

/** A reader's own marks before and after a line: a symbology identifier, an address, control characters. */
const mostNoise = 6;
/** Of each line of a format the likeliest few; noise gives as many as it has characters. */
const mostCandidates = 8;
/** Eight reads of a few lines each; more is no reader. */
const mostTexts = 48;
/** Half of a line; shorter texts are something else. */
const leastLength = 9;

/** A piece of a read, in the zone's alphabet. */
interface Piece {
  readonly text: string;
  /** Its fillers were spaces, of which readers take those at the end away. */
  readonly spaced: boolean;
}

/**
 * The zone that the reads give. Null where none gives lines of the right length for any format; where several formats or
 * lines would do, the one whose check digits are right. Several that are right and differ are no zone.
 */
export function zoneOfReads(reads: readonly string[]): ReadZone | null {
  const pieces = piecesOf(reads);
  const zones = mrzLayouts.flatMap((layout) => zonesOf(layout, pieces));
  const valid = zones.filter(({ judgement }) => judgement.valid);
  if (valid.length > 0) {
    const texts = new Set(valid.map(({ lines }) => lines.join('\n')));
    return texts.size === 1 ? valid[0]! : null;
  }
  return zones.reduce<ReadZone | null>((a, b) => (a && worth(a) >= worth(b) ? a : b), null);
}

const worth = ({ judgement }: ReadZone): number =>
  judgement.checksRight - 0.5 * judgement.invalidFields.length;

/** Whether it might be part of a zone, whole or not. */
export const looksLikeZone = (reads: readonly string[]): boolean =>
  piecesOf(reads).some(({ text }) => text.length >= 24 && /<<|\d{6}/.test(text));

function piecesOf(reads: readonly string[]): Piece[] {
  const lines = reads.flatMap((read) => read.split(/[\r\n\v\f\u0085\u2028\u2029]+/)).slice(0, mostTexts);
  const pieces = lines.map(clean).filter(({ text }) => text.length >= leastLength);
  // Lines may also have been cut anywhere and come in order.
  const joined = {
    text: pieces.map(({ text }) => text).join(''),
    spaced: pieces.some(({ spaced }) => spaced),
  };
  return pieces.length > 1 ? [...pieces, joined] : pieces;
}

function clean(line: string): Piece {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: readers frame their reads with them.
  const text = line.toUpperCase().replace(/[\u0000-\u001f\u007f]/g, '');
  const spaced = / /.test(text.trim());
  return { text: (spaced ? text.trimStart().replaceAll(' ', '<') : text).replace(/[^A-Z0-9<]/g, ''), spaced };
}

function zonesOf(layout: MrzLayout, pieces: readonly Piece[]): ReadZone[] {
  const whole = layout.lengths.reduce((sum, length) => sum + length, 0);
  const runs = pieces.flatMap((piece) => windowsOf(piece, whole).map((run) => partsOf(run, layout.lengths)));
  const choices = layout.lengths.map((length, line) => {
    const own = [...new Set(pieces.flatMap((piece) => windowsOf(piece, length)))];
    return own
      .map((text) => ({ text, fits: fitOf(layout, line, text) }))
      .filter(({ fits }) => fits > 0)
      .sort((a, b) => b.fits - a.fits)
      .slice(0, mostCandidates)
      .map(({ text }) => text);
  });
  return [...combinationsOf(choices), ...runs].map((lines) => ({
    layout,
    lines,
    judgement: judgeMrz(layout, lines),
  }));
}

/** Texts of this length in a piece: itself, without a little before or after it, or filled up. */
function windowsOf({ text, spaced }: Piece, length: number): string[] {
  const over = text.length - length;
  if (over < 0) return spaced ? [text.padEnd(length, '<')] : [];
  if (over > mostNoise) return [];
  return Array.from({ length: over + 1 }, (_, start) => text.slice(start, start + length));
}

function partsOf(run: string, lengths: readonly number[]): string[] {
  let start = 0;
  return lengths.map((length) => {
    start += length;
    return run.slice(start - length, start);
  });
}

/** How many of a line's fields are right by themselves, its own check digits among them; 0 where it is another line. */
function fitOf(layout: MrzLayout, line: number, text: string): number {
  const lines = layout.lengths.map((length, index) => (index === line ? text : '<'.repeat(length)));
  const { invalidFields } = judgeMrz(layout, lines);
  const own = layout.fields.filter((field) => field.line === line && !field.checks);
  const right = own.filter(({ name }) => !invalidFields.includes(name)).length;
  const code = own.find(({ name }) => name === 'documentCode' || name === 'birthDate');
  return code && invalidFields.includes(code.name) ? 0 : right / own.length;
}

const combinationsOf = (choices: readonly (readonly string[])[]): string[][] =>
  choices.reduce<string[][]>(
    (found, own) => found.flatMap((lines) => own.map((line) => [...lines, line])),
    [[]],
  );
