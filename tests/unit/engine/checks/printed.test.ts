// The checks that lay zone, print and barcode side by side, on zones that the studio composes for invented holders.
import fc from 'fast-check';
import { parse } from 'mrz';
import { describe, expect, it } from 'vitest';
import { documentPrintedMatches } from '../../../../src/engine/checks/document-printed-matches.ts';
import { documentPrintedRead } from '../../../../src/engine/checks/document-printed-read.ts';
import { contentOf } from '../../../../src/engine/document/fields.ts';
import type { ComparedSources } from '../../../../src/engine/rules/compare-sources.ts';
import { findingSchema } from '../../../../src/shared/domain/check.ts';
import type {
  BarcodeReading,
  DocumentFieldName,
  MrzReading,
  PrintedField,
} from '../../../../src/shared/domain/document.ts';
import { boxToQuad } from '../../../../src/shared/domain/geometry.ts';
import {
  composeMrz,
  type Holder,
  inventHolder,
  type SpecimenMrzFormat,
} from '../../../../src/studio/index.ts';

const nowMs = Date.UTC(2026, 10, 25);
const quad = boxToQuad({ x: 0, y: 0, width: 440, height: 20 });
const formats: readonly SpecimenMrzFormat[] = ['TD1', 'TD2', 'TD3', 'MRV-A', 'MRV-B'];

function zoneOf(format: SpecimenMrzFormat, holder: Holder, confidence = 0.99): MrzReading {
  const lines = composeMrz(format, holder);
  return {
    lines,
    asRead: lines,
    valid: true,
    invalidFields: [],
    confidences: lines.map((line) => Array(line.length).fill(confidence)),
    quads: lines.map(() => quad),
  };
}

const field = (
  name: DocumentFieldName,
  printed: string,
  value = printed,
  confidence = 0.99,
): PrintedField => ({
  name,
  value,
  printed,
  confidences: Array(printed.length).fill(confidence),
  side: 'front',
  quad,
});
const dayFirst = (iso: string) => iso.split('-').reverse().join('.');
const printOf = (holder: Holder): PrintedField[] => [
  field('surname', holder.surname),
  field('givenNames', holder.givenNames),
  field('documentNumber', holder.documentNumber),
  field('nationality', 'UTOPIAN', 'UTO'),
  field('birthDate', dayFirst(holder.birthDate), holder.birthDate),
  field('expiryDate', dayFirst(holder.expiryDate), holder.expiryDate),
  field('sex', holder.sex),
];
const sources = (change: Partial<ComparedSources['reading']>): ComparedSources => ({
  reading: { format: null, mrz: null, barcode: null, printed: [], country: 'UTO', ...change },
  mrzSide: 'front',
  nowMs,
});
const compare = (format: SpecimenMrzFormat, holder: Holder, printed: PrintedField[]) =>
  documentPrintedMatches(sources({ format, mrz: zoneOf(format, holder), printed }));
const verdictOf = (finding: ReturnType<typeof documentPrintedMatches>, name: DocumentFieldName) =>
  finding.evidence.flatMap((one) =>
    one.kind === 'comparison' && one.label === name ? [one.verdict] : [],
  )[0];

const holder = fc.nat(10_000).map(inventHolder);
const anyFormat = fc.constantFrom(...formats);

describe('document.printed.matches', () => {
  it('passes for every holder in every format, and shows each field from both sources', () => {
    fc.assert(
      fc.property(holder, anyFormat, (person, format) => {
        const finding = findingSchema.parse(compare(format, person, printOf(person)));
        expect([person.surname, person.givenNames, finding.status]).toEqual([
          person.surname,
          person.givenNames,
          'passed',
        ]);
        for (const one of finding.evidence) {
          if (one.kind !== 'comparison') continue;
          expect(one.sources.map(({ source }) => source)).toEqual(['mrz', 'printed']);
          expect(one.sources.every(({ quad: place }) => place !== null)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('fails where one character of the print is another, and shows which field', () => {
    const letter = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ');
    fc.assert(
      fc.property(holder, anyFormat, fc.nat(8), letter, (person, format, at, other) => {
        const number = person.documentNumber;
        fc.pre(number[at] !== other && !/^[O0]{2}$/.test(`${number[at]}${other}`));
        const forged = number.slice(0, at) + other + number.slice(at + 1);
        const finding = compare(format, person, [...printOf({ ...person, documentNumber: forged })]);
        expect(finding).toMatchObject({ status: 'failed', reasons: ['document.printed_mismatch'] });
        expect(verdictOf(finding, 'documentNumber')).toBe('different');
      }),
      { numRuns: 200 },
    );
  });

  const person = { ...inventHolder(3), surname: 'Eriksson', givenNames: 'Kristi' };

  it('fails for another name, day, sex or nationality', () => {
    const other: Partial<Record<DocumentFieldName, PrintedField>> = {
      givenNames: field('givenNames', 'Krista'),
      birthDate: field('birthDate', '01.02.1903', '1903-02-01'),
      expiryDate: field('expiryDate', '01.02.2033', '2033-02-01'),
      sex: field('sex', person.sex === 'F' ? 'M' : 'F'),
      nationality: field('nationality', 'GERMAN', 'D'),
    };
    for (const [name, forged] of Object.entries(other) as [DocumentFieldName, PrintedField][]) {
      const finding = compare(
        'TD3',
        person,
        printOf(person).map((one) => (one.name === name ? forged : one)),
      );
      expect([name, finding.status, verdictOf(finding, name)]).toEqual([name, 'failed', 'different']);
    }
  });

  it('asks a person where the reader was not sure of what differs', () => {
    const printed = printOf(person).map((one) =>
      one.name === 'birthDate' ? field('birthDate', '01.02.1903', '1903-02-01', 0.5) : one,
    );
    expect(compare('TD3', person, printed)).toMatchObject({
      status: 'inconclusive',
      reasons: ['document.printed_mismatch'],
    });
  });

  it('is inconclusive where too little could be compared, and not run with one source', () => {
    expect(compare('TD3', person, [field('sex', person.sex)])).toMatchObject({ status: 'inconclusive' });
    expect(compare('TD3', person, []).status).toBe('not_run');
    expect(documentPrintedMatches(sources({ printed: printOf(person) })).status).toBe('not_run');
  });

  it('takes a day that the print leaves open, in the sense of the zone', () => {
    const born = { ...person, birthDate: '1990-04-03' };
    const printed = printOf(born).map((one) =>
      one.name === 'birthDate' ? field('birthDate', '04/03/1990', '1990-03-04') : one,
    );
    const finding = documentPrintedMatches({
      ...sources({ format: 'TD3', mrz: zoneOf('TD3', born), printed, country: null }),
    });
    expect(finding.status).toBe('passed');
  });

  it('takes a whole name printed in one field, in either order', () => {
    for (const name of ['Eriksson Kristi', 'Kristi Eriksson']) {
      const printed = [
        ...printOf(person).filter((one) => one.name !== 'surname' && one.name !== 'givenNames'),
        field('surname', name),
      ];
      expect([name, compare('TD3', person, printed).status]).toEqual([name, 'passed']);
    }
  });

  it('compares the barcode of a licence with its front', () => {
    const fields = {
      surname: 'SAMPLE',
      givenNames: 'JANICE ANN',
      documentNumber: 'D1234567',
      birthDate: '1985-06-20',
      sex: 'F',
    };
    const barcode: BarcodeReading = { aamvaVersion: 10, fields, elements: {}, side: 'back', quad };
    const printed = [
      field('surname', 'SAMPLE'),
      field('givenNames', 'JANICE ANN'),
      field('documentNumber', 'D123-4567'),
      field('birthDate', '06/20/1985', '1985-06-20'),
    ];
    const finding = documentPrintedMatches(sources({ barcode, printed, country: 'USA' }));
    expect(finding.status).toBe('passed');
    const forged = { ...barcode, fields: { ...fields, birthDate: '2001-06-20' } };
    expect(documentPrintedMatches(sources({ barcode: forged, printed })).status).toBe('failed');
    const cut = { ...barcode, fields: { ...fields, givenNames: 'JANICE AN' }, elements: { DDF: 'T' } };
    expect(documentPrintedMatches(sources({ barcode: cut, printed })).status).toBe('passed');
  });
});

describe('document.printed.read', () => {
  const model = { name: 'reader', version: '1' };
  const read = (printed: PrintedField[] | null, missing: DocumentFieldName[] = []) =>
    findingSchema.parse(documentPrintedRead({ printed, missing, model, ms: 1 }));
  const printed = printOf(inventHolder(1));

  it('passes when what identifies was read, with the place and confidence of every field', () => {
    const finding = read(printed, ['personalNumber']);
    expect(finding).toMatchObject({ status: 'passed', reasons: [] });
    expect(finding.score).toBeCloseTo(0.99);
    expect(finding.evidence).toHaveLength(printed.length);
  });

  it('says what is wrong otherwise', () => {
    expect(read(null).status).toBe('not_run');
    expect(read([])).toMatchObject({ status: 'failed', reasons: ['document.printed_unreadable'] });
    expect(read(printed, ['birthDate']).status).toBe('inconclusive');
  });
});

it('what the zone says is what an independent parser says', () => {
  fc.assert(
    fc.property(holder, fc.constantFrom('TD1', 'TD2', 'TD3'), (person, format) => {
      const lines = composeMrz(format, person);
      const { fields } = contentOf({ format, lines }, nowMs);
      const { fields: theirs } = parse(lines);
      expect(fields.surname ?? '').toBe(theirs.lastName ?? '');
      expect(fields.givenNames ?? '').toBe(theirs.firstName ?? '');
      expect(fields.documentNumber).toBe(theirs.documentNumber);
      expect(fields.birthDate?.slice(2).replaceAll('-', '')).toBe(theirs.birthDate);
      expect(fields.birthDate).toBe(person.birthDate);
      expect(fields.expiryDate).toBe(person.expiryDate);
      expect(fields.sex).toBe(person.sex);
    }),
    { numRuns: 200 },
  );
});
