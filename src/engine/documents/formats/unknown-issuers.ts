// Engine. Documents of issuers that have no table of their own, by what most of the world calls them. What is read from
// them is whatever their labels announce.
import type { DocumentFieldName, DocumentType } from '../../../shared/domain/document.ts';
import { type DocumentFormat, listed, onFront } from '../document-format.ts';

const person: readonly DocumentFieldName[] = ['documentNumber', 'surname', 'givenNames', 'birthDate'];

/** `hasZone`: Doc 9303 asks for one; of driving licences only Switzerland's is read like it. */
const rows: readonly (readonly [
  type: DocumentType,
  hasZone: boolean,
  fields: readonly DocumentFieldName[],
  titles: string,
])[] = [
  [
    'driving_licence',
    false,
    [...person, 'expiryDate'],
    'DRIVING LICENCE|DRIVING LICENSE|DRIVER LICENCE|DRIVER LICENSE|DRIVERS LICENCE|DRIVERS LICENSE|PERMIS DE CONDUIRE|' +
      'LICENCIA DE CONDUCIR|LICENCIA DE CONDUCCION|LICENCIA DE MANEJO|PERMISO DE CONDUCIR|CARTEIRA NACIONAL DE HABILITACAO|' +
      'FUHRERSCHEIN|RIJBEWIJS|KORKORT|ВОДИТЕЛЬСКОЕ УДОСТОВЕРЕНИЕ|ПОСВІДЧЕННЯ ВОДІЯ|ВОЗАЧКА ДОЗВОЛА|SURUCU BELGESI|' +
      'SURIN MENGEMUDI|LESEN MEMANDU|GIAY PHEP LAI XE|駕駛執照|汽車駕照|驾驶证|運転免許証|운전면허증',
  ],
  [
    'residence_permit',
    true,
    [...person, 'expiryDate'],
    'RESIDENCE PERMIT|RESIDENT CARD|RESIDENCE CARD|PERMANENT RESIDENT|RESIDENT CERTIFICATE|TITRE DE SEJOUR|' +
      'AUFENTHALTSTITEL|PERMESSO DI SOGGIORNO|PERMISO DE RESIDENCIA|AUTORIZACAO DE RESIDENCIA|VERBLIJFSTITEL|' +
      'VERBLIJFSVERGUNNING|KARTA POBYTU|UPPEHALLSTILLSTAND|OPPHOLDSTILLATELSE|OLESKELULUPA|居留證|在留カード|외국인등록증',
  ],
  // Before passports: a visa prints the number of one.
  ['visa', true, [...person, 'sex', 'expiryDate'], 'VISA|VISUM|VISADO|簽證|签证|査証|ВИЗА'],
  [
    'passport',
    true,
    [...person, 'nationality', 'issuingState', 'sex', 'issueDate', 'expiryDate'],
    'PASSPORT|PASSEPORT|REISEPASS|PASAPORTE|PASSAPORTO|PASSAPORTE|PASZPORT|PASPOORT|CESTOVNI PAS|CESTOVNY PAS|PUTOVNICA|' +
      'PASAPORT|PASSI|ΔΙΑΒΑΤΗΡΙΟ|ПАСПОРТ|護照|护照|旅券|여권',
  ],
  [
    'identity_card',
    true,
    [...person, 'expiryDate'],
    'IDENTITY CARD|IDENTIFICATION CARD|NATIONAL ID|CARTE NATIONALE D IDENTITE|CARTE D IDENTITE|PERSONALAUSWEIS|' +
      'IDENTITATSKARTE|CARTA DI IDENTITA|DOCUMENTO NACIONAL DE IDENTIDAD|CEDULA DE CIUDADANIA|CEDULA DE IDENTIDAD|' +
      'CARTAO DE CIDADAO|CARTEIRA DE IDENTIDADE|IDENTITEITSKAART|DOWOD OSOBISTY|OBCANSKY PRUKAZ|OBCIANSKY PREUKAZ|' +
      'OSOBNA ISKAZNICA|OSEBNA IZKAZNICA|LICNA KARTA|ISIKUTUNNISTUS|HENKILOKORTTI|PERSONAS APLIECIBA|ASMENS TAPATYBES KORTELE|' +
      'NATIONELLT ID-KORT|SZEMELYAZONOSITO IGAZOLVANY|CARTE DE IDENTITATE|ΔΕΛΤΙΟ ΤΑΥΤΟΤΗΤΑΣ|ЛИЧНА КАРТА|ПОСВІДЧЕННЯ ОСОБИ|' +
      'TURKIYE CUMHURIYETI KIMLIK KARTI|KIMLIK KARTI|KARTU TANDA PENDUDUK|KAD PENGENALAN|CAN CUOC CONG DAN|身分證|身份證|身份证|주민등록증',
  ],
];

export const unknownIssuers: readonly DocumentFormat[] = rows.map(([type, hasZone, fields, titles]) => ({
  name: `any-${type.replaceAll('_', '-')}`,
  type,
  states: [],
  titles: listed(titles),
  isNumbered: type === 'driving_licence',
  // On cards it may be on either side; a side that was not photographed is asked for like one that was not read.
  zone: hasZone ? (type === 'identity_card' || type === 'residence_permit' ? 'back' : 'front') : null,
  barcode: null,
  fields: onFront(...fields),
}));

/** Nothing told what it is. A zone is expected: most documents have one, and it may have been hidden. */
export const unknownDocument: DocumentFormat = {
  name: 'unknown',
  type: null,
  states: [],
  titles: [],
  isNumbered: false,
  zone: 'front',
  barcode: null,
  fields: onFront(...person),
};
