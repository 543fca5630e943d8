// Plain Node. A passport in the arrangement of Japan's: Japanese labels, names in Latin letters alone.
import type { Issuer } from '../holder.ts';
import type { Layout } from '../layout.ts';
import { dataPage, orchard, passportZone } from './common.ts';

const issuer: Issuer = { state: 'JPN', names: 'japanese', number: 'tA9999999', personalNumber: 'none' };

export const japanesePassport = {
  'jpn-passport': {
    document: 'jpn-passport',
    side: 'front',
    type: 'passport',
    issuer,
    language: 'Japanese',
    words: {
      type: 'P',
      nationality: 'JAPAN',
      sex: { F: 'F', M: 'M', X: 'X' },
      dates: 'DD MMM YYYY',
    },
    title: '日本国',
    subtitle: 'JAPAN · 旅券 PASSPORT',
    ...dataPage,
    portrait: { x: 5, y: 17, width: 34, height: 44 },
    ghost: { x: 104, y: 40, width: 16, height: 20.6 },
    rows: [
      ['{type}', 44, 20.4, 14, '型/Type'],
      ['{issuingState}', 60, 20.4, 22, '発行国/Issuing country'],
      ['{documentNumber}', 86, 20.4, 34, '旅券番号/Passport No.'],
      ['{surname}', 44, 27.6, 60, '姓/Surname'],
      ['{givenNames}', 44, 34.8, 60, '名/Given name'],
      ['{nationality}', 44, 42, 28, '国籍/Nationality'],
      ['{birthDate}', 74, 42, 29, '生年月日/Date of birth'],
      ['{sex}', 44, 49.2, 16, '性別/Sex'],
      ['{birthPlace}', 74, 49.2, 29, '本籍/Registered Domicile'],
      ['{issueDate}', 44, 56.4, 28, '発行年月日/Date of issue'],
      ['{authority}', 44, 63.2, 60, '発行官庁/Authority'],
      ['{expiryDate}', 74, 56.4, 29, '有効期間満了日/Date of expiry'],
    ],
    valueEmMm: 3,
    labelEmMm: 1.8,
    family: 'japanese',
    valueFamily: 'ocrB',
    ...passportZone,
    mrzOptional: 'nothing',
    palette: orchard,
  },
} as const satisfies Record<string, Layout>;
