// Engine. What in each run of print is a label and what may be a value. Pure.

import { foldMarks } from '../../shared/domain/letters.ts';
import type { FindContext } from './find-labelled.ts';
import { type LabelMatch, matchLabel } from './label-match.ts';
import { ideographic } from './label-variants.ts';
import type { LabelKind } from './labels.ts';
import { type ItemStyle, itemStyleOf, itemsOf } from './licence-items.ts';
import { type PrintedLine, type Segment, segmentOf, type ToPlane } from './plane.ts';

export interface Label {
  readonly kind: LabelKind;
  readonly segment: Segment;
  /** The rest of its line, where something follows. */
  readonly inline: Segment | null;
  readonly separator: 'sign' | 'space' | 'none';
  /** A number after Directive 2006/126/EC, annex I: its value stands beside it, never under it. */
  readonly isItem: boolean;
}

export interface Parts {
  readonly labels: readonly Label[];
  /** Runs that are no label, the rests of lines after a label among them. */
  readonly values: readonly Segment[];
  /** Titles and such: neither. */
  readonly titles: readonly Segment[];
  readonly style: ItemStyle | null;
}

/** @param context its `expected`: a holder may be called Land, or Name. */
export function partsOf(
  segments: readonly Segment[],
  lines: readonly PrintedLine[],
  toPlane: ToPlane,
  { expected, licenceNumber }: Pick<FindContext, 'expected' | 'licenceNumber'>,
): Parts {
  const cut = (segment: Segment, start: number, end: number): Segment | null => {
    const text = segment.text.slice(start, end);
    const from = start + (text.length - text.trimStart().length);
    const to = end - (text.length - text.trimEnd().length);
    if (from >= to) return null;
    const line = lines[segment.line]!;
    return segmentOf(line, segment.line, segment.start + from, segment.start + to, toPlane);
  };
  const style = itemStyleOf(segments.map(({ text }) => text));
  const names = new Set([expected.surname, expected.givenNames].map((name) => plain(name ?? '')));
  const labels: Label[] = [];
  const values: Segment[] = [];
  const titles: Segment[] = [];
  for (const segment of segments) {
    const items = style ? itemsOf(segment.text, style, licenceNumber.name) : [];
    if (items.length > 0) {
      const before = cut(segment, 0, items[0]!.start);
      if (before) values.push(before);
      for (const [index, { kind, start, valueStart }] of items.entries()) {
        const label = cut(segment, start, valueStart);
        const inline = cut(segment, valueStart, items[index + 1]?.start ?? segment.text.length);
        if (!label) continue;
        labels.push({ kind, segment: label, inline, separator: 'sign', isItem: style === 'european' });
        if (inline) values.push(inline);
      }
      continue;
    }
    for (let rest: Segment | null = segment; rest; ) {
      const match: LabelMatch | null = names.has(plain(rest.text)) ? null : matchLabel(rest.text);
      if (!match || isDoubtful(match, rest.text)) {
        values.push(rest);
        break;
      }
      if (match.kind === 'title') {
        titles.push(rest);
        break;
      }
      const after: Segment | null = match.whole ? null : cut(rest, match.end, rest.text.length);
      // Two labels that stand close were found as one line.
      const isLabelToo: boolean =
        after !== null && matchLabel(after.text)?.whole === true && after.text.length > 3;
      const label = cut(rest, 0, match.end) ?? rest;
      labels.push({
        kind: match.kind,
        segment: label,
        inline: isLabelToo ? null : after,
        separator: match.separator,
        isItem: false,
      });
      if (!isLabelToo && after) values.push(after);
      rest = isLabelToo ? after : null;
    }
  }
  return { labels, values, titles, style };
}

/** With no sign between, a misread label and a letter or two (of "N503472") are as likely a part of the value. */
const isDoubtful = ({ separator, whole, errors, letters }: LabelMatch, text: string): boolean =>
  separator === 'none' && !whole && (errors > 0 || (letters < 3 && !ideographic.test(text)));

const plain = (text: string): string => foldMarks(text).replace(/[^\p{L}\p{N}]/gu, '');
