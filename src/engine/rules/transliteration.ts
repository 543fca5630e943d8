// Engine. How national characters may stand in a machine-readable zone: Doc 9303 part 3, section 6. A table; pure.
import { foldMarks } from '../../shared/domain/letters.ts';

/**
 * Section 6.A, where a letter has another form than its base letter, or more than one; the first is the recommended one.
 * Letters with marks that are not here stand as their base letter.
 */
const latin: Readonly<Record<string, readonly string[]>> = {
  Ä: ['AE', 'A'],
  Å: ['AA', 'A'],
  Æ: ['AE'],
  Ð: ['D', 'DH'],
  Ñ: ['N', 'NXX'],
  Ö: ['OE', 'O'],
  Ø: ['OE', 'O'],
  Ő: ['O', 'OE'],
  Ü: ['UE', 'UXX', 'U'],
  Ű: ['U', 'UE'],
  Þ: ['TH'],
  ß: ['SS'],
  ẞ: ['SS'],
  Ĳ: ['IJ'],
  Œ: ['OE'],
  Đ: ['D', 'DJ'],
  Ə: ['A', 'E'],
  Ŋ: ['N', 'NG'],
  ĸ: ['Q', 'K'],
  Ġ: ['G'],
};

/** Section 6.B with the national variants that it names, and those that passports of the states use. */
const cyrillic: Readonly<Record<string, readonly string[]>> = {
  А: ['A'],
  Б: ['B'],
  В: ['V'],
  Г: ['G', 'H'], // H in Ukrainian and Belarusian
  Ґ: ['G'],
  Ѓ: ['G', 'GJ'],
  Ғ: ['G', 'GH'],
  Д: ['D'],
  Ђ: ['D', 'DJ'],
  Е: ['E', 'YE', 'IE'],
  Ё: ['E', 'IO', 'YO'],
  Є: ['IE', 'YE', 'E'],
  Ж: ['ZH', 'Z'], // Z in Serbian
  З: ['Z'],
  Ѕ: ['DZ'],
  И: ['I', 'Y'], // Y in Ukrainian
  І: ['I'],
  Ї: ['I', 'YI'],
  Й: ['I', 'Y'],
  Ј: ['J'],
  К: ['K'],
  Ќ: ['K', 'KJ'],
  Қ: ['K', 'Q'],
  Л: ['L'],
  Љ: ['LJ'],
  М: ['M'],
  Н: ['N'],
  Њ: ['NJ'],
  Ң: ['N', 'NG'],
  О: ['O'],
  Ө: ['O', 'OE'],
  П: ['P'],
  Р: ['R'],
  С: ['S'],
  Т: ['T'],
  Ћ: ['C'],
  У: ['U'],
  Ў: ['U', 'W'],
  Ұ: ['U'],
  Ү: ['U'],
  Ф: ['F'],
  Х: ['KH', 'H'], // H in Serbian, Macedonian and Bulgarian
  Ҳ: ['H', 'KH'],
  Һ: ['H'],
  Ц: ['TS', 'C'], // C in Serbian and Macedonian
  Ч: ['CH', 'C'],
  Џ: ['DZ', 'DJ', 'DZH'],
  Ш: ['SH', 'S'],
  Щ: ['SHCH', 'SHT'], // SHT in Bulgarian
  Ъ: ['IE', 'A', ''], // A in Bulgarian
  Ы: ['Y'],
  Ь: ['', 'Y'], // Y in Bulgarian
  Ә: ['A'],
  Э: ['E'],
  Ю: ['IU', 'YU'],
  Я: ['IA', 'YA'],
  Ѫ: ['U'],
  Ѵ: ['Y'],
};

/** ELOT 743, which section 6 leaves to Greece and Cyprus; pairs of letters come first. */
const greek: Readonly<Record<string, readonly string[]>> = {
  ΑΥ: ['AV', 'AF', 'AY'],
  ΕΥ: ['EV', 'EF', 'EY'],
  ΗΥ: ['IV', 'IF', 'IY'],
  ΟΥ: ['OU'],
  ΓΓ: ['NG'],
  ΓΞ: ['NX'],
  ΓΧ: ['NCH'],
  ΓΚ: ['GK', 'G'],
  ΜΠ: ['B', 'MP'],
  ΝΤ: ['NT', 'D'],
  Α: ['A'],
  Β: ['V'],
  Γ: ['G'],
  Δ: ['D'],
  Ε: ['E'],
  Ζ: ['Z'],
  Η: ['I'],
  Θ: ['TH'],
  Ι: ['I'],
  Κ: ['K'],
  Λ: ['L'],
  Μ: ['M'],
  Ν: ['N'],
  Ξ: ['X'],
  Ο: ['O'],
  Π: ['P'],
  Ρ: ['R'],
  Σ: ['S'],
  Τ: ['T'],
  Υ: ['Y'],
  Φ: ['F'],
  Χ: ['CH'],
  Ψ: ['PS'],
  Ω: ['O'],
};

/** What a base letter may stand for where the reader of print lost its mark (U for Ü). */
const lostMarks: Readonly<Record<string, readonly string[]>> = {
  A: ['AE', 'AA'],
  O: ['OE'],
  U: ['UE', 'UXX'],
  N: ['NXX'],
  B: ['SS'], // ß read as B
};

export interface Transliteration {
  /** In A to Z. */
  readonly text: string;
  /** How many printed characters it stands for. */
  readonly length: number;
  /** The printed text is plain; the form supposes a mark that was not read. */
  readonly supposed: boolean;
}

/** Dieresis and ring: kept to look letters up; other marks fall off. */
const composed = (text: string): string => text.toUpperCase().replace(/ß/g, 'ẞ').normalize('NFC');

/**
 * Every form in which what stands at `index` may appear in the zone, recommended forms first; empty where the character
 * has none (Chinese, Arabic). `text` must be `prepareName`'s.
 */
export function formsAt(text: string, index: number): Transliteration[] {
  const character = text[index]!;
  const forms = (texts: readonly string[], length: number, supposed = false) =>
    texts.map((form) => ({ text: form, length, supposed }));
  if (/[A-Z]/.test(character)) {
    return [{ text: character, length: 1, supposed: false }, ...forms(lostMarks[character] ?? [], 1, true)];
  }
  const known = latin[character];
  if (known) return forms(known, 1);
  const base = foldMarks(character);
  if (/^[A-Z]+$/.test(base)) return forms([base], 1);
  const direct = cyrillic[character] ?? cyrillic[base];
  if (direct) return forms(direct, 1);
  const pair = foldMarks(text.slice(index, index + 2));
  return [...(pair.length === 2 ? forms(greek[pair] ?? [], 2) : []), ...forms(greek[base] ?? [], 1)];
}

/** The recommended form of a whole name; null where a character has none. */
export function transliterate(name: string): string | null {
  const text = prepareName(name).text;
  let out = '';
  for (let index = 0; index < text.length; ) {
    if (text[index] === ' ') {
      out += ' ';
      index++;
      continue;
    }
    const [form] = formsAt(text, index);
    if (!form) return null;
    out += form.text;
    index += form.length;
  }
  return out.replace(/ +/g, ' ').trim();
}

export interface PreparedName {
  /** Capitals, composed; words parted by single spaces; no other punctuation. */
  readonly text: string;
  /** For each character of `text`, its place in the printed text. */
  readonly origin: readonly number[];
}

/**
 * Capitals as section 4.6 of part 3 wants them in the zone: hyphens and other signs part words as spaces do, apostrophes
 * and commas fall away.
 */
export function prepareName(printed: string): PreparedName {
  let text = '';
  const origin: number[] = [];
  let at = 0;
  for (const cluster of printed.match(/\P{M}\p{M}*/gu) ?? []) {
    for (const character of composed(cluster)) {
      const kept = /[\p{L}\p{Nd}]/u.test(character)
        ? character
        : /['’ʼ`´‘ʹ\p{M}]/u.test(character)
          ? ''
          : ' ';
      if (kept === '' || (kept === ' ' && (text === '' || text.endsWith(' ')))) continue;
      text += kept;
      for (let unit = 0; unit < kept.length; unit++) origin.push(at);
    }
    at += cluster.length;
  }
  if (text.endsWith(' ')) {
    text = text.slice(0, -1);
    origin.pop();
  }
  return { text, origin };
}
