// Plain Node. An identity card in the arrangement of France's of 1988 to 2021: ID-2, labels before the values, a zone of its
// own kind; what it is valid for stands on the back.
import type { Issuer } from '../holder.ts';
import type { Layout, Words } from '../layout.ts';
import { frost, sheet, twoBaselines } from './common.ts';

const issuer: Issuer = {
  state: 'FRA',
  names: 'french',
  number: { scheme: 'carteNationale' },
  personalNumber: 'none',
};
const words: Words = {
  type: 'ID',
  nationality: 'Française',
  sex: { F: 'F', M: 'M', X: 'X' },
  dates: 'DD.MM.YYYY',
};
const before = (labelWidthMm: number) => ({ labelWidthMm, labelEmMm: 2 });

export const frenchCard = {
  'fra-card-front': {
    document: 'fra-card',
    side: 'front',
    type: 'identity_card',
    issuer,
    language: 'French',
    words,
    title: 'RÉPUBLIQUE FRANÇAISE',
    subtitle: 'CARTE NATIONALE D’IDENTITÉ',
    ...sheet,
    header: 'plain',
    portrait: { x: 4.5, y: 12, width: 28, height: 36 },
    rows: [
      [
        '{documentNumber}',
        36,
        13.6,
        46,
        'CARTE NATIONALE D’IDENTITÉ N° :',
        { labelWidthMm: 22, labelEmMm: 1.7 },
      ],
      ['{nationality}', 83, 13.6, 18, 'Nationalité', { labelWidthMm: 7, labelEmMm: 1.5, emMm: 2 }],
      ['{surname}', 36, 20, 64, 'Nom :', before(8)],
      ['{givenNames}', 36, 26.4, 64, 'Prénom(s) :', before(13)],
      ['{sex}', 36, 32.8, 18, 'Sexe :', before(8)],
      ['{birthDate}', 56, 32.8, 40, 'Né(e) le :', before(11)],
      ['{birthPlace}', 36, 39.2, 60, 'à :', before(5)],
      ['{heightM}m', 36, 45.6, 30, 'Taille :', before(9)],
    ],
    valueEmMm: 2.7,
    family: 'arimo',
    valueFamily: 'mono',
    mrz: 'FRENCH_NATIONAL_ID',
    mrzLeftMm: 6.5,
    mrzBaselinesFromBottomMm: twoBaselines,
    palette: frost,
  },
  'fra-card-back': {
    document: 'fra-card',
    side: 'back',
    type: 'identity_card',
    issuer,
    language: 'French',
    words,
    title: 'RF',
    subtitle: 'CARTE NATIONALE D’IDENTITÉ',
    ...sheet,
    header: 'plain',
    rows: [
      ['{address}', 6, 20, 92, 'Adresse :', before(14)],
      ['{expiryDate}', 6, 30, 70, 'Carte valable jusqu’au :', before(26)],
      ['{issueDate}', 6, 40, 60, 'délivrée le :', before(16)],
      ['{authority}', 6, 50, 90, 'par :', before(8)],
    ],
    valueEmMm: 2.6,
    family: 'arimo',
    valueFamily: 'mono',
    palette: frost,
  },
} as const satisfies Record<string, Layout>;
