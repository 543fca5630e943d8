// Plain Node. An identity card in the arrangement of Italy's: place and day of birth on one line, codice fiscale on the back.
import type { Issuer } from '../holder.ts';
import type { Layout, Words } from '../layout.ts';
import { card, cardZone, lagoon } from './common.ts';

const issuer: Issuer = {
  state: 'ITA',
  names: 'italian',
  number: 'cA99999AA',
  personalNumber: 'codiceFiscale',
};
const words: Words = {
  type: 'C',
  nationality: 'ITA',
  sex: { F: 'F', M: 'M', X: 'X' },
  dates: 'DD.MM.YYYY',
};

export const italianCard = {
  'ita-card-front': {
    document: 'ita-card',
    side: 'front',
    type: 'identity_card',
    issuer,
    language: 'Italian',
    words,
    title: 'REPUBBLICA ITALIANA',
    subtitle: 'CARTA DI IDENTITÀ / IDENTITY CARD',
    ...card,
    header: 'plain',
    portrait: { x: 4, y: 13, width: 25, height: 32.2 },
    rows: [
      ['{documentNumber}', 62, 12.4, 20, '', { emMm: 3, bold: 0.05 }],
      ['{authority}', 32, 14.6, 28, 'COMUNE DI / MUNICIPALITY', { emMm: 2.1 }],
      ['{surname}', 32, 20, 50, 'COGNOME / SURNAME'],
      ['{givenNames}', 32, 25.4, 50, 'NOME / NAME'],
      ['{birthPlace}  {birthDate}', 32, 30.8, 50, 'LUOGO E DATA DI NASCITA / PLACE AND DATE OF BIRTH'],
      ['{sex}', 32, 36.2, 10, 'SESSO / SEX'],
      ['{heightCm}', 45, 36.2, 14, 'STATURA / HEIGHT'],
      ['{nationality}', 62, 36.2, 20, 'CITTADINANZA / NATIONALITY'],
      ['{issueDate}', 32, 41.6, 21, 'EMISSIONE / ISSUING'],
      ['{expiryDate}', 57, 41.6, 21, 'SCADENZA / EXPIRY'],
    ],
    valueEmMm: 2.4,
    labelEmMm: 1.5,
    family: 'inter',
    palette: lagoon,
  },
  'ita-card-back': {
    document: 'ita-card',
    side: 'back',
    type: 'identity_card',
    issuer,
    language: 'Italian',
    words,
    title: 'REPUBBLICA ITALIANA',
    subtitle: 'MINISTERO DELL’INTERNO',
    ...card,
    headerHeightMm: 6.4,
    header: 'plain',
    ghost: { x: 70, y: 9, width: 12, height: 15.4 },
    rows: [
      ['{father} / {mother}', 5, 11.4, 62, 'COGNOME E NOME DEI GENITORI / PARENTS', { emMm: 2 }],
      ['{personalNumber}', 5, 17.4, 34, 'CODICE FISCALE / FISCAL CODE'],
      ['{address}', 5, 23.4, 60, 'INDIRIZZO DI RESIDENZA / RESIDENCE'],
    ],
    valueEmMm: 2.3,
    labelEmMm: 1.5,
    family: 'inter',
    ...cardZone,
    mrzCode: 'C<',
    palette: lagoon,
  },
} as const satisfies Record<string, Layout>;
