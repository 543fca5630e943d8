// Dates whose order nothing tells stay unread; whatever tells it is believed.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldsOf, itemsOf, rowsOf } from './printed-page.ts';

const birth = ['Date of birth', '03/04/1985'] as const;

/** On a card that nothing else tells the issuer of. */
const card = (...rows: readonly (readonly [string, string])[]) => [
  { text: 'RESIDENT CARD', x: 5, y: 4 },
  ...rowsOf(...rows),
];

describe('a date in figures', () => {
  it('stays unread where nothing tells the day from the month', async () => {
    expect(await fieldsOf(card(birth))).toEqual({});
    // What is unread leaves its place to nothing else.
    expect(await fieldsOf(card(birth, ['Place', '05/06/1990']))).toEqual({});
  });

  it('is read as other dates of the document are written', async () => {
    expect(await fieldsOf(card(birth, ['Date of expiry', '25/12/2030']))).toEqual({
      birthDate: '1985-04-03',
      expiryDate: '2030-12-25',
    });
    expect(await fieldsOf(card(birth, ['Date of expiry', '12/25/2030']))).toEqual({
      birthDate: '1985-03-04',
      expiryDate: '2030-12-25',
    });
  });

  it('stays unread where the document contradicts itself', async () => {
    const fields = await fieldsOf(card(birth, ['Valid until', '25/12/2030'], ['Issued', '12/25/2020']));
    expect(fields.birthDate).toBeUndefined();
  });

  it('is read as a date that another source knows is written', async () => {
    const rows = card(birth, ['Date of issue', '05/06/2020']);
    expect(await fieldsOf(rows, { fields: { birthDate: '1985-03-04' } })).toEqual({
      birthDate: '1985-03-04',
      issueDate: '2020-05-06',
    });
    expect(await fieldsOf(rows, { fields: { birthDate: '1985-04-03' } })).toEqual({
      birthDate: '1985-04-03',
      issueDate: '2020-06-05',
    });
  });

  it('begins with the day before full stops and spaces, lost or not', async () => {
    for (const text of ['03.04.1985', '03 04 1985', '03041985', '03 041985', '0304.1985'])
      expect(await fieldsOf(card(['Date of birth', text])), text).toEqual({ birthDate: '1985-04-03' });
  });

  it('is read as its state writes it', async () => {
    for (const [country, birthDate] of [
      ['USA', '1985-03-04'],
      ['GBR', '1985-04-03'],
    ] as const)
      expect(await fieldsOf(card(birth), { country }), country).toEqual({ birthDate });
    expect(await fieldsOf(card(birth), { country: 'CAN' })).toEqual({});
  });
});

describe('a North American licence', () => {
  const marks = itemsOf(
    ['DL', 'S6790191'],
    ['EXP', '06/07/2030'],
    ['DOB', '03/04/1985'],
    ['ISS', '05/06/2024'],
  );
  const title = (text: string, y = 4) => ({ text, x: 20, y });
  const monthFirst = { expiryDate: '2030-06-07', birthDate: '1985-03-04', issueDate: '2024-05-06' };

  it('begins its dates with the month where a state or the spelling of its title shows the United States', async () => {
    expect(await fieldsOf([title('CALIFORNIA'), title('DRIVER LICENSE', 7), ...marks])).toMatchObject(
      monthFirst,
    );
    expect(await fieldsOf([title('DRIVER LICENSE USA'), ...marks])).toMatchObject(monthFirst);
    expect(await fieldsOf([title('DRIVER LICENSE'), ...marks])).toMatchObject(monthFirst);
  });

  it('leaves them unread where it may be Canadian', async () => {
    for (const titles of [['DRIVER’S LICENCE'], ['ONTARIO', 'DRIVER’S LICENCE']]) {
      const fields = await fieldsOf([...titles.map((text, row) => title(text, 4 + row * 3)), ...marks]);
      expect(fields).toEqual({ documentNumber: 'S6790191' });
    }
  });

  it('is not believed to be one against its own dates', async () => {
    const rows = [
      title('IDENTITY CARD'),
      ...rowsOf(['Nationality', 'USA'], birth, ['Date of expiry', '25/12/2030']),
    ];
    expect(await fieldsOf(rows)).toMatchObject({ birthDate: '1985-04-03', expiryDate: '2030-12-25' });
  });
});

it('a date that fits either order is read as its neighbour that fits one', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1940, max: 2020 }),
      fc.constantFrom('/', '-', '.', ' '),
      fc.boolean(),
      async (day, month, year, sign, american) => {
        const two = (number: number) => String(number).padStart(2, '0');
        const own = american && (sign === '/' || sign === '-');
        const write = (d: number, m: number, y: number) =>
          [...(own ? [m, d] : [d, m]).map(two), y].join(sign);
        const lines = card(
          ['Date of birth', write(day, month, year)],
          ['Date of expiry', write(25, month, 2031)],
        );
        expect(await fieldsOf(lines)).toEqual({
          birthDate: `${year}-${two(month)}-${two(day)}`,
          expiryDate: `2031-${two(month)}-25`,
        });
      },
    ),
    { numRuns: 60 },
  );
});
