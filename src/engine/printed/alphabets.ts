// Engine, both threads. The alphabets that lines are read in: which network, and which of its characters. Pure.

export const alphabets = ['latin', 'chinese', 'traditional'] as const;
export type Alphabet = (typeof alphabets)[number];

/** Issuers that print in Chinese characters, and in which form. Simplified and Japanese ones stand beside others. */
const ideographic: Readonly<Record<string, Alphabet>> = {
  TWN: 'traditional',
  HKG: 'traditional',
  MAC: 'traditional',
  CHN: 'chinese',
  JPN: 'chinese',
  KOR: 'chinese',
  SGP: 'chinese',
};

/** Null where the issuer is not known: then the first lines have to tell. */
export const alphabetOf = (country: string | null): Alphabet | null =>
  country === null ? null : (ideographic[country] ?? 'latin');

/** What lines that were read as Chinese turn out to be. */
export function alphabetOfText(texts: readonly string[]): Alphabet {
  const characters = [...texts.join('')].filter((character) => /\p{Script=Han}/u.test(character));
  if (characters.length < 2) return 'latin';
  const traditional = charactersOf('big5');
  const simplified = charactersOf('gb2312');
  const only = (own: ReadonlySet<string>, other: ReadonlySet<string>) =>
    characters.filter((character) => own.has(character) && !other.has(character)).length;
  return only(traditional, simplified) > only(simplified, traditional) ? 'traditional' : 'chinese';
}

/**
 * Whether an alphabet has a character: a document of the Republic of China holds none that its character set lacks, and
 * the network would at times see the simplified form that it knows better.
 */
export function isIn(alphabet: Alphabet, character: string): boolean {
  return (
    alphabet !== 'traditional' || !/\p{Script=Han}/u.test(character) || charactersOf('big5').has(character)
  );
}

const cached = new Map<string, ReadonlySet<string>>();

/** Rows of double-byte character sets in the Encoding Standard; GB 2312's are a part of GBK's. */
const sets = {
  big5: { encoding: 'big5', leads: [0x81, 0xfe], trails: [0x40, 0xfe] },
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
