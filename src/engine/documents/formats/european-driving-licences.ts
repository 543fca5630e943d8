// Engine. Driving licences of the model of Directive 2006/126/EC, annex I: the European Union, Iceland, Liechtenstein,
// Norway, and the United Kingdom, which kept it. And Switzerland's, whose back has a zone.
import type { DocumentFormat } from '../document-format.ts';
import { listed, onBack, onFront } from '../document-format.ts';

/** Items 1, 2, 3, 4a, 4b; a sex is not among them. */
const items = onFront('surname', 'givenNames', 'birthDate', 'issueDate', 'expiryDate');

/** Titles of annex I, and those of official languages beside them. Shared titles are told apart by the state's name. */
const rows: readonly (readonly [state: string, titles: string])[] = [
  ['AUT', 'FUHRERSCHEIN'],
  ['BEL', 'RIJBEWIJS|PERMIS DE CONDUIRE|FUHRERSCHEIN'],
  ['BGR', 'СВИДЕТЕЛСТВО ЗА УПРАВЛЕНИЕ НА МПС'],
  ['CYP', 'ΑΔΕΙΑ ΟΔΗΓΗΣΗΣ|SURUCU BELGESI'],
  ['CZE', 'RIDICSKY PRUKAZ'],
  ['D', 'FUHRERSCHEIN'],
  ['DNK', 'KOREKORT'],
  ['ESP', 'PERMISO DE CONDUCCION'],
  ['EST', 'JUHILUBA'],
  ['FIN', 'AJOKORTTI|KORKORT'],
  ['FRA', 'PERMIS DE CONDUIRE'],
  ['GBR', 'DRIVING LICENCE'],
  ['GRC', 'ΑΔΕΙΑ ΟΔΗΓΗΣΗΣ'],
  ['HRV', 'VOZACKA DOZVOLA'],
  ['HUN', 'VEZETOI ENGEDELY'],
  ['IRL', 'DRIVING LICENCE|CEADUNAS TIOMANA'],
  ['ISL', 'OKUSKIRTEINI'],
  ['ITA', 'PATENTE DI GUIDA'],
  ['LIE', 'FUHRERSCHEIN'],
  ['LTU', 'VAIRUOTOJO PAZYMEJIMAS'],
  ['LUX', 'PERMIS DE CONDUIRE|FUHRERSCHEIN'],
  ['LVA', 'VADITAJA APLIECIBA'],
  ['MLT', 'LICENZJA TAS-SEWQAN|DRIVING LICENCE'],
  ['NLD', 'RIJBEWIJS'],
  ['NOR', 'FORERKORT'],
  ['POL', 'PRAWO JAZDY'],
  ['PRT', 'CARTA DE CONDUCAO'],
  ['ROU', 'PERMIS DE CONDUCERE'],
  ['SVK', 'VODICSKY PREUKAZ'],
  ['SVN', 'VOZNISKO DOVOLJENJE'],
  ['SWE', 'KORKORT'],
];

export const europeanDrivingLicences: readonly DocumentFormat[] = rows.map(([state, titles]) => ({
  name: `${state.toLowerCase()}-driving-licence`,
  type: 'driving_licence',
  states: [state],
  titles: listed(titles),
  isNumbered: true,
  zone: null,
  barcode: null,
  // Item 5.
  fields: [...items, ...onFront('documentNumber')],
}));

export const swissDrivingLicence: DocumentFormat = {
  name: 'che-driving-licence',
  type: 'driving_licence',
  states: ['CHE'],
  titles: listed('FUHRERAUSWEIS|LICENZA DI CONDURRE|PERMISS DA MANISCHAR|PERMIS DE CONDUIRE'),
  isNumbered: true,
  zone: 'back',
  barcode: null,
  // Item 5 is the holder's number in the register, and which of his licences this is; the blank's own is on the back.
  fields: [...items, ...onFront('personalNumber'), ...onBack('documentNumber')],
  licenceNumber: { name: 'personalNumber', value: /^(\d{9})\d{3}$/ },
};
