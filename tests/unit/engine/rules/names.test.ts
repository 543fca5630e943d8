// Names as printed against names in a zone: examples of Doc 9303, and of passports.
import { describe, expect, it } from 'vitest';
import { compareNames, compareNumbers } from '../../../../src/engine/rules/compare-names.ts';
import { transliterate } from '../../../../src/engine/rules/transliteration.ts';

const compare = (
  printed: string,
  zone: string,
  options: { truncated?: boolean; confidences?: number[] } = {},
) => {
  const { verdict, rule, doubt } = compareNames(
    { text: printed, confidences: options.confidences ?? null },
    { text: zone, confidences: null },
    { mayBeTruncated: options.truncated ?? false },
  );
  return rule ?? (doubt ? 'doubt' : verdict);
};

describe('names in another form', () => {
  it.each([
    ['ERIKSSON', 'ERIKSSON', 'equal'],
    ['Müller-Lüdenscheidt', 'MUELLER<LUEDENSCHEIDT', 'transliterated'],
    ['MÜLLER', 'MULLER', 'transliterated'],
    // The reader of print lost the mark.
    ['MULLER', 'MUELLER', 'transliterated'],
    ['NUÑEZ', 'NUNXXEZ', 'transliterated'],
    ['O’Donoghue', 'ODONOGHUE', 'equal'],
    ['D’ARTAGNAN', 'DARTAGNAN', 'equal'],
    ['Søndergård', 'SOENDERGAARD', 'transliterated'],
    ['Þórsdóttir', 'THORSDOTTIR', 'transliterated'],
    ['Щеглова Юлия', 'SHCHEGLOVA<IULIIA', 'transliterated'],
    ['Згурська', 'ZHURSKA', 'transliterated'],
    ['Георгиев', 'GEORGIEV', 'transliterated'],
    ['Ђорђевић', 'DJORDJEVIC', 'transliterated'],
    ['ΠΑΠΑΔΟΠΟΥΛΟΣ', 'PAPADOPOULOS', 'transliterated'],
    ['ΜΠΑΚΟΓΙΑΝΝΗ', 'BAKOGIANNI', 'transliterated'],
    ['VAN DER MUELLEN', 'VANDERMUELLEN', 'transliterated'],
    ['MARIA ANNA', 'ANNA<MARIA', 'word_order'],
    ['Dr. Müller', 'MUELLER', 'abbreviated'],
    ['DUPONT ép. MARTIN', 'DUPONT', 'abbreviated'],
    ['SMITH JR', 'SMITH', 'abbreviated'],
    // Chinese characters stand in the zone in a romanisation that is printed too, or not at all.
    ['陳筱玲', 'CHEN<HSIAO<LING', 'not_compared'],
    // Some names in other scripts have a spelling of their bearer's choice.
    ['Александр', 'ALEXANDER', 'not_compared'],
  ])('%s and %s: %s', (printed, zone, expected) => expect(compare(printed, zone)).toBe(expected));

  it('may be cut off where the zone is full, and only there', () => {
    // Doc 9303 part 4, section 4.2.3.
    const thai = 'ARNPOL PETCHARAKS CHAIYA';
    expect(compare(thai, 'ARNPOL<P<CHAI', { truncated: true })).toBe('truncated');
    expect(compare('NILAVADHANANDA', 'NILAVADHAN', { truncated: true })).toBe('truncated');
    expect(compare('NILAVADHANANDA', 'NILAVADHAN')).toBe('different');
    expect(compare(thai, 'ARNPOL<B', { truncated: true })).toBe('different');
  });
});

describe('tampering and slips of a reader', () => {
  it('one letter that was read with certainty is a contradiction', () => {
    expect(compare('KRISTA', 'KRISTI')).toBe('different');
    expect(compare('KRISTA', 'KRISTI', { confidences: [0.99, 0.99, 0.99, 0.99, 0.99, 0.95] })).toBe(
      'different',
    );
  });

  it('one that was not, or that looks alike, or one of a double letter, is a doubt', () => {
    expect(compare('KRISTA', 'KRISTI', { confidences: [0.99, 0.99, 0.99, 0.99, 0.99, 0.6] })).toBe('doubt');
    expect(compare('MARLO', 'MARIO', { confidences: Array(5).fill(0.95) })).toBe('doubt');
    expect(compare('ANA', 'ANNA')).toBe('doubt');
  });

  it('a word that one side lacks is a doubt', () => {
    expect(compare('ANNA', 'ANNA<MARIA')).toBe('doubt');
    expect(compare('ANNA MARIA', 'ANNA')).toBe('doubt');
  });

  it('O and 0 are told apart by nobody, 5 and S by a reader that is sure', () => {
    const sure = (text: string) => ({ text, confidences: null });
    expect(compareNumbers(sure('O1234'), sure('01234'))).toMatchObject({ rule: 'look_alike' });
    expect(compareNumbers(sure('L898902C3'), sure('L8989O2C3'))).toMatchObject({ verdict: 'equivalent' });
    expect(compareNumbers(sure('S1234'), sure('51234'))).toMatchObject({ verdict: 'different' });
    const unsure = { text: 'S1234', confidences: [0.9, 1, 1, 1, 1] };
    expect(compareNumbers(unsure, sure('51234'))).toMatchObject({ verdict: 'not_compared', doubt: true });
  });
});

it('writes names as the standard recommends', () => {
  expect(transliterate('Müller-Lüdenscheidt')).toBe('MUELLER LUEDENSCHEIDT');
  expect(transliterate('Nuñez de la Peña')).toBe('NUNEZ DE LA PENA');
  expect(transliterate('Сергеев')).toBe('SERGEEV');
  expect(transliterate('陳')).toBeNull();
});
