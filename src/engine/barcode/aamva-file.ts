// Engine. The text of an AAMVA barcode taken apart: header, subfiles, data elements. Pure, and throws at nothing.
// Many jurisdictions break the standard's frame (offsets and lengths that are wrong, separators left out, a file type of
// their own), so the text is read by its identifiers; offsets and lengths are not relied on.
import { err, ok, type Result } from '../../shared/kernel/result.ts';
import { isKnownElement } from './aamva-elements.ts';

/**
 * `not_aamva`: another barcode. `header`: it begins like one, but its header makes no sense. `empty`: no data elements.
 * `too_long`: more than any symbol can hold.
 */
export type AamvaFault = 'not_aamva' | 'header' | 'empty' | 'too_long';

export interface AamvaFile {
  /** Issuer identification number, six digits. */
  readonly issuer: string;
  /** Of the standard: 0 or 1 for 2000, 10 for 2020. */
  readonly version: number;
  /** Of the jurisdiction's own part; version 1 has none. */
  readonly jurisdictionVersion: number | null;
  /** Designators of the subfiles, in order: `DL`, `ID`, `EN` for enhanced ones, `Z` and a letter for a jurisdiction's. */
  readonly subfiles: readonly string[];
  /** By identifier, without the spaces that pad them. Where an identifier is repeated, the first one stands. */
  readonly elements: ReadonlyMap<string, string>;
}

/** A PDF417 symbol holds 1,850 characters at most (ISO/IEC 15438), two linked ones are known. */
const maxLength = 8_000;
/** What may stand before the file type: compliance indicator, separators, and spaces of jurisdictions that add them. */
const maxPreamble = 16;

/** `ANSI ` by the standard; `AAMVA` in Connecticut, Maryland, Pennsylvania and others. The space is sometimes lost. */
const header = /(?:ANSI ?|AAMVA)(\d{6})(\d{2})(\d{2,4})(?=[A-Z]|\s|$)/;
const designator = /^([A-Z][A-Z0-9])(\d{4})(\d{4})/;
/** Line feed ends an element, carriage return a subfile; record and group separators appear in their place. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the standard's own separators.
const separators = /[\n\r\x1c-\x1f]+/;
const subfileStart = /^(?:DL|ID|EN|Z[A-Z])/;

export function parseAamva(text: string): Result<AamvaFile, AamvaFault> {
  if (text.length > maxLength) return err('too_long');
  const match = header.exec(text.slice(0, maxPreamble + 24));
  if (!match || match.index > maxPreamble) {
    return err(/ANSI|AAMVA/.test(text.slice(0, maxPreamble + 5)) ? 'header' : 'not_aamva');
  }
  const [whole, issuer, version, counts] = match as unknown as [string, string, string, string];
  // Three digits: one of the counts has lost its zero. Neither of them is needed.
  const jurisdictionVersion = counts.length === 4 ? Number(counts.slice(0, 2)) : null;
  const { types, rest } = takeDesignators(text.slice(match.index + whole.length));
  const { subfiles, elements } = takeElements(rest, types);
  if (elements.size === 0) return err('empty');
  return ok({ issuer, version: Number(version), jurisdictionVersion, subfiles, elements });
}

function takeDesignators(text: string): { types: string[]; rest: string } {
  const types: string[] = [];
  let rest = text;
  for (let match = designator.exec(rest); match; match = designator.exec(rest)) {
    types.push(match[1]!);
    rest = rest.slice(match[0].length);
  }
  return { types, rest };
}

function takeElements(text: string, types: readonly string[]) {
  const elements = new Map<string, string>();
  const found = new Set(types);
  for (const part of text.split(separators)) {
    const { type, element } = withoutDesignator(part.trimStart(), types);
    if (type) found.add(type);
    const id = element.slice(0, 3);
    if (!/^[A-Z]{2}[A-Z0-9]$/.test(id)) continue;
    if (!elements.has(id)) elements.set(id, element.slice(3).trim());
  }
  return { subfiles: [...found], elements };
}

/** A subfile begins with its own designator, some with it twice, some without it. */
function withoutDesignator(part: string, types: readonly string[]): { type: string | null; element: string } {
  let type: string | null = null;
  let element = part;
  while (startsSubfile(element, types)) {
    type = element.slice(0, 2);
    element = element.slice(2);
  }
  return { type, element };
}

/** Also where the designator is missing from the header: `DLDAQ` can only be `DAQ` of a licence. */
function startsSubfile(text: string, types: readonly string[]): boolean {
  if (!subfileStart.test(text) && !types.includes(text.slice(0, 2))) return false;
  const inner = text.slice(2);
  if (inner === '' || types.includes(inner.slice(0, 2))) return true;
  if (text.startsWith('Z')) return inner.startsWith(text.slice(0, 2));
  return isKnownElement(inner.slice(0, 3)) && !isKnownElement(text.slice(0, 3));
}
