import { parse } from 'mrz';
import { describe, expect, it } from 'vitest';
import {
  checkDigit,
  composeMrz,
  composeNames,
  inventHolder,
  transliterate,
} from '../../../src/studio/index.ts';

const formats = ['TD1', 'TD2', 'TD3', 'MRV-A', 'MRV-B'] as const;
const sizes = { TD1: [3, 30], TD2: [2, 36], TD3: [2, 44], 'MRV-A': [2, 44], 'MRV-B': [2, 36] } as const;

/**
 * What the independent parser objects to. It knows no Utopia, which is as it should be, and no visas: it takes theirs
 * for a passport's or a card's zone and asks for check digits that visas do not have.
 */
function complaints(lines: string[]): string[] {
  const visa = lines[0]?.startsWith('V');
  const unknownToVisas = ['documentCode', 'compositeCheckDigit', 'personalNumberCheckDigit'];
  return parse(lines)
    .details.filter((detail) => !detail.valid)
    .filter(
      ({ error, field }) =>
        !error?.includes('state code: UTO') && !(visa && unknownToVisas.includes(field ?? '')),
    )
    .map(({ label, error }) => `${label}: ${error}`);
}

describe('machine-readable zones', () => {
  it('computes the check digits that Doc 9303 prints as examples', () => {
    expect(checkDigit('520727')).toBe('3');
    expect(checkDigit('AB2134<<<')).toBe('5');
    expect(checkDigit('HA672242<658022549601086<<<<<<<')).toBe('8');
  });

  it('composes the passport that Doc 9303-4 prints as its specimen', () => {
    const holder = {
      ...inventHolder(0),
      surname: 'Eriksson',
      givenNames: 'Anna Maria',
      documentNumber: 'L898902C3',
      birthDate: '1974-08-12',
      sex: 'F',
      expiryDate: '2012-04-15',
      personalNumber: 'ZE184226B',
    } as const;
    expect(composeMrz('TD3', holder)).toEqual([
      'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
      'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
    ]);
  });

  it.each(formats)('%s zones of 200 invented holders are valid to an independent parser', (format) => {
    for (let seed = 0; seed < 200; seed++) {
      const holder = inventHolder(seed);
      const lines = composeMrz(format, holder);
      expect(lines).toHaveLength(sizes[format][0]);
      for (const line of lines) expect(line).toMatch(new RegExp(`^[A-Z0-9<]{${sizes[format][1]}}$`));
      const reading = parse(lines);
      expect(complaints(lines), lines.join('\n')).toEqual([]);
      expect(reading.fields.documentNumber).toBe(holder.documentNumber);
      expect(reading.fields.birthDate).toBe(holder.birthDate.slice(2).replaceAll('-', ''));
    }
  });

  it.each(['TD1', 'TD2'] as const)(
    '%s carries a number of more than nine characters in its optional data',
    (format) => {
      const lines = composeMrz(format, { ...inventHolder(3), documentNumber: 'D23145890734' });
      const reading = parse(lines);
      expect(reading.fields.documentNumber).toBe('D23145890734');
      expect(complaints(lines)).toEqual([]);
    },
  );

  it('writes national letters as Doc 9303 does', () => {
    expect(transliterate('Müller-Lüdenscheidt')).toBe('MUELLER<LUEDENSCHEIDT');
    expect(transliterate('O’Donoghue')).toBe('ODONOGHUE');
    expect(transliterate('Þórsdóttir Weiß Łukasz')).toBe('THORSDOTTIR<WEISS<LUKASZ');
  });

  it('cuts a long name so that given names remain and the last position is a letter', () => {
    for (let length = 30; length <= 39; length++) {
      const names = composeNames('Nilavadhanananda', 'Chayapa Dejthamrong Krasuang', length);
      expect(names).toHaveLength(length);
      expect(names).toMatch(/^NILAVADHANANANDA<<CHAYAP.*[A-Z]$/);
      const surnameTooLong = composeNames(
        'Papandropoulous-Konstantinidis-Alexandropoulou',
        'Jonathon',
        length,
      );
      expect(surnameTooLong).toHaveLength(length);
      expect(surnameTooLong).toMatch(/[A-Z]<<J[A-Z]*$/);
    }
  });
});
