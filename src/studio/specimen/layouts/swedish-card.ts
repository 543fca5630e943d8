// Plain Node. An identity card in the arrangement of Sweden's: years first, the personal number with its hyphen.
import type { Issuer } from '../holder.ts';
import type { Layout, Words } from '../layout.ts';
import { card, cardZone, clay } from './common.ts';

const issuer: Issuer = {
  state: 'SWE',
  names: 'swedish',
  number: '99999999',
  personalNumber: 'personnummer',
  // Förordning 2005:661 om nationellt identitetskort.
  validity: [{ fromAge: 0, years: 5 }],
};
const words: Words = {
  type: 'I',
  nationality: 'SVENSK/SWEDISH',
  sex: { F: 'K/F', M: 'M/M', X: 'X' },
  dates: 'YYYY-MM-DD',
};

export const swedishCard = {
  'swe-card-front': {
    document: 'swe-card',
    side: 'front',
    type: 'identity_card',
    issuer,
    language: 'Swedish',
    words,
    title: 'SVERIGE',
    subtitle: 'NATIONELLT IDENTITETSKORT · SWEDEN',
    ...card,
    portrait: { x: 4, y: 12.5, width: 25, height: 32.2 },
    ghost: { x: 70, y: 30, width: 11.5, height: 14.8 },
    rows: [
      ['{surname}', 32, 15.2, 49, 'Efternamn/Surname'],
      ['{givenNames}', 32, 21, 49, 'Förnamn/Given names'],
      ['{nationality}', 32, 26.8, 34, 'Medborgarskap/Nationality'],
      ['{sex}', 69, 26.8, 12, 'Kön/Sex'],
      ['{personalNumber|8-4}', 32, 32.6, 34, 'Personnummer/Personal No.'],
      ['{documentNumber}', 32, 38.4, 30, 'Kortnr/Card No.'],
      ['{issueDate}', 32, 44.2, 17, 'Utf. datum/Issued'],
      ['{expiryDate}', 51.5, 44.2, 17, 'Giltig t.o.m./Expiry'],
    ],
    valueEmMm: 2.5,
    labelEmMm: 1.6,
    family: 'arimo',
    palette: clay,
  },
  'swe-card-back': {
    document: 'swe-card',
    side: 'back',
    type: 'identity_card',
    issuer,
    language: 'Swedish',
    words,
    title: 'SVERIGE',
    subtitle: 'SWEDEN',
    ...card,
    headerHeightMm: 6.4,
    rows: [
      ['{authority}', 5, 11.8, 40, 'Utfärdande myndighet/Authority'],
      ['{birthDate}', 5, 18.2, 22, 'Födelsedatum/Date of birth'],
      ['{heightCm} cm', 48, 11.8, 20, 'Längd/Height'],
    ],
    valueEmMm: 2.4,
    labelEmMm: 1.6,
    family: 'arimo',
    ...cardZone,
    palette: clay,
  },
} as const satisfies Record<string, Layout>;
