// Plain Node. A passport in the arrangement of Russia's for travel: names in Cyrillic and Latin, nine digits parted in two.
import type { Issuer } from '../holder.ts';
import type { Layout } from '../layout.ts';
import { dataPage, passportZone, rose } from './common.ts';

const issuer: Issuer = { state: 'RUS', names: 'russian', number: '799999999', personalNumber: 'none' };

export const russianPassport = {
  'rus-passport': {
    document: 'rus-passport',
    side: 'front',
    type: 'passport',
    issuer,
    language: 'Russian',
    words: {
      type: 'P',
      nationality: 'РОССИЙСКАЯ ФЕДЕРАЦИЯ / RUSSIAN FEDERATION',
      sex: { F: 'Ж / F', M: 'М / M', X: 'X' },
      dates: 'DD.MM.YYYY',
    },
    title: 'РОССИЙСКАЯ ФЕДЕРАЦИЯ',
    subtitle: 'RUSSIAN FEDERATION · ПАСПОРТ PASSPORT',
    ...dataPage,
    headerHeightMm: 12,
    header: 'plain',
    portrait: { x: 5, y: 15.5, width: 35, height: 45 },
    ghost: { x: 106, y: 45.4, width: 13, height: 16.8 },
    rows: [
      ['{type}', 44, 18, 14, 'Тип / Type'],
      ['{issuingState}', 62, 18, 26, 'Код государства / Code'],
      ['{documentNumber|2 7}', 91, 18, 29, 'Номер паспорта / Passport No.'],
      ['{nativeSurname} /', 44, 24.4, 76, 'Фамилия / Surname'],
      ['{surname}', 44, 28, 76, ''],
      ['{nativeGivenNames} /', 44, 34.2, 76, 'Имя / Given names'],
      ['{givenNames}', 44, 37.8, 76, ''],
      ['{nationality}', 44, 44, 76, 'Гражданство / Nationality'],
      ['{birthDate}', 44, 50.4, 30, 'Дата рождения / Date of birth'],
      ['{sex}', 78, 50.4, 20, 'Пол / Sex'],
      ['{birthPlace}', 44, 56.8, 58, 'Место рождения / Place of birth'],
      ['{issueDate}', 44, 63.2, 22, 'Дата выдачи / Date of issue'],
      ['{expiryDate}', 69, 63.2, 22, 'Срок действия / Date of expiry'],
      ['{authority}', 92, 63.2, 14, 'Орган / Authority'],
    ],
    valueEmMm: 2.8,
    labelEmMm: 1.6,
    family: 'arimo',
    ...passportZone,
    mrzOptional: 'nothing',
    palette: rose,
  },
} as const satisfies Record<string, Layout>;
