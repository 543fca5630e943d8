// Plain Node. The resident identity card of the People's Republic of China in its arrangement: no zone; years, months and
// days each before its own character.
import type { Issuer } from '../holder.ts';
import type { Layout, Words } from '../layout.ts';
import { card, lagoon } from './common.ts';

const issuer: Issuer = {
  state: 'CHN',
  names: 'mainland',
  number: '',
  personalNumber: 'china',
  // Law on Resident Identity Cards, article 5; from 46 on for life, which no date says.
  validity: [
    { fromAge: 0, years: 5 },
    { fromAge: 16, years: 10 },
    { fromAge: 26, years: 20 },
  ],
};
const words: Words = {
  type: 'I',
  nationality: '中国',
  sex: { F: '女', M: '男', X: '女' },
  dates: 'YYYY年M月D日',
};
const before = (labelWidthMm: number) => ({ labelWidthMm, labelEmMm: 2.3 });

export const chineseCard = {
  'chn-card-front': {
    document: 'chn-card',
    side: 'front',
    type: 'identity_card',
    issuer,
    language: 'Chinese (simplified)',
    words,
    title: '居民身份证',
    subtitle: '',
    ...card,
    headerHeightMm: 6,
    header: 'plain',
    portrait: { x: 56, y: 8.5, width: 25, height: 31 },
    rows: [
      ['{nativeName}', 6, 13, 46, '姓名', { ...before(9), emMm: 3.4 }],
      ['{sex}', 6, 19.6, 16, '性别', before(9)],
      ['汉', 24, 19.6, 20, '民族', before(9)],
      ['{birthDate|YYYY 年 M 月 D 日}', 6, 26.2, 46, '出生', before(9)],
      ['{address}', 6, 33, 48, '住址', { ...before(9), emMm: 2.5 }],
      [
        '{personalNumber}',
        8,
        48,
        72,
        '公民身份号码',
        { labelWidthMm: 21, labelEmMm: 2.6, emMm: 3.6, family: 'ocrB' },
      ],
    ],
    valueEmMm: 2.8,
    family: 'hans',
    palette: lagoon,
  },
  'chn-card-back': {
    document: 'chn-card',
    side: 'back',
    type: 'identity_card',
    issuer,
    language: 'Chinese (simplified)',
    words,
    title: '中华人民共和国',
    subtitle: '居民身份证',
    ...card,
    headerHeightMm: 12,
    rows: [
      ['{authority}', 18, 40, 60, '签发机关', before(14)],
      ['{issueDate|YYYY.MM.DD}-{expiryDate|YYYY.MM.DD}', 18, 47, 60, '有效期限', before(14)],
    ],
    valueEmMm: 2.9,
    family: 'hans',
    palette: lagoon,
  },
} as const satisfies Record<string, Layout>;
