// Plain Node. Where everything stands on each specimen, in millimetres from the top left: tables after ICAO Doc 9303.
import type { Box } from '../../shared/domain/geometry.ts';
import type { SpecimenMrzFormat } from './mrz.ts';

export const specimenKinds = [
  'td3',
  'td1-front',
  'td1-back',
  'td2',
  'mrv-a',
  'mrv-b',
  'card-without-mrz',
] as const;
export type SpecimenKind = (typeof specimenKinds)[number];

export const printedFields = [
  'type',
  'issuingState',
  'documentNumber',
  'surname',
  'givenNames',
  'nationality',
  'birthDate',
  'sex',
  'birthPlace',
  'issueDate',
  'expiryDate',
  'authority',
  'personalNumber',
  'entries',
  'visaClass',
] as const;
export type PrintedField = (typeof printedFields)[number];

/** One field of the visual inspection zone. `y` is the baseline of the value; the label stands above it. */
export type Row = readonly [field: PrintedField, xMm: number, yMm: number, widthMm: number, label: string];

export interface Palette {
  readonly paper: readonly [string, string, string];
  readonly line: readonly [string, string, string];
  readonly ink: string;
  readonly label: string;
  readonly band: string;
}

export interface Layout {
  readonly title: string;
  readonly subtitle: string;
  readonly widthMm: number;
  readonly heightMm: number;
  readonly cornerRadiusMm: number;
  readonly portrait: Box | null;
  readonly ghost: Box | null;
  readonly rows: readonly Row[];
  readonly valueEmMm: number;
  readonly mrz: SpecimenMrzFormat | null;
  /** Left edge of the first MRZ character and baselines from the bottom edge. */
  readonly mrzLeftMm: number;
  readonly mrzBaselinesFromBottomMm: readonly number[];
  readonly headerHeightMm: number;
  readonly chip: Box | null;
  readonly palette: Palette;
}

// Line centres 6.35 mm apart (six lines an inch), inside the zone of 23.2 mm that 9303-3, 4.1 reserves at the bottom.
const twoBaselines = [14.55, 8.2];
const threeBaselines = [17.35, 11, 4.65];

const lagoon: Palette = {
  paper: ['#dcebf0', '#f4efe2', '#f1dfe2'],
  line: ['#7fb0bf', '#c79aa6', '#8fae9a'],
  ink: '#17222e',
  label: '#3d5b74',
  band: '#1f4e79',
};
const orchard: Palette = {
  paper: ['#e2efe0', '#f6f3dd', '#dfe9f2'],
  line: ['#86b391', '#c2b070', '#8aa6c4'],
  ink: '#1a241c',
  label: '#3f6248',
  band: '#2c6448',
};
const dusk: Palette = {
  paper: ['#ece3f1', '#f7eee4', '#dfe8f3'],
  line: ['#a78fc0', '#cfa983', '#8ea7cc'],
  ink: '#211a2b',
  label: '#5a4a75',
  band: '#533f7c',
};
const clay: Palette = {
  paper: ['#f5e4d8', '#f7f1e3', '#dcebe9'],
  line: ['#c99a7e', '#bfae7a', '#7fb0aa'],
  ink: '#2a1d16',
  label: '#7a4d36',
  band: '#8a4a2c',
};

export const layouts: Readonly<Record<SpecimenKind, Layout>> = {
  // 9303-4: ID-3, 125 x 88 mm; portrait 35 x 45 mm at the left.
  td3: {
    title: 'UTOPIA',
    subtitle: 'PASSPORT · PASSEPORT',
    widthMm: 125,
    heightMm: 88,
    cornerRadiusMm: 3.18,
    portrait: { x: 5, y: 17, width: 35, height: 45 },
    ghost: { x: 105.5, y: 42.5, width: 14.5, height: 18.6 },
    rows: [
      ['type', 44, 20.4, 10, 'Type'],
      ['issuingState', 56, 20.4, 22, 'Code of State'],
      ['documentNumber', 84, 20.4, 36, 'Passport No.'],
      ['surname', 44, 27.6, 76, '1. Surname / Nom'],
      ['givenNames', 44, 34.8, 76, '2. Given names / Prénoms'],
      ['nationality', 44, 42, 36, '3. Nationality / Nationalité'],
      ['birthDate', 44, 49.2, 26, '4. Date of birth'],
      ['sex', 72, 49.2, 8, '5. Sex'],
      ['birthPlace', 82, 49.2, 22, '6. Place of birth'],
      ['issueDate', 44, 56.4, 26, '7. Date of issue'],
      ['authority', 72, 56.4, 32, '9. Authority / Autorité'],
      ['expiryDate', 44, 63.4, 26, '8. Date of expiry'],
      ['personalNumber', 72, 63.4, 32, '10. Personal No.'],
    ],
    valueEmMm: 3,
    mrz: 'TD3',
    mrzLeftMm: 6,
    mrzBaselinesFromBottomMm: twoBaselines,
    headerHeightMm: 13.5,
    chip: null,
    palette: lagoon,
  },
  // 9303-5: ID-1, 85.60 x 53.98 mm.
  'td1-front': {
    title: 'UTOPIA',
    subtitle: 'IDENTITY CARD · CARTE D’IDENTITÉ',
    widthMm: 85.6,
    heightMm: 53.98,
    cornerRadiusMm: 3.18,
    portrait: { x: 4, y: 12.5, width: 25, height: 32.2 },
    ghost: { x: 69.5, y: 31.5, width: 12, height: 15.4 },
    rows: [
      ['surname', 32.5, 15.4, 49, 'Surname / Nom'],
      ['givenNames', 32.5, 21.6, 49, 'Given names / Prénoms'],
      ['nationality', 32.5, 27.8, 26, 'Nationality'],
      ['sex', 60, 27.8, 8, 'Sex'],
      ['birthDate', 32.5, 34, 24, 'Date of birth'],
      ['documentNumber', 32.5, 40.2, 34, 'Document No.'],
      ['expiryDate', 32.5, 46.4, 24, 'Date of expiry'],
    ],
    valueEmMm: 2.5,
    mrz: null,
    mrzLeftMm: 0,
    mrzBaselinesFromBottomMm: [],
    headerHeightMm: 9.6,
    chip: { x: 70, y: 13, width: 11, height: 9 },
    palette: orchard,
  },
  'td1-back': {
    title: 'UTOPIA',
    subtitle: 'IDENTITY CARD',
    widthMm: 85.6,
    heightMm: 53.98,
    cornerRadiusMm: 3.18,
    portrait: null,
    ghost: { x: 69.8, y: 10, width: 12, height: 15.4 },
    rows: [
      ['birthPlace', 5, 13.6, 30, 'Place of birth'],
      ['issueDate', 37, 13.6, 28, 'Date of issue'],
      ['authority', 5, 20, 30, 'Authority'],
      ['personalNumber', 37, 20, 28, 'Personal No.'],
    ],
    valueEmMm: 2.3,
    mrz: 'TD1',
    mrzLeftMm: 4,
    mrzBaselinesFromBottomMm: threeBaselines,
    headerHeightMm: 7.6,
    chip: null,
    palette: orchard,
  },
  // 9303-6: ID-2, 105 x 74 mm.
  td2: {
    title: 'UTOPIA',
    subtitle: 'OFFICIAL IDENTITY DOCUMENT',
    widthMm: 105,
    heightMm: 74,
    cornerRadiusMm: 3.18,
    portrait: { x: 4.5, y: 13, width: 28, height: 36 },
    ghost: { x: 88, y: 31.5, width: 12.5, height: 16 },
    rows: [
      ['surname', 36, 16.6, 64, 'Surname / Nom'],
      ['givenNames', 36, 23.4, 64, 'Given names / Prénoms'],
      ['nationality', 36, 30.2, 26, 'Nationality'],
      ['documentNumber', 64, 30.2, 36, 'Document No.'],
      ['birthDate', 36, 37, 26, 'Date of birth'],
      ['sex', 64, 37, 8, 'Sex'],
      ['issueDate', 36, 43.8, 26, 'Date of issue'],
      ['authority', 64, 43.8, 22, 'Authority'],
      ['expiryDate', 36, 50, 26, 'Date of expiry'],
    ],
    valueEmMm: 2.7,
    mrz: 'TD2',
    mrzLeftMm: 4,
    mrzBaselinesFromBottomMm: twoBaselines,
    headerHeightMm: 10.4,
    chip: null,
    palette: clay,
  },
  // 9303-7: visas, format A 120 x 80 mm and format B 105 x 74 mm, square corners (they are stickers).
  'mrv-a': {
    title: 'UTOPIA',
    subtitle: 'VISA',
    widthMm: 120,
    heightMm: 80,
    cornerRadiusMm: 0,
    portrait: { x: 5, y: 14.5, width: 30, height: 38.6 },
    ghost: null,
    rows: [
      ['issuingState', 39, 18.4, 16, 'Issued by'],
      ['visaClass', 57, 18.4, 20, 'Class'],
      ['entries', 79, 18.4, 26, 'Entries'],
      ['surname', 39, 25.6, 76, 'Surname / Nom'],
      ['givenNames', 39, 32.8, 76, 'Given names / Prénoms'],
      ['nationality', 39, 40, 26, 'Nationality'],
      ['birthDate', 67, 40, 26, 'Date of birth'],
      ['sex', 97, 40, 8, 'Sex'],
      ['issueDate', 39, 47.2, 26, 'Valid from'],
      ['expiryDate', 67, 47.2, 26, 'Valid until'],
      ['documentNumber', 39, 54.2, 36, 'Visa No.'],
    ],
    valueEmMm: 2.8,
    mrz: 'MRV-A',
    mrzLeftMm: 4,
    mrzBaselinesFromBottomMm: twoBaselines,
    headerHeightMm: 11.6,
    chip: null,
    palette: dusk,
  },
  'mrv-b': {
    title: 'UTOPIA',
    subtitle: 'VISA',
    widthMm: 105,
    heightMm: 74,
    cornerRadiusMm: 0,
    portrait: { x: 4.5, y: 13, width: 28, height: 36 },
    ghost: null,
    rows: [
      ['issuingState', 36, 16.6, 16, 'Issued by'],
      ['visaClass', 53, 16.6, 18, 'Class'],
      ['entries', 73, 16.6, 26, 'Entries'],
      ['surname', 36, 23.4, 64, 'Surname / Nom'],
      ['givenNames', 36, 30.2, 64, 'Given names / Prénoms'],
      ['nationality', 36, 37, 22, 'Nationality'],
      ['birthDate', 60, 37, 26, 'Date of birth'],
      ['sex', 90, 37, 8, 'Sex'],
      ['documentNumber', 36, 43.8, 24, 'Visa No.'],
      ['expiryDate', 60, 43.8, 26, 'Valid until'],
    ],
    valueEmMm: 2.6,
    mrz: 'MRV-B',
    mrzLeftMm: 4,
    mrzBaselinesFromBottomMm: twoBaselines,
    headerHeightMm: 10.4,
    chip: null,
    palette: dusk,
  },
  // Not a travel document: what many states still issue, and what the kiosk must not read more into.
  'card-without-mrz': {
    title: 'UTOPIA',
    subtitle: 'RESIDENT CARD',
    widthMm: 85.6,
    heightMm: 53.98,
    cornerRadiusMm: 3.18,
    portrait: { x: 56.5, y: 12.6, width: 25, height: 32.2 },
    ghost: null,
    rows: [
      ['surname', 5, 16.4, 48, 'Name'],
      ['givenNames', 5, 23, 48, 'Given names'],
      ['birthDate', 5, 29.6, 24, 'Born on'],
      ['birthPlace', 30, 29.6, 24, 'in'],
      ['documentNumber', 5, 36.2, 24, 'Card No.'],
      ['nationality', 30, 36.2, 24, 'Citizen of'],
      ['expiryDate', 5, 42.8, 24, 'Valid until'],
      ['authority', 30, 42.8, 24, 'Issued by'],
    ],
    valueEmMm: 2.5,
    mrz: null,
    mrzLeftMm: 0,
    mrzBaselinesFromBottomMm: [],
    headerHeightMm: 9.6,
    chip: null,
    palette: clay,
  },
};
