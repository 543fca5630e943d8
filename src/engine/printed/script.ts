// Engine. The characters that a document's issuer prints, and what a network reads that knows others better. Pure.
import type { ReadLine } from './line-recogniser.ts';
import type { Alphabet } from './print-contract.ts';

/** Which network reads a document, and whether its Chinese characters are traditional ones alone. */
export interface Script {
  readonly alphabet: Alphabet;
  readonly isTraditional: boolean;
}

const latin: Script = { alphabet: 'latin', isTraditional: false };
const chinese: Script = { alphabet: 'chinese', isTraditional: false };
const traditional: Script = { alphabet: 'chinese', isTraditional: true };

/** Issuers that print in Chinese characters. Japanese and Korean ones have forms of their own beside traditional ones. */
const ideographic: Readonly<Record<string, Script>> = {
  TWN: traditional,
  HKG: traditional,
  MAC: traditional,
  CHN: chinese,
  JPN: chinese,
  KOR: chinese,
  SGP: chinese,
};

/** Null where the issuer is not known: then the first lines have to tell. */
export const scriptOf = (country: string | null): Script | null =>
  country === null ? null : (ideographic[country] ?? latin);

const isHan = (character: string): boolean => /\p{Script=Han}/u.test(character);

/** What lines that were read as Chinese turn out to be. */
export function scriptOfText(texts: readonly string[]): Script {
  const characters = [...texts.join('')].filter(isHan);
  if (characters.length < 2) return latin;
  const [own, other] = [charactersOf('big5'), charactersOf('gb2312')];
  const count = (some: ReadonlySet<string>, others: ReadonlySet<string>) =>
    characters.filter((character) => some.has(character) && !others.has(character)).length;
  return count(own, other) > count(other, own) ? traditional : chinese;
}

/**
 * Simplified characters in their traditional form. PP-OCR's alphabet lacks some of the most frequent names of the Republic
 * of China (吳, 呂, 蕭), and it reads their simplified forms. A character that Big5 has stays as it is.
 */
export async function traditionalLines(lines: readonly ReadLine[]): Promise<ReadLine[]> {
  // A megabyte of tables that most documents never need.
  const { Converter } = await import('opencc-js/cn2t');
  const convert = Converter({ from: 'cn', to: 't' });
  const big5 = charactersOf('big5');
  const form = (character: string): string => {
    if (!isHan(character) || big5.has(character)) return character;
    const converted = convert(character);
    // Confidences and places go by UTF-16 units.
    return converted.length === character.length ? converted : character;
  };
  return lines.map((line) => ({ ...line, text: [...line.text].map(form).join('') }));
}

const cached = new Map<string, ReadonlySet<string>>();

/** Rows of double-byte character sets in the Encoding Standard; GB 2312's are a part of GBK's. */
const sets = {
  big5: { encoding: 'big5', leads: [0xa1, 0xf9], trails: [0x40, 0xfe] },
  gb2312: { encoding: 'gbk', leads: [0xb0, 0xf7], trails: [0xa1, 0xfe] },
} as const;

function charactersOf(name: keyof typeof sets): ReadonlySet<string> {
  const known = cached.get(name);
  if (known) return known;
  const { encoding, leads, trails } = sets[name];
  const decoder = new TextDecoder(encoding);
  const found = new Set<string>();
  for (let lead: number = leads[0]; lead <= leads[1]; lead++) {
    for (let trail: number = trails[0]; trail <= trails[1]; trail++)
      for (const character of decoder.decode(Uint8Array.of(lead, trail))) found.add(character);
  }
  cached.set(name, found);
  return found;
}
