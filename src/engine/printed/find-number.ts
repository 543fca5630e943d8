// Engine. The document's number where it is printed without a label, as in a corner of many identity cards. Pure.
import type { FoundValue } from './assemble.ts';
import { isSelfEvident } from './number-value.ts';
import type { PrintedLine, Segment } from './plane.ts';

/** Letters beside digits are only told apart by how they look: all of them must have been read well. */
const leastConfidence = 0.8;

/** Null where there is none, or more than one that it could be. */
export function findNumber(segments: readonly Segment[], lines: readonly PrintedLine[]): FoundValue | null {
  const found = new Map<string, Segment>();
  for (const segment of segments) {
    const text = segment.text.replace(/\s/g, '');
    if (!isSelfEvident(text)) continue;
    const confidences = lines[segment.line]!.confidences.slice(segment.start, segment.end);
    const mean = confidences.reduce((sum, one) => sum + one, 0) / confidences.length;
    if (mean >= leastConfidence) found.set(text, segment);
  }
  const [only, ...others] = found;
  if (!only || others.length > 0) return null;
  const [value, segment] = only;
  return { name: 'documentNumber', value, segments: [segment], start: 0, end: segment.text.length };
}
