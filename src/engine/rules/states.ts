// Engine. States and nationalities: codes of ISO 3166 and ICAO's own, and their names in words, to one code. Pure.

import { iso31661Alpha3ToAlpha2 } from 'iso-3166/1-a3-to-1-a2.js';
import { states as icaoStates } from 'mrz';
import { foldMarks } from '../../shared/domain/letters.ts';
import { demonyms } from './demonyms.ts';
import { isOneEdit } from './fold.ts';
import { lookUp } from './look-up.ts';

/** Codes of Doc 9303 part 3, section 5 that `mrz` lacks: a nationality of the Sovereign Order is XOM; Utopia is ICAO's. */
const additional: Readonly<Record<string, string>> = {
  UTO: 'Utopia',
  XXK: 'Kosovo',
  XMP: 'Parliamentary Assembly of the Mediterranean',
  XPS: 'Pacific Community',
  XDC: 'Southern African Development Community',
  XCT: 'Turkish Republic of Northern Cyprus',
  IAO: 'International Civil Aviation Organization',
};

/** Germany is `D` in every zone (9303-3, 5); Kosovo issues as RKS and is XK or XXK elsewhere. */
const synonyms: Readonly<Record<string, string>> = { DEU: 'D', XXK: 'RKS', XKX: 'RKS', ROM: 'ROU' };

/** One code a state: Germany `D` whichever of its codes was given. */
export const canonicalState = (code: string): string => lookUp(synonyms, code) ?? code;

/** Citizens of China's special regions have passports of China under their region's code. */
const nationOf: Readonly<Record<string, string>> = { HKG: 'CHN', MAC: 'CHN' };

/** Both codes stand for one nationality. */
export function isSameNation(a: string, b: string): boolean {
  const nation = (code: string) => lookUp(nationOf, canonicalState(code)) ?? canonicalState(code);
  return nation(a) === nation(b);
}

/** ISO's code of a state for tables that are kept by it: `DEU` for `D`. */
export const isoState = (code: string): string => (code === 'D' ? 'DEU' : code);

/** A code that a travel document may bear as its issuer or as a nationality. */
export const isStateCode = (code: string): boolean =>
  Object.hasOwn(icaoStates, code) ||
  Object.hasOwn(additional, code) ||
  Object.hasOwn(synonyms, code) ||
  Object.hasOwn(iso31661Alpha3ToAlpha2, code);

/** Languages whose names of states are looked for in print. */
const languages = (
  'en fr de es pt it nl pl cs sk hu ro sv da nb fi et lv lt el ru uk be bg mk sr sr-Latn hr bs sl tr az sq mt ga is ca ' +
  'hy ka kk uz id ms fil vi zh zh-Hant ja ko th ar'
).split(' ');

/** Between names: what a constitution calls the state. */
const styles =
  /\b(?:THE|REPUBLIC|KINGDOM|STATE|UNITED|FEDERAL|DEMOCRATIC|ISLAMIC|PEOPLE ?S|PRINCIPALITY|GRAND|DUCHY|COMMONWEALTH|OF|BUNDESREPUBLIK|REPUBLIK|REPUBLIQUE|REPUBBLICA|REPUBLICA|REPUBLIKA|REPUBLICII|REINO|ROYAUME|KONINKRIJK|KONGERIGET|KONUNGARIKET|KONGERIKET|RZECZPOSPOLITA|SUOMEN|TASAVALTA|DE|DA|DO|DU|DI|DER|LA|LE|CITIZEN|NATIONAL|SUBJECT)\b/g;

const lettersOf = (text: string): string => foldMarks(text).replace(/[^\p{L}\p{M}]/gu, '');

/** Slovenia's word for its people is Slovakia's name. */
const ambiguous = new Set(['SLOVENSKO']);

let cached: ReadonlyMap<string, string> | null = null;
/** Names, folded, to codes. Where two states share a name in different languages, English decides. */
function names(): ReadonlyMap<string, string> {
  if (cached) return cached;
  const byName = new Map<string, string>();
  const put = (name: string, code: string) => {
    const key = lettersOf(name);
    if (key.length > 1 && !ambiguous.has(key) && !byName.has(key)) byName.set(key, canonicalState(code));
  };
  for (const [code, words] of Object.entries(demonyms)) for (const name of words.split('|')) put(name, code);
  for (const [code, name] of Object.entries({ ...icaoStates, ...additional })) {
    put(name.replace(/ \((?:the|.* of)\)$/, ''), code);
  }
  for (const language of languages) {
    const display = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' });
    for (const [alpha3, alpha2] of Object.entries(iso31661Alpha3ToAlpha2)) {
      const name = display.of(alpha2);
      if (name) put(name, alpha3);
    }
  }
  cached = byName;
  return byName;
}

/**
 * A state or nationality as printed: its code, its name or its people's in one of many languages, or both in two of them
 * ("POLSKIE/POLISH").
 * @returns ICAO's code, or null where the words name none, or name two.
 */
export function stateOf(text: string): string | null {
  const code = text.trim().toUpperCase();
  if (code === 'D' || (code.length === 3 && isStateCode(code))) return canonicalState(code);
  const whole = stateInWords(text);
  if (whole) return whole;
  const found = new Set<string>();
  for (const part of text.split(/[/|()·•]/)) {
    const state = stateInWords(part);
    if (state) found.add(state);
  }
  if (found.size === 0) {
    // Two languages without a sign between them: SUOMI FINLAND.
    for (const word of foldMarks(text).split(/[^\p{L}\p{M}]+/u)) {
      const state = word.length > 3 ? names().get(word) : undefined;
      if (state) found.add(state);
    }
  }
  const [only] = found;
  return found.size === 1 ? only! : null;
}

/** A state or nationality by its exact name, in any language and without the words that names begin with. */
export const stateNamed = (text: string): string | null => names().get(lettersOf(text)) ?? null;

function stateInWords(text: string): string | null {
  const folded = foldMarks(text).replace(/['’]/g, ' ').trim();
  const known = names();
  if (/^[A-Z]{3}$/.test(folded) && isStateCode(folded)) return canonicalState(folded);
  const exact = known.get(lettersOf(folded));
  if (exact) return exact;
  const plain = lettersOf(folded.replace(styles, ' '));
  if (plain.length < 3) return null;
  return known.get(plain) ?? nearest(plain, known);
}

/** One slip of the reader in a long name, if no other state's name is as near. */
function nearest(name: string, known: ReadonlyMap<string, string>): string | null {
  if (name.length < 7) return null;
  const near = new Set<string>();
  for (const length of [name.length - 1, name.length, name.length + 1]) {
    for (const [candidate, code] of byLength(known).get(length) ?? []) {
      if (isOneEdit(candidate, name)) near.add(code);
    }
  }
  const [only] = near;
  return near.size === 1 ? only! : null;
}

let cachedByLength: ReadonlyMap<number, readonly (readonly [string, string])[]> | null = null;
/** There are some ten thousand names, and few of one length. */
function byLength(known: ReadonlyMap<string, string>) {
  cachedByLength ??= Map.groupBy(known, ([name]) => name.length);
  return cachedByLength;
}

/** Distinguishing signs in the flag of driving licences (Directive 2006/126/EC, annex I, and the 1968 convention). */
const signs: Readonly<Record<string, string>> = {
  A: 'AUT',
  B: 'BEL',
  BG: 'BGR',
  CH: 'CHE',
  CY: 'CYP',
  CZ: 'CZE',
  D: 'D',
  DK: 'DNK',
  E: 'ESP',
  EST: 'EST',
  F: 'FRA',
  FIN: 'FIN',
  FL: 'LIE',
  GB: 'GBR',
  GR: 'GRC',
  H: 'HUN',
  HR: 'HRV',
  I: 'ITA',
  IRL: 'IRL',
  IS: 'ISL',
  L: 'LUX',
  LT: 'LTU',
  LV: 'LVA',
  M: 'MLT',
  N: 'NOR',
  NL: 'NLD',
  P: 'PRT',
  PL: 'POL',
  RO: 'ROU',
  S: 'SWE',
  SK: 'SVK',
  SLO: 'SVN',
  UK: 'GBR',
};
/** The issuer of a driving licence by the sign in its flag. */
export const stateOfSign = (sign: string): string | null => lookUp(signs, sign.trim().toUpperCase()) ?? null;
