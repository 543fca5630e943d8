// Engine. From what was read of two or three lines to a machine-readable zone: tries the layouts, mends within what
// check digits confirm, and refuses what is not an MRZ. Wrong fields become evidence; nothing throws.
import type { MrzFormat } from '../../shared/domain/document.ts';
import { type AlignedLine, alignLine, columnAlphabets } from './mrz-align.ts';
import { type MrzLayout, mrzLayouts, textAt } from './mrz-formats.ts';
import { judgeMrz, knownStates, type MrzJudgement } from './mrz-judge.ts';
import type { LineReading } from './mrz-recogniser.ts';
import { repairByCheckDigits } from './mrz-repair.ts';

export interface MrzDecoding {
  readonly format: MrzFormat;
  /** As long as the format says, in its alphabet. */
  readonly lines: readonly string[];
  /** As long as `lines`: what the recogniser saw by itself. */
  readonly asRead: readonly string[];
  /** Of each character of each line, 0 to 1. */
  readonly confidences: readonly (readonly number[])[];
  readonly judgement: MrzJudgement;
  /** Higher is more certainly an MRZ; only compared between readings of one photograph. */
  readonly score: number;
}

/** Set by hand: lost ends of long lines of fillers cost about 0.1 a column, print in other fonts 0.5 and more. */
const maxCostPerColumn = 0.2;
const minConfidence = 0.5;
/** In pitches; Tesseract places characters to within a fifth of one. */
const crowded = 0.45;
/** Price of leaving out a character at an end, in the unit of mrz-align.ts. */
const droppedAtEdge = 0.6;

/** `readings` from the top line down. Null where no layout fits well enough to call it an MRZ. */
export function decodeMrz(asRead: readonly LineReading[]): MrzDecoding | null {
  const readings = asRead.map(withoutCrowdedEnds);
  let best: MrzDecoding | null = null;
  for (const layout of mrzLayouts) {
    if (layout.lengths.length !== readings.length) continue;
    const decoding = decodeAs(layout, readings);
    if (decoding && (!best || decoding.score > best.score)) best = decoding;
  }
  return best;
}

/**
 * OCR-B's pitch is fixed: a first or last character that stands much closer to its neighbour is the edge of something,
 * and where no check digit covers the line (names) nothing else would tell.
 */
function withoutCrowdedEnds(reading: LineReading): LineReading {
  const { text, confidences, centresPx } = reading;
  if (centresPx.length < 8) return reading;
  const steps = centresPx.slice(1).map((centre, index) => centre - centresPx[index]!);
  const pitchPx = steps.toSorted((a, b) => a - b)[steps.length >> 1]!;
  const from = steps[0]! < crowded * pitchPx ? 1 : 0;
  const to = text.length - (steps.at(-1)! < crowded * pitchPx ? 1 : 0);
  return {
    text: text.slice(from, to),
    confidences: confidences.slice(from, to),
    centresPx: centresPx.slice(from, to),
  };
}

function decodeAs(layout: MrzLayout, readings: readonly LineReading[]): MrzDecoding | null {
  let best: MrzDecoding | null = null;
  for (const aligned of combinations(readings.map((reading, index) => alignments(layout, index, reading)))) {
    const decoding = judgeAligned(layout, aligned);
    if (decoding && (!best || decoding.score > best.score)) best = decoding;
  }
  return best;
}

/** As read, and without the first or the last character: an edge of the page reads as a character now and then. */
function alignments(layout: MrzLayout, line: number, reading: LineReading): AlignedLine[] {
  const columns = columnAlphabets(layout, line);
  const found = new Map<string, AlignedLine>();
  for (const [from, to] of [
    [0, 0],
    [1, 0],
    [0, 1],
  ] as const) {
    const part = (values: readonly number[]) => values.slice(from, values.length - to);
    const aligned = alignLine(
      {
        text: reading.text.slice(from, reading.text.length - to),
        confidences: part(reading.confidences),
        centresPx: part(reading.centresPx),
      },
      columns,
    );
    if (!aligned) continue;
    const cost = aligned.cost + (from + to) * droppedAtEdge;
    const same = found.get(aligned.text);
    if (!same || cost < same.cost) found.set(aligned.text, { ...aligned, cost });
  }
  return [...found.values()];
}

function combinations<T>(choices: readonly (readonly T[])[]): T[][] {
  return choices.reduce<T[][]>(
    (all, some) => all.flatMap((head) => some.map((tail) => [...head, tail])),
    [[]],
  );
}

function judgeAligned(layout: MrzLayout, aligned: readonly AlignedLine[]): MrzDecoding | null {
  const columns = layout.lengths.reduce((sum, length) => sum + length, 0);
  const cost = aligned.reduce((sum, line) => sum + line.cost, 0);
  const confidences = aligned.map((line) => line.confidences);
  if (cost / columns > maxCostPerColumn || average(confidences.map(average)) < minConfidence) return null;
  const cleaned = aligned.map((line, index) => ({
    ...line,
    text: cleanNames(layout, index, keepUnknownStates(layout, index, line)),
  }));
  const lines = repairByCheckDigits(layout, cleaned);
  const judgement = judgeMrz(layout, lines);
  if (!isConvincing(layout, lines, judgement)) return null;
  const wrong = judgement.invalidFields.includes('documentCode') ? 3 : 0;
  return {
    format: layout.format,
    lines,
    asRead: aligned.map((line) => line.asRead),
    confidences,
    judgement,
    score: judgement.checksRight * 2 - judgement.invalidFields.length - cost - wrong,
  };
}

/** A state that mending did not turn into a known one stays as it was read: it is evidence, not a misreading. */
function keepUnknownStates(layout: MrzLayout, line: number, { text, asRead }: AlignedLine): string {
  let kept = text;
  for (const field of layout.fields) {
    if (field.line !== line || (field.name !== 'issuingState' && field.name !== 'nationality')) continue;
    if (knownStates.has(kept.slice(field.start, field.end).replace(/<+$/, ''))) continue;
    kept = kept.slice(0, field.start) + asRead.slice(field.start, field.end) + kept.slice(field.end);
  }
  return kept;
}

const average = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * After the names only fillers follow. A letter alone among fillers there is a filler that was misread (K, S, G, C and
 * E look most like one); real initials have a single filler before them.
 */
function cleanNames(layout: MrzLayout, line: number, text: string): string {
  let cleaned = text;
  for (const field of layout.fields) {
    if (field.line !== line || field.alphabet !== 'name' || field.end - field.start < 14) continue;
    const names = cleaned
      .slice(field.start, field.end)
      .replace(/(?<=<<)[KSGCELX](?=<<)/g, '<')
      .replace(/(?<=<{3})[KSGCELX]{1,2}(?=<*$)/, (tail) => '<'.repeat(tail.length));
    cleaned = cleaned.slice(0, field.start) + names + cleaned.slice(field.end);
  }
  return cleaned;
}

/** A chance reading gets one check digit in ten right; two of three or more, or the fixed parts of a national format, convince. */
function isConvincing(layout: MrzLayout, lines: readonly string[], judgement: MrzJudgement): boolean {
  if (judgement.checksTotal === 0) return judgement.invalidFields.length === 0;
  if (!lines.some((line) => line.includes('<<'))) return false;
  const code = layout.fields.find((field) => field.name === 'documentCode');
  const codeFits = code?.pattern?.test(textAt(lines, code)) ?? false;
  const informative = judgement.checksRight - emptyChecks(layout, lines);
  return codeFits ? informative >= 1 : informative >= 3;
}

/** Check digits over empty fields are right without anything having been read. */
const emptyChecks = (layout: MrzLayout, lines: readonly string[]): number =>
  layout.fields.filter(
    (field) => field.checks && /^[<0]*$/.test(field.checks.over.map((part) => textAt(lines, part)).join('')),
  ).length;
