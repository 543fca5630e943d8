// Engine. Birth dates, sexes and check digits inside national numbers of persons, for the table of those numbers. Pure.
// Each takes the number in letters and digits alone, in the form that its row of the table demands.
import * as fi from 'stdnum/lib/cjs/fi/hetu.js';
import { isoDay } from './calendar.ts';
import type { Sex } from './sex.ts';

export const at = (number: string, start: number, length = 2): number =>
  Number(number.slice(start, start + length));
/** Odd for men, in most states that number people at all. */
export const oddIsMale =
  (index: number) =>
  (number: string): Sex =>
    at(number, index, 1) % 2 === 1 ? 'M' : 'F';
export const evenIsMale =
  (index: number) =>
  (number: string): Sex =>
    at(number, index, 1) % 2 === 0 ? 'M' : 'F';

/** Estonia, Lithuania, Romania: the first digit tells sex and century. */
export const byFirstDigit = (centuries: readonly (number | null)[]) => (number: string) => {
  const century = centuries[at(number, 0, 1)] ?? null;
  return century === null ? [] : [isoDay(century + at(number, 1), at(number, 3), at(number, 5))];
};
export const balticCenturies = [null, 1800, 1800, 1900, 1900, 2000, 2000, 2100, 2100];
export const romanianCenturies = [null, 1900, 1900, 1800, 1800, 2000, 2000];

/** Bulgaria, Poland: the month tells the century. */
export const byMonth =
  (offsets: readonly (readonly [offset: number, century: number])[]) => (number: string) => {
    for (const [offset, century] of offsets) {
      const month = at(number, 2) - offset;
      if (month >= 1 && month <= 12) return [isoDay(century + at(number, 0), month, at(number, 4))];
    }
    return [null];
  };

/** Czechia and Slovakia: ten digits since 1954; women's months are 50 higher, and 20 where a day's numbers ran out. */
export function bornInCzechoslovakia(number: string): (string | null)[] {
  const year = at(number, 0);
  const century = number.length === 9 || year >= 54 ? 1900 : 2000;
  return [isoDay(century + year, (at(number, 2) % 50) % 20, at(number, 4))];
}

/** Slovenia, Croatia, Serbia, ...: three digits of the year. */
export function bornInYugoslavia(number: string): (string | null)[] {
  const year = at(number, 4, 3);
  return [isoDay(year + (year >= 800 ? 1000 : 2000), at(number, 2), at(number, 0))];
}
/** Belgium: modulus 97, of the number with a 2 before it for births since 2000 (Rijksregister, art. 4). */
export function bornInBelgium(number: string): (string | null)[] {
  const before2000 = 97 - (Number(number.slice(0, 9)) % 97) === at(number, 9);
  return [isoDay((before2000 ? 1900 : 2000) + at(number, 0), at(number, 2) % 20, at(number, 4))];
}

/** Denmark: the seventh digit and the year (CPR-kontoret, "Personnummeret i CPR"). */
export function bornInDenmark(number: string): (string | null)[] {
  const [year, seventh] = [at(number, 4), at(number, 6, 1)];
  const century =
    seventh < 4 || ((seventh === 4 || seventh === 9) && year >= 37)
      ? 1900
      : seventh >= 5 && seventh <= 8 && year >= 58
        ? 1800
        : 2000;
  return [isoDay(century + year, at(number, 2), at(number, 0) % 60)];
}

/** Norway: the individual number and the year (Skatteetaten); synthetic and D-numbers shift month and day. */
export function bornInNorway(number: string): (string | null)[] {
  const [year, individual] = [at(number, 4), at(number, 6, 3)];
  const century =
    individual < 500 || (individual >= 900 && year >= 40)
      ? 1900
      : individual < 750 && year >= 54
        ? 1800
        : 2000;
  return [isoDay(century + year, at(number, 2) % 40, at(number, 0) % 40)];
}

/** Two digits of the year, and nothing that tells the century. */
export const ofEitherCentury = (year: number, month: number, day: number): (string | null)[] => [
  isoDay(1900 + year, month, day),
  isoDay(2000 + year, month, day),
];

/**
 * Finland: the sign of the century falls away where only letters and digits count, unless it is a letter. The check
 * character does not cover it.
 */
export const isFinnish = (number: string): boolean =>
  ['-', 'A'].some((sign) => fi.validate(number.slice(0, 6) + sign + number.slice(-4)).isValid);
export function bornInFinland(number: string): (string | null)[] {
  const [year, month, day] = [at(number, 4), at(number, 2), at(number, 0)];
  if (number.length === 10) return ofEitherCentury(year, month, day);
  return [isoDay(('ABCDEF'.includes(number[6]!) ? 2000 : 1900) + year, month, day)];
}

/** Sweden: with the century or without; coordination numbers have 60 added to the day. */
export function bornInSweden(number: string): (string | null)[] {
  const [year, month, day] = [number.slice(-10, -8), number.slice(-8, -6), number.slice(-6, -4)].map(Number);
  const days = ofEitherCentury(year!, month!, day! % 60);
  return number.length === 10 ? days : days.filter((date) => date?.startsWith(number.slice(0, 2)));
}

export const koreanCenturies = [1800, 1900, 1900, 2000, 2000, 1900, 1900, 2000, 2000, 1800];
export const italianMonths = 'ABCDEHLMPRST';

/** Latvia until 2017 (older numbers stay valid); those that begin with 32 hold no date. Check digit: PMLP. */
export function isLatvian(number: string): boolean {
  if (number.startsWith('32')) return true;
  const weights = [1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, index) => total + weight * at(number, index, 1), 0);
  return ((((1101 - sum) % 11) + 11) % 11) % 10 === at(number, 10, 1);
}

/** Kazakhstan's IIN: weights 1 to 11, and from 3 on where that leaves 10. */
export function isKazakh(number: string): boolean {
  const rest = (first: number) =>
    Array.from({ length: 11 }, (_, index) => at(number, index, 1) * (((first + index - 1) % 11) + 1)).reduce(
      (a, b) => a + b,
    ) % 11;
  const check = rest(1) === 10 ? rest(3) : rest(1);
  return check === at(number, 11, 1);
}

/** Sweden: Luhn over ten digits. The year has two of them; the century is not in the number as documents show it. */
export function isSwedish(number: string): boolean {
  const digits = number.slice(-10);
  const sum = [...digits].reduce((total, digit, index) => {
    const doubled = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}
