// Numbers of persons against the state's own check digits: what was misread comes back, what is right or wrong stays.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mendNumber } from '../../../../src/engine/printed/mend-number.ts';
import { personalNumberSchemes } from '../../../../src/engine/rules/personal-numbers.ts';

const [codiceFiscale] = personalNumberSchemes.ITA!;
const isValid = (number: string) => codiceFiscale!.pattern.test(number) && codiceFiscale!.isValid!(number);

const letters = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ');
const digits = fc.constantFrom(...'0123456789');
const parts = 'LLLLLLDDMDDLDDD'.split('').map((kind) => {
  if (kind === 'M') return fc.constantFrom(...'ABCDEHLMPRST');
  return kind === 'L' ? letters : digits;
});
/** With the one check letter that fits. */
const valid = fc
  .tuple(...parts)
  .map((characters) => characters.join(''))
  .map((body) => [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((letter) => body + letter).find(isValid))
  .filter((number) => number !== undefined);

const misread: Readonly<Record<string, string>> = {
  O: '0',
  D: '0',
  I: '1',
  L: '1',
  Z: '2',
  S: '5',
  B: '8',
  G: '6',
};

it('gives back a letter that was read as a digit', () => {
  fc.assert(
    fc.property(valid, fc.nat(), (number, seed) => {
      const places = [...number].flatMap((character, at) => (misread[character] ? [at] : []));
      fc.pre(places.length > 0);
      const at = places[seed % places.length]!;
      const read = number.slice(0, at) + misread[number[at]!] + number.slice(at + 1);
      expect(mendNumber(read, 'ITA')).toBe(number);
    }),
  );
  expect(mendNumber('CNTLTZ04T630820A', 'ITA')).toBe('CNTLTZ04T63U820A');
});

it('leaves what is right, what is wrong in another way, and what no state vouches for', () => {
  fc.assert(
    fc.property(valid, fc.integer({ min: 0, max: 5 }), letters, (number, at, letter) => {
      expect(mendNumber(number, 'ITA')).toBe(number);
      // One letter for another is no slip of the reader: it may be a forger's.
      const other = number.slice(0, at) + letter + number.slice(at + 1);
      expect(mendNumber(other, 'ITA')).toBe(other);
      expect(mendNumber(number.replace(/\d/, 'O'), null)).toBe(number.replace(/\d/, 'O'));
      expect(mendNumber(number.replace(/\d/, 'O'), 'UTO')).toBe(number.replace(/\d/, 'O'));
    }),
  );
  // Digits are never changed into other digits.
  expect(mendNumber('44051401358', 'POL')).toBe('44051401358');
  expect(mendNumber('', 'ITA')).toBe('');
});
