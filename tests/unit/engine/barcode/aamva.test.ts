// What a licence's barcode says: every version of the standard, the ways in which jurisdictions break it, and noise.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AamvaDocument, readAamva } from '../../../../src/engine/barcode/aamva.ts';
import { jurisdictions } from '../../../../src/engine/barcode/aamva-issuers.ts';
import { exampleOf2000, exampleOf2020, frame, sampleOfVersion } from './samples.ts';

function read(text: string): AamvaDocument {
  const result = readAamva(text);
  if (!result.ok) throw new Error(`not read: ${result.error}`);
  return result.value;
}
const licence = (elements: Record<string, string>, issuer = '636014', version = 8) =>
  frame({ version, issuer, subfiles: [{ type: 'DL', elements }] });

describe('the versions of the standard', () => {
  for (let version = 1; version <= 10; version++) {
    it(`reads every element and field of version ${version}`, () => {
      const sample = sampleOfVersion(version);
      const document = read(sample.text);
      expect(document).toMatchObject({
        version,
        type: 'driving_licence',
        jurisdiction: { code: 'WI', name: 'Wisconsin', country: 'USA' },
        fields: sample.fields,
        missing: [],
      });
      expect(document.fields).toEqual(sample.fields);
      expect(document.elements).toEqual(
        Object.fromEntries(Object.entries(sample.elements).map(([id, value]) => [id, value.trim()])),
      );
    });
  }

  it('reads the examples that the standards print', () => {
    expect(read(exampleOf2000)).toMatchObject({
      version: 1,
      jurisdictionVersion: null,
      jurisdiction: { name: 'Virginia' },
      fields: {
        documentNumber: '0123456789ABC',
        surname: 'PUBLIC',
        givenNames: 'JOHN Q',
        issuingState: 'USA',
        birthDate: '1976-11-23',
        sex: 'M',
        issueDate: '1996-12-01',
        expiryDate: '2001-12-01',
      },
      elements: { DAU: '509', DAR: 'DM', DAS: '', ZVA: 'JURISDICTIONDEFINEDELEMENT' },
      missing: [],
    });
    expect(read(exampleOf2020)).toMatchObject({
      version: 10,
      jurisdictionVersion: 1,
      fields: {
        documentNumber: 'T64235789',
        surname: 'SAMPLE',
        givenNames: 'MICHAEL JOHN',
        issuingState: 'USA',
        birthDate: '1986-06-06',
        sex: 'M',
        issueDate: '2019-06-06',
        expiryDate: '2024-12-10',
      },
      elements: { DCU: 'JR', DAU: '068 in', DDD: '1', ZVA: '01' },
      missing: [],
    });
  });
});

describe('what jurisdictions make of it', () => {
  const { text, fields } = sampleOfVersion(8);

  it('reads the frame however it is broken', () => {
    const broken: Record<string, string> = {
      'no compliance indicator': text.slice(1),
      'a space before it': ` ${text}`,
      'no record separator': text.replace('\x1e', ''),
      'a file separator for it': text.replace('\x1e', '\x1c'),
      'carriage returns and line feeds': text.replaceAll('\n', '\r\n'),
      'only carriage returns': text.replaceAll('\n', '\r'),
      'offsets of nought': text.replace(/DL\d{8}/, 'DL00000000'),
      'lengths that are too long': text.replace(/DL(\d{4})\d{4}/, 'DL$19999'),
      'more subfiles than there are': text.replace(/(ANSI \d{10})02/, '$109'),
      'no designators at all': text.replace(/DL\d{8}ZW\d{8}/, ''),
      'its own file type': text.replace('ANSI ', 'AAMVA'),
      'a file type without its space': text.replace('ANSI ', 'ANSI'),
      'the designator twice': text.replace('DLDA', 'DLDLDA'),
      'an end of stray bytes': `${text}\r\n\x00\x00`,
    };
    for (const [how, changed] of Object.entries(broken)) expect(read(changed).fields, how).toEqual(fields);
  });

  it('reads a first subfile that does not name itself', () => {
    const older = exampleOf2000.replace('DLDAQ', 'DAQ').replace('ANSI ', 'AAMVA');
    expect(read(older).fields.documentNumber).toBe('0123456789ABC');
  });

  it('tells Canada’s dates from those of the United States by the dates themselves', () => {
    const dates = { DBB: '19550904', DBA: '20291012', DBD: '10122024' };
    const document = read(licence({ ...dates, DCG: 'CAN', DAQ: '247725' }, '604426', 9));
    expect(document.jurisdiction?.name).toBe('Prince Edward Island');
    expect(document.fields).toEqual({
      documentNumber: '247725',
      issuingState: 'CAN',
      birthDate: '1955-09-04',
      expiryDate: '2029-10-12',
      issueDate: '2024-10-12',
    });
  });

  it('leaves out what is no day, and what stands for nothing', () => {
    const nothing = {
      DBB: '02301988',
      DBA: '00000000',
      DBD: 'MMDDCCYY',
      DAD: 'NONE',
      DAC: 'unavl',
      DBC: '7',
    };
    expect(read(licence({ ...nothing, DAQ: 'A1' })).fields).toEqual({
      documentNumber: 'A1',
      issuingState: 'USA',
    });
  });

  it('parts the full names of version 1, in either order', () => {
    const names = (DAA: string) => {
      const { surname, givenNames } = read(licence({ DAA }, '636025', 1)).fields;
      return [surname, givenNames];
    };
    expect(names('JOHNSON,JACK,,3RD')).toEqual(['JOHNSON', 'JACK']);
    expect(names('SAMPLE,DRIVER,CREDENTIAL,')).toEqual(['SAMPLE', 'DRIVER CREDENTIAL']);
    expect(names('DE LA CRUZ$MARIA$ELENA')).toEqual(['DE LA CRUZ', 'MARIA ELENA']);
    expect(names('JOHN CHESTER DOE')).toEqual(['DOE', 'JOHN CHESTER']);
    expect(names('JOHN DOE JR')).toEqual(['DOE', 'JOHN']);
    expect(names('MADONNA')).toEqual(['MADONNA', undefined]);
  });

  it('knows an identity card from a licence, and both sexes from neither', () => {
    const card = frame({ version: 9, issuer: '636053', subfiles: [{ type: 'ID', elements: { DAQ: '1' } }] });
    expect(read(card)).toMatchObject({ type: 'identity_card', jurisdiction: { code: 'TN' } });
    const enhanced = frame({
      version: 9,
      issuer: '636001',
      subfiles: [{ type: 'EN', elements: { DAQ: '1' } }],
    });
    expect(read(enhanced)).toMatchObject({ type: 'driving_licence', elements: { DAQ: '1' } });
    const sexOf = (DBC: string) => read(licence({ DBC })).fields.sex;
    expect(['1', 'M', '2', 'F', '9', 'X'].map(sexOf)).toEqual(['M', 'M', 'F', 'F', 'X', 'X']);
  });

  it('says which mandatory elements are missing', () => {
    const without = sampleOfVersion(8)
      .text.replace(/DCF[^\n]*\n/, '')
      .replace(/DBB[^\n]*\n/, '');
    expect(read(without).missing.toSorted()).toEqual(['DBB', 'DCF']);
  });

  it('names every jurisdiction once', () => {
    expect(new Set(jurisdictions.map(({ code, country }) => country + code)).size).toBe(jurisdictions.length);
    // 50 states, the District, five territories and the Department of State; ten provinces and three territories.
    expect(jurisdictions.filter(({ country }) => country === 'USA')).toHaveLength(57);
    expect(jurisdictions.filter(({ country }) => country === 'CAN')).toHaveLength(13);
  });
});

describe('noise', () => {
  /** 10,000 over the three: a reading or a fault, never a throw, and no field in a form that nobody expects. */
  const holds = (text: string) => {
    const result = readAamva(text);
    if (!result.ok) return expect(['not_aamva', 'header', 'empty', 'too_long']).toContain(result.error);
    const { birthDate, issueDate, expiryDate, sex, issuingState } = result.value.fields;
    for (const date of [birthDate, issueDate, expiryDate])
      expect(date ?? '2000-01-01').toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(['M', 'F', 'X', undefined]).toContain(sex);
    expect(issuingState ?? 'USA').toMatch(/^[A-Z]{3}$/);
  };
  const version = fc.integer({ min: 1, max: 10 }).map((number) => sampleOfVersion(number).text);

  it('survives bits that are flipped', () => {
    fc.assert(
      fc.property(
        version,
        fc.array(fc.tuple(fc.nat(), fc.nat(7)), { minLength: 1, maxLength: 40 }),
        (text, flips) => {
          const codes = [...text].map((character) => character.charCodeAt(0));
          for (const [at, bit] of flips) codes[at % codes.length]! ^= 1 << bit;
          holds(String.fromCharCode(...codes));
        },
      ),
      { numRuns: 5000 },
    );
  });

  it('survives pieces that are cut out, doubled and blown up', () => {
    const cuts = fc.tuple(version, fc.nat(), fc.nat(), fc.nat(6), fc.stringMatching(/^[\d@A-Z]{0,12}$/));
    fc.assert(
      fc.property(cuts, ([text, a, b, times, stuffing]) => {
        const [from, to] = [a % text.length, b % text.length].toSorted((x, y) => x - y) as [number, number];
        holds(text.slice(0, from) + (stuffing + text.slice(from, to)).repeat(times) + text.slice(to));
      }),
      { numRuns: 3500 },
    );
  });

  it('survives binary data, with a header and without', () => {
    const binary = fc.tuple(fc.boolean(), fc.uint8Array({ maxLength: 2000 }));
    fc.assert(
      fc.property(binary, ([headed, bytes]) => {
        holds((headed ? '@\n\x1e\rANSI 636000' : '') + String.fromCharCode(...bytes));
      }),
      { numRuns: 1500 },
    );
    expect(readAamva(exampleOf2020 + 'DAQ1\n'.repeat(100_000))).toEqual({ ok: false, error: 'too_long' });
  });
});
