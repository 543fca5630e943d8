// Plain Node. An identity card in the arrangement of Estonia's: Õ as O and Š as S in the zone, the personal code in its
// optional data.
import type { Issuer } from '../holder.ts';
import type { Layout, Words } from '../layout.ts';
import { card, cardZone, fir } from './common.ts';

const issuer: Issuer = {
  state: 'EST',
  names: 'estonian',
  number: 'AA9999999',
  personalNumber: 'isikukood',
  // Isikut tõendavate dokumentide seadus.
  validity: [{ fromAge: 0, years: 5 }],
};
const words: Words = {
  type: 'ID',
  nationality: 'EST',
  sex: { F: 'N/F', M: 'M/M', X: 'X' },
  dates: 'DD.MM.YYYY',
};

export const estonianCard = {
  'est-card-front': {
    document: 'est-card',
    side: 'front',
    type: 'identity_card',
    issuer,
    language: 'Estonian',
    words,
    title: 'EESTI VABARIIK',
    subtitle: 'ISIKUTUNNISTUS · IDENTITY CARD',
    ...card,
    portrait: { x: 4, y: 12.5, width: 25, height: 32.2 },
    ghost: { x: 69.5, y: 32, width: 12, height: 15.4 },
    rows: [
      ['{surname}', 32, 15.2, 36, 'PEREKONNANIMI / SURNAME'],
      ['{givenNames}', 32, 21.2, 36, 'EESNIMI / GIVEN NAMES'],
      ['{sex}', 32, 27.2, 12, 'SUGU / SEX'],
      ['{nationality}', 46, 27.2, 22, 'KODAKONDSUS / CITIZENSHIP'],
      ['{birthDate}', 32, 33.2, 22, 'SÜNNIAEG / DATE OF BIRTH'],
      ['{personalNumber}', 32, 39.2, 30, 'ISIKUKOOD / PERSONAL CODE'],
      ['{documentNumber}', 32, 45.2, 20, 'DOKUMENDI NR / DOC. No.'],
      ['{expiryDate}', 54, 45.2, 15, 'KEHTIV KUNI', { emMm: 2.3 }],
    ],
    valueEmMm: 2.5,
    labelEmMm: 1.5,
    family: 'inter',
    palette: fir,
  },
  'est-card-back': {
    document: 'est-card',
    side: 'back',
    type: 'identity_card',
    issuer,
    language: 'Estonian',
    words,
    title: 'EESTI VABARIIK',
    subtitle: 'REPUBLIC OF ESTONIA',
    ...card,
    headerHeightMm: 6.4,
    chip: { x: 69, y: 10, width: 12, height: 10 },
    rows: [
      ['{birthPlace}', 5, 11.4, 30, 'SÜNNIKOHT / PLACE OF BIRTH'],
      ['{issueDate}', 5, 17.4, 28, 'VÄLJA ANTUD / DATE OF ISSUE'],
      ['{authority}', 5, 23.4, 50, 'VÄLJAANDJA / AUTHORITY'],
    ],
    valueEmMm: 2.3,
    labelEmMm: 1.5,
    family: 'inter',
    ...cardZone,
    mrzCode: 'ID',
    mrzOptional: 'personalNumber',
    palette: fir,
  },
} as const satisfies Record<string, Layout>;
