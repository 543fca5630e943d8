// Plain Node. A passport in the arrangement of Spain's: two surnames, Ñ printed and N in the zone, the DNI as personal
// number.
import type { Issuer } from '../holder.ts';
import type { Layout } from '../layout.ts';
import { clay, dataPage, passportZone } from './common.ts';

const issuer: Issuer = {
  state: 'ESP',
  names: 'spanish',
  number: 'AAA999999',
  personalNumber: 'dni',
  // Real Decreto 896/2003, article 11.
  validity: [
    { fromAge: 0, years: 5 },
    { fromAge: 30, years: 10 },
  ],
};

export const spanishPassport = {
  'esp-passport': {
    document: 'esp-passport',
    side: 'front',
    type: 'passport',
    issuer,
    language: 'Spanish',
    words: {
      type: 'P',
      nationality: 'ESPAÑOLA',
      sex: { F: 'F', M: 'M', X: 'X' },
      dates: 'DD-MM-YYYY',
    },
    title: 'ESPAÑA',
    subtitle: 'PASAPORTE · PASSPORT · PASSEPORT',
    ...dataPage,
    portrait: { x: 5, y: 17, width: 33, height: 43 },
    ghost: { x: 106, y: 43, width: 14, height: 18 },
    rows: [
      ['{type}', 42, 20.4, 14, 'Tipo / Type'],
      ['{issuingState}', 58, 20.4, 24, 'País emisor / Issuing country'],
      ['{documentNumber}', 86, 20.4, 34, 'Pasaporte n.º / Passport No.'],
      ['{surname}', 42, 27.6, 78, '(1) Apellidos / Surname / Nom'],
      ['{givenNames}', 42, 34.6, 78, '(2) Nombre / Given names / Prénoms'],
      ['{nationality}', 42, 41.6, 30, '(3) Nacionalidad / Nationality'],
      ['{personalNumber}', 76, 41.6, 28, '(10) Núm. personal / Personal No.'],
      ['{birthDate}', 42, 48.6, 30, '(4) Fecha de nacimiento / Date of birth'],
      ['{sex}', 76, 48.6, 10, '(5) Sexo / Sex'],
      ['{birthPlace}', 42, 55.6, 30, '(6) Lugar de nacimiento / Place of birth'],
      ['{issueDate}', 76, 55.6, 28, '(7) Fecha de expedición / Date of issue'],
      ['{authority}', 42, 62.6, 31, '(9) Autoridad / Authority'],
      ['{expiryDate}', 76, 62.6, 28, '(8) Fecha de caducidad / Date of expiry'],
    ],
    valueEmMm: 2.9,
    labelEmMm: 1.65,
    family: 'arimo',
    ...passportZone,
    palette: clay,
  },
} as const satisfies Record<string, Layout>;
