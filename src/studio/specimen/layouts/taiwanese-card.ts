// Plain Node. The national identity card of the Republic of China in its arrangement: no zone, no Latin letters, years of the
// Republic.
import type { Issuer } from '../holder.ts';
import type { Layout, Words } from '../layout.ts';
import { card, rose } from './common.ts';

const issuer: Issuer = { state: 'TWN', names: 'taiwanese', number: '999999999', personalNumber: 'taiwan' };
const words: Words = {
  type: 'I',
  nationality: '中華民國',
  sex: { F: '女', M: '男', X: '女' },
  dates: '民國RRR年M月D日',
  own: { service: '', spouse: '', serial: '0000123456' },
};
const before = (labelWidthMm: number) => ({ labelWidthMm, labelEmMm: 2.2 });

export const taiwaneseCard = {
  'twn-card-front': {
    document: 'twn-card',
    side: 'front',
    type: 'identity_card',
    issuer,
    language: 'Chinese (traditional)',
    words,
    title: '中華民國國民身分證',
    subtitle: '',
    ...card,
    header: 'plain',
    portrait: { x: 57.5, y: 11.5, width: 24, height: 31 },
    rows: [
      ['{nativeName}', 5, 19, 50, '姓名', { ...before(10), emMm: 4.4 }],
      ['{birthDate|民國 RRR 年 M 月 D 日}', 5, 28, 50, '出生年月日', before(13)],
      ['{sex}', 5, 35.4, 16, '性別', before(10)],
      ['{issueDate|民國RRR年M月D日}(北市)換發', 5, 42.4, 50, '發證日期', before(11)],
      [
        '{personalNumber}',
        38,
        49.4,
        44,
        '統一編號',
        { labelWidthMm: 12, labelEmMm: 2.4, emMm: 4, fill: '#a3172a' },
      ],
    ],
    valueEmMm: 3,
    family: 'hant',
    palette: rose,
  },
  'twn-card-back': {
    document: 'twn-card',
    side: 'back',
    type: 'identity_card',
    issuer,
    language: 'Chinese (traditional)',
    words,
    title: '中華民國國民身分證',
    subtitle: '',
    ...card,
    headerHeightMm: 7,
    header: 'plain',
    rows: [
      ['{father}', 5, 13, 34, '父', before(8)],
      ['{mother}', 42, 13, 34, '母', before(8)],
      ['{spouse}', 5, 20, 34, '配偶', before(8)],
      ['{service}', 42, 20, 34, '役別', before(8)],
      ['{birthPlace}', 5, 27, 60, '出生地', before(10)],
      ['{address}', 5, 34, 76, '住址', before(8)],
      ['{serial}', 58, 48.6, 24, '', { family: 'ocrB', emMm: 2.6 }],
    ],
    valueEmMm: 2.9,
    family: 'hant',
    palette: rose,
  },
} as const satisfies Record<string, Layout>;
