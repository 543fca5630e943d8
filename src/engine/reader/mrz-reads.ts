// Engine. Lines of a machine-readable zone out of what a reader typed: one line a read or all in one, with line ends or
// without, in any order, with what readers add before and after. Pure, and throws at nothing.
import { type MrzLayout, mrzLayouts } from '../document/mrz-formats.ts';
import { judgeMrz, type MrzJudgement } from '../document/mrz-judge.ts';

export interface ReadZone {
  readonly layout: MrzLayout;
  readonly lines: readonly string[];
  readonly judgement: MrzJudgement;
  /** Characters that were not typed. */
  readonly filled: number;
}

/** A reader's own marks before and after a line: a symbology identifier, an address, control characters. */
const mostNoise = 6;
/** Of each line of a format the likeliest few; noise gives as many as it has characters. */
const mostCandidates = 8;
/** Eight reads of a few lines each; more is no reader. */
const mostTexts = 48;
/** Half of a line; shorter texts are something else. */
const leastLength = 9;

/** AIM's: a bracket, a letter, a modifier. */
export const symbologyIdentifier = /^\s*\][A-Za-z][0-9A-Za-z]/;

/** A text of a format's length, and how much of it had to be filled up. */
interface Candidate {
  readonly text: string;
  readonly filled: number;
}

/**
 * The zone that the reads give. Null where none gives lines of the right length for any format; where several formats or
 * lines would do, the one whose check digits are right, and of those the one that is filled up least. Several that are right
 * and differ are no zone.
 */
export function zoneOfReads(reads: readonly string[]): ReadZone | null {
  const zones = mrzLayouts.flatMap((layout) => zonesOf(layout, piecesOf(reads)));
  const valid = zones.filter(({ judgement }) => judgement.valid);
  if (valid.length > 0) {
    const least = Math.min(...valid.map(({ filled }) => filled));
    const likely = valid.filter(({ filled }) => filled === least);
    return new Set(likely.map(({ lines }) => lines.join('\n'))).size === 1 ? likely[0]! : null;
  }
  return zones.reduce<ReadZone | null>((a, b) => (a && worth(a) >= worth(b) ? a : b), null);
}

const worth = ({ judgement }: ReadZone): number =>
  judgement.checksRight - 0.5 * judgement.invalidFields.length;

/** Whether it might be part of a zone, whole or not. */
export const looksLikeZone = (reads: readonly string[]): boolean =>
  piecesOf(reads).texts.some((text) => text.length >= 24 && /<<|\d{6}/.test(text));

interface Pieces {
  /** In the zone's alphabet. */
  readonly texts: readonly string[];
  /** Fillers were typed as spaces, of which some readers take those at the end away. */
  readonly spaced: boolean;
}

function piecesOf(reads: readonly string[]): Pieces {
  const lines = reads
    .flatMap((read) => read.split(/[\r\n\v\f\u0085\u2028\u2029]+/))
    .slice(0, mostTexts)
    .map((line) =>
      line
        .toUpperCase()
        // biome-ignore lint/suspicious/noControlCharactersInRegex: readers frame their reads with them.
        .replace(/[\u0000-\u001f\u007f]/g, '')
        .replace(symbologyIdentifier, ''),
    );
  const spaced = lines.some((line) => / /.test(line.trim()));
  const texts = lines
    .map((line) => (spaced ? line.trimStart().replaceAll(' ', '<') : line).replace(/[^A-Z0-9<]/g, ''))
    .filter((text) => text.length >= leastLength);
  // Lines may also have been cut anywhere and come in order.
  return { texts: texts.length > 1 ? [...texts, texts.join('')] : texts, spaced };
}

function zonesOf(layout: MrzLayout, { texts, spaced }: Pieces): ReadZone[] {
  const candidatesOf = (length: number) => texts.flatMap((text) => windowsOf(text, length, spaced));
  const whole = layout.lengths.reduce((sum, length) => sum + length, 0);
  const runs = candidatesOf(whole).map((run) => ({ ...run, lines: partsOf(run.text, layout.lengths) }));
  const choices = layout.lengths.map((length, line) =>
    [...new Map(candidatesOf(length).map((one) => [one.text, one])).values()]
      .map((candidate) => ({ candidate, fits: fitOf(layout, line, candidate.text) }))
      .filter(({ fits }) => fits > 0)
      .sort((a, b) => b.fits - a.fits)
      .slice(0, mostCandidates)
      .map(({ candidate }) => candidate),
  );
  const combined = combinationsOf(choices).map((parts) => ({
    lines: parts.map(({ text }) => text),
    filled: parts.reduce((sum, { filled }) => sum + filled, 0),
  }));
  return [...combined, ...runs].map(({ lines, filled }) => ({
    layout,
    lines,
    filled,
    judgement: judgeMrz(layout, lines),
  }));
}

/** Texts of this length in what was typed: itself, without a little before or after it, or filled up. */
function windowsOf(text: string, length: number, spaced: boolean): Candidate[] {
  const over = text.length - length;
  if (over < 0) return spaced ? [{ text: text.padEnd(length, '<'), filled: -over }] : [];
  if (over > mostNoise) return [];
  return Array.from({ length: over + 1 }, (_, start) => ({
    text: text.slice(start, start + length),
    filled: 0,
  }));
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

const combinationsOf = (choices: readonly (readonly Candidate[])[]): Candidate[][] =>
  choices.reduce<Candidate[][]>(
    (found, own) => found.flatMap((lines) => own.map((line) => [...lines, line])),
    [[]],
  );
