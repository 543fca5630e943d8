// Engine. The numbered items of driving licences (Directive 2006/126/EC, annex I) and the marks of AAMVA's card design
// standard, found in lines of print. Pure.
import { foldMarks } from '../../shared/domain/letters.ts';
import { matchLabel } from './label-match.ts';
import { americanItems, americanMarks, type LabelKind, licenceItems, licenceTitles } from './labels.ts';

export type ItemStyle = 'european' | 'american';

const plain = (text: string): string => foldMarks(text).replace(/[^\p{L}\p{N}]/gu, '');
const titles = licenceTitles.split('|').map(plain);
/** Items that nothing but a licence has. */
const ownItem = /(?:^|\s)(4[a-d])(?:[.,:\s]|$)/gi;
const ownMark = /(?:^|\s|\d[a-d]?)(?:DOB|EXP|ISS|DLN?|LIC|HGT|WGT|EYES)(?:[\s.:#]|$)/;

/** How a document numbers its items, if it is a licence: by two marks or items that nothing else has, or its title. */
export function itemStyleOf(texts: readonly string[]): ItemStyle | null {
  if (texts.filter((text) => ownMark.test(text)).length >= 2) return 'american';
  const items = new Set(
    texts.flatMap((text) => [...text.matchAll(ownItem)].map(([, item]) => item!.toLowerCase())),
  );
  const hasTitle = texts.some((text) => {
    const own = plain(text);
    return own.length >= 8 && titles.some((title) => own.includes(title));
  });
  return items.size >= 2 || (items.size === 1 && hasTitle) ? 'european' : null;
}

/**
 * Marks of AAMVA's standard on what is spelled a license, as the United States do: Canada's provinces, which keep to the
 * standard as well, say licence, and so do others who print such marks.
 */
export const isAmericanLicence = (texts: readonly string[]): boolean =>
  itemStyleOf(texts) === 'american' && texts.some((text) => /LICENSE/.test(plain(text)));

export interface Item {
  readonly kind: LabelKind;
  readonly start: number;
  readonly valueStart: number;
}

/** Neither is "12." in "12.11.2035" an item: no day follows that has a year of its own. */
const europeanItem =
  /(?:^|\s)[([]?(4\s?[a-d]|[1-9]|1[0-2])[.,:)\]]+(?!\s?\d{1,2}\s?[.,/-]\s?\d{2,4}(?![.,/\d-]))\s*(?=\S|$)|^(4[a-d])(?:\s+(?=\S)|$)|^([1-9])$|^([1-35])\s+(?=\S)/gi;
const markWords = Object.keys(americanMarks)
  .toSorted((a, b) => b.length - a.length)
  .join('|');
/** Marks whose value is told from them without a space: a number, a name (no English one begins so), one of three letters. */
const joinedMark =
  '(?:DOB|EXP|ISS|DLN?)(?=\\d)|DLN?(?=[A-Z]\\d)|[FL]N(?=[A-Z]{2})|SEX(?=[MFX](?:\\s|$|HGT|EYES))';
const americanItem = new RegExp(
  `(?:^|\\s|(?<=SEX\\s?[MFX]))(?:(\\d{1,2}[a-d]?)[.:]?\\s*)?((?:${markWords})\\b|${joinedMark})[.:#]*\\s*|^(\\d{1,2}[a-d]?)[.:]?\\s+(?=\\S)|^(4[a-d])(?=\\S)`,
  'gi',
);

/**
 * Items in one line; from `valueStart` to the next item stands the value, if there is one.
 * @param itemFive what that item is on this document.
 */
export function itemsOf(text: string, style: ItemStyle, itemFive: LabelKind): Item[] {
  const items: Item[] = [];
  for (const match of text.matchAll(style === 'european' ? europeanItem : americanItem)) {
    const valueStart = match.index + match[0].length;
    const kind = kindOf(match, style, itemFive);
    if (!kind) continue;
    // A label in words may stand between the number and the value.
    const words = matchLabel(text.slice(valueStart));
    const skipped = words && !words.whole && words.separator !== 'none' ? words.end : 0;
    items.push({
      kind: kind === 'other' && words && words.kind !== 'title' && skipped > 0 ? words.kind : kind,
      start: match.index,
      valueStart: valueStart + skipped,
    });
  }
  return items;
}

function kindOf(match: RegExpMatchArray, style: ItemStyle, itemFive: LabelKind): LabelKind | undefined {
  if (style === 'european') {
    const item = match[1] ?? match[2] ?? match[3] ?? match[4]!;
    if (item === '5') return itemFive;
    return licenceItems[item.replace(/\s/g, '').toUpperCase()];
  }
  return match[2]
    ? americanMarks[match[2].toUpperCase()]
    : americanItems[(match[3] ?? match[4])!.toUpperCase()];
}
