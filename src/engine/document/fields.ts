// Engine. From the lines of an MRZ to what they say: names parted, dates with their century, the type of document.
import type { DocumentFields, DocumentType } from '../../shared/domain/document.ts';
import type { MrzDecoding } from './mrz-decode.ts';
import { layoutOf, type MrzLayout, textAt } from './mrz-formats.ts';
import { longDocumentNumber } from './mrz-judge.ts';

export interface MrzContent {
  readonly type: DocumentType;
  /** As printed: `D` for Germany, not `DEU`. */
  readonly country: string | null;
  readonly fields: DocumentFields;
}

const withoutFiller = (text: string): string => text.replace(/<+$/, '').replaceAll('<', ' ').trim();

/** Fields whose check digit is wrong are given as they stand: the check says that they are wrong, a person decides. */
export function contentOf({ format, lines }: MrzDecoding, nowMs: number): MrzContent {
  const layout = layoutOf(format);
  const raw = (name: string): string | null => {
    const field = layout.fields.find((row) => row.name === name);
    return field ? textAt(lines, field) : null;
  };
  const fields: DocumentFields = {};
  const put = (name: keyof DocumentFields, value: string | null) => {
    if (value) fields[name] = value;
  };
  const long = longDocumentNumber(layout, lines);
  put('documentNumber', long ? long.number : withoutFiller(raw('documentNumber') ?? ''));
  const names = raw('names');
  const [surname, givenNames] = names === null ? [raw('surname'), raw('givenNames')] : splitNames(names);
  put('surname', withoutFiller(surname ?? ''));
  put('givenNames', withoutFiller(givenNames ?? '').replace(/ +/g, ' '));
  const country = withoutFiller(raw('issuingState') ?? '') || null;
  put('issuingState', country);
  put('nationality', withoutFiller(raw('nationality') ?? ''));
  put('birthDate', dateOf(raw('birthDate'), 'birth', nowMs));
  put('expiryDate', dateOf(raw('expiryDate'), 'expiry', nowMs));
  put('sex', /^[MFX]$/.exec(raw('sex') ?? '')?.[0] ?? null);
  put('personalNumber', long ? null : withoutFiller(raw('personalNumber') ?? raw('optional') ?? ''));
  return { type: typeOf(layout, raw('documentCode') ?? ''), country, fields };
}

/** Two fillers part surname and given names (Doc 9303 part 3, section 4.6); without them all of it is surname. */
function splitNames(names: string): [string, string] {
  const at = names.indexOf('<<');
  return at < 0 ? [names, ''] : [names.slice(0, at), names.slice(at)];
}

/**
 * Doc 9303 part 5, section 4.2.2.1 leaves the second letter to the issuer; the EU's residence permits use `IR` and `AR`
 * (Regulation 1030/2002), several states `IT`, `RP` is not in the standard.
 */
function typeOf(layout: MrzLayout, code: string): DocumentType {
  return layout.type === 'identity_card' && /^[AIC]R$/.test(code) ? 'residence_permit' : layout.type;
}

/**
 * `YYMMDD` to `YYYY-MM-DD`. A birth is in the past: the latest century that makes it so. An expiry is within 50 years of
 * today. Null where a part is unknown or no such day exists.
 */
export function dateOf(text: string | null, kind: 'birth' | 'expiry', nowMs: number): string | null {
  if (!text || !/^\d{6}$/.test(text)) return null;
  const year = Number(text.slice(0, 2));
  const month = Number(text.slice(2, 4));
  const day = Number(text.slice(4, 6));
  const today = new Date(nowMs);
  const thisYear = today.getUTCFullYear();
  const century = Math.floor(thisYear / 100) * 100;
  const isPast = (candidate: number) => Date.UTC(candidate, month - 1, day) <= nowMs;
  let full = century + year;
  if (kind === 'birth') {
    if (!isPast(full)) full -= 100;
  } else {
    if (full - thisYear > 50) full -= 100;
    if (thisYear - full > 50) full += 100;
  }
  const date = new Date(Date.UTC(full, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  return date.toISOString().slice(0, 10);
}
