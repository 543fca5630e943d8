// Engine. National numbers of persons: their form, check digits, and the birth date and sex inside them. A table; pure.
// Check digits are those of `stdnum` wherever it has the number.
import * as ba from 'stdnum/lib/cjs/ba/jmbg.js';
import * as be from 'stdnum/lib/cjs/be/nn.js';
import * as bg from 'stdnum/lib/cjs/bg/egn.js';
import * as cn from 'stdnum/lib/cjs/cn/ric.js';
import * as cz from 'stdnum/lib/cjs/cz/rc.js';
import * as ee from 'stdnum/lib/cjs/ee/ik.js';
import * as es from 'stdnum/lib/cjs/es/dni.js';
import * as esForeign from 'stdnum/lib/cjs/es/nie.js';
import * as hr from 'stdnum/lib/cjs/hr/oib.js';
import * as is from 'stdnum/lib/cjs/is/kennitala.js';
import * as it from 'stdnum/lib/cjs/it/codicefiscale.js';
import * as lt from 'stdnum/lib/cjs/lt/asmens.js';
import * as mx from 'stdnum/lib/cjs/mx/curp.js';
import * as nl from 'stdnum/lib/cjs/nl/bsn.js';
import * as no from 'stdnum/lib/cjs/no/fodselsnummer.js';
import * as pl from 'stdnum/lib/cjs/pl/pesel.js';
import * as ro from 'stdnum/lib/cjs/ro/cnp.js';
import * as th from 'stdnum/lib/cjs/th/idnr.js';
import * as tr from 'stdnum/lib/cjs/tr/tckimlik.js';
import * as tw from 'stdnum/lib/cjs/tw/natid.js';
import * as za from 'stdnum/lib/cjs/za/idnr.js';
import { isoDay } from './calendar.ts';
import {
  at,
  balticCenturies,
  bornInBelgium,
  bornInCzechoslovakia,
  bornInDenmark,
  bornInFinland,
  bornInNorway,
  bornInSweden,
  bornInYugoslavia,
  byFirstDigit,
  byMonth,
  evenIsMale,
  isFinnish,
  isKazakh,
  isLatvian,
  isSwedish,
  italianMonths,
  koreanCenturies,
  oddIsMale,
  ofEitherCentury,
  romanianCenturies,
} from './number-parts.ts';
import type { Sex } from './sex.ts';

export interface PersonalNumberScheme {
  readonly name: string;
  /** Letters and digits alone; a number of another form is another number. */
  readonly pattern: RegExp;
  /** The check digit is right; `null` where the number has none that is published. */
  readonly isValid: ((number: string) => boolean) | null;
  /** The day of birth inside; several where the century is not in it, `null` for one that does not exist. */
  readonly birthDates?: (number: string) => readonly (string | null)[];
  readonly sex?: (number: string) => Sex | null;
  /** The state's identity cards bear it as their own number. */
  readonly numbersCards?: boolean;
}

interface StandardNumber {
  validate(value: string): { isValid: boolean };
}
const by = (standard: StandardNumber) => (number: string) => standard.validate(number).isValid;

const uniqueMasterNumber: PersonalNumberScheme = {
  name: 'JMBG',
  pattern: /^\d{13}$/,
  isValid: by(ba),
  birthDates: bornInYugoslavia,
  sex: (number) => (at(number, 9, 3) < 500 ? 'M' : 'F'),
};

const czechoslovak: PersonalNumberScheme = {
  name: 'rodné číslo',
  pattern: /^\d{9,10}$/,
  isValid: by(cz),
  birthDates: bornInCzechoslovakia,
  sex: (number) => (at(number, 2) > 50 ? 'F' : 'M'),
};

/** By ISO code of the state that gives the number. */
export const personalNumberSchemes: Readonly<Record<string, readonly PersonalNumberScheme[]>> = {
  BEL: [
    {
      name: 'rijksregisternummer',
      pattern: /^\d{11}$/,
      isValid: by(be),
      birthDates: bornInBelgium,
      sex: (number) => (at(number, 6, 3) % 2 === 1 ? 'M' : 'F'),
    },
  ],
  BGR: [
    {
      name: 'ЕГН',
      pattern: /^\d{10}$/,
      isValid: by(bg),
      birthDates: byMonth([
        [0, 1900],
        [20, 1800],
        [40, 2000],
      ]),
      sex: evenIsMale(8),
    },
  ],
  BIH: [uniqueMasterNumber],
  CHN: [
    {
      name: '公民身份号码',
      numbersCards: true,
      pattern: /^\d{17}[\dX]$/,
      isValid: by(cn),
      birthDates: (number) => [isoDay(at(number, 6, 4), at(number, 10), at(number, 12))],
      sex: oddIsMale(16),
    },
  ],
  CZE: [czechoslovak],
  DNK: [
    { name: 'CPR-nummer', pattern: /^\d{10}$/, isValid: null, birthDates: bornInDenmark, sex: oddIsMale(9) },
  ],
  ESP: [
    { name: 'DNI', numbersCards: true, pattern: /^\d{8}[A-Z]$/, isValid: by(es) },
    { name: 'NIE', pattern: /^[XYZ]\d{7}[A-Z]$/, isValid: by(esForeign) },
  ],
  EST: [
    {
      name: 'isikukood',
      pattern: /^[1-8]\d{10}$/,
      isValid: by(ee),
      birthDates: byFirstDigit(balticCenturies),
      sex: oddIsMale(0),
    },
  ],
  FIN: [
    {
      name: 'henkilötunnus',
      pattern: /^\d{6}[A-FU-Y]?\d{3}[0-9A-Y]$/,
      isValid: isFinnish,
      birthDates: bornInFinland,
      sex: (number) => (Number(number.slice(-4, -1)) % 2 === 1 ? 'M' : 'F'),
    },
  ],
  HRV: [{ name: 'OIB', pattern: /^\d{11}$/, isValid: by(hr) }, uniqueMasterNumber],
  ISL: [
    {
      name: 'kennitala',
      pattern: /^\d{9}[089]$/,
      isValid: by(is),
      birthDates: (number) => [
        isoDay(({ '8': 1800, '9': 1900 }[number[9]!] ?? 2000) + at(number, 4), at(number, 2), at(number, 0)),
      ],
    },
  ],
  ITA: [
    {
      name: 'codice fiscale',
      pattern: /^[A-Z]{6}\d{2}[ABCDEHLMPRST]\d{2}[A-Z]\d{3}[A-Z]$/,
      isValid: by(it),
      birthDates: (number) =>
        ofEitherCentury(at(number, 6), italianMonths.indexOf(number[8]!) + 1, at(number, 9) % 40),
      sex: (number) => (at(number, 9) > 40 ? 'F' : 'M'),
    },
  ],
  KAZ: [
    {
      name: 'ЖСН/ИИН',
      pattern: /^\d{6}[1-6]\d{5}$/,
      isValid: isKazakh,
      birthDates: (number) => [
        isoDay(
          [1800, 1900, 2000][Math.floor((at(number, 6, 1) - 1) / 2)]! + at(number, 0),
          at(number, 2),
          at(number, 4),
        ),
      ],
      sex: oddIsMale(6),
    },
  ],
  KOR: [
    {
      name: '주민등록번호',
      numbersCards: true,
      pattern: /^\d{13}$/,
      // Since October 2020 the last digits are random.
      isValid: null,
      birthDates: (number) => [
        isoDay(koreanCenturies[at(number, 6, 1)]! + at(number, 0), at(number, 2), at(number, 4)),
      ],
      sex: oddIsMale(6),
    },
  ],
  LTU: [
    {
      name: 'asmens kodas',
      pattern: /^[1-6]\d{10}$/,
      isValid: by(lt),
      birthDates: byFirstDigit(balticCenturies),
      sex: oddIsMale(0),
    },
  ],
  LVA: [
    {
      name: 'personas kods',
      pattern: /^\d{11}$/,
      isValid: isLatvian,
      birthDates: (number) =>
        number.startsWith('32')
          ? []
          : [
              isoDay(
                ([1800, 1900, 2000][at(number, 6, 1)] ?? 0) + at(number, 4),
                at(number, 2),
                at(number, 0),
              ),
            ],
    },
  ],
  MEX: [
    {
      name: 'CURP',
      pattern: /^[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d$/,
      isValid: by(mx),
      // A digit before the last for births until 1999, a letter since.
      birthDates: (number) => [
        isoDay((/\d/.test(number[16]!) ? 1900 : 2000) + at(number, 4), at(number, 6), at(number, 8)),
      ],
      sex: (number) => (({ H: 'M', M: 'F' }) as const)[number[10]!] ?? 'X',
    },
  ],
  MKD: [uniqueMasterNumber],
  MNE: [uniqueMasterNumber],
  NLD: [{ name: 'burgerservicenummer', pattern: /^\d{9}$/, isValid: by(nl) }],
  NOR: [
    {
      name: 'fødselsnummer',
      pattern: /^\d{11}$/,
      isValid: by(no),
      birthDates: bornInNorway,
      sex: oddIsMale(8),
    },
  ],
  POL: [
    {
      name: 'PESEL',
      pattern: /^\d{11}$/,
      isValid: by(pl),
      birthDates: byMonth([
        [0, 1900],
        [20, 2000],
        [40, 2100],
        [60, 2200],
        [80, 1800],
      ]),
      sex: oddIsMale(9),
    },
  ],
  ROU: [
    {
      name: 'CNP',
      pattern: /^[1-9]\d{12}$/,
      isValid: by(ro),
      birthDates: byFirstDigit(romanianCenturies),
      sex: (number) => (number[0] === '9' ? null : oddIsMale(0)(number)),
    },
  ],
  SRB: [uniqueMasterNumber],
  SVK: [czechoslovak],
  SVN: [uniqueMasterNumber],
  SWE: [
    {
      name: 'personnummer',
      pattern: /^(?:19|20)?\d{10}$/,
      isValid: isSwedish,
      birthDates: bornInSweden,
      sex: (number) => oddIsMale(number.length - 2)(number),
    },
  ],
  THA: [{ name: 'เลขประจำตัวประชาชน', numbersCards: true, pattern: /^\d{13}$/, isValid: by(th) }],
  TUR: [{ name: 'T.C. kimlik no', pattern: /^[1-9]\d{10}$/, isValid: by(tr) }],
  TWN: [
    // Foreigners' numbers have 8 or 9 for the sex since 2021.
    {
      name: '身分證統一編號',
      numbersCards: true,
      pattern: /^[A-Z][1289]\d{8}$/,
      isValid: by(tw),
      sex: (number) => ('18'.includes(number[1]!) ? 'M' : 'F'),
    },
  ],
  ZAF: [
    {
      name: 'identity number',
      numbersCards: true,
      pattern: /^\d{13}$/,
      isValid: by(za),
      birthDates: (number) => ofEitherCentury(at(number, 0), at(number, 2), at(number, 4)),
      sex: (number) => (at(number, 6, 4) >= 5000 ? 'M' : 'F'),
    },
  ],
};
