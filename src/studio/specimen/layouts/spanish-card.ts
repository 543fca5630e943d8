// Plain Node. An identity card in the arrangement of Spain's: the DNI below the portrait, another number of the card itself.
import type { Issuer } from '../holder.ts';
import type { Layout, Words } from '../layout.ts';
import { card, cardZone, dusk } from './common.ts';

const issuer: Issuer = {
  state: 'ESP',
  names: 'spanish',
  number: 'AAA999999',
  personalNumber: 'dni',
  // Real Decreto 1553/2005, article 6.
  validity: [
    { fromAge: 0, years: 5 },
    { fromAge: 30, years: 10 },
  ],
};
const words: Words = {
  type: 'ID',
  nationality: 'ESP',
  sex: { F: 'F', M: 'M', X: 'X' },
  dates: 'DD MM YYYY',
};

export const spanishCard = {
  'esp-card-front': {
    document: 'esp-card',
    side: 'front',
    type: 'identity_card',
    issuer,
    language: 'Spanish',
    words,
    title: 'ESPAÑA',
    subtitle: 'DOCUMENTO NACIONAL DE IDENTIDAD',
    ...card,
    portrait: { x: 4, y: 12, width: 24, height: 31 },
    ghost: { x: 70, y: 34, width: 11, height: 14 },
    rows: [
      ['{surname}', 31, 15.4, 50, 'APELLIDOS'],
      ['{givenNames}', 31, 21.4, 50, 'NOMBRE'],
      ['{sex}', 31, 27.4, 8, 'SEXO'],
      ['{nationality}', 42, 27.4, 16, 'NACIONALIDAD'],
      ['{birthDate}', 61, 27.4, 21, 'FECHA DE NACIMIENTO'],
      ['{issueDate}', 31, 33.4, 18, 'EMISIÓN'],
      ['{expiryDate}', 52, 33.4, 18, 'VALIDEZ'],
      ['{documentNumber}', 31, 39.4, 24, 'NÚM SOPORT'],
      ['{personalNumber}', 4, 48.8, 30, 'DNI', { labelWidthMm: 6, emMm: 3.2, labelEmMm: 2.2 }],
    ],
    valueEmMm: 2.5,
    labelEmMm: 1.5,
    family: 'arimo',
    palette: dusk,
  },
  'esp-card-back': {
    document: 'esp-card',
    side: 'back',
    type: 'identity_card',
    issuer,
    language: 'Spanish',
    words,
    title: 'ESPAÑA',
    subtitle: 'DNI',
    ...card,
    headerHeightMm: 6.4,
    chip: { x: 5, y: 12, width: 12, height: 10 },
    rows: [
      ['{address}', 22, 11, 58, 'DOMICILIO'],
      ['{birthPlace}', 22, 17, 58, 'LUGAR DE NACIMIENTO'],
      ['{father} / {mother}', 22, 23, 60, 'HIJO/A DE', { emMm: 2 }],
    ],
    valueEmMm: 2.3,
    labelEmMm: 1.5,
    family: 'arimo',
    ...cardZone,
    mrzCode: 'ID',
    mrzOptional: 'personalNumber',
    palette: dusk,
  },
} as const satisfies Record<string, Layout>;
