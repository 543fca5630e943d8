// Whose value is whose: licences by their items, labels as they are misread, values that have no label.
import { describe, expect, it } from 'vitest';
import { fieldsOf, itemsOf, rowsOf } from './printed-page.ts';

describe('a numbered licence', () => {
  const title = { text: 'FÜHRERSCHEIN BUNDESREPUBLIK DEUTSCHLAND', x: 10, y: 4 };
  const rows = [
    ['1.', 'WEISS'],
    ['2.', 'KARL-HEINZ'],
    ['3.', '11.12.1959 BERLIN'],
    ['4a.', '07.08.2025'],
    ['4b.', '06.08.2040'],
    ['5.', 'X6252L83197'],
  ] as const;
  const expected = {
    surname: 'WEISS',
    givenNames: 'KARL-HEINZ',
    birthDate: '1959-12-11',
    issueDate: '2025-08-07',
    expiryDate: '2040-08-06',
    documentNumber: 'X6252L83197',
  };

  it('is read by its items, and a day is no item', async () => {
    for (let day = 9; day <= 12; day++) {
      const birthDate = `1959-12-${String(day).padStart(2, '0')}`;
      const own = rows.map(
        ([item, value]) => [item, value.replace('11.12', `${birthDate.slice(8)}.12`)] as const,
      );
      expect(await fieldsOf([title, ...itemsOf(...own)])).toEqual({ ...expected, birthDate });
    }
  });

  it('is read with its items in one line with the values, spaces lost', async () => {
    const joined = rows.map(([item, value], row) => ({ text: item + value, x: 30, y: 12 + row * 5 }));
    expect(await fieldsOf([title, ...joined])).toEqual(expected);
  });

  it('keeps its rows where items between were not seen', async () => {
    for (const missing of ['1.', '2.', '5.']) {
      const lines = itemsOf(...rows).filter(({ text }) => text !== missing);
      expect(await fieldsOf([title, ...lines]), missing).toEqual(expected);
    }
  });

  it('of Switzerland numbers its holder, and counts his licences', async () => {
    const swiss = [
      { text: 'FÜHRERAUSWEIS', x: 5, y: 3 },
      { text: 'PERMIS DE CONDUIRE · LICENZA DI CONDURRE', x: 5, y: 6 },
    ];
    const { documentNumber: _, ...others } = expected;
    for (const number of ['509842927001', '509842927 001'])
      expect(await fieldsOf([...swiss, ...itemsOf(...rows.slice(0, 5), ['5.', number])])).toEqual({
        ...others,
        personalNumber: '509842927',
      });
  });
});

it('marks of a North American licence are told from values that touch them', async () => {
  const lines = [
    'FNJOSE',
    'LN NGUYEN',
    'DLW8558069',
    'DOB11/25/1975',
    'SEXMHGT',
    'EXP 11/25/2029',
    'ISS11/26/2024',
    'EYES BRO',
  ];
  const fields = await fieldsOf([
    { text: 'DRIVER LICENSE CALIFORNIA', x: 20, y: 4 },
    ...lines.map((text, row) => ({ text, x: 30, y: 10 + row * 5 })),
  ]);
  expect(fields).toMatchObject({
    documentNumber: 'W8558069',
    surname: 'NGUYEN',
    givenNames: 'JOSE',
    birthDate: '1975-11-25',
    sex: 'M',
    issueDate: '2024-11-26',
    expiryDate: '2029-11-25',
  });
});

describe('a label', () => {
  it('is known where small letters ran together', async () => {
    expect(await fieldsOf(rowsOf(['1.Enovuo/Sumame', 'PSARROU'], ['2.Ovo/Name', 'EFSTATHIOS']))).toEqual({
      surname: 'PSARROU',
      givenNames: 'EFSTATHIOS',
    });
  });

  it('in Latin letters is known behind characters that were misread', async () => {
    const rows = rowsOf(['綠日商Date o issue', '19 APR 2025'], ['效期概止日期Date ofexpiry', '18 APR 2035']);
    expect(await fieldsOf(rows)).toEqual({ issueDate: '2025-04-19', expiryDate: '2035-04-18' });
    for (const label of ['行年月日Date of issue', '行年月日/Daleofissue'])
      expect(await fieldsOf(rowsOf([label, '02 JUN 2025'])), label).toEqual({ issueDate: '2025-06-02' });
  });

  it('is no letter or two that a number begins with', async () => {
    for (const documentNumber of ['N503YRVVY', 'NO93WFR8L', 'NR93WFR8L'])
      expect(await fieldsOf(rowsOf(['Document No.', documentNumber]))).toEqual({ documentNumber });
  });

  it('of the whole name gives a given name to the field that another source has it in', async () => {
    const name = { surname: 'PSARROU', givenNames: 'EFSTATHIOS' };
    expect(await fieldsOf(rowsOf(['Name', 'EFSTATHIOS']), { fields: name })).toEqual({
      givenNames: 'EFSTATHIOS',
    });
    expect(await fieldsOf(rowsOf(['Name', 'PSARROU']), { fields: name })).toEqual({ surname: 'PSARROU' });
  });

  it('is no name that is like one', async () => {
    expect(await fieldsOf(rowsOf(['Surname', 'LAND'], ['Given names', 'ANDRES']))).toEqual({
      givenNames: 'ANDRES',
    });
    const fields = { surname: 'LAND', givenNames: 'ANDRES' };
    expect(await fieldsOf(rowsOf(['Surname', 'LAND'], ['Given names', 'ANDRES']), { fields })).toEqual(
      fields,
    );
  });

  it('takes no date that is another field’s', async () => {
    const rows = rowsOf(['Date of issue', '27.06.2035'], ['opanAuorty', 'MBA']);
    expect(await fieldsOf(rows, { fields: { expiryDate: '2035-06-27' } })).toEqual({
      expiryDate: '2035-06-27',
    });
  });
});

describe('a value without a label', () => {
  const holder = rowsOf(['Surname', 'CANTU'], ['Date of birth', '20.09.1992']);

  it('is the number of the document, if it can be nothing else', async () => {
    for (const number of ['CA54514XE', 'LZT888X1M', 'LHYYNHPW4', 'LYTGCHHNP'])
      expect((await fieldsOf([...holder, { text: number, x: 58, y: 8 }])).documentNumber, number).toBe(
        number,
      );
    for (const text of ['938568', '12NOV1996', 'SPRINGFIELD', 'BERLIN10115', 'A1/B/BE', 'STRASSE12'])
      expect((await fieldsOf([...holder, { text, x: 58, y: 8 }])).documentNumber, text).toBeUndefined();
  });

  it('is no number where two could be it, or a label gives one', async () => {
    const corner = { text: 'CA54514XE', x: 58, y: 8 };
    const other = { text: 'LZT888X1M', x: 58, y: 48 };
    expect((await fieldsOf([...holder, corner, other])).documentNumber).toBeUndefined();
    const labelled = rowsOf(['Surname', 'CANTU'], ['Document No.', 'K7374HNHJ']);
    expect((await fieldsOf([...labelled, corner])).documentNumber).toBe('K7374HNHJ');
  });

  it('is the sex, if it is as high as values and the only one of its kind', async () => {
    const initial = { text: 'F', x: 60, y: 20.8 };
    const fields = { sex: 'F' } as const;
    expect((await fieldsOf([...holder, initial], { fields })).sex).toBe('F');
    expect((await fieldsOf([...holder, initial])).sex).toBeUndefined();
    expect((await fieldsOf([...holder, initial], { fields: { sex: 'M' } })).sex).toBeUndefined();
    expect((await fieldsOf([...holder, initial, { ...initial, y: 30 }], { fields })).sex).toBeUndefined();
    expect((await fieldsOf([...holder, { ...initial, heightMm: 6 }], { fields })).sex).toBeUndefined();
  });
});

it('a nationality without a label is the name as high as values, not the one that heads the page', async () => {
  const lines = [
    { text: 'UTOPIA', x: 20, y: 4, heightMm: 4 },
    { text: 'UTOPIAN', x: 60, y: 20.8 },
  ];
  const rows = rowsOf(['Surname', 'CANTU'], ['Date of birth', '20.09.1992']);
  const hints = { fields: { nationality: 'UTO' } };
  expect((await fieldsOf([...rows, ...lines], hints)).nationality).toBe('UTO');
  expect((await fieldsOf([...rows, lines[0]!], hints)).nationality).toBeUndefined();
  expect((await fieldsOf([...rows, ...lines])).nationality).toBeUndefined();
});

it('a letter that was not found is looked for where its label says, beside what is no part of it', async () => {
  const sex = [
    { text: 'Sex', x: 60, y: 12, heightMm: 1.4 },
    { text: 'F', x: 60, y: 14.6, hidden: true },
    { text: 'A', x: 63, y: 14.6, hidden: true },
  ];
  expect(await fieldsOf([...rowsOf(['Surname', 'CANTU'], ['Given names', 'ZOE']), ...sex])).toEqual({
    surname: 'CANTU',
    givenNames: 'ZOE',
    sex: 'F',
  });
});

describe('what the reader cannot tell apart', () => {
  it('in a number is O and 0: another source tells', async () => {
    const rows = rowsOf(['Passport No.', 'RPO483798']);
    expect(await fieldsOf(rows, { fields: { documentNumber: 'RP0483798' } })).toEqual({
      documentNumber: 'RP0483798',
    });
    // Of letters that differ it tells nothing.
    expect(await fieldsOf(rows, { fields: { documentNumber: 'RB0483798' } })).toEqual({
      documentNumber: 'RPO483798',
    });
  });

  it('in a state’s name is a letter, and no other state is read for it', async () => {
    for (const text of ['REPUBLIC OECHINA', 'REPUBLICOE CHINA', 'REPUBLIC OE CHINA'])
      expect(await fieldsOf(rowsOf(['Nationality', text])), text).toEqual({ nationality: 'TWN' });
  });
});

describe('blanks of a name', () => {
  it('stand where another source has them, while letters and signs stay as printed', async () => {
    for (const [printed, zone, name] of [
      ['GÜELLPAGÈS', 'GUELL PAGES', 'GÜELL PAGÈS'],
      ['SIL VA E ALBUQUERQUE', 'SILVA E ALBUQUERQUE', 'SILVA E ALBUQUERQUE'],
      ['MÜNCH-ROTHE', 'MUNCH ROTHE', 'MÜNCH-ROTHE'],
      ["SANT'ANNA DE SA", 'SANTANNA DE SA', "SANT'ANNA DE SA"],
      // Cut short in the zone.
      ['VANDER MUELLEN OVERSTRAETEN', 'VAN DER MUELLEN OVERS', 'VAN DER MUELLEN OVERSTRAETEN'],
      // Of another name it says nothing.
      ['VONDER HEYDTE', 'VON DER HEIDE', 'VONDER HEYDTE'],
    ] as const)
      expect(await fieldsOf(rowsOf(['Surname', printed]), { fields: { surname: zone } }), printed).toEqual({
        surname: name,
      });
  });
});
