// Dates in every notation that issuers print, read back to the day they say.
import { describe, expect, it } from 'vitest';
import { type DateContext, findDates, readDate } from '../../../../src/engine/rules/dates.ts';

const nowMs = Date.UTC(2026, 10, 25);
const context = (state: string | null = null, kind: DateContext['kind'] = null): DateContext => ({
  state,
  kind,
  nowMs,
});
const read = (text: string, state: string | null = null, kind: DateContext['kind'] = null) =>
  readDate(text, context(state, kind))?.dates ?? null;

describe('dates as printed', () => {
  it.each([
    // Text, state, kind, what it says.
    ['12.03.1985', 'DEU', 'birth', '1985-03-12'],
    ['12 03 85', 'FRA', 'birth', '1985-03-12'],
    ['12/03/1985', 'GBR', 'birth', '1985-03-12'],
    ['03/12/1985', 'USA', 'birth', '1985-03-12'],
    ['1985-03-12', 'SWE', 'birth', '1985-03-12'],
    ['1985.03.12.', 'HUN', 'birth', '1985-03-12'],
    ['1985/3/2', 'JPN', 'birth', '1985-03-02'],
    ['85-07-12', null, 'birth', '1985-07-12'],
    ['19850712', 'CHN', 'birth', '1985-07-12'],
    ['12 AUG /AOÛT 85', 'CAN', 'birth', '1985-08-12'],
    ['12 MAR/MARS 21', 'CHE', 'issue', '2021-03-12'],
    ['12 JUIN/JUNE 31', 'FRA', 'expiry', '2031-06-12'],
    ['12 MAA/MAR 2020', 'NLD', 'issue', '2020-03-12'],
    ['12 MEITH/JUN 85', 'IRL', 'birth', '1985-06-12'],
    ['12 SEPT 2021', null, 'issue', '2021-09-12'],
    ['12 ΙΑΝ/JAN 20', 'GRC', 'issue', '2020-01-12'],
    ['12 АВГ/AUG 2020', 'UKR', 'issue', '2020-08-12'],
    ['12 сентября 1985 г.', 'RUS', 'birth', '1985-09-12'],
    ['1985. gada 12. jūlijs', 'LVA', 'birth', '1985-07-12'],
    ['1985 m. liepos 12 d.', 'LTU', 'birth', '1985-07-12'],
    ['12 de julio de 1985', 'ESP', 'birth', '1985-07-12'],
    ['July 4, 1976', 'USA', 'birth', '1976-07-04'],
    ['12 XII 1985', 'POL', 'birth', '1985-12-12'],
    ['12 LIP 1985', 'POL', 'birth', '1985-07-12'],
    ['12 LIP 1985', 'HRV', 'birth', '1985-06-12'],
    ['1985年7月12日', 'CHN', 'birth', '1985-07-12'],
    ['18 9月/SEP 1991', 'CHN', 'birth', '1991-09-18'],
    ['民國 74 年 7 月 12 日', 'TWN', 'birth', '1985-07-12'],
    ['中華民國一百零九年十二月三十一日', 'TWN', 'issue', '2020-12-31'],
    ['民國一○九年一月一日', 'TWN', 'issue', '2020-01-01'],
    ['074/07/12', 'TWN', 'birth', '1985-07-12'],
    ['75.07.01', 'TWN', 'birth', '1986-07-01'],
    ['昭和60年1月2日', 'JPN', 'birth', '1985-01-02'],
    ['令和元年5月1日', 'JPN', 'issue', '2019-05-01'],
    ['12 มี.ค. 2535', 'THA', 'birth', '1992-03-12'],
    ['١٢/٠٣/١٩٨٥', 'ARE', 'birth', '1985-03-12'],
  ] as const)('%s (%s)', (text, state, kind, expected) => {
    expect(read(text, state, kind)).toEqual([expected]);
    expect(readDate(text, context(state, kind))?.repaired).toBe(false);
  });

  it('gives both days where text and state do not decide', () => {
    expect(read('03/04/2020')).toEqual(['2020-04-03', '2020-03-04']);
    expect(read('03/04/2020', 'CAN')).toEqual(['2020-04-03', '2020-03-04']);
    expect(read('12 LIP 1985')).toEqual(['1985-07-12', '1985-06-12']);
  });

  it('mends slips of a reader and says so', () => {
    for (const text of ['12JAN2O2O', 'l2 JAN 2020', '12 JANUARV 2020', '12 J4NUARY 2020']) {
      expect([text, readDate(text, context())]).toEqual([text, { dates: ['2020-01-12'], repaired: true }]);
    }
    expect(readDate('12.O1.2O20', context('DEU'))).toEqual({ dates: ['2020-01-12'], repaired: true });
  });

  it('takes no other text for a date', () => {
    const texts = [
      '',
      'HELLO',
      'L898902C3',
      '850712',
      '29.02.2021',
      '31 JUN 2020',
      '12 HELLO 1985',
      '12 JAN/FEB 1985',
      '18 9月/OCT 1991',
      '12.13.14.15',
      'AMAUROT 12',
      '0800 123 456',
    ];
    for (const text of texts) expect([text, read(text)]).toEqual([text, null]);
  });

  it('finds the dates in a line and where they stand', () => {
    const line = '4a. 01.01.2013 4b. 31.12.2022 Date of birth: 12 JAN/JAN 1985 M';
    const found = findDates(line, context('DEU'));
    expect(found.map((date) => [line.slice(date.start, date.end), ...date.dates])).toEqual([
      ['01.01.2013', '2013-01-01'],
      ['31.12.2022', '2022-12-31'],
      ['12 JAN/JAN 1985', '1985-01-12'],
    ]);
  });

  it('lets 29 February and today decide the century', () => {
    expect(read('29.02.24', 'DEU', 'birth')).toEqual(['2024-02-29']);
    expect(read('26.11.26', 'DEU', 'birth')).toEqual(['1926-11-26']);
    expect(read('25.11.26', 'DEU', 'birth')).toEqual(['2026-11-25']);
    expect(read('01.01.36', 'DEU', 'expiry')).toEqual(['2036-01-01']);
  });
});
