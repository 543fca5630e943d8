// Engine. All kinds of documents that are known by themselves. To add one: its table in `formats/`, and its row here.
import type { DocumentFormat } from './document-format.ts';
import { chineseIdentityCards } from './formats/chinese-identity-cards.ts';
import { europeanDrivingLicences, swissDrivingLicence } from './formats/european-driving-licences.ts';
import { northAmericanIdentityCard, northAmericanLicence } from './formats/north-american-licences.ts';

export const documentFormats: readonly DocumentFormat[] = [
  ...chineseIdentityCards,
  ...europeanDrivingLicences,
  swissDrivingLicence,
  northAmericanLicence,
  northAmericanIdentityCard,
];
