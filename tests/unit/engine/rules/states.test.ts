// States, nationalities and sex markers as printed, to ICAO's codes.
import { describe, expect, it } from 'vitest';
import { sexOf } from '../../../../src/engine/rules/sex.ts';
import { isStateCode, stateOf } from '../../../../src/engine/rules/states.ts';

describe('states and nationalities', () => {
  it.each([
    ['D', 'D'],
    ['DEU', 'D'],
    ['DEUTSCH', 'D'],
    ['Bundesrepublik Deutschland', 'D'],
    ['FRANÇAISE', 'FRA'],
    ['BRITISH CITIZEN/CITOYEN BRITANNIQUE', 'GBR'],
    ['BRITISH NATIONAL (OVERSEAS)', 'GBN'],
    ['REPUBLIC OF CHINA', 'TWN'],
    ['中華民國', 'TWN'],
    ['中国/CHINESE', 'CHN'],
    ["PEOPLE'S REPUBLIC OF CHINA", 'CHN'],
    ['POLSKIE/POLISH', 'POL'],
    ['Slovenska republika', 'SVK'],
    ['SLOVENSKO/SLOVENE', 'SVN'],
    ['SUOMI FINLAND', 'FIN'],
    ['РОССИЙСКАЯ ФЕДЕРАЦИЯ/RUSSIAN FEDERATION', 'RUS'],
    ['UNITED STATES OF AMERICA', 'USA'],
    ['UTOPlAN', 'UTO'],
    ['XXB', 'XXB'],
  ])('%s is %s', (text, code) => expect(stateOf(text)).toBe(code));

  it('knows the names of every state in the languages of its neighbours', () => {
    for (const [language, name] of [
      ['en', 'Croatia'],
      ['hr', 'Hrvatska'],
      ['fi', 'Kroatia'],
      ['el', 'Κροατία'],
      ['ru', 'Хорватия'],
    ]) {
      expect([language, stateOf(name!)]).toEqual([language, 'HRV']);
    }
  });

  it('names no state that the words do not name, or where they name two', () => {
    for (const text of ['', 'HELLO', 'AMAUROT', 'GERMAN/POLISH', 'QQQ', 'SLOVENSKO', '12']) {
      expect([text, stateOf(text)]).toEqual([text, null]);
    }
  });

  it('knows the codes that a zone may bear and no other', () => {
    for (const code of ['D', 'DEU', 'TWN', 'GBD', 'RKS', 'UNO', 'EUE', 'XXA', 'XOM', 'UTO']) {
      expect([code, isStateCode(code)]).toEqual([code, true]);
    }
    for (const code of ['', 'E', 'QQQ', 'ZZZ', 'DE', 'toString', 'XYZ']) {
      expect([code, isStateCode(code)]).toEqual([code, false]);
    }
  });
});

describe('sex markers', () => {
  it.each([
    ['M', null, 'M'],
    ['F', null, 'F'],
    ['X', null, 'X'],
    ['<', null, 'X'],
    ['K/F', 'POL', 'F'],
    ['М/M', 'RUS', 'M'],
    ['Ж', 'BGR', 'F'],
    ['男', 'TWN', 'M'],
    ['女', 'TWN', 'F'],
    ['H', 'FRA', 'M'],
    ['weiblich', 'AUT', 'F'],
    ['V', 'NLD', 'F'],
    ['V', 'LTU', 'M'],
    ['M/F', 'LTU', 'F'],
    ['F/M', 'HUN', 'M'],
    ['Θ/F', 'GRC', 'F'],
  ] as const)('%s of %s is %s', (text, state, sex) => expect(sexOf(text, state)).toBe(sex));

  it('does not guess', () => {
    for (const text of ['', 'V', '12', 'MF', 'MALE FEMALE', 'Amaurot']) {
      expect([text, sexOf(text, null)]).toEqual([text, null]);
    }
  });
});
