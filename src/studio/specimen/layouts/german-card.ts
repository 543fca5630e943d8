// Plain Node. An identity card in the arrangement of Germany's: three languages on the labels, the zone on the back.
import type { Issuer } from '../holder.ts';
import type { Layout, Words } from '../layout.ts';
import { card, cardZone, frost } from './common.ts';

const issuer: Issuer = {
  state: 'D',
  names: 'german',
  number: 'l########',
  personalNumber: 'none',
  sexX: true,
  // Personalausweisgesetz, section 6.
  validity: [
    { fromAge: 0, years: 6 },
    { fromAge: 24, years: 10 },
  ],
};
const words: Words = {
  type: 'ID',
  nationality: 'DEUTSCH',
  sex: { F: 'F', M: 'M', X: 'X' },
  dates: 'DD.MM.YYYY',
  own: { accessNumber: '938568', eyes: 'BRAUN' },
};

export const germanCard = {
  'deu-card-front': {
    document: 'deu-card',
    side: 'front',
    type: 'identity_card',
    issuer,
    language: 'German',
    words,
    title: 'PERSONALAUSWEIS',
    subtitle: 'IDENTITY CARD · CARTE D’IDENTITÉ',
    ...card,
    header: 'plain',
    portrait: { x: 4, y: 12, width: 26, height: 33.5 },
    ghost: { x: 69.5, y: 17, width: 12, height: 15.4 },
    rows: [
      ['{documentNumber}', 58, 11.6, 24, '', { family: 'ocrB', emMm: 2.9 }],
      ['{surname}', 33, 15.2, 49, '[a] Name/Surname/Nom'],
      ['{givenNames}', 33, 21.2, 36, 'Vornamen/Given names/Prénoms'],
      ['{birthDate}', 33, 27.2, 20, 'Geburtstag/Date of birth'],
      ['{nationality}', 55, 27.2, 14.5, 'Staatsangehörigkeit'],
      ['{birthPlace}', 33, 33.2, 36, 'Geburtsort/Place of birth/Lieu de naissance'],
      ['{expiryDate}', 33, 39.2, 22, 'Gültig bis/Date of expiry'],
      ['{accessNumber}', 66, 39.2, 16, '', { emMm: 3.2 }],
    ],
    valueEmMm: 2.5,
    labelEmMm: 1.6,
    family: 'arimo',
    palette: frost,
  },
  'deu-card-back': {
    document: 'deu-card',
    side: 'back',
    type: 'identity_card',
    issuer,
    language: 'German',
    words,
    title: 'PERSONALAUSWEIS',
    subtitle: 'BUNDESREPUBLIK DEUTSCHLAND',
    ...card,
    headerHeightMm: 6.4,
    header: 'plain',
    rows: [
      ['{eyes}', 5, 11, 20, 'Augenfarbe/Colour of eyes'],
      ['{heightCm} cm', 5, 16.4, 20, 'Größe/Height/Taille'],
      ['{issueDate}', 5, 21.8, 20, 'Datum/Date/Date'],
      ['{authority}', 5, 27.2, 30, 'Behörde/Authority/Autorité'],
      ['{address}', 40, 11, 42, 'Anschrift/Address/Adresse', { emMm: 2.1 }],
    ],
    valueEmMm: 2.3,
    labelEmMm: 1.5,
    family: 'arimo',
    ...cardZone,
    mrzCode: 'ID',
    palette: frost,
  },
} as const satisfies Record<string, Layout>;
