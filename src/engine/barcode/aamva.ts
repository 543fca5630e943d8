// Engine. What an AAMVA barcode says of its holder, from the text inside it. Pure, and throws at nothing.
import type { DocumentFields, DocumentType } from '../../shared/domain/document.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import { isoDay } from '../rules/calendar.ts';
import { mandatoryElements } from './aamva-elements.ts';
import { type AamvaFault, type AamvaFile, parseAamva } from './aamva-file.ts';
import { type Jurisdiction, jurisdictionOf, jurisdictionOfCode } from './aamva-issuers.ts';

export interface AamvaDocument {
  /** Of AAMVA's standard; see `AamvaFile`. */
  readonly version: number;
  readonly issuer: string;
  readonly jurisdictionVersion: number | null;
  readonly type: DocumentType;
  readonly jurisdiction: Jurisdiction | null;
  readonly fields: DocumentFields;
  readonly elements: Readonly<Record<string, string>>;
  /** Identifiers that the standard's version demands and that are not there. */
  readonly missing: readonly string[];
}

/** `text`: as decoded from the symbol. */
export function readAamva(text: string): Result<AamvaDocument, AamvaFault> {
  const file = parseAamva(text);
  if (!file.ok) return file;
  const { version, issuer, jurisdictionVersion, subfiles, elements } = file.value;
  const type: DocumentType =
    subfiles.includes('ID') && !subfiles.includes('DL') ? 'identity_card' : 'driving_licence';
  const jurisdiction = jurisdictionOf(issuer) ?? jurisdictionOfCode(elements.get('DAJ') ?? '');
  return ok({
    version,
    issuer,
    jurisdictionVersion,
    type,
    jurisdiction,
    fields: fieldsOf(file.value, jurisdiction),
    elements: Object.fromEntries(elements),
    missing: mandatoryElements(version, type === 'driving_licence').filter((id) => !elements.has(id)),
  });
}

function fieldsOf({ elements }: AamvaFile, jurisdiction: Jurisdiction | null): DocumentFields {
  const value = (id: string): string | null => meant(elements.get(id) ?? '');
  const whole = splitFullName(value('DAA'));
  // The first names of version 4 and later are parted, those of 2 and 3 are not, those of 1 may be either.
  const parted = [value('DAC'), value('DAD')].filter((name) => name !== null).join(' ');
  const country = value('DCG');
  const found: Record<keyof DocumentFields, string | null> = {
    documentNumber: value('DAQ'),
    surname: value('DCS') ?? value('DAB') ?? whole.surname,
    givenNames: parted || value('DCT') || whole.givenNames,
    nativeName: null,
    nationality: null,
    issuingState: country && /^[A-Z]{3}$/.test(country) ? country : (jurisdiction?.country ?? null),
    birthDate: dateOf(elements.get('DBB')),
    sex: sexes[value('DBC') ?? ''] ?? null,
    issueDate: dateOf(elements.get('DBD')),
    expiryDate: dateOf(elements.get('DBA')),
    personalNumber: null,
  };
  for (const name of ['surname', 'givenNames'] as const) {
    found[name] = found[name]?.replaceAll(',', ' ').replace(/ +/g, ' ').trim() || null;
  }
  return Object.fromEntries(Object.entries(found).filter(([, text]) => text !== null));
}

/** `NONE` and `unavl` stand for what there is not and what is not known (2020, annex D.12.3). */
function meant(text: string): string | null {
  const clean = text.trim();
  return clean === '' || /^(?:none|unavl|unavail|n\/a)$/i.test(clean) ? null : clean;
}

/** ANSI D20: 1 and 2 since 2003, letters before; 9 for not specified (2016), X and 3 in jurisdictions that were first. */
const sexes: Readonly<Record<string, string>> = {
  '1': 'M',
  M: 'M',
  '2': 'F',
  F: 'F',
  '9': 'X',
  X: 'X',
  '3': 'X',
};

/**
 * `MMDDCCYY` in the United States, `CCYYMMDD` in Canada and in version 1 everywhere; several jurisdictions have it the
 * other way round. No day fits both: a year of our time begins with a month that does not exist.
 */
function dateOf(text: string | undefined): string | null {
  const digits = (text ?? '').replace(/\D/g, '');
  const match =
    /^(?<year>(?:18|19|20|21)\d\d)(?<month>\d\d)(?<day>\d\d)$/.exec(digits) ??
    /^(?<month>\d\d)(?<day>\d\d)(?<year>(?:18|19|20|21)\d\d)$/.exec(digits);
  const { year, month, day } = match?.groups ?? {};
  return match ? isoDay(Number(year), Number(month), Number(day)) : null;
}

/** What stands behind a name without commas. */
const suffix = /^(?:JR|SR|[IVX]{1,4}|\d(?:ST|ND|RD|TH))\.?$/i;

/**
 * Version 1: `LAST,FIRST,MIDDLE,SUFFIX` by the standard, also with `@` or `$` between; in Pennsylvania and others the
 * names as they are spoken, the family name last.
 */
function splitFullName(text: string | null): { surname: string | null; givenNames: string | null } {
  if (text === null) return { surname: null, givenNames: null };
  if (/[,@$]/.test(text)) {
    const [surname = '', first = '', middle = ''] = text.split(/[,@$]/).map((part) => part.trim());
    return { surname, givenNames: [first, middle].filter((name) => name !== '').join(' ') };
  }
  const words = text.split(/ +/);
  while (words.length > 2 && suffix.test(words.at(-1)!)) words.pop();
  return { surname: words.at(-1)!, givenNames: words.slice(0, -1).join(' ') };
}
