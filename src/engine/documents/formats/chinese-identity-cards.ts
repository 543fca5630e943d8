// Engine. Identity cards with neither zone nor Latin letters: the Republic of China's and the People's Republic's.
import { type DocumentFormat, listed, onBack, onFront } from '../document-format.ts';

export const chineseIdentityCards: readonly DocumentFormat[] = [
  {
    name: 'twn-identity-card',
    type: 'identity_card',
    states: ['TWN'],
    titles: listed('中華民國國民身分證|國民身分證|国民身分証'),
    isNumbered: false,
    zone: null,
    barcode: null,
    // 國民身分證及戶口名簿製發相片影像檔建置管理辦法: the card is numbered by its holder's number and never expires.
    fields: onFront('nativeName', 'birthDate', 'sex', 'issueDate', 'personalNumber'),
  },
  {
    name: 'chn-identity-card',
    type: 'identity_card',
    states: ['CHN'],
    titles: listed('居民身份证|公民身份号码'),
    isNumbered: false,
    zone: null,
    barcode: null,
    // GA 461-2019: the portrait and the person on one side, authority and validity on the other.
    fields: [
      ...onFront('nativeName', 'sex', 'birthDate', 'personalNumber'),
      ...onBack('issueDate', 'expiryDate'),
    ],
  },
];
