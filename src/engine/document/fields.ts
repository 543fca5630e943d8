// Engine. From the lines of an MRZ to what they say: names parted, dates with their century, the type of document.
import type { DocumentFieldName, DocumentFields, DocumentType } from '../../shared/domain/document.ts';
import { type DateKind, fullYear, isoDay } from '../rules/calendar.ts';
import type { MrzDecoding } from './mrz-decode.ts';
import { layoutOf, type MrzLayout, type MrzSpan, textAt } from './mrz-formats.ts';
import { longDocumentNumber } from './mrz-judge.ts';

export interface MrzContent {
  readonly type: DocumentType;
  /** As printed: `D` for Germany, not `DEU`. */
  readonly country: string | null;
  readonly fields: DocumentFields;
  /** Where each field stands; of a number that runs on, its first part. */
  readonly spans: Readonly<Partial<Record<DocumentFieldName, MrzSpan>>>;
}

const withoutFiller = (text: string): string => text.replace(/<+$/, '').replaceAll('<', ' ').trim();

/** Fields whose check digit is wrong are given as they stand: the check says that they are wrong, a person decides. */
export function contentOf(
  { format, lines }: Pick<MrzDecoding, 'format' | 'lines'>,
  nowMs: number,
): MrzContent {
  const layout = layoutOf(format);
  const spanOf = (name: string): MrzSpan | null => layout.fields.find((row) => row.name === name) ?? null;
  const fields: DocumentFields = {};
  const spans: Partial<Record<DocumentFieldName, MrzSpan>> = {};
  const put = (
    name: DocumentFieldName,
    span: MrzSpan | null,
    read: (text: string) => string | null = (text) => withoutFiller(text).replace(/ +/g, ' '),
  ) => {
    if (!span || fields[name]) return;
    const value = read(textAt(lines, span));
    if (!value) return;
    fields[name] = value;
    spans[name] = { line: span.line, start: span.start, end: span.end };
  };
  const long = longDocumentNumber(layout, lines);
  put('documentNumber', spanOf('documentNumber'), long ? () => long.number : withoutFiller);
  const names = spanOf('names');
  const [surname, givenNames] = names
    ? splitNames(names, textAt(lines, names))
    : [spanOf('surname'), spanOf('givenNames')];
  put('surname', surname);
  put('givenNames', givenNames);
  put('issuingState', spanOf('issuingState'));
  put('nationality', spanOf('nationality'));
  put('birthDate', spanOf('birthDate'), (text) => dateOf(text, 'birth', nowMs));
  put('expiryDate', spanOf('expiryDate'), (text) => dateOf(text, 'expiry', nowMs));
  // Where the print says X the zone has a filler (Doc 9303 part 4, section 4.2.2, note f).
  put('sex', spanOf('sex'), (text) => (text === '<' ? 'X' : (/^[MFX]$/.exec(text)?.[0] ?? null)));
  // TD1 has room for a personal number in either of two lines; a long document number takes the first.
  if (!long) put('personalNumber', spanOf('personalNumber'), withoutFiller);
  put('personalNumber', spanOf('optional'), withoutFiller);
  const documentCode = spanOf('documentCode');
  return {
    type: typeOf(layout, documentCode ? textAt(lines, documentCode) : ''),
    country: fields.issuingState ?? null,
    fields,
    spans,
  };
}

/** Two fillers part surname and given names (Doc 9303 part 3, section 4.6); without them all of it is surname. */
function splitNames(span: MrzSpan, text: string): [MrzSpan, MrzSpan | null] {
  const at = text.indexOf('<<');
  if (at < 0) return [span, null];
  const start = span.start + at;
  return [
    { ...span, end: start },
    { ...span, start: start + 2 },
  ];
}

/**
 * Doc 9303 part 5, section 4.2.2.1 leaves the second letter to the issuer; the EU's residence permits use `IR` and `AR`
 * (Regulation 1030/2002), several states `IT`, `RP` is not in the standard.
 */
function typeOf(layout: MrzLayout, code: string): DocumentType {
  return layout.type === 'identity_card' && /^[AIC]R$/.test(code) ? 'residence_permit' : layout.type;
}

/** `YYMMDD` to `YYYY-MM-DD`. Null where a part is unknown or no such day exists. */
export function dateOf(text: string, kind: DateKind, nowMs: number): string | null {
  if (!/^\d{6}$/.test(text)) return null;
  const [year, month, day] = [text.slice(0, 2), text.slice(2, 4), text.slice(4, 6)].map(Number) as [
    number,
    number,
    number,
  ];
  return isoDay(fullYear(year, month, day, kind, nowMs), month, day);
}
