// Core. What makes two documents the same document, and two holders the same person, as texts to be hashed. Pure.
import type { DocumentReading } from '../../shared/domain/document.ts';
import { foldMarks } from '../../shared/domain/letters.ts';

const plain = (text: string | undefined): string => foldMarks(text ?? '').replace(/[^\p{L}\p{N}]/gu, '');

/**
 * Ä is printed as such and stands as A or AE in the MRZ, Å as AA, Ñ as N or NXX (Doc 9303 part 3, 6.A): all become one
 * letter. That some names which differ become equal as well is the smaller harm.
 */
const sameSpelling = (name: string): string =>
  name
    .replace(/([AOU])E/g, '$1')
    .replace(/AA/g, 'A')
    .replace(/([UN])XX/g, '$1');

/** Issuing state and document number; `null` where one of them was not read. */
export function documentKey({ country, fields }: DocumentReading): string | null {
  const state = plain(country ?? fields.issuingState);
  const number = plain(fields.documentNumber);
  return state && number ? `${state}|${number}` : null;
}

/**
 * Surname, first given name and date of birth: documents of one person differ in how many given names they have room
 * for. `null` where there is no date of birth, or no name in letters that every document has.
 */
export function identityKey({ fields }: DocumentReading): string | null {
  const surname = sameSpelling(plain(fields.surname));
  const given = sameSpelling(plain(fields.givenNames?.trim().split(/[\s-]+/)[0]));
  return fields.birthDate && (surname || given) ? `${surname}|${given}|${fields.birthDate}` : null;
}
