// Plain Node. A passport in the arrangement of Greece's: names in Greek and below them in Latin letters (ELOT 743).
import type { Issuer } from '../holder.ts';
import type { Layout } from '../layout.ts';
import { dataPage, lagoon, passportZone } from './common.ts';

const issuer: Issuer = { state: 'GRC', names: 'greek', number: 'AA9999999', personalNumber: 'none' };

export const greekPassport = {
  'grc-passport': {
    document: 'grc-passport',
    side: 'front',
    type: 'passport',
    issuer,
    language: 'Greek',
    words: {
      type: 'P',
      nationality: 'ΕΛΛΗΝΙΚΗ / HELLENIC',
      sex: { F: 'F', M: 'M', X: 'X' },
      dates: 'DD LLL/MMM YYYY',
      months: 'greek',
    },
    title: 'ΕΛΛΗΝΙΚΗ ΔΗΜΟΚΡΑΤΙΑ',
    subtitle: 'HELLENIC REPUBLIC · ΔΙΑΒΑΤΗΡΙΟ PASSPORT',
    ...dataPage,
    headerHeightMm: 12,
    portrait: { x: 5, y: 15.5, width: 34, height: 44 },
    rows: [
      ['{type}', 43, 18, 16, 'Τύπος / Type'],
      ['{issuingState}', 62, 18, 22, 'Κωδ. χώρας / Code'],
      ['{documentNumber}', 87, 18, 34, 'Αρ. διαβατηρίου / Passport No.'],
      ['{nativeSurname}', 43, 24.6, 78, '1. Επώνυμο / Surname'],
      ['{surname}', 43, 28.2, 78, ''],
      ['{nativeGivenNames}', 43, 34.4, 78, '2. Όνομα / Name'],
      ['{givenNames}', 43, 38, 78, ''],
      ['{nationality}', 43, 44.4, 44, '3. Ιθαγένεια / Nationality'],
      ['{sex}', 91, 44.4, 12, '4. Φύλο / Sex'],
      ['{birthDate}', 43, 50.8, 34, '5. Ημερ. γέννησης / Date of birth'],
      ['{birthPlace}', 80, 50.8, 41, '6. Τόπος γέννησης / Place of birth'],
      ['{issueDate}', 43, 57.2, 34, '7. Ημερ. έκδοσης / Date of issue'],
      ['{expiryDate}', 80, 57.2, 34, '8. Ημερ. λήξης / Date of expiry'],
      ['{authority}', 43, 63.4, 44, '9. Εκδ. αρχή / Issuing office'],
      ['{heightM}', 91, 63.4, 12, '10. Ύψος / Height'],
    ],
    valueEmMm: 2.8,
    labelEmMm: 1.6,
    family: 'arimo',
    ...passportZone,
    palette: lagoon,
  },
} as const satisfies Record<string, Layout>;
