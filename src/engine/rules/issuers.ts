// Engine. What issuers say of their documents: how numbers look, and how long a document is valid. Tables; pure.
// To add an issuer: a row, its source, and a number of a public specimen in the test.
import type { DocumentType } from '../../shared/domain/document.ts';

export interface NumberFormat {
  /** ISO code. */
  readonly state: string;
  readonly types: readonly DocumentType[];
  /** Of the number without spaces and signs. Every form that is in circulation. */
  readonly pattern: RegExp;
  /** Shown to the reviewer beside a number that does not fit: `A` a letter, `9` a digit, `*` either. */
  readonly shown: string;
  readonly check?: (number: string) => boolean;
  readonly source: string;
}

const prado = 'PRADO, Council of the EU, public register of authentic documents';
const purview = 'Microsoft Purview, definitions of passport numbers';
const nsi = 'issuer’s public description of the document';

type Row = readonly [state: string, pattern: RegExp, shown: string, source: string];
const passports: readonly Row[] = [
  ['AUS', /^[A-Z]{1,2}\d{7}$/, 'A9999999, AA9999999', nsi],
  ['AUT', /^[A-Z]{1,2}\d{7}$/, 'A9999999, AA9999999', purview],
  ['BEL', /^[A-Z]{2}\d{6}$/, 'AA999999', purview],
  ['BGR', /^\d{9}$/, '999999999', purview],
  ['CAN', /^[A-Z]{2}\d{6}$|^[A-Z]\d{6}[A-Z]{2}$/, 'AA999999, A999999AA', nsi],
  ['CHN', /^[A-Z][A-Z0-9]\d{7}$/, 'E99999999, EA9999999', nsi],
  ['CYP', /^[A-Z]\d{6,8}$/, 'A99999999', purview],
  ['CZE', /^\d{8}$/, '99999999', purview],
  ['DEU', /^[CFGHJKLMNPRTVWXYZ0-9]{9}$/, 'C********, no vowels, B, D, Q or S', purview],
  ['DNK', /^\d{9}$/, '999999999', purview],
  ['EST', /^[A-Z]{1,2}\d{7}$/, 'AA9999999', purview],
  ['FIN', /^[A-Z]{2}\d{7}$/, 'AA9999999', purview],
  ['FRA', /^\d{2}[A-Z]{2}\d{5}$/, '99AA99999', purview],
  ['GBR', /^\d{9}$/, '999999999', purview],
  ['GRC', /^[A-Z]{2}\d{7}$/, 'AA9999999', purview],
  ['HRV', /^\d{9}$/, '999999999', purview],
  ['HUN', /^[A-Z]{2}\d{6,7}$/, 'AA999999, AA9999999', purview],
  ['IND', /^[A-Z]\d{7}$/, 'A9999999', nsi],
  ['IRL', /^[A-Z]{2}\d{7}$|^[A-Z]\d{7,8}$/, 'AA9999999', purview],
  ['ITA', /^[A-Z0-9]{2}\d{7}$/, 'AA9999999', purview],
  ['JPN', /^[A-Z]{2}\d{7}$/, 'AA9999999', nsi],
  ['LTU', /^\d{8}$/, '99999999', purview],
  ['LVA', /^[A-Z0-9]{2}\d{7}$/, 'AA9999999', purview],
  ['MLT', /^\d{7}$/, '9999999', purview],
  ['NLD', /^[A-NP-Z]{2}[A-NP-Z0-9]{6}\d$/, 'AA******9, no O', prado],
  ['NZL', /^[A-Z]{1,2}\d{6}$/, 'AA999999', nsi],
  ['POL', /^[A-Z]{2}\d{7}$/, 'AA9999999', purview],
  ['PRT', /^[A-Z]{1,2}\d{6}$/, 'A999999, AA999999', purview],
  ['ROU', /^\d{8,9}$/, '999999999', purview],
  ['RUS', /^\d{9}$/, '999999999', nsi],
  ['SVN', /^P[A-Z]\d{7}$/, 'PA9999999', purview],
  ['TUR', /^[A-Z]\d{8}$/, 'A99999999', nsi],
  ['TWN', /^\d{9}$/, '999999999', nsi],
  ['UKR', /^[A-Z]{2}\d{6}$/, 'AA999999', nsi],
  ['USA', /^[A-Z0-9]\d{8}$/, '999999999, A99999999', nsi],
];

/** Poland's cards: letters count 10 to 35; the fourth character makes the weighted sum a multiple of ten. */
function isPolishCard(number: string): boolean {
  const weights = [7, 3, 1, 9, 7, 3, 1, 7, 3];
  return (
    weights.reduce((sum, weight, index) => sum + weight * Number.parseInt(number[index]!, 36), 0) % 10 === 0
  );
}

/** Belgium's cards: the last two digits are the rest of the first ten modulo 97, 97 for none. */
const isBelgianCard = (number: string): boolean =>
  (Number(number.slice(0, 10)) % 97 || 97) === Number(number.slice(10));

export const numberFormats: readonly NumberFormat[] = [
  ...passports.map(
    ([state, pattern, shown, source]): NumberFormat => ({
      state,
      types: ['passport'],
      pattern,
      shown,
      source,
    }),
  ),
  {
    state: 'DEU',
    types: ['identity_card'],
    pattern: /^[CFGHJKLMNPRTVWXYZ0-9]{9}$|^\d{10}$/,
    shown: 'L********, no vowels, B, D, Q or S',
    source: 'Personalausweisverordnung, annex 3',
  },
  {
    state: 'ESP',
    types: ['identity_card'],
    pattern: /^[A-Z]{3}\d{6}$/,
    shown: 'AAA999999',
    source: prado,
  },
  {
    state: 'ITA',
    types: ['identity_card'],
    pattern: /^[A-Z]{2}\d{5}[A-Z]{2}$|^[A-Z]{2}\d{7}$|^\d{7}[A-Z]{2}$/,
    shown: 'CA99999AA',
    source: prado,
  },
  {
    state: 'BEL',
    types: ['identity_card'],
    pattern: /^\d{12}$/,
    shown: '999999999999, the last two modulo 97',
    check: isBelgianCard,
    source: prado,
  },
  {
    state: 'POL',
    types: ['identity_card'],
    pattern: /^[A-Z]{3}\d{6}$/,
    shown: 'AAA999999, weighted 7 3 1 9 7 3 1 7 3',
    check: isPolishCard,
    source: prado,
  },
];

export interface Validity {
  /** At issue, or today where the day of issue is not known. */
  readonly fromAge: number;
  readonly years: number;
}

/**
 * The longest validity by age at issue, youngest first. A passport lasts ten years at most in every state known to us;
 * some add what was left of the old one, hence `graceMonths`.
 */
export interface ValidityRule {
  readonly state: string | null;
  readonly type: DocumentType;
  readonly periods: readonly Validity[];
  readonly graceMonths: number;
  readonly source: string;
}

const tenYears: readonly Validity[] = [{ fromAge: 0, years: 10 }];
const childrenFive = (adultFrom: number): readonly Validity[] => [
  { fromAge: 0, years: 5 },
  { fromAge: adultFrom, years: 10 },
];
const passportOf = (
  state: string,
  periods: readonly Validity[],
  source: string,
  graceMonths = 0,
): ValidityRule => ({ state, type: 'passport', periods, graceMonths, source });

const validityRules: readonly ValidityRule[] = [
  passportOf('AUS', childrenFive(16), 'Australian Passports Determination 2015'),
  passportOf('CHN', childrenFive(16), 'Passport Law of the PRC, article 7'),
  passportOf(
    'DEU',
    [
      { fromAge: 0, years: 6 },
      { fromAge: 24, years: 10 },
    ],
    'Passgesetz, section 5',
  ),
  passportOf(
    'ESP',
    [
      { fromAge: 0, years: 5 },
      { fromAge: 30, years: 10 },
    ],
    'Real Decreto 896/2003, article 11',
  ),
  passportOf('FRA', childrenFive(18), 'Décret 2005-1726, article 4'),
  // Until September 2018 up to nine months were carried over.
  passportOf('GBR', childrenFive(16), 'HM Passport Office, validity of British passports', 9),
  passportOf('IRL', childrenFive(18), 'Passports Act 2008, section 9'),
  passportOf('ITA', childrenFive(18), 'Legge 1185/1967, article 17'),
  passportOf('JPN', childrenFive(18), 'Passport Act, article 5'),
  passportOf('NLD', childrenFive(18), 'Paspoortwet, article 13'),
  passportOf('POL', childrenFive(12), 'Ustawa o dokumentach paszportowych, article 32'),
  passportOf(
    'PRT',
    [
      { fromAge: 0, years: 5 },
      { fromAge: 25, years: 10 },
    ],
    'Decreto-Lei 83/2000, article 25',
  ),
  passportOf('SWE', [{ fromAge: 0, years: 5 }], 'Passlag 1978:302, section 3'),
  passportOf('FIN', [{ fromAge: 0, years: 5 }], 'Passilaki 671/2006, section 7'),
  passportOf('TWN', childrenFive(14), 'Passport Act, article 11'),
  passportOf('USA', childrenFive(16), '22 CFR 51.4'),
  {
    state: null,
    type: 'passport',
    periods: tenYears,
    graceMonths: 12,
    source: 'ICAO Doc 9303 part 2; practice of issuers',
  },
  { state: null, type: 'visa', periods: tenYears, graceMonths: 0, source: 'practice of issuers' },
];

/** `null` where nothing is known: cards of the old last for life in many states, and licences in some. */
export const validityRuleOf = (state: string, type: DocumentType): ValidityRule | null =>
  validityRules.find((rule) => rule.type === type && (rule.state === state || rule.state === null)) ?? null;

export const numberFormatOf = (state: string, type: DocumentType): NumberFormat | null =>
  numberFormats.find((format) => format.state === state && format.types.includes(type)) ?? null;
