// Engine. The data elements of AAMVA's barcode: what each identifier says, and in which versions. A table.
// Sources: AAMVA National Standard for the Driver License/Identification Card (2000, version 1) and DL/ID Card Design
// Standard (2003 to 2020, versions 2 to 10), each in its annex on the PDF417 barcode.

export interface AamvaElement {
  readonly id: string;
  readonly meaning: string;
  /** First and last version, both included. The newest known one stands for all that follow. */
  readonly from: number;
  readonly to: number;
  /** Mandatory where the version has it. `licence`: on driving licences alone. */
  readonly mandatory: 'always' | 'licence' | 'never';
}

/** 2000, 2003, 2005, 2009, 2010, 2011, 2012, 2013, 2016, 2020. */
const newestVersion = 10;
type Row = readonly [
  id: string,
  meaning: string,
  from: number,
  to: number,
  mandatory: AamvaElement['mandatory'],
];

const rows: readonly Row[] = [
  ['DAA', 'Full name', 1, 1, 'always'],
  ['DAB', 'Family name', 1, 1, 'never'],
  ['DAC', 'First name', 1, 1, 'never'],
  ['DAD', 'Middle name or initial', 1, 1, 'never'],
  ['DAE', 'Name suffix', 1, 1, 'never'],
  ['DAF', 'Name prefix', 1, 1, 'never'],
  ['DAL', 'Residence: street, line 1', 1, 1, 'never'],
  ['DAM', 'Residence: street, line 2', 1, 1, 'never'],
  ['DAN', 'Residence: city', 1, 1, 'never'],
  ['DAO', 'Residence: jurisdiction', 1, 1, 'never'],
  ['DAP', 'Residence: postal code', 1, 1, 'never'],
  ['DAR', 'Licence class', 1, 1, 'licence'],
  ['DAS', 'Licence restrictions', 1, 1, 'licence'],
  ['DAT', 'Licence endorsements', 1, 1, 'licence'],
  ['DAV', 'Height in centimetres', 1, 1, 'never'],
  ['DBE', 'Time of issue', 1, 1, 'never'],
  ['DBF', 'Number of duplicates', 1, 1, 'never'],
  ['DBG', 'Medical codes', 1, 1, 'never'],
  ['DBH', 'Organ donor', 1, 1, 'never'],
  ['DBI', 'Not a resident', 1, 1, 'never'],
  ['DBJ', 'Customer identifier', 1, 1, 'never'],
  ['DBK', 'Social security number', 1, 1, 'never'],
  ['DBL', 'Date of birth under another name', 1, 1, 'never'],
  ['DBM', 'Social security number under another name', 1, 1, 'never'],
  ['DBN', 'Other name: full', 1, 1, 'never'],
  ['DBO', 'Other name: family name', 1, 1, 'never'],
  ['DBP', 'Other name: first name', 1, 1, 'never'],
  ['DBQ', 'Other name: middle name', 1, 1, 'never'],
  ['DBR', 'Other name: suffix', 1, 1, 'never'],
  ['DBS', 'Other name: prefix', 1, 1, 'never'],
  ['PAA', 'Permit class', 1, 1, 'never'],
  ['PAB', 'Permit: date of expiry', 1, 1, 'never'],
  ['PAC', 'Permit identifier', 1, 1, 'never'],
  ['PAD', 'Permit: date of issue', 1, 1, 'never'],
  ['PAE', 'Permit restrictions', 1, 1, 'never'],
  ['PAF', 'Permit endorsements', 1, 1, 'never'],

  ['DAG', 'Address: street, line 1', 1, 10, 'always'],
  ['DAH', 'Address: street, line 2', 1, 10, 'never'],
  ['DAI', 'Address: city', 1, 10, 'always'],
  ['DAJ', 'Address: jurisdiction', 1, 10, 'always'],
  ['DAK', 'Address: postal code', 1, 10, 'always'],
  ['DAQ', 'Customer number, the number of the licence', 1, 10, 'always'],
  ['DAU', 'Height', 1, 1, 'never'],
  ['DAU', 'Height', 2, 10, 'always'],
  ['DAW', 'Weight in pounds', 1, 1, 'never'],
  ['DAW', 'Weight in pounds', 4, 10, 'never'],
  ['DAX', 'Weight in kilograms', 1, 1, 'never'],
  ['DAX', 'Weight in kilograms', 4, 10, 'never'],
  ['DAY', 'Colour of the eyes', 1, 1, 'never'],
  ['DAY', 'Colour of the eyes', 2, 10, 'always'],
  ['DAZ', 'Colour of the hair', 1, 10, 'never'],
  ['DBA', 'Date of expiry', 1, 10, 'always'],
  ['DBB', 'Date of birth', 1, 10, 'always'],
  ['DBC', 'Sex', 1, 10, 'always'],
  ['DBD', 'Date of issue', 1, 10, 'always'],

  ['DCS', 'Family name', 2, 10, 'always'],
  ['DCT', 'Given names', 2, 3, 'always'],
  ['DAC', 'First name', 4, 10, 'always'],
  ['DAD', 'Middle names', 4, 10, 'always'],
  ['DDE', 'Family name is truncated', 4, 10, 'always'],
  ['DDF', 'First name is truncated', 4, 10, 'always'],
  ['DDG', 'Middle name is truncated', 4, 10, 'always'],
  ['DCU', 'Name suffix', 2, 2, 'always'],
  ['DCU', 'Name suffix', 3, 10, 'never'],
  ['DCA', 'Vehicle class', 2, 10, 'licence'],
  ['DCB', 'Restrictions', 2, 10, 'licence'],
  ['DCD', 'Endorsements', 2, 10, 'licence'],
  ['DCE', 'Weight range', 2, 2, 'always'],
  ['DCE', 'Weight range', 3, 10, 'never'],
  ['DCF', 'Document discriminator', 2, 10, 'always'],
  ['DCG', 'Country', 2, 10, 'always'],
  ['DCH', 'Federal codes of commercial vehicles', 2, 3, 'always'],
  ['DCI', 'Place of birth', 2, 10, 'never'],
  ['DCJ', 'Audit information', 2, 10, 'never'],
  ['DCK', 'Inventory control number', 2, 10, 'never'],
  ['DBN', 'Other name: family name', 2, 10, 'never'],
  ['DBG', 'Other name: given names', 2, 10, 'never'],
  ['DBS', 'Other name: suffix', 2, 10, 'never'],
  ['DCL', 'Race or ethnicity', 2, 10, 'never'],
  ['DCM', 'Standard vehicle class', 2, 10, 'never'],
  ['DCN', 'Standard endorsements', 2, 10, 'never'],
  ['DCO', 'Standard restrictions', 2, 10, 'never'],
  ['DCP', 'Vehicle class in words', 2, 10, 'never'],
  ['DCQ', 'Endorsements in words', 2, 10, 'never'],
  ['DCR', 'Restrictions in words', 2, 10, 'never'],
  ['DDA', 'Compliance with the REAL ID Act', 3, 10, 'never'],
  ['DDB', 'Date of the card’s revision', 3, 10, 'never'],
  ['DDC', 'Endorsement for hazardous materials: date of expiry', 3, 10, 'never'],
  ['DDD', 'Limited duration', 3, 10, 'never'],
  ['DDH', 'Under 18 until', 5, 10, 'never'],
  ['DDI', 'Under 19 until', 5, 10, 'never'],
  ['DDJ', 'Under 21 until', 5, 10, 'never'],
  ['DDK', 'Organ donor', 6, 10, 'never'],
  ['DDL', 'Veteran', 7, 10, 'never'],
];

export const aamvaElements: readonly AamvaElement[] = rows.map(([id, meaning, from, to, mandatory]) => ({
  id,
  meaning,
  from,
  to,
  mandatory,
}));

/** Jurisdictions mix versions, so an identifier is known when any version has it. */
const known: ReadonlySet<string> = new Set(aamvaElements.map(({ id }) => id));
export const isKnownElement = (id: string): boolean => known.has(id);

/** What a barcode of this version must hold; cards of identity have no classes and endorsements. */
export function mandatoryElements(version: number, isLicence: boolean): string[] {
  // Version 0 is that of cards from before the first standard, which followed its draft.
  const known = Math.min(newestVersion, Math.max(1, version));
  return aamvaElements
    .filter(
      ({ from, to, mandatory }) =>
        from <= known && known <= to && (mandatory === 'always' || (mandatory === 'licence' && isLicence)),
    )
    .map(({ id }) => id);
}
