// Plain Node. A passport in the arrangement of Germany's: German, English and French labels, dates in digits, SS and AE in
// the zone.
import type { Issuer } from '../holder.ts';
import type { Layout } from '../layout.ts';
import { dataPage, passportZone, rose } from './common.ts';

const issuer: Issuer = {
  state: 'D',
  names: 'german',
  number: 'c########',
  personalNumber: 'none',
  sexX: true,
  // Passgesetz, section 5.
  validity: [
    { fromAge: 0, years: 6 },
    { fromAge: 24, years: 10 },
  ],
};

export const germanPassport = {
  'deu-passport': {
    document: 'deu-passport',
    side: 'front',
    type: 'passport',
    issuer,
    language: 'German',
    words: {
      type: 'P',
      nationality: 'DEUTSCH',
      sex: { F: 'F', M: 'M', X: 'X' },
      dates: 'DD.MM.YYYY',
    },
    title: 'REISEPASS',
    subtitle: 'PASSPORT · PASSEPORT   BUNDESREPUBLIK DEUTSCHLAND',
    ...dataPage,
    portrait: { x: 5, y: 17, width: 35, height: 45 },
    ghost: { x: 105, y: 42, width: 14.5, height: 18.6 },
    rows: [
      ['{type}', 44, 20.4, 12, 'Typ / Type / Type'],
      ['{issuingState}', 60, 20.4, 18, 'Kode / Code / Code'],
      ['{documentNumber}', 84, 20.4, 36, 'Pass-Nr. / Passport No. / Passeport N°'],
      ['{surname}', 44, 27.8, 76, '1. Name / Surname / Nom'],
      ['{givenNames}', 44, 34.9, 76, '2. Vornamen / Given names / Prénoms'],
      ['{birthDate}', 44, 42, 27, '4. Geburtstag / Date of birth / Date de naissance'],
      ['{sex}', 74, 42, 28, '5. Geschlecht / Sex / Sexe'],
      ['{birthPlace}', 44, 49, 28, '6. Geburtsort / Place of birth / Lieu de naissance'],
      ['{nationality}', 74, 49, 29, '3. Staatsangehörigkeit / Nationality / Nationalité'],
      ['{issueDate}', 44, 56, 27, '7. Ausstellungsdatum / Date of issue'],
      ['{authority}', 74, 56, 29, '9. Behörde / Authority / Autorité'],
      ['{expiryDate}', 44, 63, 27, '8. Gültig bis / Date of expiry / Date d’expiration'],
    ],
    valueEmMm: 3,
    labelEmMm: 1.7,
    family: 'arimo',
    ...passportZone,
    mrzOptional: 'nothing',
    palette: rose,
  },
} as const satisfies Record<string, Layout>;
