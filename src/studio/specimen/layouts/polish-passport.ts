// Plain Node. A passport in the arrangement of Poland's: months in Polish and English, PESEL, Ł as L in the zone.
import type { Issuer } from '../holder.ts';
import type { Layout } from '../layout.ts';
import { dataPage, frost, passportZone } from './common.ts';

const issuer: Issuer = { state: 'POL', names: 'polish', number: 'AA9999999', personalNumber: 'pesel' };

export const polishPassport = {
  'pol-passport': {
    document: 'pol-passport',
    side: 'front',
    type: 'passport',
    issuer,
    language: 'Polish',
    words: {
      type: 'P',
      nationality: 'POLSKIE / POLISH',
      sex: { F: 'K / F', M: 'M / M', X: 'X' },
      dates: 'DD LLL/MMM YYYY',
      months: 'polish',
    },
    title: 'RZECZPOSPOLITA POLSKA',
    subtitle: 'PASZPORT · PASSPORT',
    ...dataPage,
    header: 'plain',
    portrait: { x: 5, y: 17, width: 34, height: 44 },
    ghost: { x: 106, y: 22, width: 14, height: 18 },
    rows: [
      ['{type}', 43, 20.2, 14, 'Typ / Type'],
      ['{issuingState}', 60, 20.2, 20, 'Kod państwa / Code'],
      ['{documentNumber}', 84, 20.2, 21, 'Nr paszportu / No.'],
      ['{surname}', 43, 27.4, 62, '1. Nazwisko / Surname'],
      ['{givenNames}', 43, 34.6, 62, '2. Imiona / Given names'],
      ['{nationality}', 43, 41.8, 34, '3. Obywatelstwo / Nationality'],
      ['{personalNumber}', 82, 41.8, 30, '10. Nr PESEL / Personal No.'],
      ['{birthDate}', 43, 49, 36, '4. Data urodzenia / Date of birth'],
      ['{sex}', 82, 49, 10, '5. Płeć / Sex'],
      ['{birthPlace}', 95, 49, 26, '6. Miejsce urodzenia / Place of birth'],
      ['{issueDate}', 43, 56.2, 36, '7. Data wydania / Date of issue'],
      ['{authority}', 82, 56.2, 38, '9. Organ wydający / Authority'],
      ['{expiryDate}', 43, 63.2, 36, '8. Data ważności / Date of expiry'],
    ],
    valueEmMm: 2.9,
    labelEmMm: 1.7,
    family: 'inter',
    ...passportZone,
    palette: frost,
  },
} as const satisfies Record<string, Layout>;
