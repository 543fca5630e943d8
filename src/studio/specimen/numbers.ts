// Plain Node. Numbers of documents and persons as issuers make them, with their check digits. A table of schemes.
import type { Random } from '../random.ts';

export const drawCharacters = (random: Random, from: string, count: number): string =>
  Array.from({ length: count }, () => from[random.integer(0, from.length - 1)]).join('');

const capitals = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const digits = '0123456789';
const drawn: Readonly<Record<string, string>> = {
  A: capitals,
  '9': digits,
  '*': capitals + digits,
  // Germany's numbers have no vowels and no letters that look like digits (Passverordnung, annex).
  '#': `CFGHJKLMNPRTVWXYZ${digits}`,
  // China's passports: E, then a letter without I and O, or a digit.
  '?': `ABCDEFGHJKLMNPQRSTUVWXYZ${digits}`,
};

/** `A` a letter, `9` a digit, `*` either, `#` Germany's alphabet, `?` China's; a small letter stands for itself. */
export const drawNumber = (random: Random, pattern: string): string =>
  [...pattern]
    .map((place) => (place in drawn ? drawCharacters(random, drawn[place]!, 1) : place.toUpperCase()))
    .join('');

export interface Person {
  readonly surname: string;
  readonly givenNames: string;
  readonly birthDate: string;
  readonly sex: 'F' | 'M' | 'X';
}

const weighted = (number: string, weights: readonly number[]): number =>
  weights.reduce((sum, weight, index) => sum + weight * Number(number[index]), 0);
const yymmdd = (isoDate: string) => isoDate.slice(2).replaceAll('-', '');
/** A random digit whose parity says the sex. */
const sexDigit = (random: Random, { sex }: Person) => random.integer(0, 4) * 2 + (sex === 'F' ? 0 : 1);
const luhn = (number: string): number => {
  const sum = [...number].reverse().reduce((total, character, index) => {
    const value = Number.parseInt(character, 36) * (index % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return (10 - (sum % 10)) % 10;
};

/** Codice fiscale: three consonants (vowels and X fill up), and where there are more of a given name, not the second. */
function italianLetters(name: string, given: boolean): string {
  const letters = name
    .normalize('NFD')
    .toUpperCase()
    .replace(/[^A-Z]/g, '');
  const consonants = letters.replace(/[AEIOU]/g, '');
  const chosen =
    given && consonants.length > 3
      ? `${consonants[0]}${consonants.slice(2)}`
      : consonants + letters.replace(/[^AEIOU]/g, '');
  return `${chosen}XXX`.slice(0, 3);
}
const italianOdd = [
  1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
];

/** Each gives a number that is valid for the person. */
export const personalNumbers = {
  utopian: (random: Random) => (random.next() < 0.6 ? `ZE${drawCharacters(random, digits, 6)}B` : ''),
  none: () => '',
  /** Switzerland's register of drivers. */
  register: (random: Random) => drawNumber(random, '999999999'),
  /** Spain, Real Decreto 1553/2005: the letter is the number modulo 23. */
  dni: (random: Random) => {
    const number = drawNumber(random, '99999999');
    return number + 'TRWAGMYFPDXBNJZSQVHLCKE'[Number(number) % 23];
  },
  /** Poland, Ustawa o ewidencji ludności, article 15. */
  pesel: (random: Random, person: Person) => {
    const [year, month, day] = person.birthDate.split('-') as [string, string, string];
    const coded = Number(month) + (Number(year) >= 2000 ? 20 : 0);
    const number = `${year.slice(2)}${String(coded).padStart(2, '0')}${day}${drawNumber(random, '999')}${sexDigit(random, person)}`;
    return `${number}${(10 - (weighted(number, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)) % 10}`;
  },
  /** Estonia, EVS 585:2007. */
  isikukood: (random: Random, person: Person) => {
    const century = Number(person.birthDate.slice(0, 2)) - 17;
    const first = 2 * century - (person.sex === 'F' ? 0 : 1);
    const number = `${first}${yymmdd(person.birthDate)}${drawNumber(random, '999')}`;
    const once = weighted(number, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11;
    const again = weighted(number, [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11;
    return `${number}${once < 10 ? once : again % 10}`;
  },
  /** Sweden, Folkbokföringslagen 18 §, written with the century. */
  personnummer: (random: Random, person: Person) => {
    const number = `${yymmdd(person.birthDate)}${drawNumber(random, '99')}${sexDigit(random, person)}`;
    return `${person.birthDate.slice(0, 2)}${number}${luhn(number)}`;
  },
  /** Italy, DM 23/12/1976. */
  codiceFiscale: (random: Random, person: Person) => {
    const [year, month, day] = person.birthDate.split('-') as [string, string, string];
    const coded = String(Number(day) + (person.sex === 'F' ? 40 : 0)).padStart(2, '0');
    const number = `${italianLetters(person.surname, false)}${italianLetters(person.givenNames, true)}${year.slice(2)}${'ABCDEHLMPRST'[Number(month) - 1]}${coded}${drawNumber(random, 'A999')}`;
    const sum = [...number].reduce((total, character, index) => {
      const value = /\d/.test(character) ? Number(character) : capitals.indexOf(character);
      return total + (index % 2 === 0 ? italianOdd[value]! : value);
    }, 0);
    return number + capitals[sum % 26];
  },
  /** Republic of China: letter of the place, sex, seven digits, check digit; weights 1 9 8 7 6 5 4 3 2 1 1. */
  taiwan: (random: Random, { sex }: Person) => {
    const places = 'ABCDEFGHJKLMNPQRSTUVXYWZIO';
    const place = random.integer(0, 25);
    const number = `${sex === 'F' ? 2 : 1}${drawNumber(random, '9999999')}`;
    const code = place + 10;
    const sum = Math.floor(code / 10) + (code % 10) * 9 + weighted(number, [8, 7, 6, 5, 4, 3, 2, 1]);
    return `${places[place]}${number}${(10 - (sum % 10)) % 10}`;
  },
  /** People's Republic of China, GB 11643-1999. */
  china: (random: Random, person: Person) => {
    const area = random.pick(['110105', '310104', '440305', '510107']);
    const number = `${area}${person.birthDate.replaceAll('-', '')}${drawNumber(random, '99')}${sexDigit(random, person)}`;
    const rest = weighted(number, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) % 11;
    return number + '10X98765432'[rest];
  },
} as const satisfies Record<string, (random: Random, person: Person) => string>;
export type PersonalNumberScheme = keyof typeof personalNumbers;

/** Numbers of documents that no pattern describes. */
export const documentNumbers = {
  /** Portugal's Cartão de Cidadão: eight digits and their check digit (modulo 11), two letters, check digit (modulo 10). */
  cartaoDeCidadao: (random: Random) => {
    const number = drawNumber(random, '19999999');
    const rest = weighted(number, [9, 8, 7, 6, 5, 4, 3, 2]) % 11;
    const card = `${number}${rest < 2 ? 0 : 11 - rest}ZY`;
    return `${card}${luhn(card)}`;
  },
  /** France 1988 to 2021: year and month of issue, département and office, serial. */
  carteNationale: (random: Random, issueDate: string) =>
    `${issueDate.slice(2, 4)}${issueDate.slice(5, 7)}${random.pick(['751', '692', '331', '2A1'])}${drawNumber(random, '99999')}`,
} as const satisfies Record<string, (random: Random, issueDate: string) => string>;
export type DocumentNumberScheme = keyof typeof documentNumbers;
