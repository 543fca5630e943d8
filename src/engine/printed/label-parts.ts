// Engine. What in each run of print is a label and what may be a value: labels in words, numbered items of driving
// licences, marks of AAMVA's standard. Pure.
import { matchLabel } from './label-match.ts';
import { americanItems, americanMarks, type LabelKind, licenceItems } from './labels.ts';
import { type PrintedLine, type Segment, segmentOf, type ToPlane } from './plane.ts';

export interface Label {
  readonly kind: LabelKind;
  readonly segment: Segment;
  /** The rest of its line, where something follows. */
  readonly inline: Segment | null;
  readonly separator: 'sign' | 'space' | 'none';
}

export interface Parts {
  readonly labels: readonly Label[];
  /** Runs that are no label, the rests of lines after a label among them. */
  readonly values: readonly Segment[];
}

export function partsOf(
  segments: readonly Segment[],
  lines: readonly PrintedLine[],
  toPlane: ToPlane,
): Parts {
  const cut = (segment: Segment, start: number, end: number): Segment | null => {
    const text = segment.text.slice(start, end);
    const from = start + (text.length - text.trimStart().length);
    const to = end - (text.length - text.trimEnd().length);
    if (from >= to) return null;
    const line = lines[segment.line]!;
    return segmentOf(line, segment.line, segment.start + from, segment.start + to, toPlane);
  };
  const style = itemStyleOf(segments);
  const labels: Label[] = [];
  const values: Segment[] = [];
  for (const segment of segments) {
    const cuts = style ? itemsOf(segment.text, style) : [];
    if (cuts.length > 0) {
      const before = cut(segment, 0, cuts[0]!.start);
      if (before) values.push(before);
      for (const [index, { kind, start, valueStart }] of cuts.entries()) {
        const label = cut(segment, start, valueStart);
        const inline = cut(segment, valueStart, cuts[index + 1]?.start ?? segment.text.length);
        if (!label) continue;
        labels.push({ kind, segment: label, inline, separator: 'sign' });
        if (inline) values.push(inline);
      }
      continue;
    }
    const match = matchLabel(segment.text);
    if (!match || (match.separator === 'none' && !match.whole && match.errors > 0)) {
      values.push(segment);
      continue;
    }
    const label = cut(segment, 0, match.end) ?? segment;
    const inline = match.whole ? null : cut(segment, match.end, segment.text.length);
    labels.push({ kind: match.kind, segment: label, inline, separator: match.separator });
    if (inline) values.push(inline);
  }
  return { labels, values };
}

type ItemStyle = 'european' | 'american';

/** A driving licence numbers its items, and shows at least two of those that nothing else has. */
function itemStyleOf(segments: readonly Segment[]): ItemStyle | null {
  const seen = new Set<string>();
  let marks = 0;
  for (const { text } of segments) {
    for (const [, item] of text.matchAll(/(?:^|\s)(4[a-d])[.,:\s]/gi)) seen.add(item!.toLowerCase());
    if (/(?:^|\s|\d[a-d]?)(?:DOB|EXP|ISS|DLN?|LIC|HGT|WGT|EYES)[\s.:#]/.test(text)) marks++;
  }
  if (marks >= 2) return 'american';
  return seen.has('4a') || seen.has('4b') ? (seen.size >= 2 ? 'european' : null) : null;
}

interface Item {
  readonly kind: LabelKind;
  readonly start: number;
  readonly valueStart: number;
}

const europeanItem = /(?:^|\s)\(?(4\s?[a-d]|[1-9]|1[0-2])[.,:)]+\s*(?=\S)|^(4[a-d])\s+(?=\S)/gi;
const markWords = Object.keys(americanMarks)
  .toSorted((a, b) => b.length - a.length)
  .join('|');
const americanItem = new RegExp(
  `(?:^|\\s)(?:(\\d{1,2}[a-d]?)[.:]?\\s*)?(${markWords})\\b[.:#]*\\s*|^(\\d{1,2}[a-d]?)[.:]?\\s+(?=\\S)|^(4[a-d])(?=\\S)`,
  'gi',
);

function itemsOf(text: string, style: ItemStyle): Item[] {
  const items: Item[] = [];
  const pattern = style === 'european' ? europeanItem : americanItem;
  for (const match of text.matchAll(pattern)) {
    const valueStart = match.index + match[0].length;
    if (valueStart >= text.length && items.length === 0 && style === 'american' && !match[2]) continue;
    const kind =
      style === 'european'
        ? licenceItems[(match[1] ?? match[2])!.replace(/\s/g, '').toUpperCase()]
        : match[2]
          ? americanMarks[match[2].toUpperCase()]
          : americanItems[(match[3] ?? match[4])!.toUpperCase()];
    if (!kind) continue;
    // A label in words may stand between the number and the value.
    const words = matchLabel(text.slice(valueStart));
    const skipped = words && !words.whole && words.separator !== 'none' ? words.end : 0;
    items.push({
      kind: words && kind === 'other' && words.kind !== 'other' && skipped > 0 ? words.kind : kind,
      start: match.index,
      valueStart: valueStart + skipped,
    });
  }
  return items;
}
