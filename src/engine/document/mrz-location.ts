// Engine. Finds where a machine-readable zone may stand: two or three long, parallel, equally spaced lines of text.
import type { Point } from '../../shared/domain/geometry.ts';
import type { TextLine } from './text-detection.ts';

/** Lines of one possible zone, from its top down, in the reading direction that the rest of the page suggests. */
export interface MrzCandidate {
  readonly lines: readonly TextLine[];
  /** Unit vector in reading direction. */
  readonly along: Point;
  /** Distance from line to line, pixels. */
  readonly pitchPx: number;
}

/**
 * OCR-B at 10 characters an inch and lines 6.35 mm apart (Doc 9303 part 3, section 4.4): the pitch is 0.057 (TD3) to
 * 0.083 (TD1) of the length. Real cards and fillers that were not found stretch that.
 */
const pitchOverLength = { low: 0.03, high: 0.16 };
/** Length over thickness of a line of 30 characters, without some of its fillers. */
const slenderness = 7;
/** The same of the short first line of a Swiss licence, which begins where the others do: nine characters. */
const shortSlenderness = 4.5;
/** Each that is no MRZ costs up to 0.3 s; the right one was among the first two on every document at hand. */
const maxCandidates = 3;

const dot = (a: Point, b: Point): number => a[0] * b[0] + a[1] * b[1];
const minus = (a: Point, b: Point): Point => [a[0] - b[0], a[1] - b[1]];
/** What is below, for text that runs along `along`. */
const below = (along: Point): Point => [-along[1], along[0]];

export function locateMrz(textLines: readonly TextLine[]): MrzCandidate[] {
  const merged = mergeCollinear(textLines);
  const long = merged
    .filter((line) => line.lengthPx / line.thicknessPx >= slenderness)
    .sort((a, b) => b.lengthPx - a.lengthPx);
  const candidates: { candidate: MrzCandidate; score: number }[] = [];
  for (const [index, first] of long.entries()) {
    for (const second of long.slice(index + 1)) {
      const pair = judgePair(first, second);
      if (!pair) continue;
      const third =
        long.find(
          (line) => line !== first && line !== second && isThird(first, second, line, pair.pitchPx),
        ) ?? merged.find((line) => isShortThird(first, second, line, pair.pitchPx));
      const lines = third ? [first, second, third] : [first, second];
      candidates.push({ candidate: orientate(lines, textLines, pair.pitchPx), score: pair.score });
    }
  }
  candidates.sort((a, b) => b.score - a.score);
  const seen = new Set<string>();
  const distinct = candidates.filter(({ candidate }) => {
    const key = candidate.lines
      .map((line) => long.indexOf(line))
      .sort()
      .join();
    return seen.has(key) ? false : seen.add(key);
  });
  return distinct.slice(0, maxCandidates).map(({ candidate }) => candidate);
}

/** Joins fragments of one line: fillers part a line into words for the detector. */
export function mergeCollinear(fragments: readonly TextLine[]): TextLine[] {
  const left = [...fragments].sort((a, b) => b.lengthPx - a.lengthPx);
  const merged: TextLine[] = [];
  while (left.length > 0) {
    let line = left.shift()!;
    // Only a long fragment knows its own direction well enough to look for more.
    for (let grown = line.lengthPx / line.thicknessPx >= 3; grown; ) {
      const next = left.findIndex((other) => continues(line, other));
      grown = next >= 0;
      if (grown) line = join(line, left.splice(next, 1)[0]!);
    }
    merged.push(line);
  }
  return merged;
}

function continues(line: TextLine, other: TextLine): boolean {
  const offset = minus(other.centre, line.centre);
  const thick = Math.max(line.thicknessPx, Math.min(other.thicknessPx, other.lengthPx));
  if (Math.abs(dot(offset, below(line.along))) > 0.4 * thick) return false;
  const ratio = other.thicknessPx / line.thicknessPx;
  if (ratio < 0.5 || ratio > 1.7) return false;
  if (other.lengthPx > 3 * other.thicknessPx && Math.abs(dot(line.along, below(other.along))) > 0.1)
    return false; // prettier-ignore
  const gap = Math.abs(dot(offset, line.along)) - (line.lengthPx + other.lengthPx) / 2;
  // A gap of four characters or so; fillers that were missed altogether are found again when the zone is cut out.
  return gap < 3.5 * line.thicknessPx && gap > -1.5 * line.thicknessPx;
}

function join(a: TextLine, b: TextLine): TextLine {
  const ends = [a, b].flatMap((line) => {
    const along: Point = dot(line.along, a.along) >= 0 ? line.along : [-line.along[0], -line.along[1]];
    const reach = line === b && line.lengthPx < 3 * line.thicknessPx ? a.along : along;
    return [-0.5, 0.5].map(
      (side): Point => [
        line.centre[0] + side * line.lengthPx * reach[0],
        line.centre[1] + side * line.lengthPx * reach[1],
      ],
    );
  });
  ends.sort((p, q) => dot(p, a.along) - dot(q, a.along));
  const first = ends[0]!;
  const last = ends.at(-1)!;
  const lengthPx = Math.hypot(...minus(last, first));
  const total = a.lengthPx + b.lengthPx;
  return {
    centre: [(first[0] + last[0]) / 2, (first[1] + last[1]) / 2],
    along: [(last[0] - first[0]) / lengthPx, (last[1] - first[1]) / lengthPx],
    lengthPx,
    thicknessPx: (a.thicknessPx * a.lengthPx + b.thicknessPx * b.lengthPx) / total,
    score: (a.score * a.lengthPx + b.score * b.lengthPx) / total,
  };
}

/** `first` is the longer. */
function judgePair(first: TextLine, second: TextLine): { pitchPx: number; score: number } | null {
  if (Math.abs(dot(first.along, below(second.along))) > 0.07) return null;
  // `PUBLIC<<JON` without its fillers is 0.37 of a line of 30, `P<AUSCITIZEN` 0.27 of one of 44.
  if (second.lengthPx < 0.2 * first.lengthPx) return null;
  const thickness = second.thicknessPx / first.thicknessPx;
  if (thickness < 0.6 || thickness > 1.65) return null;
  const offset = minus(second.centre, first.centre);
  const pitchPx = Math.abs(dot(offset, below(first.along)));
  const pitch = pitchPx / first.lengthPx;
  if (pitch < pitchOverLength.low || pitch > pitchOverLength.high) return null;
  if (pitchPx < 0.8 * first.thicknessPx || pitchPx > 3.2 * first.thicknessPx) return null;
  const shift = Math.abs(dot(offset, first.along));
  const overlap = Math.min(first.lengthPx, (first.lengthPx + second.lengthPx) / 2 - shift);
  // Of thin strokes the detector may see the left half of one line and the right half of the other.
  const shared = Math.min(1, overlap / second.lengthPx);
  if (shared < 0.35) return null;
  // Lines of an MRZ are the longest on the page, and equally long.
  const alike = second.lengthPx / first.lengthPx;
  return { pitchPx, score: alike * shared * (first.lengthPx + second.lengthPx) };
}

/** Whether `line` stands one pitch above or below the pair, or between two lines that were two pitches apart. */
function isThird(first: TextLine, second: TextLine, line: TextLine, pitchPx: number): boolean {
  const across = below(first.along);
  const a = dot(minus(second.centre, first.centre), across);
  const b = dot(minus(line.centre, first.centre), across);
  const spread = [0, a, b].sort((p, q) => p - q) as [number, number, number];
  const [upper, lower] = [spread[1] - spread[0], spread[2] - spread[1]];
  if (Math.abs(upper - lower) > 0.25 * pitchPx) return false;
  const pair = judgePair(first, line);
  return pair !== null || (Math.abs(b) < 2.4 * pitchPx && line.lengthPx > 0.6 * first.lengthPx);
}

/** Whether a line too short to be found by itself stands one pitch from two long ones, and begins or ends where both do. */
function isShortThird(first: TextLine, second: TextLine, line: TextLine, pitchPx: number): boolean {
  const slender = line.lengthPx / line.thicknessPx;
  if (slender < shortSlenderness || slender >= slenderness) return false;
  const isAligned = [-0.5, 0.5].some((side) => {
    const endOf = ({ centre, along, lengthPx }: TextLine) =>
      dot(centre, first.along) + side * lengthPx * Math.sign(dot(along, first.along));
    return [first, second].every((long) => Math.abs(endOf(line) - endOf(long)) < line.thicknessPx);
  });
  return isAligned && isThird(first, second, line, pitchPx);
}

/** An MRZ stands at the bottom of its page, so most of the other text is above it when it is upright. */
function orientate(lines: readonly TextLine[], page: readonly TextLine[], pitchPx: number): MrzCandidate {
  const axis = lines[0]!.along;
  const across = below(axis);
  const middle = average(lines.map((line) => dot(line.centre, across)));
  let above = 0;
  for (const line of page) {
    const distance = dot(line.centre, across) - middle;
    if (Math.abs(distance) > (lines.length / 2 + 0.5) * pitchPx) above -= Math.sign(distance) * line.lengthPx;
  }
  // With nothing to go by, most photographs are taken upright.
  const along: Point = above >= 0 ? axis : [-axis[0], -axis[1]];
  const sorted = [...lines].sort((a, b) => dot(a.centre, below(along)) - dot(b.centre, below(along)));
  const pitch =
    lines.length === 3
      ? Math.abs(dot(minus(sorted[2]!.centre, sorted[0]!.centre), below(along))) / 2
      : pitchPx;
  return { lines: sorted, along, pitchPx: pitch };
}

/** The same zone, read the other way up. */
export const turnUpsideDown = ({ lines, along, pitchPx }: MrzCandidate): MrzCandidate => ({
  lines: [...lines].reverse(),
  along: [-along[0], -along[1]],
  pitchPx,
});

const average = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
