// Engine. Driving licences and identity cards of the states, provinces and territories of the United States and Canada:
// AAMVA DL/ID Card Design Standard 2020. Their data stand in a barcode on the back.
import { type DocumentFormat, listed, onFront } from '../document-format.ts';

const shared = {
  states: ['USA', 'CAN'],
  isNumbered: false,
  zone: null,
  barcode: 'back',
  // Annex A: what is mandatory in print.
  fields: onFront('documentNumber', 'surname', 'givenNames', 'birthDate', 'sex', 'issueDate', 'expiryDate'),
} as const;

export const northAmericanLicence: DocumentFormat = {
  name: 'north-american-driving-licence',
  type: 'driving_licence',
  ...shared,
  titles: listed(
    "DRIVER LICENSE|DRIVER'S LICENSE|DRIVERS LICENSE|DRIVER LICENCE|DRIVER'S LICENCE|DRIVERS LICENCE|OPERATOR LICENSE|" +
      "OPERATOR'S LICENSE|OPERATOR'S LICENCE|COMMERCIAL DRIVER LICENSE|PERMIS DE CONDUIRE",
  ),
};

export const northAmericanIdentityCard: DocumentFormat = {
  name: 'north-american-identity-card',
  type: 'identity_card',
  ...shared,
  titles: listed('IDENTIFICATION CARD|IDENTITY CARD|PHOTO CARD|NON-DRIVER ID|ID CARD'),
};
