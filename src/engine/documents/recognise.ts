// Engine. Which kind of document this is, from whatever was read of it: its zone, its barcode, or its print. Pure.
import type { DocumentFieldName, DocumentSide, DocumentType } from '../../shared/domain/document.ts';
import type { AamvaDocument } from '../barcode/aamva.ts';
import { jurisdictions } from '../barcode/aamva-issuers.ts';
import { stateOf } from '../rules/states.ts';
import type { DocumentFormat } from './document-format.ts';
import { northAmericanIdentityCard, northAmericanLicence } from './formats/north-american-licences.ts';
import { unknownDocument, unknownIssuers } from './formats/unknown-issuers.ts';
import { documentFormats } from './formats.ts';
import { type FoldedLine, foldLine, says } from './phrases.ts';

export interface Recognisable {
  /** Every line of print that was read, fields or not. */
  readonly lines: readonly { readonly text: string; readonly side: DocumentSide }[];
  /** What the machine-readable zone says; null where none was read. `country`: ICAO code. */
  readonly mrz: { readonly type: DocumentType; readonly country: string | null } | null;
  readonly barcode: AamvaDocument | null;
  /** Those that were photographed. */
  readonly sides: readonly DocumentSide[];
}

export interface RecognisedDocument {
  readonly format: DocumentFormat;
  readonly type: DocumentType | null;
  /** ICAO code of the issuing state; null where nothing told it. */
  readonly country: string | null;
  /** What this kind of document prints on the sides that were photographed. */
  readonly expected: readonly DocumentFieldName[];
  /** `absent`: the kind is known, and known to have none. Without a sign of the kind a zone is expected. */
  readonly zone: 'expected' | 'absent';
}

export function recogniseDocument(input: Recognisable): RecognisedDocument {
  const { mrz, barcode } = input;
  if (mrz) {
    const own = documentFormats.find(
      ({ type, states, zone }) =>
        zone !== null && type === mrz.type && mrz.country !== null && states.includes(mrz.country),
    );
    return recognised(own ?? anyOf(mrz.type), mrz.country, input);
  }
  if (barcode) {
    const format = barcode.type === 'identity_card' ? northAmericanIdentityCard : northAmericanLicence;
    return recognised(format, barcode.jurisdiction?.country ?? barcode.fields.issuingState ?? null, input);
  }
  const { format, country } = byPrint(input.lines.map(({ text }) => text));
  return recognised(format, country, input);
}

const anyOf = (type: DocumentType | null): DocumentFormat =>
  unknownIssuers.find((format) => format.type === type) ?? unknownDocument;

const recognised = (
  format: DocumentFormat,
  country: string | null,
  { mrz, sides }: Recognisable,
): RecognisedDocument => ({
  format,
  type: format.type,
  country,
  expected: format.fields.filter(({ side }) => sides.includes(side)).map(({ name }) => name),
  zone: mrz || format.zone ? 'expected' : 'absent',
});

function byPrint(texts: readonly string[]): { format: DocumentFormat; country: string | null } {
  const lines = texts.map(foldLine);
  const titlesSaid = (format: DocumentFormat): number =>
    titlesOf(format).filter((title) => lines.some((line) => says(line, title))).length;
  const titled = documentFormats.filter((format) => titlesSaid(format) > 0);
  // Numbers alone tell a licence; whose it is, the state's name.
  const numbered = hasNumberedItems(texts) ? documentFormats.filter((format) => format.isNumbered) : [];
  const candidates = titled.length > 0 ? titled : numbered;
  const unknown =
    unknownIssuers.find((format) => titlesSaid(format) > 0) ?? anyOf(candidates[0]?.type ?? null);
  if (candidates.length === 0) return { format: unknown, country: null };
  const named = statesNamed(texts, lines);
  const fitting =
    named.size > 0
      ? candidates.filter(({ states }) => states.some((state) => named.has(state)))
      : mostTitled(titled, titlesSaid);
  const [only] = fitting;
  if (!only || fitting.length > 1) return { format: unknown, country: null };
  const issuers = only.states.filter((state) => named.has(state) || only.states.length === 1);
  return { format: only, country: issuers.length === 1 ? issuers[0]! : null };
}

/** A title that one state alone uses tells it, and so do the titles of all its languages. */
function mostTitled(
  titled: readonly DocumentFormat[],
  titlesSaid: (format: DocumentFormat) => number,
): DocumentFormat[] {
  const ofOneState = titled.filter(({ states }) => states.length === 1);
  const most = Math.max(...ofOneState.map(titlesSaid));
  return ofOneState.filter((format) => titlesSaid(format) === most);
}

const folded = new Map<DocumentFormat, readonly FoldedLine[]>();
function titlesOf(format: DocumentFormat): readonly FoldedLine[] {
  const known = folded.get(format) ?? format.titles.map(foldLine);
  folded.set(format, known);
  return known;
}

/** `4a` or `4b`, and two more of Directive 2006/126/EC's items, at the beginnings of lines. */
function hasNumberedItems(texts: readonly string[]): boolean {
  const items = new Set(
    texts.flatMap((text) => /^\s*\(?(4\s?[a-d]|[1-9])\s?[.,)]\s?/i.exec(text)?.[1]?.toLowerCase() ?? []),
  );
  return (items.has('4a') || items.has('4b')) && items.size >= 3;
}

/** Lines with figures are dates, numbers and addresses: a state there is where somebody was born or lives. */
const hasFigures = /\d/;
const longestName = 60;

function statesNamed(texts: readonly string[], lines: readonly FoldedLine[]): ReadonlySet<string> {
  const states = new Set<string>();
  texts.forEach((text, index) => {
    const { words } = lines[index]!;
    if (hasFigures.test(text) || words.length > longestName) return;
    const jurisdiction = jurisdictions.find(({ name }) => ` ${words} `.includes(` ${name.toUpperCase()} `));
    const state = jurisdiction?.country ?? stateOf(text);
    if (state) states.add(state);
  });
  return states;
}
