// What cannot be so, and what can: numbers of published specimens and of the literature on check digits.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ImplausibilityKind, implausibilitiesOf } from '../../../../src/engine/rules/plausibility.ts';
import type { DocumentFields, DocumentType } from '../../../../src/shared/domain/document.ts';

const nowMs = Date.UTC(2026, 10, 25);
const found = (fields: DocumentFields, type: DocumentType | null = 'passport'): ImplausibilityKind[] =>
  implausibilitiesOf({ fields, type, nowMs }).map(({ kind }) => kind);
const passport: DocumentFields = {
  documentNumber: 'L898902C3',
  surname: 'ERIKSSON',
  givenNames: 'ANNA MARIA',
  issuingState: 'UTO',
  nationality: 'UTO',
  birthDate: '1974-08-12',
  sex: 'F',
  issueDate: '2024-04-16',
  expiryDate: '2034-04-15',
};

/** `undefined` takes a field away. */
type Change = { readonly [name in keyof DocumentFields]?: string | undefined };
const changed = (change: Change) =>
  Object.fromEntries(
    Object.entries({ ...passport, ...change }).filter(([, value]) => value !== undefined),
  ) as DocumentFields;

describe('dates', () => {
  it.each<[Change, ImplausibilityKind[]]>([
    [{}, []],
    [{ sex: 'X' }, []],
    [{ birthDate: '2026-11-26', issueDate: undefined }, ['birth_in_future']],
    [{ birthDate: '1900-01-01' }, ['age']],
    [{ birthDate: '1902-01-01' }, []],
    [{ issueDate: '2026-11-26' }, ['issue_in_future']],
    [{ birthDate: '2024-05-01' }, ['issue_before_birth']],
    [{ expiryDate: '2024-04-15' }, ['expiry_before_issue']],
    // Ten years, and what some add of the old passport's.
    [{ expiryDate: '2035-04-16' }, []],
    [{ expiryDate: '2035-04-17' }, ['validity']],
    // Without a day of issue it cannot be valid for longer from now on than from its issue.
    [{ issueDate: undefined, expiryDate: '2037-11-25' }, []],
    [{ issueDate: undefined, expiryDate: '2037-11-26' }, ['validity']],
  ])('%o: %o', (change, kinds) => expect(found(changed(change))).toEqual(kinds));

  it('a child’s passport is valid for less than an adult’s', () => {
    const american = { ...passport, issuingState: 'USA', nationality: 'USA', documentNumber: '123456789' };
    expect(found({ ...american, issueDate: '2024-01-01', expiryDate: '2033-12-31' })).toEqual([]);
    const child = { ...american, birthDate: '2015-06-01', issueDate: '2024-01-01' };
    expect(found({ ...child, expiryDate: '2028-12-31' })).toEqual([]);
    expect(found({ ...child, expiryDate: '2033-12-31' })).toEqual(['validity']);
  });

  it('a card may be valid for the rest of a life', () => {
    expect(found({ ...passport, expiryDate: '2070-01-01' }, 'identity_card')).toEqual([]);
  });
});

it('codes of states and sexes are from their lists', () => {
  expect(found({ ...passport, issuingState: 'QQQ' })).toEqual(['issuing_state']);
  expect(found({ ...passport, nationality: 'ZZZ' })).toEqual(['nationality']);
  expect(found({ ...passport, nationality: 'XXB' })).toEqual([]);
  expect(found({ ...passport, sex: 'N' })).toEqual(['sex']);
});

describe('numbers of documents', () => {
  it.each([
    ['D', 'passport', 'C01X00T47', 'C01X00T4O'],
    ['D', 'identity_card', 'L01X00T47', 'B01X00T47'],
    ['TWN', 'passport', '888800371', 'A88880037'],
    ['USA', 'passport', '340020013', '34002001'],
    ['USA', 'passport', 'A12345678', 'AB1234567'],
    ['GBR', 'passport', '707797979', '7077979AB'],
    ['NLD', 'passport', 'SPECI2014', 'OPECI2014'],
    ['FRA', 'passport', '15AA81234', 'AA1581234'],
    ['BEL', 'identity_card', '000590944814', '000590944841'],
    ['POL', 'identity_card', 'ABA300000', 'ABA300001'],
  ] as const)('of %s, %s', (issuingState, type, right, wrong) => {
    const fields = { issuingState };
    expect(found({ ...fields, documentNumber: right }, type)).toEqual([]);
    expect(found({ ...fields, documentNumber: wrong }, type)).toEqual(['document_number']);
  });
});

/** State, number, day of birth and sex that it tells, as far as it does. */
const persons: readonly (readonly [string, string, string | null, 'M' | 'F' | null])[] = [
  ['BEL', '85.07.30-033 28', '1985-07-30', 'M'],
  ['BGR', '7501010010', '1975-01-01', 'F'],
  ['CHN', '11010519491231002X', '1949-12-31', 'F'],
  ['CZE', '710319/2745', '1971-03-19', 'M'],
  ['DNK', '070472-2980', '1972-04-07', 'F'],
  ['ESP', '54362315-K', null, null],
  ['EST', '36805280109', '1968-05-28', 'M'],
  ['FIN', '131052-308T', '1952-10-13', 'F'],
  ['HRV', '33392005961', null, null],
  ['ISL', '120174-3399', '1974-01-12', null],
  ['ITA', 'RCCMNL83S18D969H', '1983-11-18', 'M'],
  ['LTU', '33309240064', '1933-09-24', 'M'],
  ['LVA', '161175-19997', '1975-11-16', null],
  ['MEX', 'BOXW310820HNERXN09', '1931-08-20', 'M'],
  ['NLD', '1112.22.333', null, null],
  ['NOR', '151086 95088', '1986-10-15', 'F'],
  ['POL', '44051401359', '1944-05-14', 'M'],
  ['ROU', '1630615123457', '1963-06-15', 'M'],
  ['SRB', '0101006500006', '2006-01-01', 'M'],
  ['SWE', '811218-9876', '1981-12-18', 'M'],
  ['SWE', '19811218-9876', '1981-12-18', 'M'],
  ['THA', '1-2345-45678-78-1', null, null],
  ['TUR', '17291716060', null, null],
  ['TWN', 'A123456789', null, 'M'],
  ['TWN', 'A234567893', null, 'F'],
  ['ZAF', '7503305044089', '1975-03-30', 'M'],
];

describe('numbers of persons', () => {
  it.each(persons)('of %s: %s', (issuingState, personalNumber, birthDate, sex) => {
    const fields: DocumentFields = { issuingState, personalNumber };
    expect(found({ ...fields, ...(birthDate && { birthDate }), ...(sex && { sex }) })).toEqual([]);
    if (birthDate) expect(found({ ...fields, birthDate: '1960-02-29' })).toEqual(['personal_number_birth']);
    if (sex) expect(found({ ...fields, sex: sex === 'M' ? 'F' : 'M' })).toEqual(['personal_number_sex']);
  });

  it('do not survive a changed digit where their check digit sees every one', () => {
    const watchful = persons.filter(([state]) => ['ESP', 'EST', 'POL', 'CHN', 'TUR'].includes(state));
    fc.assert(
      fc.property(
        fc.constantFrom(...watchful),
        fc.nat(),
        fc.integer({ min: 1, max: 9 }),
        (person, at, change) => {
          const [issuingState, number, birthDate] = person;
          const digits = [...number].flatMap((character, index) => (/\d/.test(character) ? [index] : []));
          const index = digits[at % digits.length]!;
          const changed = String((Number(number[index]) + change) % 10);
          const personalNumber = number.slice(0, index) + changed + number.slice(index + 1);
          // A first digit that no such number has makes it another number.
          fc.pre(!(['EST', 'TUR'].includes(issuingState) && /^[09]/.test(personalNumber)));
          const fields = { issuingState, personalNumber, ...(birthDate && { birthDate }) };
          expect([personalNumber, found(fields)]).not.toEqual([personalNumber, []]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('stand on some states’ cards as the card’s own number, and on no passport', () => {
    const forged = { issuingState: 'TWN', documentNumber: 'A123456788' };
    expect(found(forged, 'identity_card')).toEqual(['personal_number']);
    expect(found({ ...forged, documentNumber: 'A123456789', sex: 'F' }, 'identity_card')).toEqual([
      'personal_number_sex',
    ]);
    expect(found({ issuingState: 'CZE', documentNumber: '71031927', birthDate: '1980-01-01' })).toEqual([]);
  });

  it('of another form are another number, about which nothing is said', () => {
    expect(found({ issuingState: 'POL', personalNumber: 'ZE184226B' })).toEqual([]);
    expect(found({ issuingState: 'UTO', personalNumber: '44051401358' })).toEqual([]);
  });
});
