// Engine. Who issues driving licences in North America: AAMVA's public list of issuer identification numbers. A table.
// Source: AAMVA, "Issuer Identification Numbers (IIN)", under ISO/IEC 7812; names of Mexican states after ISO 3166-2.

export interface Jurisdiction {
  /** Two letters of the postal service, or of AAMVA's list where there are none. */
  readonly code: string;
  readonly name: string;
  /** ICAO code of the state that it belongs to. */
  readonly country: 'USA' | 'CAN' | 'MEX';
}

type Row = readonly [number: string, code: string, name: string];

const unitedStates: readonly Row[] = [
  ['604427', 'AS', 'American Samoa'],
  ['604430', 'MP', 'Northern Mariana Islands'],
  ['604431', 'PR', 'Puerto Rico'],
  ['636000', 'VA', 'Virginia'],
  ['636001', 'NY', 'New York'],
  ['636002', 'MA', 'Massachusetts'],
  ['636003', 'MD', 'Maryland'],
  ['636004', 'NC', 'North Carolina'],
  ['636005', 'SC', 'South Carolina'],
  ['636006', 'CT', 'Connecticut'],
  ['636007', 'LA', 'Louisiana'],
  ['636008', 'MT', 'Montana'],
  ['636009', 'NM', 'New Mexico'],
  ['636010', 'FL', 'Florida'],
  ['636011', 'DE', 'Delaware'],
  ['636014', 'CA', 'California'],
  ['636015', 'TX', 'Texas'],
  ['636018', 'IA', 'Iowa'],
  ['636019', 'GU', 'Guam'],
  ['636020', 'CO', 'Colorado'],
  ['636021', 'AR', 'Arkansas'],
  ['636022', 'KS', 'Kansas'],
  ['636023', 'OH', 'Ohio'],
  ['636024', 'VT', 'Vermont'],
  ['636025', 'PA', 'Pennsylvania'],
  ['636026', 'AZ', 'Arizona'],
  ['636027', 'DOS', 'Department of State (diplomatic)'],
  ['636029', 'OR', 'Oregon'],
  ['636030', 'MO', 'Missouri'],
  ['636031', 'WI', 'Wisconsin'],
  ['636032', 'MI', 'Michigan'],
  ['636033', 'AL', 'Alabama'],
  ['636034', 'ND', 'North Dakota'],
  ['636035', 'IL', 'Illinois'],
  ['636036', 'NJ', 'New Jersey'],
  ['636037', 'IN', 'Indiana'],
  ['636038', 'MN', 'Minnesota'],
  ['636039', 'NH', 'New Hampshire'],
  ['636040', 'UT', 'Utah'],
  ['636041', 'ME', 'Maine'],
  ['636042', 'SD', 'South Dakota'],
  ['636043', 'DC', 'District of Columbia'],
  ['636045', 'WA', 'Washington'],
  ['636046', 'KY', 'Kentucky'],
  ['636047', 'HI', 'Hawaii'],
  ['636049', 'NV', 'Nevada'],
  ['636050', 'ID', 'Idaho'],
  ['636051', 'MS', 'Mississippi'],
  ['636052', 'RI', 'Rhode Island'],
  ['636053', 'TN', 'Tennessee'],
  ['636054', 'NE', 'Nebraska'],
  ['636055', 'GA', 'Georgia'],
  ['636058', 'OK', 'Oklahoma'],
  ['636059', 'AK', 'Alaska'],
  ['636060', 'WY', 'Wyoming'],
  ['636061', 'WV', 'West Virginia'],
  ['636062', 'VI', 'Virgin Islands'],
];

const canada: readonly Row[] = [
  ['604426', 'PE', 'Prince Edward Island'],
  ['604428', 'QC', 'Quebec'],
  ['604429', 'YT', 'Yukon'],
  ['604432', 'AB', 'Alberta'],
  ['604433', 'NU', 'Nunavut'],
  ['604434', 'NT', 'Northwest Territories'],
  ['636012', 'ON', 'Ontario'],
  ['636013', 'NS', 'Nova Scotia'],
  ['636016', 'NL', 'Newfoundland and Labrador'],
  ['636017', 'NB', 'New Brunswick'],
  ['636028', 'BC', 'British Columbia'],
  ['636044', 'SK', 'Saskatchewan'],
  ['636048', 'MB', 'Manitoba'],
];

const mexico: readonly Row[] = [
  ['636056', 'CU', 'Coahuila'],
  ['636057', 'HL', 'Hidalgo'],
];

const byNumber: ReadonlyMap<string, Jurisdiction> = new Map(
  (
    [
      [unitedStates, 'USA'],
      [canada, 'CAN'],
      [mexico, 'MEX'],
    ] as const
  ).flatMap(([rows, country]) =>
    rows.map(([number, code, name]): [string, Jurisdiction] => [number, { code, name, country }]),
  ),
);

/** `number`: six digits, as in the barcode's header. */
export const jurisdictionOf = (number: string): Jurisdiction | null => byNumber.get(number) ?? null;

export const jurisdictions: readonly Jurisdiction[] = [...byNumber.values()];

/** By the code in an address (`DAJ`), where the header names nobody. */
export const jurisdictionOfCode = (code: string): Jurisdiction | null =>
  jurisdictions.find((row) => row.code === code) ?? null;
