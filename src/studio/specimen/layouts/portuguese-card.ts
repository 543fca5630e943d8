// Plain Node. An identity card in the arrangement of Portugal's: a number of twelve characters, which runs on in the zone.
import type { Issuer } from '../holder.ts';
import type { Layout, Words } from '../layout.ts';
import { card, cardZone, orchard } from './common.ts';

const issuer: Issuer = {
  state: 'PRT',
  names: 'portuguese',
  number: { scheme: 'cartaoDeCidadao' },
  personalNumber: 'none',
  // Portaria 287/2017.
  validity: [
    { fromAge: 0, years: 5 },
    { fromAge: 25, years: 10 },
  ],
};
const words: Words = {
  type: 'I',
  nationality: 'PRT',
  sex: { F: 'F', M: 'M', X: 'X' },
  dates: 'DD MM YYYY',
  own: { tax: '243 815 776', health: '298 414 053', social: '11984132704' },
};

export const portugueseCard = {
  'prt-card-front': {
    document: 'prt-card',
    side: 'front',
    type: 'identity_card',
    issuer,
    language: 'Portuguese',
    words,
    title: 'PORTUGAL',
    subtitle: 'CARTÃO DE CIDADÃO · CITIZEN CARD',
    ...card,
    portrait: { x: 57, y: 12, width: 24.5, height: 31.6 },
    chip: { x: 4.5, y: 25, width: 11, height: 9 },
    rows: [
      ['{surname}', 18, 15, 37, 'APELIDO[S] / SURNAME'],
      ['{givenNames}', 18, 21, 37, 'NOME[S] / GIVEN NAME[S]'],
      ['{sex}', 18, 27, 7, 'SEXO'],
      ['{heightM}', 26.5, 27, 8, 'ALTURA'],
      ['{nationality}', 36, 27, 14, 'NACIONALIDADE'],
      ['{birthDate}', 18, 33, 24, 'DATA DE NASCIMENTO'],
      ['{documentNumber|8 1 3}', 18, 39, 32, 'N.º DOCUMENTO / DOCUMENT No.'],
      ['{expiryDate}', 18, 45, 24, 'DATA DE VALIDADE'],
    ],
    valueEmMm: 2.5,
    labelEmMm: 1.5,
    family: 'arimo',
    palette: orchard,
  },
  'prt-card-back': {
    document: 'prt-card',
    side: 'back',
    type: 'identity_card',
    issuer,
    language: 'Portuguese',
    words,
    title: 'PORTUGAL',
    subtitle: 'CARTÃO DE CIDADÃO',
    ...card,
    headerHeightMm: 6.4,
    rows: [
      ['{father} * {mother}', 5, 11, 76, 'FILIAÇÃO / PARENTS', { emMm: 2.1 }],
      ['{tax}', 5, 17.4, 24, 'N.º IDENT. FISCAL'],
      ['{social}', 31, 17.4, 24, 'N.º SEG. SOCIAL'],
      ['{health}', 57, 17.4, 24, 'N.º UTENTE DE SAÚDE'],
    ],
    valueEmMm: 2.4,
    labelEmMm: 1.5,
    family: 'arimo',
    ...cardZone,
    palette: orchard,
  },
} as const satisfies Record<string, Layout>;
