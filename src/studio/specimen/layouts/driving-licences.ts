// Plain Node. Driving licences: the numbered fields of Directive 2006/126/EC, Switzerland's with its zone, and a North
// American one after AAMVA's card design standard with its barcode.
import type { Issuer } from '../holder.ts';
import type { Layout, Words } from '../layout.ts';
import { card, cardZone, dusk, frost, rose } from './common.ts';

const numbered = (labelWidthMm = 5) => ({ labelWidthMm, labelEmMm: 2 });

const european: Issuer = {
  state: 'D',
  names: 'german',
  number: '*999###9999',
  personalNumber: 'none',
  // Fahrerlaubnis-Verordnung, section 24a.
  validity: [{ fromAge: 0, years: 15 }],
};
const swiss: Issuer = { state: 'CHE', names: 'swiss', number: '***999d', personalNumber: 'register' };
const american: Issuer = {
  state: 'USA',
  names: 'american',
  number: 'A9999999',
  personalNumber: 'none',
  sexX: true,
  // California Vehicle Code, section 12816.
  validity: [{ fromAge: 0, years: 5 }],
};

const europeanWords: Words = {
  type: 'DL',
  nationality: '',
  sex: { F: 'F', M: 'M', X: 'X' },
  dates: 'DD.MM.YYYY',
  own: { classes: 'AM/B/L' },
};
const swissWords: Words = {
  ...europeanWords,
  own: { classes: 'A1/B/BE/F/G/M', sinceA1: '14.03.2009', sinceB: '02.07.2011' },
};
const americanWords: Words = {
  type: 'DL',
  nationality: 'USA',
  sex: { F: 'F', M: 'M', X: 'X' },
  dates: 'MM/DD/YYYY',
  own: { class: 'C', eyes: 'BRO', none: 'NONE' },
};

export const drivingLicences = {
  'eu-licence-front': {
    document: 'eu-licence',
    side: 'front',
    type: 'driving_licence',
    issuer: european,
    language: 'German',
    words: europeanWords,
    title: 'FÜHRERSCHEIN',
    subtitle: 'BUNDESREPUBLIK DEUTSCHLAND',
    ...card,
    portrait: { x: 4, y: 14, width: 23, height: 29.6 },
    rows: [
      ['{surname}', 31, 15, 50, '1.', numbered()],
      ['{givenNames}', 31, 20, 50, '2.', numbered()],
      ['{birthDate} {birthPlace}', 31, 25, 50, '3.', numbered()],
      ['{issueDate}', 31, 30, 24, '4a.', numbered()],
      ['{authority}', 57, 30, 25, '4c.', numbered()],
      ['{expiryDate}', 31, 35, 24, '4b.', numbered()],
      ['{documentNumber}', 31, 40, 36, '5.', numbered()],
      ['{classes}', 31, 48.6, 50, '9.', numbered()],
    ],
    valueEmMm: 2.5,
    family: 'arimo',
    palette: rose,
  },
  'che-licence-front': {
    document: 'che-licence',
    side: 'front',
    type: 'driving_licence',
    issuer: swiss,
    language: 'German',
    words: swissWords,
    title: 'FÜHRERAUSWEIS',
    subtitle: 'PERMIS DE CONDUIRE · LICENZA DI CONDURRE',
    ...card,
    portrait: { x: 4, y: 13, width: 24, height: 31 },
    ghost: { x: 70, y: 33, width: 11, height: 14 },
    rows: [
      ['{surname}', 31, 15, 50, '1.', numbered()],
      ['{givenNames}', 31, 20, 50, '2.', numbered()],
      ['{birthDate}', 31, 25, 30, '3.', numbered()],
      ['{issueDate}', 31, 30, 24, '4a.', numbered()],
      ['{authority}', 57, 30, 24, '4c.', numbered()],
      ['{expiryDate}', 31, 35, 24, '4b.', numbered()],
      ['{personalNumber} 001', 31, 40, 36, '5.', numbered()],
      ['{classes}', 31, 48.6, 38, '9.', numbered()],
    ],
    valueEmMm: 2.5,
    family: 'inter',
    palette: frost,
  },
  'che-licence-back': {
    document: 'che-licence',
    side: 'back',
    type: 'driving_licence',
    issuer: swiss,
    language: 'German',
    words: swissWords,
    title: 'FÜHRERAUSWEIS',
    subtitle: 'SCHWEIZERISCHE EIDGENOSSENSCHAFT',
    ...card,
    headerHeightMm: 6.4,
    rows: [
      ['A1', 6, 12, 10, ''],
      ['{sinceA1}', 18, 12, 24, ''],
      ['B', 6, 17.4, 10, ''],
      ['{sinceB}', 18, 17.4, 24, ''],
      ['{documentNumber}', 60, 26.4, 22, '', { family: 'ocrB' }],
    ],
    valueEmMm: 2.4,
    family: 'inter',
    ...cardZone,
    mrz: 'SWISS_DRIVING_LICENSE',
    palette: frost,
  },
  'usa-licence-front': {
    document: 'usa-licence',
    side: 'front',
    type: 'driving_licence',
    issuer: american,
    language: 'English',
    words: americanWords,
    title: 'CALIFORNIA',
    subtitle: 'DRIVER LICENSE · USA',
    ...card,
    portrait: { x: 4, y: 13, width: 25, height: 32.2 },
    ghost: { x: 70, y: 34, width: 11, height: 14 },
    rows: [
      ['{documentNumber}', 32, 14.4, 28, 'DL', { labelWidthMm: 5, labelEmMm: 1.9, emMm: 3, fill: '#b3202c' }],
      ['{class}', 64, 14.4, 18, 'CLASS', { labelWidthMm: 8, labelEmMm: 1.9 }],
      ['{expiryDate}', 32, 19, 28, 'EXP', { labelWidthMm: 6, labelEmMm: 1.9, fill: '#b3202c' }],
      ['{none}', 64, 19, 18, 'END', { labelWidthMm: 6, labelEmMm: 1.9 }],
      ['{surname}', 32, 23.4, 48, 'LN', { labelWidthMm: 4, labelEmMm: 1.9 }],
      ['{givenNames}', 32, 27.4, 48, 'FN', { labelWidthMm: 4, labelEmMm: 1.9 }],
      ['{address}', 32, 31, 36, '', { emMm: 1.9 }],
      ['{birthDate}', 32, 35.6, 34, 'DOB', { labelWidthMm: 7, labelEmMm: 1.9, emMm: 2.9, fill: '#b3202c' }],
      ['{none}', 32, 39.6, 20, 'RSTR', { labelWidthMm: 7, labelEmMm: 1.9 }],
      ['{sex}', 32, 43.6, 9, 'SEX', { labelWidthMm: 6, labelEmMm: 1.9 }],
      ['{heightFeet}', 43, 43.6, 14, 'HGT', { labelWidthMm: 6, labelEmMm: 1.9 }],
      ['{eyes}', 58.5, 43.6, 12, 'EYES', { labelWidthMm: 6.6, labelEmMm: 1.9, emMm: 2.1 }],
      ['{issueDate}', 50, 48.4, 22, 'ISS', { labelWidthMm: 5, labelEmMm: 1.9 }],
    ],
    valueEmMm: 2.4,
    family: 'arimo',
    palette: dusk,
  },
  'usa-licence-back': {
    document: 'usa-licence',
    side: 'back',
    type: 'driving_licence',
    issuer: american,
    language: 'English',
    words: americanWords,
    title: 'CALIFORNIA',
    subtitle: 'CLASS C: ANY 2-AXLE VEHICLE',
    ...card,
    headerHeightMm: 6.4,
    rows: [
      ['DONOR  NONE', 5, 12, 30, ''],
      ['THIS LICENSE IS ISSUED AS A LICENSE TO DRIVE A MOTOR VEHICLE', 5, 16, 76, '', { emMm: 1.7 }],
    ],
    valueEmMm: 2,
    family: 'arimo',
    barcode: { x: 4, y: 22, width: 77.6, height: 22 },
    palette: dusk,
  },
} as const satisfies Record<string, Layout>;
