// Plain Node. Invented people, named by the language of their papers. No name here is anybody's in particular.
import { type Random, seededRandom } from '../random.ts';
import { type NameBookName, nameBooks } from './names/index.ts';
import type { Name, NameBook } from './names/name-book.ts';
import {
  type DocumentNumberScheme,
  documentNumbers,
  drawCharacters,
  drawNumber,
  type PersonalNumberScheme,
  personalNumbers,
} from './numbers.ts';

export interface Holder {
  /** In Latin letters with the marks of the language, as the other names. */
  readonly surname: string;
  readonly givenNames: string;
  /** In the script of the issuing state; empty where that is Latin. */
  readonly nativeSurname: string;
  readonly nativeGivenNames: string;
  /** ICAO code, up to three letters. */
  readonly nationality: string;
  readonly issuingState: string;
  /** `YYYY-MM-DD`, like the other dates. */
  readonly birthDate: string;
  readonly sex: 'F' | 'M' | 'X';
  /** A to Z and 0 to 9; over nine characters on TD1 and TD2 only. */
  readonly documentNumber: string;
  readonly issueDate: string;
  readonly expiryDate: string;
  /** At most 14 characters in a passport's zone; may be empty. */
  readonly personalNumber: string;
  readonly birthPlace: string;
  readonly authority: string;
  readonly address: string;
  /** Of other people on the document, in its own script. */
  readonly father: string;
  readonly mother: string;
  readonly heightCm: number;
}

/** Who issues a document, and how its numbers look. Both sides of a card share one. */
export interface Issuer {
  /** ICAO code. */
  readonly state: string;
  readonly names: NameBookName;
  /** As `drawNumber` reads it, or the name of a scheme. */
  readonly number: string | { readonly scheme: DocumentNumberScheme };
  readonly personalNumber: PersonalNumberScheme;
  /** Whether sex may be X. */
  readonly sexX?: boolean;
  /** Years of validity by age at issue, youngest first; ten for everybody where absent. */
  readonly validity?: readonly { readonly fromAge: number; readonly years: number }[];
}

export const utopia: Issuer = {
  state: 'UTO',
  names: 'utopian',
  number: '',
  personalNumber: 'utopian',
  sexX: true,
};

// Letters that OCR-B readers confuse least come first in real series; here all may occur.
const numberLetters = 'CDEFGHJKLMNPRTVWXYZ';
const digits = '0123456789';

const isoDay = (year: number, month: number, day: number) =>
  `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

const native = (name: Name) => (typeof name === 'string' ? '' : name[0]);
const latin = (name: Name) => (typeof name === 'string' ? name : name[1]);

/** One or two syllables of a Chinese given name, written as one word. */
function joinSyllables(random: Random, names: readonly Name[], joinedBy: string): Name {
  const count = random.next() < 0.85 ? 2 : 1;
  const parts = Array.from({ length: count }, () => random.pick(names));
  const [first, ...rest] = parts.map(latin) as [string, ...string[]];
  return [parts.map(native).join(''), first + rest.map((part) => joinedBy + part.toLowerCase()).join('')];
}

function drawGivenNames(random: Random, book: NameBook, sex: Holder['sex']): Name {
  const names = book.givenNames[sex];
  return book.syllables ? joinSyllables(random, names, book.syllables.joinedBy) : random.pick(names);
}

function validityYears({ validity = [] }: Issuer, birthDate: string, issueDate: string): number {
  const birthdayCame = issueDate.slice(5) >= birthDate.slice(5);
  const age = Number(issueDate.slice(0, 4)) - Number(birthDate.slice(0, 4)) - (birthdayCame ? 0 : 1);
  return validity.findLast(({ fromAge }) => fromAge <= age)?.years ?? 10;
}

/** A holder by seed. Documents are issued in 2024 and 2025 and valid for as long as their issuer gives: to 2029 at least. */
export function inventHolder(seed: number, issuer: Issuer = utopia): Holder {
  const random = seededRandom(seed).stream('holder');
  const book: NameBook = nameBooks[issuer.names];
  const roll = random.next();
  const sex = roll < 0.48 ? 'F' : roll < 0.96 || !issuer.sexX ? 'M' : 'X';
  const issueYear = random.integer(2024, 2025);
  const month = random.integer(1, 12);
  const day = random.integer(2, 28);
  const issueDate = isoDay(issueYear, month, day);
  const surname = random.pick(book.surnames);
  const givenNames = drawGivenNames(random, book, sex);
  const person = {
    surname: latin(surname),
    givenNames: latin(givenNames),
    birthDate: isoDay(random.integer(1950, 2005), random.integer(1, 12), random.integer(1, 28)),
    sex,
  } as const;
  const documentNumber =
    typeof issuer.number !== 'string'
      ? documentNumbers[issuer.number.scheme](random, issueDate)
      : issuer.number
        ? drawNumber(random, issuer.number)
        : `${drawCharacters(random, numberLetters, 1)}${drawCharacters(random, digits, 3)}${drawCharacters(random, numberLetters + digits, 5)}`;
  const personalNumber = personalNumbers[issuer.personalNumber](random, person);
  const [birthPlace, authority] = [random.pick(book.places), random.pick(book.authorities)];
  const family = random.stream('family');
  const relative = (of: 'F' | 'M') => {
    const given = drawGivenNames(family, book, of);
    const own = of === 'M' ? surname : family.pick(book.surnames);
    return native(own) ? `${native(own)}${native(given)}` : `${latin(own)} ${latin(given)}`;
  };
  return {
    ...person,
    nativeSurname: native(surname),
    nativeGivenNames: native(givenNames),
    nationality: issuer.state,
    issuingState: issuer.state,
    documentNumber,
    issueDate,
    expiryDate: isoDay(issueYear + validityYears(issuer, person.birthDate, issueDate), month, day - 1),
    personalNumber,
    birthPlace,
    authority,
    address: family.pick(book.addresses),
    father: relative('M'),
    mother: relative('F'),
    heightCm: family.integer(150, 195),
  };
}
