// Plain Node. A passport in the arrangement of China's: characters and Pinyin, and a zone whose second line has no filler.
import type { Issuer } from '../holder.ts';
import type { Layout } from '../layout.ts';
import { dataPage, passportZone, rose } from './common.ts';

const issuer: Issuer = { state: 'CHN', names: 'mainland', number: 'e?9999999', personalNumber: 'none' };

export const chinesePassport = {
  'chn-passport': {
    document: 'chn-passport',
    side: 'front',
    type: 'passport',
    issuer,
    language: 'Chinese (simplified)',
    words: {
      type: 'P',
      nationality: '中国/CHINESE',
      sex: { F: '女/F', M: '男/M', X: 'X' },
      dates: 'DD LLL/MMM YYYY',
      months: 'chinese',
    },
    title: '中华人民共和国',
    subtitle: '护照 PASSPORT · PEOPLE’S REPUBLIC OF CHINA',
    ...dataPage,
    portrait: { x: 5, y: 17, width: 33, height: 44 },
    ghost: { x: 104, y: 38, width: 16, height: 20.6 },
    rows: [
      ['{type}', 42, 20.4, 16, '类型/Type'],
      ['{issuingState}', 60, 20.4, 24, '国家码/Country Code'],
      ['{documentNumber}', 87, 20.4, 33, '护照号/Passport No.'],
      ['{nativeName}', 42, 27.2, 60, '姓名/Name'],
      ['{surname}, {givenNames}', 42, 31.6, 60, ''],
      ['{sex}', 42, 38.8, 14, '性别/Sex'],
      ['{nationality}', 58, 38.8, 42, '国籍/Nationality'],
      ['{birthDate}', 42, 46, 26, '出生日期/Date of birth'],
      ['{birthPlace}', 70, 53.2, 32, '出生地点/Place of birth'],
      ['{issueDate}', 70, 46, 32, '签发日期/Date of issue'],
      ['{expiryDate}', 42, 53.2, 27, '有效期至/Date of expiry', { emMm: 2.7 }],
      ['{authority}', 42, 60.4, 50, '签发机关/Authority'],
    ],
    valueEmMm: 2.9,
    labelEmMm: 1.8,
    family: 'hans',
    ...passportZone,
    mrzCode: 'PO',
    mrzOptional: 'letters',
    palette: rose,
  },
} as const satisfies Record<string, Layout>;
