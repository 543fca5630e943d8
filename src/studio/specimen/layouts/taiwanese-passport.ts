// Plain Node. A passport in the arrangement of the Republic of China's: traditional characters, Wade-Giles with hyphens,
// the national number as personal number.
import type { Issuer } from '../holder.ts';
import type { Layout } from '../layout.ts';
import { dataPage, fir, passportZone } from './common.ts';

const issuer: Issuer = { state: 'TWN', names: 'taiwanese', number: '999999999', personalNumber: 'taiwan' };

export const taiwanesePassport = {
  'twn-passport': {
    document: 'twn-passport',
    side: 'front',
    type: 'passport',
    issuer,
    language: 'Chinese (traditional)',
    words: {
      type: 'P',
      nationality: 'REPUBLIC OF CHINA',
      sex: { F: 'F', M: 'M', X: 'X' },
      dates: 'DD MMM YYYY',
    },
    title: '中華民國',
    subtitle: 'REPUBLIC OF CHINA (TAIWAN) · 護照 PASSPORT',
    ...dataPage,
    portrait: { x: 5, y: 17, width: 34, height: 44 },
    ghost: { x: 106, y: 43, width: 14, height: 18 },
    rows: [
      ['{type}', 43, 20.4, 14, '型式/Type'],
      ['{issuingState}', 59, 20.4, 20, '代碼/Code'],
      ['{documentNumber}', 84, 20.4, 36, '護照號碼/Passport No.'],
      ['{nativeName}', 43, 27.4, 60, '姓名/Name (Surname, Given names)'],
      ['{surname}, {givenNames}', 43, 31.6, 76, ''],
      ['{nationality}', 43, 38.6, 42, '國籍/Nationality'],
      ['{personalNumber}', 86, 38.6, 34, '身分證統一編號/Personal Id. No.'],
      ['{sex}', 43, 45.6, 12, '性別/Sex'],
      ['TAIWAN', 58, 45.6, 28, '出生地/Place of birth'],
      ['{birthDate}', 43, 52.6, 28, '出生日期/Date of birth'],
      ['{issueDate}', 74, 52.6, 30, '發照日期/Date of issue'],
      ['{expiryDate}', 43, 59.6, 28, '效期截止日期/Date of expiry'],
      ['{authority}', 74, 59.6, 30, '發照機關/Authority', { emMm: 2.2 }],
    ],
    valueEmMm: 2.9,
    labelEmMm: 1.8,
    family: 'hant',
    ...passportZone,
    palette: fir,
  },
} as const satisfies Record<string, Layout>;
